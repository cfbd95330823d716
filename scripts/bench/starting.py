"""How long a start takes, and what it loads: ``python scripts/bench/starting.py [--rounds 5]``.

Every figure is the median over fresh processes, files in the disk's cache. The floors are an interpreter that
does nothing, one that only imports Streamlit, and Streamlit's server with an empty page.
"""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple
from urllib.error import URLError
from urllib.request import urlopen

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 5
PATIENCE = 60.0
MEGA = 1e6
# What is printed by a process about itself when it is done.
REPORT = """
import json, sys
from pathlib import Path
tops = sorted({name.partition(".")[0] for name in sys.modules} - set(sys.stdlib_module_names))
status = Path("/proc/self/status").read_text()
peak = int(status.partition("VmHWM:")[2].split()[0]) / 1000
print(json.dumps({"modules": len(sys.modules), "packages": tops, "peak": peak}), file=sys.stderr)
"""
CALL = "import sys\nfrom corridors.cli import main\nmain(sys.argv[1:])\n"
# A visit to the first page as far as the server's part of it goes.
PAGE = """
from streamlit.testing.v1 import AppTest
page = AppTest.from_file("app.py", default_timeout=60).run()
assert not page.exception
"""
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "check": ("check",),
    "measures": ("measures", "--json"),
    "links": ("links", "--json"),
    "places": ("places", "--json"),
    "corridor": ("corridor", "corridor:liao-meng-ou", "--json"),
    "route": ("route", "沈阳", "杜伊斯堡", "--json"),
    "link-text": ("link-text", "data/policy/guide-2015-01-21.txt", "--json"),
    "import": ("import", "data/places/cities.csv", "--json"),
    "export csv": ("export", "zones", "--format", "csv", "--out", "{out}"),
    "export gpkg": ("export", "zones", "--format", "gpkg", "--out", "{out}"),
    "brief html": ("brief", "impl-13", "--format", "html", "--out", "{out}"),
    "brief pptx": ("brief", "impl-13", "--format", "pptx", "--out", "{out}"),
}


class Spent(NamedTuple):
    """What a process took: seconds by the clock and of processor, peak memory in MB, what it loaded."""

    clock: float
    processor: float
    peak: float
    modules: int
    packages: frozenset[str]


class Started(NamedTuple):
    """What the start of a server took.

    Attributes
    ----------
    answer, page : float
        Seconds by the clock until its first answer, and until its first page was whole.
    again : float
        Seconds by the clock of a second visit.
    processor : float
        Seconds of processor until its first page was whole.
    memory : float
        Resident MB after both visits.
    """

    answer: float
    page: float
    again: float
    processor: float
    memory: float


def spend(code: str, *arguments: str) -> Spent:
    """Run Python code in a process of its own.

    Raises
    ------
    RuntimeError
        If it fails.
    """
    begun = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-c", code + REPORT, *arguments],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr  # noqa: S101 - it was asked for
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    clock = time.perf_counter() - begun
    if process.returncode:
        raise RuntimeError(said)
    told = json.loads(said.splitlines()[-1])
    packages = frozenset(told["packages"])
    return Spent(clock, used.ru_utime + used.ru_stime, told["peak"], told["modules"], packages)


def call(name: str) -> Spent:
    """Run one command of the command line."""
    with tempfile.TemporaryDirectory() as folder:
        words = [word.replace("{out}", f"{folder}/out") for word in COMMANDS[name]]
        return spend(CALL, *words)


