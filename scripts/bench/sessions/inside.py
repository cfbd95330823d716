"""The app with a pipe to its inside: for each line on standard input one line of JSON on standard output.

Started by :mod:`sessions.app`; arguments go to ``streamlit run``.
"""

import ctypes
import gc
import json
import os
import signal
import sys
import threading
import weakref
from pathlib import Path
from typing import Any, TextIO

from streamlit.runtime.app_session import AppSession
from streamlit.web import cli

alive: "weakref.WeakSet[AppSession]" = weakref.WeakSet()


def count_sessions() -> None:
    """Take note of every session from now on."""
    make = AppSession.__init__

    def noted(self: AppSession, *given: Any, **named: Any) -> None:
        make(self, *given, **named)
        alive.add(self)

    AppSession.__init__ = noted  # type: ignore[method-assign]


def memory_mb() -> float:
    """Megabytes of this process that lie in memory (RSS)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


def look() -> dict[str, float]:
    """Sessions that still exist; memory after a collection, before and after unused pages go back."""
    gc.collect()
    held = memory_mb()
    ctypes.CDLL(None).malloc_trim(0)
    return {"sessions": len(alive), "held_mb": held, "used_mb": memory_mb()}


def answer(out: TextIO) -> None:
    """Answer until standard input ends, because the parent has ended; then end too."""
    for _ in sys.stdin:
        out.write(json.dumps(look()) + "\n")
        out.flush()
    signal.raise_signal(signal.SIGTERM)


if __name__ == "__main__":
    count_sessions()
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)  # whatever else is printed goes elsewhere
    threading.Thread(target=answer, args=(answers,), daemon=True).start()
    cli.main(["run", *sys.argv[1:]])
