"""The corridor page in a browser: strip, map and tables by click and by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

MENG = "corridor?select=corridor:liao-meng-ou"


def clean(visit: Visit) -> None:
    assert visit.traffic.outside == []
    # A link straight to a page makes Streamlit look for the server below that page first.
    assert [url for url in visit.traffic.failed if "/corridor/_stcore/" not in url] == []
    assert [error for error in visit.traffic.errors if "404 (Not Found)" not in error] == []


def test_by_way_of_the_title_row(visit: Visit) -> None:
    visit.open()
    visit.page.locator(".st-key-masthead a", has_text="通道详图").click()
    expect(visit.page.locator(".metro")).to_be_visible()
    visit.settle()
    assert visit.page.locator(".metro a.stop").count() > 10
    assert visit.traffic.outside == visit.traffic.failed == visit.traffic.errors == []


def test_a_station_of_the_strip_is_selected(visit: Visit) -> None:
    visit.open(MENG)
    visit.settle()
    visit.page.locator(".metro a.stop", has_text="乔巴山").click()
    visit.settle()
    expect(visit.page.locator(".st-key-detail h2")).to_have_text("乔巴山")
    expect(visit.page.locator(".metro a.stop.lit")).to_have_count(1)
    assert "select=city" in visit.page.url
    visit.shot("corridor-station")
    clean(visit)


def test_a_leg_is_selected_by_keyboard_and_on_the_map(visit: Visit) -> None:
    visit.open("corridor?select=corridor:liao-man-ou")
    visit.settle()
    detail = visit.page.locator(".st-key-detail")
    visit.page.locator(".metro a.stretch", has_text="935").focus()
    visit.page.keyboard.press("Enter")
    visit.settle()
    expect(detail.locator("h2")).to_have_text("哈尔滨—满洲里")
    assert "way=harbin-manzhouli" in visit.page.url
    assert visit.map.locator("path.way.strong").count() == 1
    visit.map.locator("path.way").nth(3).dispatch_event("click")
    visit.settle()
    assert "way=" in visit.page.url
    expect(detail).to_contain_text("通道本身的依据条款")
    detail.get_by_text("返回通道").click()
    visit.settle()
    expect(detail.locator("h2")).to_have_text("辽满欧")
    clean(visit)


def test_an_address_brings_back_branch_and_leg(visit: Visit) -> None:
    visit.open("corridor?line=liao-meng-ou&branch=shenyang-erenhot&way=erenhot-zamyn-uud&near=50")
    visit.settle()
    expect(visit.page.locator(".line-head h2")).to_contain_text("沈阳—二连浩特")
    expect(visit.page.locator(".st-key-detail h2")).to_have_text("二连浩特—扎门乌德")
    expect(visit.page.locator(".st-key-table tr.chosen")).to_have_count(1)
    clean(visit)


def test_back_returns_to_the_corridor_before(visit: Visit) -> None:
    visit.open("corridor?select=corridor:liao-man-ou")
    visit.settle()
    visit.page.locator(".st-key-line button", has_text="辽蒙欧").click()
    visit.settle()
    expect(visit.page.locator(".line-head h2")).to_contain_text("辽蒙欧")
    visit.page.go_back()
    visit.settle()
    expect(visit.page.locator(".line-head h2")).to_contain_text("辽满欧")
    clean(visit)


def test_words_of_the_strip_do_not_overlap(visit: Visit) -> None:
    for lang in ("zh", "en"):
        visit.open(f"{MENG}&lang={lang}")
        visit.settle()
        boxes = visit.page.evaluate(
            "[...document.querySelectorAll('.metro .stop b, .metro .stop i')]"
            ".map(n => n.getBoundingClientRect()).map(r => [r.left, r.top, r.right, r.bottom])"
        )
        assert len(boxes) > 30
        for i, a in enumerate(boxes):
            for b in boxes[i + 1 :]:
                apart = a[2] <= b[0] + 1 or b[2] <= a[0] + 1 or a[3] <= b[1] + 1 or b[3] <= a[1] + 1
                assert apart, (lang, a, b)


@pytest.mark.parametrize(("width", "height"), [(1400, 900), (1920, 1080), (390, 844)])
def test_screens(visit: Visit, width: int, height: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": height})
    visit.open(MENG)
    visit.settle()
    visit.shot(f"corridor-{width}")
    assert visit.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 1
    clean(visit)
