"""The page of own data: a file comes in, is checked and kept; layers elsewhere; a store in trouble."""

import json
import os
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from corridors import paths
from corridors.exchange.columns import OwnPlace
from corridors.exchange.limits import MIB, Limits
from corridors.exchange.store import Layer, Store, StoreError, Trouble, open_store
from corridors.maps.publish import URL_PREFIX, prune_own, publish_own
from corridors.ui import own_layers, own_preview, own_work
from corridors.ui.texts import text
from tests.import_files import csv_bytes, kml_bytes, xlsx_bytes
from tests.test_app import run, words

PAGE = "pages/own.py"
IMG, DOLLAR, TICKS = "<img src=x onerror=alert(1)>", "${alert(1)}", "`+alert(1)+`"
HEAD = ("名称", "国家", "经度", "纬度", "联系电话")
ROWS = (
    ("甲园", "哈萨克斯坦", "71.43", "51.13", "010"),
    (IMG, "蒙古", "106.9", "47.9", DOLLAR),
    ("坏园", "没有这个国家", "1", "2", ""),
    ("换位", "肯尼亚", "-1.3", "36.8", TICKS),
)


# Apps of other tests write their previews into the same folder at the same time.
FAMILY = f"own-preview-of-test-{os.getpid()}"


def previews() -> set[Path]:
    return set((paths.STATIC / "published").glob(f"{FAMILY}-*"))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.delenv("CORRIDORS_DATABASE_URL", raising=False)
    monkeypatch.setenv("CORRIDORS_STORE", str(tmp_path))
    monkeypatch.setattr(own_preview, "_FAMILY", FAMILY)
    st.cache_resource.clear()
    yield tmp_path
    prune_own([], f"{FAMILY}-*")
    st.cache_resource.clear()


def open_page(page: str = PAGE, **params: str) -> AppTest:
    app = run(**params)
    for key, value in params.items():
        app.query_params[key] = value
    return app.switch_page(page).run()


def press(app: AppTest, key: str, lang: str = "zh", **values: object) -> AppTest:
    label = text(key, "en" if lang == "en" else "zh", **values)
    (button,) = [b for b in app.button if b.label == label]
    return button.click().run()


def send(app: AppTest, name: str, content: bytes) -> AppTest:
    return app.file_uploader[0].set_value((name, content, "application/octet-stream")).run()


def shown(app: AppTest) -> str:
    """Our HTML but for style sheets."""
    return " ".join(h.proto.body for h in app.get("html") if "<style" not in h.proto.body)


def said(app: AppTest) -> str:
    return " ".join(e.value for e in [*app.error, *app.warning, *app.info, *app.success])


def kept_layer(*places: OwnPlace, title: str = "清单") -> Layer:
    places = places or (OwnPlace(name_zh="甲园", country="KEN", lon=36.8, lat=-1.3, extra={"电话": IMG}),)
    return own_layers.write(lambda store: store.add_layer(title, places, "王一"))


def test_a_list_comes_in() -> None:
    app = send(open_page(), "清单.csv", csv_bytes(*ROWS, head=HEAD).decode().encode("gb18030"))
    assert "GB18030" in shown(app)
    assert "4 行" in shown(app)
    assert IMG not in shown(app)
    press(app, "own_check")
    assert "没有找到这个国家" in shown(app)
    assert "已对调" in shown(app)
    assert [b.label for b in app.get("download_button")].count(text("own_corrected", "zh")) == 1
    app.text_input(key=next(t.key for t in app.text_input if "own_title" in str(t.key))).set_value("我的园区")
    press(app, "own_store", count="3")
    assert not app.exception
    assert "已存入“我的园区”，3 行" in said(app)
    (layer,) = open_store().layers()
    assert (layer.title, layer.rows, layer.who) == ("我的园区", 3, "未署名")
    assert app.session_state["own"] == ["list"]
    assert app.query_params["own_list"] in ("list", ["list"])


def test_a_signature_goes_into_the_history() -> None:
    app = open_page()
    app.text_input(key="own_signature").set_value(" 王 一 ").run()
    send(app, "a.csv", csv_bytes(ROWS[0], head=HEAD))
    press(press(app, "own_check"), "own_store", count="1")
    assert open_store().layers()[0].who == "王 一"
    app.session_state["own_part"] = "history"
    app.run()
    assert "<b>王 一</b>" in shown(app)
    assert "王" not in str(dict(app.query_params))


def test_columns_can_be_corrected() -> None:
    head = ("叫法", "国家", "横", "竖")
    app = send(open_page(), "a.csv", csv_bytes(("甲", "肯尼亚", "36.8", "-1.3"), head=head))
    press(app, "own_check")
    assert "没有找到名称一列" in said(app)
    for label, field in (("叫法", "name_zh"), ("横", "lon"), ("竖", "lat")):
        next(s for s in app.selectbox if s.label == label).set_value(field).run()
    press(press(app, "own_check"), "own_store", count="1")
    (place,) = [row.place for row in open_store().rows("own:a")]
    assert (place.name_zh, place.lon, place.lat) == ("甲", 36.8, -1.3)


