"""A running app and a browser that cannot reach anything but this machine."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page, Route, sync_playwright

from corridors import paths

SHOTS = paths.ROOT / "build" / "screenshots"
LOCAL = {"localhost", "127.0.0.1"}
READY = ".leaflet-container[data-ready='1']"


@contextmanager
def serve(script: Path, **settings: str) -> Iterator[str]:
    """Run a Streamlit script on a free port until the block ends, with ``settings`` in its environment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = [f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true"]
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(script),
        *options,
        "--server.fileWatcherType=none",
    ]
    process = subprocess.Popen(command, cwd=paths.ROOT, env=os.environ | settings, stdout=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError(f"the app ended at once with exit code {process.returncode}")
        try:
            with urlopen(address, timeout=2) as answer:  # noqa: S310 - our own server on this machine
                if answer.status == 200:
                    return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError(f"{address} did not answer within 30 s")


@dataclass
class Traffic:
    """What a page asked for and what went wrong."""

    outside: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    received: int = 0

    def watch(self, context: BrowserContext, page: Page) -> None:
        context.route("**/*", self._gate)
        page.on("requestfailed", lambda request: self.failed.append(request.url))
        page.on("response", self._answered)
        page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("websocket", lambda ws: ws.on("framereceived", self._frame))

    def _gate(self, route: Route) -> None:
        host = urlsplit(route.request.url).hostname
        if host in LOCAL or route.request.url.startswith(("data:", "blob:")):
            route.continue_()
        else:
            self.outside.append(route.request.url)
            route.abort()

    def _answered(self, response) -> None:  # type: ignore[no-untyped-def]
        if response.status >= 400:
            self.failed.append(f"{response.status} {response.url}")
        self.received += int(response.headers.get("content-length", 0))

    def _frame(self, payload: str | bytes) -> None:
        self.received += len(payload)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app with a store of its own: what one file leaves in it is not there for the next."""
    with serve(paths.ROOT / "app.py", CORRIDORS_STORE=str(tmp_path_factory.mktemp("store"))) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = shutil.which("chromium")
    assert program, "Chromium is missing: run make test, which installs it"
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=flags)
        yield browser
        browser.close()


@dataclass
class Visit:
    """One browser window on the app."""

    page: Page
    traffic: Traffic
    address: str

    def open(self, query: str = "") -> "Visit":
        self.page.goto(f"{self.address}/{query}", wait_until="commit")
        self.map.wait_for_selector(READY, timeout=30_000)
        return self

    @property
    def map(self) -> Frame:
        handle = self.page.wait_for_selector(".st-key-map iframe", timeout=30_000)
        assert handle is not None
        frame = handle.content_frame()
        assert frame is not None
        return frame

    def settle(self) -> None:
        """Wait until the app has rerun and the page is still."""
        self.page.wait_for_timeout(250)
        self.page.wait_for_selector("[data-testid='stApp'][data-test-script-state='notRunning']")
        self.page.wait_for_timeout(350)

    def shot(self, name: str) -> None:
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}.png")


@pytest.fixture
def visit(app: str, chromium: Browser) -> Iterator[Visit]:
    context = chromium.new_context(viewport={"width": 1400, "height": 900}, locale="zh-CN")
    page = context.new_page()
    traffic = Traffic()
    traffic.watch(context, page)
    yield Visit(page, traffic, app)
    context.close()
