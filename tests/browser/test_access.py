"""Everyone can use it: axe finds nothing serious that is ours, and the keyboard alone will do."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Frame, Locator, Page, expect

from corridors.catalog import Catalog
from corridors.maps import scene
from corridors.maps.scene import Filters
from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
PAGES = (
    "?select=corridor:liao-meng-ou",
    "corridor?select=corridor:liao-man-ou",
    "compare?from=city:shenyang&to=city:duisburg",
    "zones?select=zone:uganda-liaoshen",
    "country",
    "country?select=country:IDN",
    "liaoning?select=bonded:tieling",
    "policy?select=impl-13",
    "policy?desk=duty",
    "policy?desk=coverage",
    "policy?desk=targets",
    "policy?desk=add",
    "brief?select=corridor:liao-man-ou",
    "story?select=corridor:liao-meng-ou&step=5",
    "own",
    "about",
)
# What axe calls serious or critical. Rules of thumb beyond the guidelines are not asked for.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
GRAVE = {"serious", "critical"}
# Faults inside Streamlit's own markup: rule, part of the element, why it stays.
STREAMLIT = (
    (
        "target-size",
        'aria-label="month, ',
        "the month inside the date field, which can be typed or picked as well",
    ),
    ("target-size", 'aria-label="day, ', "the day inside the date field, likewise"),
)


def faults(part: Page | Frame) -> list[str]:
    """Grave faults that are ours, each with its rule, place and reason."""
    options: dict[str, Any] = {"runOnly": RULES, "resultTypes": ["violations"]}
    answer = Axe().run(part, options=options).response  # type: ignore[arg-type]  # a frame will do
    assert answer["testEngine"]["name"] == "axe-core"
    return [
        f"{rule['id']} {node['target']} {node['failureSummary']}"
        for rule in answer["violations"]
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
        if not any(rule["id"] == known and part in node["html"] for known, part, _ in STREAMLIT)
    ]


def shown(visit: Visit) -> None:
    visit.page.locator(".st-key-masthead a").last.wait_for()
    visit.settle()


@pytest.mark.parametrize("query", PAGES)
def test_axe_finds_nothing_serious(visit: Visit, query: str) -> None:
    page = visit.page
    page.goto(f"{visit.address}/{query}", wait_until="commit")
    shown(visit)
    found = faults(page)
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    found += faults(page)
    page.locator(".st-key-switch_language button").click()
    visit.settle()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    found += faults(page)
    assert found == []


def test_axe_finds_nothing_serious_in_the_map(visit: Visit) -> None:
    visit.open("?select=zone:uganda-liaoshen")
    visit.settle()
    assert faults(visit.map) == []
    visit.open("?lang=en")
    visit.settle()
    assert faults(visit.map) == []


def walk(page: Page, most: int) -> Iterator[dict[str, Any]]:
    """Press the tab key; where the focus was each time, and whether that could be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        yield page.evaluate(FOCUSED)


# In the frame of the map if the focus is there. A ring is an outline or a shadow, also of what holds it.
FOCUSED = """() => {
  let at = document.activeElement;
  const framed = at && at.tagName === "IFRAME";
  if (framed) at = at.contentDocument.activeElement;
  const ringed = (node) => {
    const style = node.ownerDocument.defaultView.getComputedStyle(node);
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    return outlined || style.boxShadow !== "none";
  };
  const holders = [at, at.parentElement, at.parentElement?.parentElement].filter(Boolean);
  const key = at.closest("[class*='st-key-']");
  return {
    map: framed,
    table: Boolean(at.closest(".st-key-table")),
    tag: at.tagName,
    href: at.getAttribute("href") || "",
    text: (at.getAttribute("aria-label") || at.textContent || "").trim(),
    key: key ? [...key.classList].find((name) => name.startsWith("st-key-")) : "",
    seen: at.tagName === "INPUT" || holders.some(ringed),  // a text field shows its caret
  };
}"""


def test_the_tab_key_reaches_everything_on_the_map_page(visit: Visit) -> None:
    visit.open("?layers=zones&select=zone:uganda-liaoshen")
    visit.settle()
    stops = []
    for stop in walk(visit.page, 400):
        stops.append(stop)
        if stop["table"] and stop["href"]:
            break
    keys = {stop["key"] for stop in stops}
    for key in ("masthead", "corridor", "countries", "search", "layers", "toolbar", "detail"):
        assert f"st-key-{key}" in keys
    assert stops[-1]["table"]
    assert (
        sum(stop["map"] for stop in stops) < 10
    )  # no stop for each line and place on the way through the map
    in_map = {stop["text"] for stop in stops if stop["map"]}
    assert {"放大", "缩小", "全图", "辽宁", "图例"} <= in_map
    # Chromium lets the tab key stop at what scrolls: Streamlit's whole page, which has no ring.
    unseen = [stop for stop in stops if not stop["seen"] and stop["tag"] not in ("BODY", "HTML", "MAIN")]
    assert [(stop["key"], stop["tag"], stop["text"][:30]) for stop in unseen] == []


def press_on(page: Page, link: Locator) -> None:
    link.focus()
    page.keyboard.press("Enter")


def test_enter_and_escape_do_what_the_mouse_does(visit: Visit) -> None:
    visit.open()
    visit.settle()
    page = visit.page
    press_on(page, page.locator(".st-key-detail a[href='?select=corridor:liao-man-ou']"))
    visit.settle()
    expect(page.locator(".st-key-detail h2")).to_have_text("辽满欧")
    press_on(page, page.locator(".st-key-detail .crumb a"))
    visit.settle()
    expect(page.locator(".st-key-detail h2")).to_have_text("怎样读这张图")
    page.locator(".st-key-countries input").focus()
    page.keyboard.type("印度尼西亚")
    page.keyboard.press("Enter")
    visit.settle()
    assert "countries=IDN" in page.url
    page.keyboard.press("Escape")
    page.locator(".st-key-layers button").first.focus()
    page.keyboard.press("Enter")
    visit.settle()
    assert "layers=" in page.url
    zoom = visit.map.evaluate("map.getZoom()")
    visit.map.locator(".bar button", has_text="+").focus()
    page.keyboard.press("Enter")
    visit.map.wait_for_function(f"map.getZoom() > {zoom}")
    more = page.get_by_role("button", name="更多筛选")
    more.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-states")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".st-key-states")).to_have_count(0)
    press_on(page, page.locator(".st-key-masthead a", has_text="来源与说明"))
    expect(page.locator(".card.about")).to_contain_text("未核实")


def test_the_table_is_the_maps_twin(visit: Visit, catalog: Catalog) -> None:
    """Everything on the map is a row with a link."""
    visit.open()
    visit.settle()
    drawn = scene.build(catalog, Filters())
    assert visit.map.locator("path.point").count() == len(drawn.points) > 100
    everything = {place.id for place in (*drawn.points, *drawn.goals)} | {
        line.corridor for line in drawn.lines
    }
    rows = visit.page.locator(".st-key-table tbody tr td:first-child a")
    assert {link.get_attribute("href") for link in rows.all()} == {f"?select={one}" for one in everything}
