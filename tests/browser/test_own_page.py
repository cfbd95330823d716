"""Own data as their readers use them: a store of their own, real files, every outside host blocked."""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from corridors import paths
from corridors.exchange.store import open_store
from tests.browser.conftest import READY, Traffic, Visit, serve
from tests.import_files import csv_bytes, kml_bytes, xlsx_bytes

pytestmark = pytest.mark.browser

HEAD = ("园区名称", "所在国", "经度", "纬度", "运营单位", "备注2")
HOSTILE = ("<img src=x onerror=window.top.hit=1>", "${window.top.hit=1}", "`+(window.top.hit=1)+`")


@contextmanager
def window(chromium: Browser, address: str, width: int = 1400, height: int = 900) -> Iterator[Visit]:
    context = chromium.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    page = context.new_page()
    traffic = Traffic()
    traffic.watch(context, page)
    page.on("dialog", lambda dialog: traffic.errors.append(f"dialog: {dialog.message}"))
    yield Visit(page, traffic, address)
    context.close()


@pytest.fixture(scope="module")
def own_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folder of the store that the app of this module keeps own data in."""
    folder = tmp_path_factory.mktemp("store")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("CORRIDORS_DATABASE_URL", raising=False)
        patch.setenv("CORRIDORS_STORE", str(folder))
        yield folder


@pytest.fixture(scope="module")
def running(own_store: Path) -> Iterator[str]:
    assert own_store.exists()
    with serve(paths.ROOT / "app.py") as address:
        yield address


@pytest.fixture
def own_app(running: str, own_store: Path) -> Iterator[str]:
    """Address of the app, without any layer."""
    yield running
    with closing(open_store(f"sqlite:///{own_store / 'own.sqlite'}")) as store:
        for layer in store.layers():
            store.delete_layer(layer.id, "", layer.version)


@pytest.fixture
def visit(own_app: str, chromium: Browser) -> Iterator[Visit]:
    with window(chromium, own_app) as opened:
        yield opened


def go(visit: Visit, label: str = "我的数据", query: str = "") -> Visit:
    """Open a page the way a reader does: from the map, by its link."""
    visit.open(query)
    turn(visit, label)
    return visit


def turn(visit: Visit, label: str) -> None:
    before = visit.page.url.partition("?")[0]
    visit.page.locator(".st-key-masthead a", has_text=re.compile(f"^{label}$")).click()
    visit.page.wait_for_function(
        "before => !location.href.startsWith(before + '?') && location.href !== before", arg=before
    )
    visit.map.wait_for_selector(READY)
    visit.settle()


def clean(visit: Visit) -> None:
    assert visit.traffic.outside == []
    assert visit.traffic.failed == []
    assert visit.traffic.errors == []
    assert visit.page.evaluate("window.hit") is None


def press(visit: Visit, name: str) -> None:
    visit.page.get_by_role("button", name=re.compile(name)).first.click()
    visit.settle()


def send(visit: Visit, folder: Path, name: str, content: bytes) -> None:
    file = folder / name
    file.write_bytes(content)
    visit.page.set_input_files("input[type=file]", file)
    visit.page.wait_for_selector("text=检查全部行")
    visit.settle()


def store(visit: Visit, title: str = "") -> None:
    press(visit, "检查全部行")
    visit.page.wait_for_selector(".st-key-own_store")
    if title:
        visit.page.get_by_label("图层名称").fill(title)
        visit.page.keyboard.press("Enter")
        visit.settle()
    press(visit, "存入图层")
    visit.page.wait_for_selector("text=已存入")
    visit.settle()


def part(visit: Visit, name: str) -> None:
    visit.page.locator(".st-key-own_part button", has_text=name).click()
    visit.settle()


def sign(visit: Visit, name: str) -> None:
    visit.page.locator(".st-key-own_signature input").fill(name)
    visit.page.keyboard.press("Enter")
    visit.settle()


def retype(visit: Visit, row: int, words: str) -> None:
    """Type a new name into a row of the sheet."""
    grid = visit.page.locator("[data-testid='stDataFrame'] canvas").first
    box = grid.bounding_box()
    assert box is not None
    visit.page.mouse.dblclick(box["x"] + 110, box["y"] + 35 + 33 * row + 15)
    editor = visit.page.locator(".gdg-input, textarea.gdg-input")
    editor.wait_for(timeout=5000)
    editor.fill(words)
    editor.press("Enter")
    expect(visit.page.locator(".st-key-own_save_rows button")).to_be_enabled()
    visit.settle()


def rows(*names: str) -> bytes:
    cells = [(name, "肯尼亚", f"{36.8 - n / 10}", "-1.2", name, name) for n, name in enumerate(names)]
    return csv_bytes(*cells, head=HEAD)


def test_an_excel_list_becomes_a_layer_in_a_minute(visit: Visit, tmp_path: Path) -> None:
    go(visit)
    csv = csv_bytes(
        ("甲园", "哈萨克斯坦", "71°26′E", "５１．１３", "某公司", "1"),
        ("坏园", "没有这国", "1", "2", "", ""),
        ("换位", "肯尼亚", "-1.3", "36.8", "", ""),
        head=HEAD,
    )
    send(visit, tmp_path, "园区.csv", csv.decode().encode("gb18030"))
    expect(visit.page.locator(".own.file")).to_contain_text("GB18030")
    press(visit, "检查全部行")
    visit.page.wait_for_selector(".own.problems")
    expect(visit.page.locator(".own.problems").first).to_contain_text("没有找到这个国家")
    with visit.page.expect_download() as mended:
        visit.page.get_by_role("button", name="下载改正模板").click()
    assert mended.value.suggested_filename == "园区-待改.xlsx"
    assert mended.value.path().read_bytes().startswith(b"PK")
    visit.shot("own-checked")
    press(visit, "存入图层")
    visit.page.wait_for_selector("text=已存入")
    visit.settle()
    expect(visit.page.locator(".own.line")).to_contain_text("2 行")
    visit.shot("own-stored")
    clean(visit)


def test_nothing_in_a_name_runs_anywhere(visit: Visit, tmp_path: Path) -> None:
    go(visit)
    send(visit, tmp_path, "a.csv", rows(*HOSTILE))
    store(visit, HOSTILE[0] + HOSTILE[1])
    part(visit, "修改记录")
    part(visit, "设置")
    part(visit, "表格")
    visit.page.wait_for_timeout(800)
    labels = visit.map.locator(".label-own:not([hidden])").all_inner_texts()
    assert set(labels) & set(HOSTILE)
    dots = visit.map.evaluate(
        "[...document.querySelectorAll('.label-own:not([hidden])')].map(n => n.getBoundingClientRect())"
        ".map(r => [r.left - 9, r.top + r.height / 2])"
    )
    frame = visit.page.locator(".st-key-map iframe").bounding_box()
    assert frame is not None
    visit.page.mouse.move(frame["x"] + dots[0][0], frame["y"] + dots[0][1], steps=4)
    expect(visit.map.locator(".hint")).to_contain_text("window.top.hit")
    visit.page.mouse.click(frame["x"] + dots[0][0], frame["y"] + dots[0][1])
    visit.settle()
    expect(visit.page.locator(".st-key-detail h2")).to_contain_text("window.top.hit")
    turn(visit, "通道地图")
    expect(visit.page.locator(".st-key-detail h2")).to_contain_text("window.top.hit")
    assert "select=own" in visit.page.url
    turn(visit, "合作区")
    visit.page.locator(".st-key-search input").fill("window.top")
    visit.page.wait_for_timeout(600)
    visit.settle()
    expect(visit.page.locator(".st-key-table tbody tr")).to_have_count(3)
    clean(visit)


def test_a_workbook_and_a_kml_come_in(visit: Visit, tmp_path: Path) -> None:
    go(visit)
    book = xlsx_bytes(("甲", "肯尼亚", 36.8, -1.3), ("乙", "肯尼亚", "很远", -1.3), ("", "肯尼亚", 36, -1))
    send(visit, tmp_path, "表.xlsx", book)
    press(visit, "检查全部行")
    visit.page.wait_for_selector(".own.problems")
    assert visit.page.locator(".own.problems tbody tr").count() == 2
    press(visit, "取消")
    line = "<LineString><coordinates>36,-1 37,-2</coordinates></LineString>"
    mark = f"<Placemark><name>线</name>{line}</Placemark>"
    send(visit, tmp_path, "线.kml", kml_bytes(mark))
    store(visit)
    expect(visit.page.locator(".own.line")).to_contain_text("1 行")
    clean(visit)


def test_a_row_is_edited_and_the_edit_taken_back(visit: Visit, tmp_path: Path) -> None:
    go(visit)
    sign(visit, "王一")
    send(visit, tmp_path, "a.csv", rows("甲园", "乙园"))
    store(visit)
    retype(visit, 0, "新园")
    press(visit, "保存修改")
    expect(visit.page.locator(".st-key-own_main")).to_contain_text("已保存 1 行")
    part(visit, "修改记录")
    history = visit.page.locator(".own.change").first
    expect(history).to_contain_text("王一")
    expect(history).to_contain_text("甲园")
    expect(history.locator("ins")).to_have_text("新园")
    visit.shot("own-history")
    visit.page.locator(".st-key-own_history button").first.click()
    visit.settle()
    expect(visit.page.locator(".own.change").first).to_contain_text("撤销了一次修改")
    clean(visit)


def test_the_second_of_two_is_told_and_loses_nothing(visit: Visit, chromium: Browser, tmp_path: Path) -> None:
    go(visit)
    sign(visit, "王一")
    send(visit, tmp_path, "a.csv", rows("甲园", "乙园"))
    store(visit)
    with window(chromium, visit.address) as other:
        go(other)
        sign(other, "李二")
        other.page.locator(".st-key-own_view button", has_text="我的图层").click()
        other.settle()
        press(other, "^打开$")
        retype(other, 0, "李的名字")
        retype(visit, 0, "王的名字")
        press(visit, "保存修改")
        press(other, "保存修改")
        clash = other.page.locator(".own.clash")
        for words in ("王一", "甲园", "王的名字", "李的名字"):
            expect(clash).to_contain_text(words)
        other.shot("own-conflict")
        press(other, "用我的修改")
        expect(clash).to_have_count(0)
        part(other, "修改记录")
        change = other.page.locator(".own.change").first
        expect(change.locator("del")).to_have_text("王的名字")
        expect(change.locator("ins")).to_have_text("李的名字")
        clean(other)


def test_an_address_and_a_restart_bring_the_layer_back(
    chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CORRIDORS_DATABASE_URL", raising=False)
    monkeypatch.setenv("CORRIDORS_STORE", str(tmp_path / "store"))
    with serve(paths.ROOT / "app.py") as address, window(chromium, address) as first:
        go(first)
        send(first, tmp_path, "a.csv", rows("甲园"))
        store(first)
        query = first.page.url.partition("?")[2]
    with serve(paths.ROOT / "app.py") as address, window(chromium, address) as second:
        second.open(f"?{query}&select=own:a-1")
        expect(second.page.locator(".st-key-detail h2")).to_have_text("甲园")
        second.page.wait_for_timeout(500)
        assert "甲园" in second.map.locator(".label-own").all_inner_texts()
        zoom = second.map.evaluate("map.getZoom()")
        assert zoom > 5  # the view went to the place although its file came later
        clean(second)


def test_a_long_check_can_be_stopped(visit: Visit, tmp_path: Path) -> None:
    go(visit)
    send(visit, tmp_path, "长.csv", rows("甲园") + long_rows(60_000))
    visit.page.get_by_role("button", name="检查全部行").click()
    visit.page.locator(".st-key-own_stop button").click()
    visit.settle()
    expect(visit.page.locator(".st-key-own_stop")).to_have_count(0)
    expect(visit.page.locator(".st-key-own_store")).to_have_count(0)
    expect(visit.page.get_by_role("button", name="检查全部行")).to_be_visible()
    clean(visit)


def long_rows(count: int) -> bytes:
    return ("\n" + "\n".join(f"园{n},肯尼亚,36.{n % 900},-1.{n % 90},,{n}" for n in range(count))).encode()


def test_a_rerun_stays_small(visit: Visit, tmp_path: Path) -> None:
    go(visit)
    send(visit, tmp_path, "多.csv", rows("甲园") + long_rows(3000))
    store(visit)
    turn(visit, "通道地图")
    visit.page.wait_for_timeout(800)
    before = visit.traffic.received
    visit.page.locator(".st-key-layers button", has_text="苏伊士对照线").click()
    visit.settle()
    assert visit.traffic.received - before < 30_000
    clean(visit)


@pytest.mark.parametrize(("width", "height"), [(1400, 900), (1920, 1080), (390, 844)])
def test_nothing_overflows(own_app: str, chromium: Browser, tmp_path: Path, width: int, height: int) -> None:
    with window(chromium, own_app, width, height) as visit:
        go(visit)
        send(visit, tmp_path, "a.csv", rows("甲园", "很长的名字" * 30))
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
        store(visit)
        for name in ("修改记录", "设置", "表格"):
            part(visit, name)
            assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
        visit.shot(f"own-{width}")
        clean(visit)


def test_the_keyboard_alone_will_do(visit: Visit, tmp_path: Path) -> None:
    go(visit)
    send(visit, tmp_path, "a.csv", rows("甲园"))
    visit.page.get_by_role("button", name="检查全部行").press("Enter")
    visit.page.wait_for_selector(".st-key-own_store")
    visit.settle()
    visit.page.locator(".st-key-own_store button").press("Enter")
    visit.page.wait_for_selector("text=已存入")
    visit.settle()
    visit.page.locator(".st-key-own_view button", has_text="添加数据").press("Enter")
    visit.settle()
    expect(visit.page.locator("input[type=file]")).to_have_count(1)
    clean(visit)


def test_a_cell_typed_on_the_way_out_is_there_on_the_way_back(visit: Visit, tmp_path: Path) -> None:
    go(visit)
    send(visit, tmp_path, "a.csv", rows("甲园", "乙园"))
    store(visit)
    grid = visit.page.locator("[data-testid='stDataFrame'] canvas").first
    box = grid.bounding_box()
    assert box is not None
    visit.page.mouse.dblclick(box["x"] + 110, box["y"] + 35 + 15)
    visit.page.locator(".gdg-input").fill("甲改")
    # The sheet tells of the cell a moment after the link is pressed, and the page may be drawn once more.
    visit.page.locator(".st-key-masthead a", has_text="通道地图").click()
    visit.page.wait_for_timeout(1500)
    visit.settle()
    turn(visit, "通道地图")
    turn(visit, "我的数据")
    expect(visit.page.locator(".own.line.open em")).to_have_text("有修改未保存")
    expect(visit.page.locator("[data-testid='stDataFrame'] table td").first).to_have_text("甲改")
    press(visit, "保存修改")
    visit.page.wait_for_selector("text=已保存 1 行")
    # The map of the page that was left again may have been cut short; nothing else may fail.
    assert all("st_folium" in asked for asked in visit.traffic.failed)
    assert visit.traffic.outside == visit.traffic.errors == []
