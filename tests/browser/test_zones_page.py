"""The pages of zones, countries and Liaoning as their readers use them, every outside host blocked."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import READY, Visit

pytestmark = pytest.mark.browser

PAGES = {"合作区": "zones", "国家": "country", "辽宁": "liaoning"}
Go = Callable[..., Visit]


@pytest.fixture
def go(visit: Visit) -> Go:
    """Open a page the way a reader does: from the map, by its link."""

    def open_page(label: str, query: str = "") -> Visit:
        visit.open(query)
        visit.page.locator(".st-key-masthead a", has_text=re.compile(f"^{label}$")).click()
        visit.page.wait_for_url(f"**/{PAGES[label]}*")
        visit.map.wait_for_selector(READY)
        visit.settle()
        return visit

    return open_page


def clean(visit: Visit) -> None:
    assert visit.traffic.outside == []
    assert visit.traffic.failed == []
    assert visit.traffic.errors == []


def rows(visit: Visit) -> list[str]:
    return visit.page.locator(".st-key-table tbody tr td:first-child").all_inner_texts()


def test_facets_narrow_table_and_map_together(go: Go) -> None:
    visit = go("合作区")
    assert len(rows(visit)) == 37
    visit.map.evaluate("window.sameMap = true")
    visit.page.locator(".st-key-types button", has_text="辽宁企业").click()
    visit.settle()
    assert rows(visit) == ["吉布提自贸区", "特变电工印度卡尔占工厂", "乌干达辽沈工业园"]
    assert visit.map.locator("path.point.kind-zone").count() == 3
    visit.page.locator(".st-key-countries input").click()
    visit.page.get_by_role("option", name="乌干达 · 1").click()
    visit.settle()
    visit.page.locator(".st-key-states button", has_text="运行").click()
    visit.settle()
    assert rows(visit) == ["乌干达辽沈工业园"]
    expect(visit.page.locator(".st-key-countries")).to_contain_text("乌干达")
    assert "countries=UGA" in visit.page.url
    assert visit.map.evaluate("window.sameMap") is True
    clean(visit)


def test_a_choice_stays_while_its_count_changes(go: Go) -> None:
    visit = go("合作区")
    visit.page.locator(".st-key-countries input").fill("俄罗斯")
    visit.page.get_by_role("option", name="俄罗斯").first.click()
    visit.settle()
    visit.page.keyboard.press("Escape")
    for number in (0, 1):
        visit.page.locator(".st-key-states button").nth(number).click()
        visit.settle()
        assert "countries=RUS" in visit.page.url
        assert rows(visit)
    expect(visit.page.locator(".st-key-countries")).to_contain_text(f"俄罗斯 · {len(rows(visit))}")
    clean(visit)


def test_search_by_pinyin_and_selection_both_ways(go: Go) -> None:
    visit = go("合作区")
    visit.page.locator(".st-key-search input").fill("yinni")
    expect(visit.page.locator(".st-key-table tbody tr")).to_have_count(4)
    visit.settle()
    row = visit.page.locator(".st-key-table tbody a", has_text="青山园区")
    row.focus()
    visit.page.keyboard.press("Enter")
    visit.settle()
    assert visit.map.locator("path.point.lit").count() == 1
    expect(visit.page.locator(".st-key-detail h2")).to_contain_text("青山园区")
    expect(visit.page.locator(".st-key-table tr.chosen")).to_contain_text("青山园区")
    visit.map.locator("path.point.kind-zone:not(.lit)").first.dispatch_event("click")
    visit.settle()
    expect(visit.page.locator(".st-key-table tr.chosen")).not_to_contain_text("青山园区")
    expect(visit.page.locator(".st-key-table tr.pinned a")).to_be_visible()
    visit.shot("zones-1400")
    clean(visit)


def test_the_filtered_rows_can_be_downloaded(go: Go) -> None:
    visit = go("合作区", "?countries=IDN")
    visit.page.locator(".st-key-zones_head button", has_text="下载").click()
    with visit.page.expect_download() as waiting:
        visit.page.get_by_role("button", name="存为 CSV").click()
    text = waiting.value.path().read_text(encoding="utf-8-sig")
    assert "zone:kitic" in text
    assert "zone:uganda-liaoshen" not in text
    clean(visit)


def test_leaving_for_the_map_and_coming_back_keeps_the_view(go: Go) -> None:
    visit = go("合作区", "?select=zone:kitic&countries=IDN")
    visit.page.locator(".st-key-search input").fill("yinni")
    visit.page.wait_for_url("**search=yinni*")
    visit.settle()
    visit.page.locator(".st-key-masthead a", has_text="通道地图").click()
    visit.page.wait_for_url(lambda url: "/zones" not in url)
    visit.map.wait_for_selector(READY)
    visit.settle()
    expect(visit.page.locator(".st-key-detail h2")).to_contain_text("中国·印尼经贸合作区")
    expect(visit.page.locator(".st-key-search")).to_be_visible()
    visit.page.locator(".st-key-masthead a", has_text=re.compile("^合作区$")).click()
    visit.page.wait_for_url("**/zones*")
    visit.settle()
    expect(visit.page.locator(".st-key-table tr.pinned")).to_contain_text("中国·印尼经贸合作区")
    clean(visit)


def test_a_filter_change_is_small(go: Go) -> None:
    visit = go("合作区")
    visit.traffic.received = 0
    visit.page.locator(".st-key-states button", has_text="运行").click()
    visit.settle()
    assert 0 < visit.traffic.received <= 60_000


def test_a_cell_of_the_coverage_opens_its_evidence(go: Go) -> None:
    visit = go("国家")
    cell = visit.page.locator("[popovertarget='goals-SRB']")
    cell.focus()
    visit.page.keyboard.press("Enter")
    evidence = visit.page.locator("#goals-SRB")
    expect(evidence).to_be_visible()
    expect(evidence).to_contain_text("塞尔维亚、罗马尼亚等地建设省级境外经贸合作区")
    visit.page.keyboard.press("Escape")
    expect(evidence).not_to_be_visible()
    visit.page.locator(".matrix tbody th a", has_text="蒙古").click()
    visit.settle()
    expect(visit.page.locator(".st-key-profile h2")).to_have_text("蒙古")
    expect(visit.page.locator(".st-key-detail")).to_contain_text("境内陆路约")
    assert visit.map.locator("path.country.lit").count() == 1
    visit.shot("country-1400")
    clean(visit)


def test_liaoning_opens_on_liaoning_and_selects(go: Go) -> None:
    visit = go("辽宁")
    assert visit.map.evaluate("map.getZoom()") > 5
    assert visit.map.locator(".stroke[data-id^='city:']").count() == 14
    visit.page.locator(".st-key-sorts button", has_text="保税区域").click()
    visit.settle()
    assert visit.map.locator("path.point").count() == 13
    visit.page.locator(".ledger a", has_text="铁岭保税物流中心").first.click()
    visit.settle()
    expect(visit.page.locator(".st-key-detail h2")).to_contain_text("铁岭保税物流中心")
    expect(visit.page.locator(".entry.chosen")).to_contain_text("2016-12-26")
    assert "sorts=bonded" in visit.page.url
    visit.shot("liaoning-page-1400")
    clean(visit)


@pytest.mark.parametrize("label", PAGES)
@pytest.mark.parametrize(("width", "height"), [(1400, 900), (1920, 1080), (390, 844)])
def test_screens(go: Go, label: str, width: int, height: int) -> None:
    visit = go(label)
    visit.page.set_viewport_size({"width": width, "height": height})
    visit.settle()
    visit.shot(f"{PAGES[label]}-page-{width}")
    overflow = visit.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert overflow <= 1
    clean(visit)
