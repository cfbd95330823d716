"""Taking a briefing along: chosen and pressed in the browser, and the file that opens without a network."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pptx import Presentation

from corridors.analysis.rows import OwnLayer
from corridors.briefing import alternatives
from corridors.briefing.choices import Choices
from corridors.briefing.make import make
from corridors.catalog import Catalog
from corridors.exchange.columns import OwnPlace
from tests.browser.conftest import READY, Traffic, Visit

pytestmark = pytest.mark.browser


def clean(traffic: Traffic) -> None:
    assert traffic.outside == []
    # Opened by its address, Streamlit looks for its server one level too deep first.
    assert [url for url in traffic.failed if "/_stcore/" not in url] == []
    assert [error for error in traffic.errors if "404 (Not Found)" not in error] == []


def test_slides_with_a_comparison_are_taken_along(visit: Visit, tmp_path: Path) -> None:
    page = visit.page
    page.goto(f"{visit.address}/brief?select=country:IDN&from=port:dalian&to=port:jakarta&month=1")
    picture = page.locator(".st-key-picture img")
    expect(picture).to_be_visible(timeout=60_000)
    visit.settle()
    assert "from=port:dalian" in page.url.replace("%3A", ":")
    expect(page.locator(".contents")).to_contain_text("比选")
    with page.expect_download(timeout=60_000) as waiting:
        page.locator(".st-key-brief_as_pptx button").click()
    waiting.value.save_as(tmp_path / "a.pptx")
    assert waiting.value.suggested_filename == "country-IDN.pptx"
    slides = Presentation(str(tmp_path / "a.pptx")).slides
    assert any(shape.has_chart for slide in slides for shape in slide.shapes)
    for width, height in ((1920, 1080), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        visit.settle()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    clean(visit.traffic)


def test_the_question_of_the_comparison_page_comes_along(visit: Visit) -> None:
    visit.open("compare?from=port:dalian&to=port:jakarta")
    link = visit.page.locator(".st-key-detail").get_by_role("link", name="做成简报")
    link.focus()
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator(".st-key-picture img")).to_be_visible(timeout=60_000)
    expect(visit.page.locator(".contents")).to_contain_text("比选")
    expect(visit.page.locator(".st-key-from input")).to_have_value("大连港 · 港口")
    clean(visit.traffic)


@pytest.fixture
def opened(catalog: Catalog, chromium: Browser, tmp_path: Path) -> Iterator[tuple[Page, Traffic]]:
    """The HTML briefing of a corridor with ways and own places, opened as a file."""
    places = {"own:a-1": OwnPlace(name_zh="<b>甲</b>园区", lon=106.8, lat=-6.2, type="园区")}
    choices = Choices(
        compared=alternatives.ask(catalog, "port:dalian", "port:rotterdam"),
        own=(OwnLayer("own:a", "清单 & 表", places),),
    )
    file = tmp_path / "brief.html"
    file.write_bytes(make(catalog, "corridor:liao-hai-ou", "html", choices).content)
    context = chromium.new_context(viewport={"width": 1400, "height": 900}, locale="zh-CN")
    page, traffic = context.new_page(), Traffic()
    page.on("console", lambda m: traffic.errors.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: traffic.errors.append(str(error)))
    page.on(
        "request", lambda r: None if r.url.startswith(("file:", "data:")) else traffic.outside.append(r.url)
    )
    page.goto(file.as_uri())
    page.wait_for_selector(READY.removeprefix(".leaflet-container"), timeout=30_000)
    yield page, traffic
    context.close()


def test_one_file_has_map_ways_and_own_places(opened: tuple[Page, Traffic]) -> None:
    page, traffic = opened
    assert page.locator("path.way").count() >= 3
    assert page.locator(".badge").count() >= 3
    assert page.locator("path.line").count() > 10
    assert page.locator("#comparison table").count() >= 2
    expect(page.locator("#own")).to_contain_text("<b>甲</b>园区")
    expect(page.locator("#card")).to_contain_text("辽海欧")
    # A press on a place, and then on nothing, keeps ways and lines.
    page.locator("path.point.kind-port").first.click(force=True)
    expect(page.locator("#card h3").first).not_to_have_text("辽海欧")
    ways = page.locator("path.way").count()
    page.evaluate("document.querySelector('.leaflet-container').click()")
    assert page.locator("path.way").count() == ways
    box = page.locator("#map").bounding_box()
    assert box
    assert box["width"] > 600
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    clean(traffic)
