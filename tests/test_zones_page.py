"""The page of zones: facets, search, table, downloads, own layers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from corridors.analysis import table
from corridors.catalog import Catalog
from corridors.exchange.columns import OwnPlace
from corridors.exchange.store import open_store
from corridors.ui import own_layers, zones_export
from tests.test_app import run, words

PAGE = "pages/zones.py"


@pytest.fixture(autouse=True)
def empty_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("CORRIDORS_DATABASE_URL", raising=False)
    monkeypatch.setenv("CORRIDORS_STORE", str(tmp_path))
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def open_page(**params: str) -> AppTest:
    app = run(**params)
    for key, value in params.items():
        app.query_params[key] = value
    return app.switch_page(PAGE).run()


def head(app: AppTest) -> str:
    return next(h.proto.body for h in app.get("html") if "<h3>" in h.proto.body and "共" in h.proto.body)


def body(app: AppTest) -> str:
    (found,) = [h.proto.body for h in app.get("html") if "<tbody>" in h.proto.body]
    return found.partition("<tbody>")[2]


def test_it_opens_on_all_zones() -> None:
    app = open_page()
    assert not app.exception
    assert not app.warning
    assert "37 处" in head(app)
    assert "乌干达辽沈工业园" in body(app)
    assert "雅加达港" not in body(app)


def test_filters_of_an_address() -> None:
    app = open_page(countries="IDN,IND", states="operating", kinds="zone,bonded")
    assert not app.exception
    assert "青山园区" in body(app)
    assert "聚龙" not in body(app)
    assert app.session_state["kinds"] == ["zone", "bonded"]


def test_a_search_narrows_the_table() -> None:
    app = open_page(search="wuganda")
    assert "乌干达辽沈工业园" in body(app)
    assert "1 处" in head(app)
    app.text_input(key="search").set_value("没有这样的地方").run()
    assert "没有符合条件的地点" in body(app)
    assert not app.exception


def test_counts_stand_beside_the_values() -> None:
    app = open_page(countries="IDN")
    (kinds,) = [g for g in app.get("button_group") if g.key == "kinds"]
    labels = [option.content for option in kinds.proto.options]
    assert "合作区 · 4" in labels
    assert "港口 · 1" in labels
    countries = app.multiselect(key="countries").options
    assert "俄罗斯 · 6" in countries


def test_a_filter_survives_a_change_of_its_counts() -> None:
    app = open_page(industries="logistics", countries="HUN")
    app.text_input(key="search").set_value("布达佩斯以外").run()
    assert app.session_state["countries"] == ["HUN"]
    app.text_input(key="search").set_value("").run()
    assert "匈牙利中欧商贸物流园" in body(app)


def test_unknown_values_are_a_notice() -> None:
    app = open_page(kinds="zone,nonsense", order="wild", page="0")
    assert not app.exception
    notices = " ".join(w.value for w in app.warning)
    assert "nonsense" in notices
    assert "wild" in notices
    assert "37 处" in head(app)
    assert app.session_state["page"] == 1


def test_an_endless_search_is_refused() -> None:
    app = open_page(search="x" * 500)
    assert app.warning
    assert "37 处" in head(app)


def test_a_selected_row_is_marked() -> None:
    app = open_page(select="zone:uganda-liaoshen")
    assert 'class="chosen"' in body(app)
    assert "34 家工厂" in words(app)


def test_reset_takes_everything_back() -> None:
    app = open_page(countries="IDN", search="yn", clause="impl-13", order="name")
    (button,) = [b for b in app.button if b.label == "清除筛选"]
    button.click().run()
    assert "37 处" in head(app)
    assert app.session_state["clause"] is None
    assert app.session_state["order"] == "kind"


def test_english() -> None:
    app = open_page(lang="en", select="zone:kitic")
    assert "37 of 142" in words(app)
    assert "Assessed" in body(app)


def test_own_places_join_the_table_and_are_selected() -> None:
    places = [OwnPlace(name_zh=f"<b>试验</b>园区{n}", country="KEN", lon=36.8, lat=-1.3) for n in range(250)]
    layer = open_store().add_layer("试验清单", places, "测试")
    app = open_page(select=f"{layer.id}-2", search="试验 园区")
    assert not app.exception
    assert not app.warning
    assert "250 处" in head(app)
    assert "第 1–100 项" in head(app)
    assert "&lt;b&gt;试验" in body(app)
    assert "<b>试验" not in words(app)
    assert "自有数据" in words(app)
    app.number_input(key="page").set_value(3).run()
    assert "第 201–250 项" in head(app)


def test_without_a_store_the_page_goes_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("CORRIDORS_STORE", str(blocked))
    app = open_page()
    assert not app.exception
    assert "37 处" in head(app)


def test_downloads_hold_the_filtered_rows(catalog: Catalog) -> None:
    everything = table.build(catalog)
    narrowed = everything.narrow({"countries": {"IDN"}})
    rows = [everything.rows[n] for n in everything.listed(narrowed)]
    groups = zones_export.by_layer(rows)
    assert set(groups) == {"zones", "nodes"}
    text = zones_export.maker(catalog, "zones", frozenset(groups["zones"]), "csv", "zh")().decode("utf-8-sig")
    assert "zone:kitic" in text
    assert "zone:uganda-liaoshen" not in text


def test_own_rows_are_downloaded_from_their_layer(catalog: Catalog) -> None:
    place = OwnPlace(name_zh="试验园区", country="KEN", lon=36.8, lat=-1.3)
    layer = open_store().add_layer("试验清单", [place, place], "测试")
    assert [own.id for own in own_layers.layers()] == [layer.id]
    one = frozenset({f"{layer.id}-1"})
    text = zones_export.maker(catalog, layer.id, one, "csv", "zh")().decode("utf-8-sig")
    assert text.count("试验园区") == 1