def serve(command: Sequence[str]) -> Started:
    """Start a server and visit its first page twice, the second time when all is loaded.

    Raises
    ------
    RuntimeError
        If it ends, or does not answer within a minute.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {"PORT": str(port), "CI": "true", "STREAMLIT_SERVER_PORT": str(port)}
    begun = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own words
        command, cwd=ROOT, env=os.environ | settings, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        _wait(port, process)
        answer = time.perf_counter() - begun
        _visit(port)
        page = time.perf_counter() - begun
        processor = _processor(process.pid)
        then = time.perf_counter()
        _visit(port)
        again = time.perf_counter() - then
        return Started(answer, page, again, processor, _memory(process.pid))
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.perf_counter() + PATIENCE
    while time.perf_counter() < until and process.poll() is None:
        try:
            urlopen(f"http://127.0.0.1:{port}/", timeout=PATIENCE).close()
        except (URLError, ConnectionError):
            time.sleep(0.01)
        else:
            return
    raise RuntimeError("the server did not answer")


def _visit(port: int) -> None:
    """Ask for the first page as a browser does and wait until the script is done."""
    message = BackMsg()
    message.rerun_script.query_string = ""
    try:
        with connect(f"ws://127.0.0.1:{port}/_stcore/stream", max_size=None) as channel:
            channel.send(message.SerializeToString())
            kind, failed = "", False
            while kind != "script_finished":
                told = ForwardMsg.FromString(channel.recv(PATIENCE, decode=False))
                kind = str(told.WhichOneof("type"))
                failed |= kind == "delta" and told.delta.new_element.WhichOneof("type") == "exception"
    except (OSError, WebSocketException) as error:
        raise RuntimeError(f"the page did not come: {error}") from error
    if failed:
        raise RuntimeError("the page shows an error")


def _children(pid: int) -> list[int]:
    """Processes that a process started, ``make`` the app for one."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]


def _memory(pid: int) -> float:
    """Resident memory in MB of a process and those it started."""
    pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MEGA + sum(map(_memory, _children(pid)))


def _processor(pid: int) -> float:
    """Seconds of processor of a process and those it started."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])  # in user mode and in the system
    return ticks / os.sysconf("SC_CLK_TCK") + sum(map(_processor, _children(pid)))


def app_server() -> list[str]:
    """How ``make run`` starts the app, once .venv is there."""
    return [sys.executable, "scripts/run.py", "--server.fileWatcherType=none"]


def empty_server(folder: str) -> list[str]:
    """Streamlit with a page of one line."""
    script = Path(folder) / "empty.py"
    script.write_text("import streamlit as st\nst.write('empty')\n", encoding="utf-8")
    return [sys.executable, "-m", "streamlit", "run", str(script), "--server.fileWatcherType=none"]


def show(name: str, runs: Sequence[Spent]) -> None:
    """Print one line of the table of processes."""
    clock, processor = median(run.clock for run in runs), median(run.processor for run in runs)
    peak, modules = median(run.peak for run in runs), runs[0].modules
    print(f"{name:24}{clock:9.2f}{processor:13.2f}{peak:9.0f}{modules:10}")


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    rounds = range(parser.parse_args().rounds)
    print(f"{'fresh process':24}{'clock s':>9}{'processor s':>13}{'peak MB':>9}{'modules':>10}")
    show("python -c pass", [spend("") for _ in rounds])
    show("import streamlit", [spend("import streamlit\n") for _ in rounds])
    show("first page, no server", [spend(PAGE) for _ in rounds])
    for name in COMMANDS:
        show(f"corridors {name}", [call(name) for _ in rounds])
    print(f"\n{'server':24}{'answer s':>9}{'page s':>9}{'again s':>9}{'processor s':>13}{'MB':>6}")
    with tempfile.TemporaryDirectory() as folder:
        servers = {"empty Streamlit page": empty_server(folder), "this app": app_server()}
        if Path(sys.executable).is_relative_to(ROOT / ".venv"):
            servers["this app, make run"] = ["make", "run", "ARGS=--server.fileWatcherType=none"]
        for name, command in servers.items():
            runs = [serve(command) for _ in rounds]
            answer, page, again, processor, memory = (median(column) for column in zip(*runs, strict=True))
            print(f"{name:24}{answer:9.2f}{page:9.2f}{again:9.2f}{processor:13.2f}{memory:6.0f}")


if __name__ == "__main__":
    main()
