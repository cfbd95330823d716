"""The map page as its readers use it, with every outside host blocked."""

from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import READY, Visit

pytestmark = pytest.mark.browser


def clean(visit: Visit) -> None:
    assert visit.traffic.outside == []
    assert visit.traffic.failed == []
    assert visit.traffic.errors == []


def view(visit: Visit) -> list[float]:
    """Zoom and centre of the map, as the map itself has them."""
    return visit.map.evaluate(
        "[map.getZoom(), map.getCenter().lat, map.getCenter().lng].map(n => +n.toFixed(4))"
    )


def lit(visit: Visit) -> int:
    return visit.map.locator(".lit").count()


def test_first_view(visit: Visit) -> None:
    visit.open()
    visit.settle()
    assert visit.map.locator("path.line").count() > 20
    assert visit.map.locator("path.country").count() > 190
    assert visit.map.locator("path.point").count() > 60
    for key in ("map", "detail", "countries", "layers", "corridor", "table", "search"):
        expect(visit.page.locator(f".st-key-{key}")).to_be_visible()
    visit.shot("world-1400")
    clean(visit)


def test_labels_do_not_overlap(visit: Visit) -> None:
    visit.open()
    visit.settle()
    boxes = visit.map.evaluate(
        "[...document.querySelectorAll('.label')].filter(n => !n.hidden).map(n => n.getBoundingClientRect())"
        ".map(r => [r.left, r.top, r.right, r.bottom])"
    )
    assert len(boxes) > 15
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            assert not (a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]), (a, b)


def test_a_corridor_tells_its_clauses(visit: Visit) -> None:
    visit.open()
    visit.page.locator(".st-key-detail a[href='?select=corridor:liao-meng-ou']").click()
    visit.settle()
    detail = visit.page.locator(".st-key-detail")
    expect(detail).to_contain_text("积极争取建设以锦州港、丹东港为起点，至蒙古国乔巴山的铁路出海通道")
    expect(detail).to_contain_text("省商务厅")
    expect(detail.locator("mark").first).to_be_visible()
    assert (
        "select=corridor:liao-meng-ou" in visit.page.url or "select=corridor%3Aliao-meng-ou" in visit.page.url
    )
    assert lit(visit) > 5
    visit.shot("liao-meng-ou-1400")
    clean(visit)


def test_a_clause_leads_to_its_places(visit: Visit) -> None:
    visit.open("?select=corridor:liao-meng-ou")
    before = view(visit)
    visit.page.locator(".st-key-detail a[href='?select=guide-3-1']").first.click()
    visit.settle()
    visit.page.wait_for_timeout(900)
    assert visit.map.locator("path.point.lit").count() >= 6
    assert visit.map.locator("path.country.lit").count() >= 3
    assert view(visit) != before
    visit.shot("clause-guide-3-1")
    visit.page.locator(".st-key-detail a.mark[href='?select=city:choibalsan']").first.click()
    visit.settle()
    expect(visit.page.locator(".st-key-detail h2")).to_have_text("乔巴山")
    clean(visit)


def test_filters_keep_the_map_and_its_view(visit: Visit) -> None:
    visit.open()
    visit.settle()
    visit.map.evaluate("window.sameMap = true; map.setView([45, 115], 4.5, {animate: false})")
    before = view(visit)
    for name in ("印度尼西亚", "印度"):
        visit.page.locator(".st-key-countries input").fill(name)
        visit.page.get_by_role("option", name=name, exact=True).click()
        visit.settle()
    assert "countries=IDN" in visit.page.url
    assert "IND" in visit.page.url
    assert visit.map.evaluate("window.sameMap") is True
    assert view(visit) == before
    rows = visit.page.locator(".st-key-table tbody tr").all_inner_texts()
    assert rows
    assert any("印度尼西亚" in row for row in rows)
    assert any("印度\t" in row for row in rows)
    visit.shot("countries-filtered")
    clean(visit)


def test_a_filter_change_is_small(visit: Visit) -> None:
    visit.open()
    visit.settle()
    for number in (0, 1, 0, 1):  # one corridor, two; then off again, back to everything
        visit.traffic.received = 0
        visit.page.locator(".st-key-corridor button").nth(number).click()
        visit.settle()
        assert 0 < visit.traffic.received <= 15_000, number


def test_a_click_on_the_map_selects(visit: Visit) -> None:
    visit.open("?select=country:MNG")
    visit.settle()
    visit.map.locator("path.point.kind-zone").first.dispatch_event("click")
    visit.settle()
    assert "select=zone" in visit.page.url
    visit.map.locator("path.line.planned").first.dispatch_event("click")
    visit.settle()
    assert "liao-meng-ou" in visit.page.url
    clean(visit)


def test_a_link_brings_back_the_view(visit: Visit) -> None:
    visit.open("?select=zone:uganda-liaoshen&countries=UGA,IDN&layers=zones,countries&lang=en")
    visit.settle()
    expect(visit.page.locator(".st-key-detail h2")).to_contain_text("Uganda")
    expect(visit.page.locator(".st-key-countries")).to_contain_text("Uganda")
    assert visit.map.locator("path.line").count() == 0
    assert visit.map.locator("path.point.kind-port").count() == 0
    visit.shot("english-link")
    clean(visit)


@pytest.mark.parametrize(
    "identifier", ["zone:no-such-place", "<img src=x onerror=alert(1)>", "impl-99", "`${1}`"]
)
def test_an_unknown_id_is_a_notice(visit: Visit, identifier: str) -> None:
    visit.open(f"?select={quote(identifier)}")
    visit.settle()
    expect(visit.page.locator("[data-testid='stAlert']")).to_contain_text(identifier)
    expect(visit.page.locator(".st-key-detail h2")).to_have_text("怎样读这张图")
    assert visit.page.locator("img[src='x']").count() == 0
    clean(visit)


