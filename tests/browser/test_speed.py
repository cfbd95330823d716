"""First map against the empty Streamlit page, in the same run; ratios, not seconds."""

import statistics
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import READY, serve

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ROUNDS = 7


def once(chromium: Browser, address: str, ready: str, frame: str = "") -> float:
    context = chromium.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    start = time.perf_counter()
    page.goto(address, wait_until="commit")
    place = page.frame_locator(frame) if frame else page
    place.locator(ready).first.wait_for(state="attached", timeout=30_000)
    seconds = time.perf_counter() - start
    context.close()
    return seconds


def test_first_map_is_close_to_an_empty_page(app: str, chromium: Browser, tmp_path: Path) -> None:
    empty = tmp_path / "empty.py"
    empty.write_text("import streamlit as st\nst.write('empty page')\n", encoding="utf-8")
    with serve(empty) as floor:
        once(chromium, floor, "text=empty page")
        once(chromium, app, READY, ".st-key-map iframe")
        floors, maps = [], []
        for _ in range(ROUNDS):
            floors.append(once(chromium, floor, "text=empty page"))
            maps.append(once(chromium, app, READY, ".st-key-map iframe"))
    ratio = statistics.median(m / f for m, f in zip(maps, floors, strict=True))
    print(f"\nfirst map / empty page = {ratio:.2f} (median of {ROUNDS} pairs)")  # noqa: T201
    assert ratio <= 1.5
