"""Runs where there is no network: starts an unpacked bundle, opens its map in Chromium, tells what happened.

``unshare --net python -m tests.closed_network FOLDER PYTHON`` prints one JSON document. It opens the loopback
itself, so that nothing but util-linux is needed.
"""

import fcntl
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.browser.conftest import Traffic, Visit, _wait

ADDRESS = "http://127.0.0.1:8501"
OUTSIDE = ("192.0.2.1", 443)  # kept for documentation: nobody has it
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
GET_FLAGS, SET_FLAGS, UP = 0x8913, 0x8914, 0x1


def open_loopback() -> None:
    """Do what ``ip link set lo up`` does."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as channel:
        request = struct.pack("16sH22x", b"lo", 0)
        flags = struct.unpack("16sH22x", fcntl.ioctl(channel, GET_FLAGS, request))[1]
        fcntl.ioctl(channel, SET_FLAGS, struct.pack("16sH22x", b"lo", flags | UP))


def way_out() -> str:
    """What the system says to a connection to the outside; empty if there were one."""
    try:
        socket.create_connection(OUTSIDE, timeout=2).close()
    except OSError as error:
        return error.strerror or str(error)
    return ""


def start(folder: Path, python: str) -> tuple[subprocess.Popen[bytes], float]:
    """Start the bundle as its user does; seconds until it answers."""
    begun = time.monotonic()
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHON": python, "LC_ALL": "C.UTF-8"}
    with (folder / "start.log").open("ab") as log:
        process = subprocess.Popen(
            [folder / "start.sh"], stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment
        )
    for _ in range(6):  # each waits 30 s
        try:
            _wait(f"{ADDRESS}/_stcore/health", process)
            return process, time.monotonic() - begun
        except RuntimeError:
            if process.poll() is not None:
                break
    process.kill()
    raise RuntimeError("the bundle did not start:\n" + (folder / "start.log").read_text(encoding="utf-8"))


def look() -> dict[str, Any]:
    """Open the map on a corridor and count what is drawn and what failed."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        context = browser.new_context(viewport={"width": 1400, "height": 900}, locale="zh-CN")
        visit = Visit(context.new_page(), Traffic(), ADDRESS)
        visit.traffic.watch(context, visit.page)
        visit.open("?select=corridor:liao-meng-ou")
        visit.settle()
        drawn = {kind: visit.map.locator(f"path.{kind}").count() for kind in ("country", "line", "point")}
        detail = visit.page.locator(".st-key-detail").inner_text()
        visit.shot("bundle")
        browser.close()
    traffic = visit.traffic
    trouble = {"outside": traffic.outside, "failed": traffic.failed, "errors": traffic.errors}
    return {"drawn": drawn, "detail": detail, **trouble}


def command(folder: Path, *words: str) -> int:
    """Exit code of the bundle's own command line."""
    python = folder / ".venv" / "bin" / "python"
    done = subprocess.run([python, "-m", "corridors", *words], cwd=folder, stdout=sys.stderr, check=False)
    return done.returncode


def main(folder: Path, python: str) -> None:
    """Install, look, stop, start again."""
    open_loopback()
    answer: dict[str, Any] = {"interfaces": [name for _, name in socket.if_nameindex()], "way_out": way_out()}
    process, answer["first_start"] = start(folder, python)
    try:
        answer |= look()
    finally:
        process.terminate()
        process.wait(timeout=20)
    answer["check"] = command(folder, "check")
    answer["brief"] = command(
        folder, "brief", "impl-13", "--format", "pdf", "--out", str(folder / "brief.pdf")
    )
    process, answer["second_start"] = start(folder, python)
    process.terminate()
    process.wait(timeout=20)
    print(json.dumps(answer, ensure_ascii=False))  # noqa: T201 - the test reads it


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
