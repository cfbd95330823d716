"""The app in a process of its own, for as long as it is measured."""

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 60.0
# Sessions whose window was shut are kept this long; two minutes, as usual, would be long to wait for.
KEPT_SECONDS = 1


@dataclass(frozen=True)
class Inside:
    """What the process holds after a collection.

    Attributes
    ----------
    sessions : int
        Sessions that exist, connected or not.
    held_mb : float
        Megabytes in memory.
    used_mb : float
        The same once pages without use have gone back to the system.
    """

    sessions: int
    held_mb: float
    used_mb: float


class App:
    """A running app: its address, and a look inside."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.address = address
        self._process = process

    def look(self) -> Inside:
        """What the process holds now; takes part of a second."""
        assert self._process.stdin  # noqa: S101 - for the type checker
        assert self._process.stdout  # noqa: S101
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return Inside(**json.loads(self._process.stdout.readline()))

    def processor_seconds(self) -> float:
        """Seconds of processor time that the process has used."""
        stat = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="utf-8")
        ticks = stat.rpartition(")")[2].split()
        return (int(ticks[11]) + int(ticks[12])) / 100


@contextmanager
def running(environment: Mapping[str, str], root: Path = ROOT) -> Iterator[App]:
    """Run the app on a free port of this machine until the block ends.

    Raises
    ------
    RuntimeError
        If it ends at once or does not answer.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = [
        f"--server.port={port}",
        "--server.address=127.0.0.1",
        "--server.headless=true",
        "--server.fileWatcherType=none",
        f"--server.disconnectedSessionTTL={KEPT_SECONDS}",
    ]
    inside = Path(__file__).with_name("inside.py")
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and script
        [sys.executable, str(inside), str(root / "app.py"), *options],
        cwd=root,
        env=dict(environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(f"{address}/_stcore/health", process)
        yield App(process, address)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(address: str, process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the app ended at once with exit code {process.returncode}")
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own server
                if answer.status == 200:
                    return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError(f"{address} did not answer within {PATIENCE:.0f} s")