@pytest.mark.parametrize(("width", "height"), [(1400, 900), (1920, 1080), (390, 844)])
def test_screens(visit: Visit, width: int, height: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": height})
    visit.open()
    visit.settle()
    visit.shot(f"world-{width}")
    visit.map.locator(".bar button", has_text="辽宁").click()
    visit.page.wait_for_timeout(1200)
    visit.shot(f"liaoning-{width}")
    overflow = visit.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert overflow <= 1
    clean(visit)


def test_back_and_forward_work(visit: Visit) -> None:
    visit.open()
    visit.settle()
    title = visit.page.locator(".st-key-detail h2")
    visit.page.locator(".st-key-detail a[href='?select=corridor:liao-man-ou']").click()
    visit.settle()
    visit.page.locator(".st-key-corridor button").first.click()
    visit.settle()
    assert "corridor=liao-hai-ou" in visit.page.url
    visit.page.go_back()
    visit.settle()
    assert "corridor=liao-hai-ou" not in visit.page.url
    expect(title).to_have_text("辽满欧")
    visit.page.go_back()
    visit.settle()
    expect(title).to_have_text("怎样读这张图")
    visit.page.go_forward()
    visit.settle()
    expect(title).to_have_text("辽满欧")
    clean(visit)


def test_the_other_page_keeps_the_view(visit: Visit) -> None:
    visit.open("?select=zone:uganda-liaoshen&countries=UGA")
    visit.settle()
    visit.page.locator(".st-key-masthead a", has_text="来源与说明").click()
    expect(visit.page.locator(".card.about")).to_contain_text("未核实")
    visit.page.locator(".st-key-masthead a", has_text="通道地图").click()
    visit.map.wait_for_selector(READY)
    visit.settle()
    expect(visit.page.locator(".st-key-detail h2")).to_have_text("乌干达辽沈工业园")
    expect(visit.page.locator(".st-key-countries")).to_contain_text("乌干达")
    clean(visit)


def test_search_finds_a_place_by_name(visit: Visit) -> None:
    visit.open()
    visit.settle()
    visit.page.locator(".st-key-search input").fill("辽沈工业园")
    visit.page.get_by_role("option", name="乌干达辽沈工业园").click()
    visit.settle()
    expect(visit.page.locator(".st-key-detail h2")).to_have_text("乌干达辽沈工业园")
    assert visit.map.locator("path.point.lit").count() == 1
    clean(visit)


def test_a_row_of_the_table_selects(visit: Visit) -> None:
    visit.open("?layers=bonded")
    visit.settle()
    row = visit.page.locator(".st-key-table a", has_text="铁岭保税物流中心")
    row.focus()
    visit.page.keyboard.press("Enter")
    visit.settle()
    expect(visit.page.locator(".st-key-detail h2")).to_contain_text("铁岭保税物流中心")
    expect(visit.page.locator(".st-key-detail")).to_contain_text("2016-12-26")
    clean(visit)


def test_the_language_switch_keeps_everything_else(visit: Visit) -> None:
    visit.open("?select=crossing:manzhouli&countries=RUS,CHN")
    visit.settle()
    visit.page.locator(".st-key-switch_language button").click()
    visit.settle()
    visit.map.wait_for_selector(READY)
    expect(visit.page.locator(".st-key-detail h2")).to_have_text("Manzhouli")
    expect(visit.page.locator(".st-key-countries")).to_contain_text("Russia")
    assert "lang=en" in visit.page.url
    assert "countries=" in visit.page.url
    visit.map.locator("path.country.named").first.dispatch_event("click")
    visit.settle()
    assert "select=country" in visit.page.url
    assert "lang=en" in visit.page.url
    clean(visit)


def test_the_address_holds_where_the_reader_looks(visit: Visit) -> None:
    visit.open()
    visit.settle()
    assert "view=" not in visit.page.url
    box = visit.page.locator(".st-key-map iframe").bounding_box()
    assert box
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    visit.page.mouse.move(*middle)
    visit.page.mouse.down()
    visit.page.mouse.move(middle[0] - 120, middle[1] + 60, steps=5)
    visit.page.mouse.up()
    visit.map.locator(".bar button", has_text="+").click()
    visit.page.wait_for_timeout(800)
    seen = view(visit)
    assert "view=" in visit.page.url
    visit.page.locator(".st-key-corridor button").first.click()
    visit.settle()
    assert view(visit) == seen
    assert "view=" in visit.page.url
    assert "corridor=liao-hai-ou" in visit.page.url
    visit.open(visit.page.url.partition("/?")[2].join(["?", ""]))
    visit.settle()
    assert view(visit) == pytest.approx(seen, abs=0.02)
    clean(visit)


@pytest.mark.parametrize("wild", ["1e9,0,3", "a,b,c", "NaN,1,2", "10,10", "<b>,1,2"])
def test_a_wild_view_is_ignored(visit: Visit, wild: str) -> None:
    visit.open()
    visit.settle()
    home = view(visit)
    visit.open(f"?view={quote(wild)}")
    visit.settle()
    assert view(visit) == home
    clean(visit)


def test_a_close_view_from_the_address_shows_city_borders(visit: Visit) -> None:
    visit.open("?view=41,122.5,6.5")
    visit.map.wait_for_selector(".stroke[data-id^='city:']", state="attached")
    assert visit.map.locator(".stroke[data-id^='city:']").count() == 14
    clean(visit)
