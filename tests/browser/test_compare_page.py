"""The comparison page in a browser: choose, shut, ask anew, go back."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

SEA = "compare?from=port:dalian&to=port:rotterdam"


def clean(visit: Visit) -> None:
    assert visit.traffic.outside == []
    # A link straight to a page makes Streamlit look for the server below that page first.
    assert [url for url in visit.traffic.failed if "/compare/_stcore/" not in url] == []
    assert [error for error in visit.traffic.errors if "404 (Not Found)" not in error] == []


def test_by_way_of_the_title_row(visit: Visit) -> None:
    visit.open()
    visit.page.locator(".st-key-masthead a", has_text="路线比选").click()
    expect(visit.page.locator(".ways")).to_be_visible()
    visit.settle()
    assert visit.traffic.outside == visit.traffic.failed == visit.traffic.errors == []


def test_a_way_is_chosen_by_bar_map_and_column(visit: Visit) -> None:
    visit.open(SEA)
    visit.settle()
    expect(visit.page.locator(".ways .way").first).to_have_class("way chosen")
    visit.page.locator(".ways .way").nth(1).click()
    visit.settle()
    assert "way=b" in visit.page.url
    expect(visit.page.locator(".ways .way").nth(1)).to_have_class("way chosen")
    visit.shot("compare-b")
    visit.map.locator("path.way:not(.strong)").last.dispatch_event("click")
    visit.settle()
    assert "way=b" not in visit.page.url
    link = visit.page.locator(".st-key-table thead a").nth(1)
    link.focus()
    visit.page.keyboard.press("Enter")
    visit.settle()
    assert "way=b" in visit.page.url
    clean(visit)


def test_a_switch_shuts_a_passage_and_back_opens_it(visit: Visit) -> None:
    visit.open(SEA)
    visit.settle()
    ways = visit.page.locator(".ways")
    expect(ways).to_contain_text("苏伊士")
    visit.page.locator(".st-key-avoid_quick button", has_text="苏伊士").click()
    visit.settle()
    expect(ways).not_to_contain_text("苏伊士")
    assert "avoid=strait" in visit.page.url
    visit.page.go_back()
    visit.settle()
    expect(ways).to_contain_text("苏伊士")
    clean(visit)


def test_any_city_can_be_typed(visit: Visit) -> None:
    visit.open(SEA)
    visit.settle()
    box = visit.page.locator(".st-key-to input")
    box.fill("Hamburgg")
    visit.page.keyboard.press("Enter")
    visit.settle()
    expect(visit.page.locator(".st-key-detail")).to_contain_text("没有找到")
    visit.page.locator("[class*='st-key-compare_suggestion'] button").first.click()
    visit.settle()
    expect(visit.page.locator(".ways")).to_be_visible()
    assert "to=" in visit.page.url
    visit.shot("compare-typed")
    clean(visit)


def test_an_address_brings_back_the_question(visit: Visit) -> None:
    visit.open(f"{SEA}&avoid=strait:suez&month=9&train=wagon&sea_kn=20&way=b")
    visit.settle()
    expect(visit.page.locator(".st-key-compare_assume")).to_contain_text("已改 1 项")
    expect(visit.page.locator(".st-key-month input")).to_have_value("9 月")
    expect(visit.page.locator(".ways .way").nth(1)).to_have_class("way chosen")
    for part in ("month=9", "train=wagon", "sea_kn=20", "way=b"):
        assert part in visit.page.url
    clean(visit)


@pytest.mark.parametrize(("width", "height"), [(1400, 900), (1920, 1080), (390, 844)])
def test_screens(visit: Visit, width: int, height: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": height})
    visit.open(SEA)
    visit.settle()
    visit.shot(f"compare-{width}")
    assert visit.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 1
    clean(visit)
