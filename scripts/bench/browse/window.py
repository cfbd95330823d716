"""A browser window whose clock and wire are read.

Times are the browser's own: from the start of the navigation, or from the press that began a change,
to the moment a condition holds in the document. What the network carried is what Chromium's own
network log says: answers as they came over the wire, frames of the websocket as the page gets them.
"""

import base64
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Frame, Page

from browse.apps import App

SIZE = {"width": 1400, "height": 900}
PATIENCE = 60_000
POLL = 50
QUIET = 400
DONE = "document.querySelector(\"[data-testid='stApp']\")?.dataset.testScriptState === 'notRunning'"
# Notes when a condition first holds. Pictures on a canvas leave no trace in the document, so calls that
# draw on WebGL are watched too: `instances` is how often the last repeated shape was drawn at once.
WATCH = """
window.bench = { seen: {}, pressed: 0, instances: -1 };
(() => {
  const checks = new Set();
  const now = () => performance.timeOrigin + performance.now();
  const look = () => checks.forEach((check) => check());
  bench.expect = (key, holds) => {
    delete bench.seen[key];
    const check = () => {
      if (!holds()) return;
      bench.seen[key] = now();
      checks.delete(check);
    };
    checks.add(check);
    check();
  };
  const observer = new MutationObserver(look);
  let watched = null;
  const attach = () => {  // a frame's first document gives way to another under the same window
    if (watched !== document) {
      watched = document;
      observer.observe(document, { childList: true, subtree: true, characterData: true, attributes: true });
      look();
    }
  };
  attach();
  setInterval(attach, 5);
  addEventListener("click", (event) => (bench.pressed = performance.timeOrigin + event.timeStamp), true);
  const drawing = window.WebGL2RenderingContext && WebGL2RenderingContext.prototype;
  for (const [name, at] of [["drawArraysInstanced", 3], ["drawElementsInstanced", 4]]) {
    if (!drawing) break;
    const real = drawing[name];
    drawing[name] = function (...given) {
      real.apply(this, given);
      bench.instances = given[at];
      look();
    };
  }
})();
"""


@dataclass
class Wire:
    """What came over the network and when: milliseconds since 1970, bytes."""

    parts: list[tuple[float, int]] = field(default_factory=list)
    _offset: float = 0.0
    _cached: set[str] = field(default_factory=set)

    def watch(self, page: Page) -> None:
        """Begin to listen."""
        wire = page.context.new_cdp_session(page)
        wire.on("Network.requestWillBeSent", self._sent)
        wire.on("Network.requestServedFromCache", lambda event: self._cached.add(event["requestId"]))
        wire.on("Network.loadingFinished", self._finished)
        wire.on("Network.webSocketFrameReceived", self._frame)
        wire.send("Network.enable")

    def _sent(self, event: dict[str, Any]) -> None:
        self._offset = 1000 * (event["wallTime"] - event["timestamp"])

    def _finished(self, event: dict[str, Any]) -> None:
        if event["requestId"] not in self._cached:
            self._note(event, int(event["encodedDataLength"]))

    def _frame(self, event: dict[str, Any]) -> None:
        answer = event["response"]
        text = answer["payloadData"]
        self._note(event, len(base64.b64decode(text) if answer["opcode"] == 2 else text.encode()))

    def _note(self, event: dict[str, Any], count: int) -> None:
        self.parts.append((1000 * event["timestamp"] + self._offset, count))

    def between(self, begin: float, end: float) -> int:
        """Bytes that came in a stretch of time."""
        return sum(count for at, count in self.parts if begin <= at <= end)


@dataclass
class Window:
    """One page of a browser on one app."""

    app: App
    page: Page
    wire: Wire
    address: str

    @property
    def where(self) -> Frame:
        """Frame that the map lives in."""
        if not self.app.in_frame:
            return self.page.main_frame
        handle = self.page.wait_for_selector("iframe", state="attached", timeout=PATIENCE)
        frame = handle.content_frame() if handle else None
        if frame is None:
            raise RuntimeError(f"{self.app.name}: the map has no frame")
        return frame

    def open(self) -> float:
        """Load the app; when the navigation began."""
        self.page.goto(self.address, wait_until="commit")
        return float(self.page.evaluate("performance.timeOrigin"))

    def drawn(self) -> float:
        """When the map was first drawn in the frame it now has."""
        return self._seen(self.where, "drawn")

    def expect(self, condition: str) -> None:
        """Begin to watch for a condition in the page."""
        self.page.evaluate(f"bench.expect('page', () => {condition})")

    def expect_map(self, condition: str) -> None:
        """Begin to watch for a condition where the map lives, also if it gets a new frame."""
        watch = f"bench.expect('map', () => {condition})"
        self.page.add_init_script(f"if (top !== window) {watch};")
        self.where.evaluate(watch)

    def when(self, key: str) -> float:
        """When the condition of the ``page`` or of the ``map`` came to hold."""
        if key == "page" or not self.app.in_frame:
            return self._seen(self.page.main_frame, key)
        for _ in range(PATIENCE // POLL):
            for frame in self.page.frames[1:]:
                with suppress(Error):  # a frame that is being replaced
                    if at := frame.evaluate("window.bench?.seen.map"):
                        return float(at)
            self.page.wait_for_timeout(POLL)
        raise TimeoutError(f"{self.app.name}: the map does not show what was asked for")

    def pressed(self) -> float:
        """When the last press happened, in the page or in the map."""
        return max(float(frame.evaluate("window.bench?.pressed || 0")) for frame in self.page.frames)

    def settle(self) -> float:
        """Wait until the app has rerun and nothing comes any more; when that was."""
        self.page.wait_for_function(DONE, timeout=PATIENCE)
        before = -1
        while before != len(self.wire.parts):
            before = len(self.wire.parts)
            self.page.wait_for_timeout(QUIET)
        return float(self.page.evaluate("performance.timeOrigin + performance.now()"))

    def _seen(self, frame: Frame, key: str) -> float:
        found = frame.wait_for_function(f"window.bench?.seen.{key}", timeout=PATIENCE)
        return float(found.json_value())


@contextmanager
def fresh(browser: Browser) -> Iterator[BrowserContext]:
    """Context without cache and cookies."""
    context = browser.new_context(viewport=SIZE, locale="zh-CN")  # type: ignore[arg-type]
    yield context
    context.close()


def window(context: BrowserContext, app: App, address: str, count: int) -> Window:
    """Open an empty window that will note when the map shows so many places."""
    page = context.new_page()
    place = "top !== window" if app.in_frame else "top === window"
    condition = app.when_drawn(count)
    page.add_init_script(f"{WATCH}\nif ({place}) bench.expect('drawn', () => {condition});")
    wire = Wire()
    wire.watch(page)
    return Window(app, page, wire, address)