def test_amap_coordinates_are_converted_when_asked() -> None:
    app = send(open_page(), "a.csv", csv_bytes(("甲", "中国", "121.6", "38.9", ""), head=HEAD))
    next(s for s in app.selectbox if s.label == text("own_crs", "zh")).set_value("gcj02").run()
    press(press(app, "own_check"), "own_store", count="1")
    (row,) = open_store().rows("own:a")
    assert row.place.lon is not None
    assert 0.002 < 121.6 - row.place.lon < 0.01


def test_sheets_are_offered_and_bad_rows_told() -> None:
    content = xlsx_bytes(("甲", "哈萨克斯坦", 71.43, 51.13), ("乙", "哈萨克斯坦", "很远", 51))
    app = press(send(open_page(), "表.xlsx", content), "own_check")
    assert "很远" in shown(app)
    assert "1" in next(b.label for b in app.button if b.key == "own_store")


def test_layers_of_maps_come_in() -> None:
    mark = "<Placemark><name>甲</name><Point><coordinates>36.8,-1.3</coordinates></Point></Placemark>"
    app = press(send(open_page(), "a.kml", kml_bytes(mark)), "own_check")
    press(app, "own_store", count="1")
    assert open_store().layers()[0].rows == 1


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"PK\x03\x04cut", b'<!DOCTYPE x [<!ENTITY a "b">]><kml/>']
)
def test_what_cannot_be_read_is_said_and_the_page_goes_on(content: bytes) -> None:
    app = send(open_page(), "`$x$`.csv", content)
    assert not app.exception
    assert app.error
    press(app, "own_other_file")
    assert not app.error
    assert app.file_uploader


def test_a_file_can_be_dropped_at_any_step() -> None:
    app = press(send(open_page(), "a.csv", csv_bytes(ROWS[0], head=HEAD)), "own_check")
    assert previews()
    press(app, "own_drop")
    assert app.file_uploader
    assert not previews()
    assert open_store().layers() == ()


