"""The way from the pages into the store, which may be absent, busy, broken or far away."""

import time
from collections.abc import Callable
from pathlib import Path
from threading import RLock
from typing import TypeVar

import streamlit as st

from corridors.exchange.store import Store, StoreError, Trouble, address, open_store
from corridors.ui import access

T = TypeVar("T")
# After a failure reads are refused for a while, so that a page need not wait for each of them.
REST_SECONDS = 5.0


class Door:
    """Opens the store when it is first needed, once for all readers.

    A store that was never used is not made just to look into it.
    """

    def __init__(self) -> None:
        self._lock = RLock()
        self._store: Store | None = None
        self._failed: StoreError | None = None
        self._rest_until = 0.0
        self._file: tuple[int, int] | None = None
        self._openings = 0

    @property
    def openings(self) -> int:
        """How often a store was opened: what was read is stale once it grows, whatever the serial says."""
        return self._openings

    @property
    def where(self) -> str:
        """The file, or host and database."""
        return self._store.where if self._store else ""

    def read(self, action: Callable[[Store], T], nothing: T) -> T:
        """What the action finds, or ``nothing`` in a store that was never used.

        Raises
        ------
        StoreError
            If the store cannot be read.
        """
        if self._failed and time.monotonic() < self._rest_until:
            raise self._failed.with_traceback(None)
        try:
            if self._is_unused():
                return nothing
            found = action(self._opened())
        except StoreError as error:
            self._failed, self._rest_until = error, time.monotonic() + REST_SECONDS
            raise
        self._failed = None
        return found

    def write(self, action: Callable[[Store], T]) -> T:
        """Do something in the store, which is made if need be; raises as :meth:`read` does.

        The one place where it is asked whether this session may change anything.
        """
        access.guard()
        self._is_unused()
        done = action(self._opened())
        self._failed = None
        return done

    def reopen(self) -> None:
        """Forget what is open and what failed."""
        with self._lock:
            if self._store:
                self._store.close()
            self._store, self._failed = None, None

    def knock(self) -> None:
        """Let the next reader try at once: someone asked for it."""
        self._failed = None

    def _opened(self) -> Store:
        with self._lock:
            here = _identity(address.find().file)
            if self._store is not None and here != self._file:  # a copy was put in its place
                self.reopen()
            if self._store is None:
                self._store = open_store()
                self._file = _identity(address.find().file)
                self._openings += 1
            return self._store

    def _is_unused(self) -> bool:
        """Whether there is no file yet.

        Raises
        ------
        StoreError
            If there was one, it is open and has been taken away: what is written now would be lost.
        """
        file = address.find().file
        if file is None or _exists(file):
            return False
        if self._store is not None:
            raise StoreError(Trouble.UNREACHABLE, str(file))
        return True


@st.cache_resource(show_spinner=False)
def door() -> Door:
    """The one way into the store: all sessions of a process share its connections."""
    return Door()


def _identity(file: Path | None) -> tuple[int, int] | None:
    """Tells a file from another one of the same name; None on a server, or where that cannot be said."""
    try:
        found = file.stat() if file else None
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if found else None


def _exists(file: Path) -> bool:
    try:
        return file.exists()
    except OSError:  # a folder that may not be entered; opening it says so
        return True
