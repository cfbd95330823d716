"""One connection pool, two kinds of transaction: reading, and writing one at a time."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, update
from sqlalchemy.exc import SQLAlchemyError

from corridors.exchange.store.address import WAIT_SECONDS, Address
from corridors.exchange.store.errors import StoreError, Trouble, translate
from corridors.exchange.store.schema import pulse


class Database:
    """The store's database; every error that leaves it is a :class:`StoreError`."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self.engine = _engine(address)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one moment of the store."""
        with self._kind(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is stored as a whole or, after any error or a crash, not at all."""
        with self._kind(), self.engine.connect() as plain:
            connection = plain.execution_options(writes=True)
            with connection.begin():
                connection.execute(update(pulse).values(serial=pulse.c.serial + 1))
                yield connection

    @contextmanager
    def changing_tables(self) -> Iterator[Connection]:
        """A writing transaction for a migration; the tables need not be there yet."""
        with self._kind(), self.engine.connect() as plain:
            connection = plain.execution_options(writes=True)
            with connection.begin():
                if self.address.file is None:
                    # Two apps that start at once must not both create the tables.
                    connection.exec_driver_sql("SELECT pg_advisory_xact_lock(4202015)")
                yield connection

    @contextmanager
    def _kind(self) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, OSError) as error:
            raise translate(error, self.address.label) from None

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()


def _engine(address: Address) -> Engine:
    if address.file is not None:
        _make_folder(address)
    engine = create_engine(
        _unwritable(address.file) if address.file and _is_unwritable(address.file) else address.url,
        connect_args=dict(address.arguments),
        hide_parameters=True,
        pool_pre_ping=address.file is None,
    )
    if address.file is not None:
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "connect", _prepare_postgres)
    return engine


def _is_unwritable(file: Path) -> bool:
    return file.exists() and not (os.access(file, os.W_OK) and os.access(file.parent, os.W_OK))


def _unwritable(file: Path) -> URL:
    """Address of a file that can only be read: SQLite must not look for the files it keeps beside it."""
    return URL.create("sqlite", database=file.as_uri(), query={"mode": "ro", "immutable": "1", "uri": "true"})


def _make_folder(address: Address) -> None:
    assert address.file is not None  # noqa: S101 - for the type checker
    try:
        address.file.parent.mkdir(parents=True, exist_ok=True)
    except PermissionError:
        raise StoreError(Trouble.READ_ONLY, address.label) from None
    except OSError as error:
        raise translate(error, address.label) from None


def _prepare_sqlite(connection: sqlite3.Connection, _: Any) -> None:
    # The driver would open transactions too late for two writers to queue; ours begin in _begin_sqlite.
    connection.isolation_level = None
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    # Readers and a writer do not wait for each other. Where a file system has no shared memory, SQLite
    # stays with its rollback journal, which is as safe and only slower.
    connection.execute("PRAGMA journal_mode = WAL")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _prepare_postgres(connection: Any, _: Any) -> None:
    cursor = connection.cursor()
    cursor.execute(f"SET lock_timeout = '{WAIT_SECONDS}s'")
    cursor.execute("SET TIME ZONE 'UTC'")
    connection.commit()
    cursor.close()
