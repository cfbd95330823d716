"""The policy desk as its readers use it: by mouse, by keyboard, by link."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import READY, Visit

pytestmark = pytest.mark.browser

VIEWS = ("reading", "duty", "coverage", "targets", "add")
IN_VIEW = """node => {
    const [a, b] = [node, node.closest('.policy-text')].map(n => n.getBoundingClientRect());
    return a.top >= b.top && a.top + 20 <= b.bottom }"""
POLICY = """关于推进口岸建设的意见

一、总体要求
（一）指导思想。推进与蒙古的合作。<img src=x onerror=alert(1)>
二、任务
（一）建设通道。加快锦州港至乔巴山的铁路建设，在乌兹别克斯坦建设帕德玛工业园。（省商务厅牵头）

辽宁省人民政府
2026年3月5日
"""


def clean(visit: Visit) -> None:
    """Nothing outside, nothing failed; Streamlit looks for its own server below a page's address first."""
    assert visit.traffic.outside == []
    assert [url for url in visit.traffic.failed if "/policy/_stcore/" not in url] == []
    assert [error for error in visit.traffic.errors if "404 (Not Found)" not in error] == []


def opened(visit: Visit, query: str = "") -> Visit:
    visit.page.goto(f"{visit.address}/policy{query}", wait_until="commit")
    visit.page.wait_for_selector(".st-key-views", timeout=30_000)
    visit.settle()
    visit.page.evaluate("window.samePage = true")
    return visit


def reading(visit: Visit, query: str = "") -> Visit:
    opened(visit, query)
    visit.map.wait_for_selector(READY, timeout=30_000)
    visit.map.evaluate("window.sameMap = true")
    return visit


def in_view(node: Locator) -> bool:
    return bool(node.evaluate(IN_VIEW))


def test_a_link_opens_the_text_at_its_clause(visit: Visit) -> None:
    reading(visit, "?select=impl-13")
    clause = visit.page.locator(".clause[data-clause='impl-13']")
    expect(clause).to_have_class("clause chosen")
    assert in_view(clause)
    assert visit.map.locator(".lit").count() > 5
    visit.shot("policy-reading-1400")
    clean(visit)


def test_a_name_in_the_text_leads_to_the_map_without_a_reload(visit: Visit) -> None:
    reading(visit, "?select=guide-3-1")
    top = visit.page.locator(".policy-text").evaluate("n => n.scrollTop")
    visit.page.locator(".clause[data-clause='guide-3-1'] a.mark", has_text="乔巴山").click()
    visit.settle()
    expect(visit.page.locator(".st-key-detail h2")).to_have_text("乔巴山")
    assert visit.map.evaluate("window.sameMap") is True
    assert visit.page.locator(".policy-text").evaluate("n => n.scrollTop") == top
    assert "select=city" in visit.page.url
    expect(visit.page.locator("a.mark.named").first).to_be_visible()
    clean(visit)


def test_the_map_leads_to_the_text(visit: Visit) -> None:
    reading(visit)
    visit.map.locator("path.country.named").first.dispatch_event("click")
    visit.settle()
    assert "select=country" in visit.page.url
    assert in_view(visit.page.locator("a.mark.named").first)
    clean(visit)


def test_search_goes_from_hit_to_hit(visit: Visit) -> None:
    reading(visit)
    visit.page.locator(".st-key-search input").fill("俄罗斯")
    visit.page.keyboard.press("Enter")
    visit.settle()
    expect(visit.page.locator(".hits")).to_contain_text("1 / ")
    first = visit.page.locator(".hit.current")
    assert in_view(first)
    for _ in range(3):
        visit.page.get_by_role("button", name="下一处").click()
        visit.settle()
    expect(visit.page.locator(".hits")).to_contain_text("4 / ")
    assert in_view(visit.page.locator(".hit.current").first)
    assert "hit=4" in visit.page.url
    address = visit.page.url.partition("/policy")[2]
    reading(visit, address)
    expect(visit.page.locator(".hits")).to_contain_text("4 / ")
    assert in_view(visit.page.locator(".hit.current").first)
    clean(visit)


def test_two_wordings_side_by_side_by_a_link(visit: Visit) -> None:
    reading(visit, "?select=impl-13")
    visit.page.locator(".st-key-detail .contents a", has_text="境外经贸合作区").click()
    visit.settle()
    assert visit.page.locator(".pair .issued").count() == 2
    expect(visit.page.locator(".pair a.mark.added")).to_have_text("东非")
    assert "pair=guide-3-3" in visit.page.url
    assert visit.page.evaluate("window.samePage") is True
    assert visit.map.evaluate("window.sameMap") is True
    visit.shot("policy-pair-1400")
    visit.page.locator(".policy a", has_text="结束对照").click()
    visit.settle()
    assert visit.page.locator(".clause").count() == 59
    clean(visit)