def test_upload_limits_agree() -> None:
    config = tomllib.loads((paths.ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    assert config["server"]["maxUploadSize"] * MIB == Limits().bytes


def test_a_cancelled_import_leaves_nothing() -> None:
    """The button to stop ends the run at the next report, in the middle of the transaction."""

    def stop(done: int, _: int | None) -> None:
        if done >= own_work.REPORT_EVERY:
            raise KeyboardInterrupt

    places = [OwnPlace(name_zh=f"第{n}", country="KEN", lon=36.8, lat=-1.3) for n in range(1200)]
    with pytest.raises(KeyboardInterrupt):
        own_layers.write(lambda s: s.add_layer("半个", own_work._reported(places, stop), "王一"))
    assert own_layers.kept() == ()
    assert kept_layer().rows == 1


def test_a_layer_is_shown_hidden_renamed_coloured_deleted_and_restored() -> None:
    layer = kept_layer(title=TICKS + IMG)
    slug = layer.id.removeprefix("own:")
    app = open_page(own_view="layers", own_list=slug, own_part="settings")
    assert not app.exception
    assert IMG not in shown(app)
    app.toggle(key=f"own_on_{slug}").set_value(True).run()
    assert app.session_state["own"] == [slug]
    app.toggle(key=f"own_on_{slug}").set_value(False).run()
    assert app.session_state["own"] == []
    app.text_input[[t.label for t in app.text_input].index(text("own_title", "zh"))].set_value("新名")
    app.radio[0].set_value("orange")
    (save,) = [b for b in app.button if b.label == text("own_save", "zh")]
    save.click().run()
    (kept,) = own_layers.kept()
    assert (kept.layer.title, kept.color) == ("新名", "#e69f00")
    press(app, "own_delete")
    assert own_layers.kept() == ()
    assert "已删除“新名”" in said(app)
    app.button(key="own_undo_said_0").click().run()
    assert [k.layer.title for k in own_layers.kept()] == ["新名"]
    assert not app.exception


def test_history_takes_changes_back() -> None:
    layer = kept_layer()
    (row,) = open_store().rows(layer.id)
    edited = row.place.model_copy(update={"operator": DOLLAR})
    open_store().edit_row(row.id, edited, "李二", row.version)
    app = open_page(own_view="layers", own_list="list", own_part="history")
    assert f"<ins>{DOLLAR}</ins>" in shown(app)
    assert "李二" in shown(app)
    undo = next(b for b in app.button if str(b.key).startswith("own_undo_"))
    undo.click().run()
    assert open_store().row(row.id).place == row.place
    assert "已撤销" in said(app)


def test_a_deleted_layer_comes_back_from_the_history_of_all() -> None:
    layer = kept_layer()
    open_store().delete_layer(layer.id, "李二", layer.version)
    app = open_page(own_view="layers", own="list", own_list="list")
    assert not app.exception
    assert "list" in said(app)  # the address names a layer that is gone
    next(b for b in app.button if str(b.key).startswith("own_undo_")).click().run()
    assert [k.layer.id for k in own_layers.kept()] == [layer.id]


def test_the_map_shows_chosen_layers_and_their_card() -> None:
    layer = kept_layer()
    app = open_page("pages/map.py", select=f"{layer.id}-1", own="list")
    assert not app.exception
    assert not app.warning
    html = shown(app)
    assert '<article class="card own">' in html
    assert IMG not in html
    assert "王一" in html
    assert "1 处自有数据" in html
    assert app.multiselect(key="own").value == ["list"]
    app.multiselect(key="countries").set_value(["IDN"]).run()
    assert "1 处自有数据" not in shown(app)


def test_a_selected_own_place_opens_on_every_page() -> None:
    layer = kept_layer()
    for page in ("corridor", "compare", "zones", "country", "liaoning", "policy", "about"):
        app = open_page(f"pages/{page}.py", select=f"{layer.id}-1")
        assert not app.exception, page
        assert not app.warning, page


def test_a_place_without_a_point_lights_its_country() -> None:
    layer = kept_layer(OwnPlace(name_zh="某国某园", country="KEN", precision="country"))
    assert own_layers.lit(f"{layer.id}-1") == {"country:KEN"}
    app = open_page(own_view="layers", own_list="list", select=f"{layer.id}-1")
    assert "只标国家" in words(app)


def test_files_of_deleted_layers_are_removed() -> None:
    layer = kept_layer()
    (shown_layer,) = own_layers.drawn(frozenset({f"{layer.id}-1"}))
    file = paths.STATIC / "published" / shown_layer.url.removeprefix(URL_PREFIX)
    assert json.loads(file.read_text(encoding="utf-8"))["places"][0]["name"] == "甲园"
    change = own_layers.write(lambda store: store.delete_layer(layer.id, "", layer.version))
    assert own_layers.drawn(frozenset({f"{layer.id}-1"})) == ()
    assert file.exists()  # another process, or a browser, may be a change behind
    os.utime(file, (0, 0))
    own_layers.write(lambda store: store.undo(change, ""))
    own_layers.drawn(frozenset({f"{layer.id}-1"}))
    assert file.stat().st_mtime > 0  # wanted again
    own_layers.write(lambda store: store.delete_layer(layer.id, "", own_layers.kept()[0].layer.version))
    os.utime(file, (0, 0))
    assert own_layers.drawn(frozenset({f"{layer.id}-1"})) == ()
    assert not file.exists()


def test_only_files_of_the_same_store_are_removed(tmp_path: Path) -> None:
    ours, theirs = (publish_own([], "#000", "甲", stem, tmp_path) for stem in ("own-aaaaaa", "own-bbbbbb"))
    prune_own([], "own-aaaaaa", tmp_path, older=60)
    assert len(list((tmp_path / "published").iterdir())) == 2
    prune_own([], "own-aaaaaa", tmp_path)
    assert [f.name for f in (tmp_path / "published").iterdir()] == [theirs.rpartition("/")[2]]
    assert ours != theirs


def test_a_store_that_was_never_used_is_not_made(folder: Path) -> None:
    open_page()
    assert list(folder.glob("*.sqlite")) == []


def test_a_damaged_store_is_told_and_left_alone(folder: Path) -> None:
    (folder / "own.sqlite").write_bytes(b"this is no database" * 100)
    app = open_page(own_view="layers")
    assert not app.exception
    assert Trouble.DAMAGED.zh in said(app).replace("\\", "")
    assert "照常可用" in said(app)
    app.session_state["own_view"] = "add"
    app.run()
    press(press(send(app, "a.csv", csv_bytes(ROWS[0], head=HEAD)), "own_check"), "own_store", count="1")
    assert "没有存入" in said(app)
    assert (folder / "own.sqlite").read_bytes().startswith(b"this is no")


def test_a_store_that_was_taken_away_is_told(folder: Path) -> None:
    kept_layer()
    assert own_layers.trouble() is None
    (folder / "own.sqlite").rename(folder / "elsewhere")
    error = own_layers.trouble()
    assert error is not None
    assert error.trouble is Trouble.UNREACHABLE
    with pytest.raises(StoreError):
        own_layers.write(lambda store: store.add_layer("失踪", [], ""))
    app = press(open_page(own_view="layers"), "own_reopen")
    assert not app.error
    (folder / "elsewhere").rename(folder / "own.sqlite")
    own_layers.reopen()
    assert len(own_layers.kept()) == 1


def test_a_failing_store_is_not_asked_again_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    kept_layer()
    asked = []

    def locked(store: Store) -> int:
        asked.append(store)
        raise StoreError(Trouble.LOCKED)

    monkeypatch.setattr(Store, "serial", locked)
    assert own_layers.trouble() is not None
    assert own_layers.layers() == ()
    assert own_layers.serial() == 0
    assert len(asked) == 1


def test_english() -> None:
    app = send(open_page(lang="en"), "list.csv", csv_bytes(*ROWS, head=HEAD))
    press(app, "own_check", "en")
    assert "Rows that were left out" in shown(app)
    assert not any("\u4e00" <= char <= "\u9fff" for b in app.button for char in b.label if b.label != "中文")
