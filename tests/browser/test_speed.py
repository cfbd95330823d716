"""First map against the empty Streamlit page, in the same run; ratios, not seconds.

Both times are read off the browser's own clock: from the start of the navigation to the moment the
text of the empty page, or the finished map, stands in the document.
"""

import http.client
import statistics
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import READY, serve

pytestmark = [pytest.mark.browser, pytest.mark.alone]
ROUNDS = 9
EMPTY = "empty page"
NOTE_TEXT = f"""
new MutationObserver((_, watch) => {{
  if (!document.body || !document.body.innerText.includes("{EMPTY}")) return;
  performance.mark("text");
  watch.disconnect();
}}).observe(document, {{ childList: true, subtree: true, characterData: true }});
"""


def text_ms(chromium: Browser, address: str) -> float:
    """Milliseconds until the empty page shows its text."""
    context = chromium.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    page.add_init_script(NOTE_TEXT)
    page.goto(address, wait_until="commit")
    page.get_by_text(EMPTY).wait_for(timeout=30_000)
    found = page.evaluate("performance.getEntriesByName('text')[0].startTime")
    context.close()
    return float(found)


def map_ms(chromium: Browser, address: str) -> float:
    """Milliseconds until the map is drawn, on the clock of the page around it."""
    context = chromium.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    page.goto(address, wait_until="commit")
    ready = page.frame_locator(".st-key-map iframe").locator(READY)
    ready.wait_for(state="attached", timeout=30_000)
    found = ready.evaluate(
        "() => performance.timeOrigin - top.performance.timeOrigin"
        " + performance.getEntriesByName('map-ready')[0].startTime"
    )
    context.close()
    return float(found)


def test_first_map_is_close_to_an_empty_page(app: str, chromium: Browser, tmp_path: Path) -> None:
    empty = tmp_path / "empty.py"
    empty.write_text(f"import streamlit as st\nst.write('{EMPTY}')\n", encoding="utf-8")
    with serve(empty) as floor:
        text_ms(chromium, floor)
        map_ms(chromium, app)
        pairs = [(text_ms(chromium, floor), map_ms(chromium, app)) for _ in range(ROUNDS)]
    ratio = statistics.median(drawn / shown for shown, drawn in pairs)
    print(f"\nfirst map / empty page = {ratio:.2f} (median of {ROUNDS} pairs)")  # noqa: T201
    assert ratio <= 1.5


def test_an_answer_does_not_wait_for_the_browser(app: str, chromium: Browser) -> None:
    map_ms(chromium, app)
    connection = http.client.HTTPConnection(app.removeprefix("http://"), timeout=10)
    begin = time.perf_counter()
    for _ in range(20):
        connection.request("GET", "/")
        assert connection.getresponse().read()
    took = time.perf_counter() - begin
    connection.close()
    assert took < 0.4  # 40 ms an answer where packets are held back, 2 where they are not
