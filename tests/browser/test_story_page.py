"""The presentation in a browser: keys, buttons, full screen, the map that follows, the address."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

MENG = "story?select=corridor:liao-meng-ou"
READY_DECK = ".deck[data-ready]"
ROOM = "[...document.querySelectorAll('.deck .slides')].map(n => n.scrollHeight - n.clientHeight)[0]"


def clean(visit: Visit) -> None:
    assert visit.traffic.outside == []
    # A link straight to a page makes Streamlit look for the server below that page first; and the
    # browser asks for the icon whenever the address changes, which the next change breaks off.
    failed = [url for url in visit.traffic.failed if "/_stcore/" not in url]
    assert [url for url in failed if not url.endswith("/favicon.png")] == []
    assert [error for error in visit.traffic.errors if "404 (Not Found)" not in error] == []


def title(visit: Visit) -> str:
    return visit.page.locator(".slide:visible h2").inner_text()


def view(visit: Visit) -> list[float]:
    return visit.map.evaluate(
        "[map.getZoom(), map.getCenter().lat, map.getCenter().lng].map(n => +n.toFixed(3))"
    )


def ready(visit: Visit, query: str) -> None:
    visit.open(query)
    visit.settle()
    visit.page.wait_for_selector(READY_DECK)
    assert visit.page.locator(".slide:visible").count() == 1


def test_keys_turn_the_slides_without_asking_the_app(visit: Visit) -> None:
    asked: list[int] = []
    visit.page.on("websocket", lambda socket: socket.on("framesent", lambda frame: asked.append(len(frame))))
    ready(visit, MENG)
    assert asked
    asked.clear()
    whole = view(visit)
    lit = visit.map.locator("path.line.lit").count()
    visit.page.keyboard.press("ArrowRight")
    assert title(visit) == "锦州港"
    visit.page.keyboard.press("PageDown")
    visit.page.keyboard.press(" ")
    assert title(visit) == "东乌珠穆沁旗"
    visit.page.keyboard.press("ArrowRight")
    visit.page.wait_for_timeout(900)
    assert title(visit) == "珠恩嘎达布其"
    assert "step=5" in visit.page.url
    assert view(visit)[0] > whole[0] + 1
    assert visit.map.locator("path.line.lit").count() == 4 < lit
    visit.page.keyboard.press("PageUp")
    visit.page.keyboard.press("ArrowLeft")
    assert title(visit) == "通辽"
    visit.page.keyboard.press("End")
    expect(visit.page.locator("[data-go='on']")).to_be_disabled()
    visit.page.keyboard.press("Home")
    assert title(visit) == "辽蒙欧"
    assert "step=" not in visit.page.url
    visit.settle()
    assert asked == []
    clean(visit)


def test_reload_and_language_keep_the_step(visit: Visit) -> None:
    ready(visit, f"{MENG}&step=5")
    assert title(visit) == "珠恩嘎达布其"
    visit.page.keyboard.press("ArrowRight")
    visit.page.keyboard.press("ArrowRight")
    visit.page.reload()
    visit.page.wait_for_selector(READY_DECK)
    visit.settle()
    expect(visit.page.locator(".slide:visible h2")).to_have_text("乔巴山")
    visit.page.keyboard.press("ArrowRight")
    visit.page.locator(".st-key-switch_language button").click()
    expect(visit.page.locator(".slide:visible h2")).to_have_text("Ereentsav")
    visit.settle()
    expect(visit.page).to_have_url(re.compile("step=8"))
    clean(visit)


def test_full_screen_leaves_nothing_but_map_and_slide(visit: Visit) -> None:
    visit.page.set_viewport_size({"width": 1920, "height": 1080})
    visit.open("corridor?line=liao-meng-ou")
    visit.page.locator(".st-key-toolbar a", has_text="演示").click()
    visit.page.wait_for_selector(READY_DECK)
    visit.settle()
    visit.page.keyboard.press("f")
    expect(visit.page.locator(".st-key-head")).to_be_hidden()
    expect(visit.page.locator(".st-key-toolbar")).to_be_hidden()
    visit.page.wait_for_timeout(600)
    assert visit.page.evaluate("Boolean(document.fullscreenElement)")
    box = visit.page.locator(".st-key-map iframe").bounding_box()
    assert box is not None
    assert (box["x"], box["y"]) == (0, 0)
    assert box["height"] == visit.page.evaluate("window.innerHeight")
    assert (
        float(
            visit.page.locator(".slide:visible h2").evaluate("n => parseFloat(getComputedStyle(n).fontSize)")
        )
        >= 44
    )
    # With the map in focus the same keys work, and a click on it starts no other story.
    visit.map.locator(".leaflet-container").click(position={"x": 400, "y": 300})
    visit.page.keyboard.press("ArrowRight")
    assert title(visit) == "锦州港"
    assert "liao-meng-ou" in visit.page.url
    visit.page.wait_for_timeout(700)
    visit.shot("story-full")
    visit.page.locator("[data-go='on']").click()
    assert title(visit) == "通辽"
    visit.page.locator("[data-go='leave']").click()
    expect(visit.page.locator(".st-key-head")).to_be_visible()
    clean(visit)


def test_a_story_is_chosen_and_the_keys_go_on(visit: Visit) -> None:
    ready(visit, "story?step=4")
    visit.page.locator(".st-key-search input").fill("印度尼西亚")
    visit.page.get_by_role("option", name="印度尼西亚", exact=True).click()
    expect(visit.page.locator(".slide:visible h2")).to_have_text("印度尼西亚")
    visit.settle()
    assert "step=" not in visit.page.url
    visit.page.keyboard.press("ArrowRight")
    assert title(visit) == "建设合作区"
    expect(visit.page.locator(".slide:visible mark").first).to_have_text("印尼")
    assert visit.map.locator("path.country.lit").count() == 1
    clean(visit)


def test_screens(visit: Visit) -> None:
    visit.page.emulate_media(reduced_motion="reduce")  # sixty flights of the map keep a small machine busy
    ready(visit, MENG)
    for width, height in [(1400, 900), (1920, 1080), (390, 844)]:
        visit.page.set_viewport_size({"width": width, "height": height})
        visit.page.keyboard.press("Home")
        visit.page.keyboard.press("ArrowRight")
        visit.page.wait_for_timeout(1000)
        visit.shot(f"story-{width}")
        assert visit.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 1
        if width < 700:
            expect(visit.page.locator("[data-go='on']")).to_be_in_viewport()
            break
        for _ in range(visit.page.locator(".slide").count()):
            assert visit.page.evaluate(ROOM) <= 1, title(visit)
            visit.page.keyboard.press("ArrowRight")
    clean(visit)