def test_a_mark_of_the_matrix_opens_its_clause(visit: Visit) -> None:
    opened(visit, "?desk=duty")
    visit.page.locator(".matrix tr", has_text="省财政厅").locator("a.lead").first.focus()
    visit.page.keyboard.press("Enter")
    visit.settle()
    expect(visit.page.locator(".st-key-detail code").first).to_have_text("impl-26")
    assert "desk=duty" in visit.page.url
    assert visit.page.evaluate("window.samePage") is True
    visit.page.locator(".matrix .who a", has_text="省农委").click()
    visit.settle()
    expect(visit.page.locator(".st-key-detail h2")).to_have_text("省农委")
    assert "agency=rural-commission" in visit.page.url
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="下载 CSV").click()
    data = Path(download.value.path()).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert "省农委" in data.decode("utf-8-sig")
    visit.shot("policy-duty-1400")
    clean(visit)


def test_a_cell_opens_its_evidence_and_back_works(visit: Visit) -> None:
    opened(visit, "?desk=coverage")
    visit.page.locator(".heat tr", has_text="蒙古").first.locator("a.cell").first.click()
    visit.settle()
    expect(visit.page.locator(".st-key-detail h2")).to_contain_text("蒙古 × 合作区")
    assert visit.page.locator(".st-key-detail mark").count() >= 2
    assert "cell=country" in visit.page.url
    visit.page.go_back()
    visit.settle()
    expect(visit.page.locator(".st-key-detail h2")).to_have_text("覆盖")
    visit.page.go_forward()
    visit.settle()
    visit.page.locator(".st-key-detail a", has_text="在原文中看").first.click()
    visit.settle()
    assert visit.page.locator(".clause.chosen").count() == 1
    clean(visit)


def test_targets_are_drawn(visit: Visit) -> None:
    opened(visit, "?desk=targets")
    pictures = visit.page.locator("figure img")
    assert pictures.count() == 5
    for picture in pictures.all():
        assert picture.evaluate("n => n.complete && n.naturalWidth") > 100
    visit.shot("policy-targets-1400")
    clean(visit)


def test_a_file_is_added_reviewed_by_keyboard_and_removed(visit: Visit, tmp_path: Path) -> None:
    file = tmp_path / "政策.txt"
    file.write_bytes(POLICY.encode("gb18030"))
    opened(visit, "?desk=add")
    visit.page.locator("input[type=file]").set_input_files(file)
    visit.page.wait_for_timeout(600)
    visit.page.get_by_role("button", name="识别").click()
    visit.page.get_by_role("button", name="加入").wait_for()
    expect(visit.page.locator(".st-key-detail")).to_contain_text("帕德玛工业园")
    visit.page.get_by_role("button", name="加入").click()
    visit.page.locator(".links tr.current").wait_for()
    visit.settle()
    for key, verdict in (("a", "接受"), ("d", "删除")):
        row = visit.page.locator(".links tr.current")
        number = row.locator("td").first.inner_text()
        visit.page.keyboard.press(key)
        visit.settle()
        done = visit.page.locator(".links tbody tr").nth(int(number) - 1)
        expect(done.locator("td").last).to_contain_text(verdict)
    assert "item=3" in visit.page.url
    visit.shot("policy-review-1400")
    visit.page.locator(".st-key-desk button", has_text="原文").click()
    visit.settle()
    visit.map.wait_for_selector(READY)
    assert visit.page.locator(".clause", has_text="帕德玛工业园").count() == 1
    assert visit.page.locator("img[src='x']").count() == 0
    visit.page.locator(".st-key-desk button", has_text="添加文件").click()
    visit.settle()
    visit.page.get_by_role("button", name="移除").click()
    visit.settle()
    expect(visit.page.locator(".st-key-view")).not_to_contain_text("关于推进口岸建设的意见")
    clean(visit)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4 broken", b"\x89PNG\r\n\x1a\n" + bytes(200)])
def test_a_file_that_cannot_be_read_is_a_clear_message(visit: Visit, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "policy.pdf"
    file.write_bytes(content)
    opened(visit, "?desk=add")
    visit.page.locator("input[type=file]").set_input_files(file)
    visit.page.wait_for_timeout(600)
    visit.page.get_by_role("button", name="识别").click()
    visit.settle()
    expect(visit.page.locator("[data-testid='stAlert']")).to_be_visible()
    clean(visit)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(("width", "height"), [(1400, 900), (1920, 1080), (390, 844)])
def test_screens(visit: Visit, view: str, width: int, height: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": height})
    opened(visit, f"?desk={view}")
    visit.shot(f"policy-{view}-{width}")
    overflow = visit.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert overflow <= 1
    clean(visit)
