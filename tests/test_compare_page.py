"""The comparison page: alternatives, what-if switches, kind answers to questions without one."""

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from corridors.catalog import Catalog
from corridors.maps import routes
from corridors.ui import compare
from tests.test_app import run, words

SEA = {"from": "port:dalian", "to": "port:rotterdam"}


def page(params: dict[str, str], **shared: str) -> AppTest:
    app = run(**shared)
    for key, value in params.items():
        app.query_params[key] = value
    return app.switch_page("pages/compare.py").run()


def names(app: AppTest) -> str:
    return next(e.proto.body for e in app.get("html") if 'class="ways"' in e.proto.body)


def test_it_opens_on_alternatives() -> None:
    app = page(SEA)
    assert not app.exception
    assert not app.warning
    assert names(app).count('class="letter') >= 2
    assert "苏伊士运河" in names(app)
    assert "北极东北航道" in names(app)
    assert "公里" in words(app)
    assert "暂无数据" in words(app)


def test_a_switch_takes_a_way_out() -> None:
    app = page(SEA)
    app.button_group(key="avoid_quick").set_value(["strait:suez"]).run()
    assert not app.exception
    assert app.session_state["avoid"] == ["strait:suez"]
    assert app.query_params["avoid"] == "strait:suez"
    assert "苏伊士" not in names(app)


def test_winter_takes_the_arctic_out() -> None:
    assert "北极东北航道" not in names(page(SEA | {"month": "1"}))
    assert "北极东北航道" in names(page(SEA | {"month": "9"}))


def test_a_way_is_chosen_and_stands_in_the_address() -> None:
    app = page(SEA)
    app.session_state["way"] = "b"
    app.run()
    assert app.query_params["way"] == "b"
    assert "B 的分段" in words(app)
    app.session_state["way"] = "start"
    app.run()
    assert "way" not in app.query_params
    assert "A 的分段" in words(app)


def test_an_assumption_changes_the_days_and_the_address() -> None:
    app = page(SEA)
    before = names(app)
    app.select_slider(key="sea_kn").set_value("20").run()
    assert not app.exception
    assert app.query_params["sea_kn"] == "20"
    assert names(app) != before
    app.button(key="compare_reset").click().run()
    assert "sea_kn" not in app.query_params
    assert names(app) == before


def test_an_unknown_name_gets_names_to_press() -> None:
    app = page(SEA | {"to": "Rotterdamm"})
    assert not app.exception
    assert "Rotterdamm" in app.warning[0].value
    app.button(key="compare_suggestion_0").click().run()
    assert app.session_state["to"] == "Rotterdam"
    assert not app.warning


@pytest.mark.parametrize("name", ["<img src=x onerror=alert(1)>", "`${1}`", "*[x](y)*", "不存在的地方"])
def test_a_hostile_name_stays_text(name: str) -> None:
    app = page(SEA | {"from": name})
    assert not app.exception
    assert app.warning
    assert name not in words(app)


def test_what_is_shut_can_be_lifted() -> None:
    app = page(SEA | {"avoid": "sea,rail,roro,road", "month": "2"})
    assert "没有可走的路" in app.warning[0].value
    assert "大连港" in app.warning[0].value
    app.button(key="compare_free").click().run()
    assert not app.warning
    assert (app.session_state["avoid"], app.session_state["month"]) == ([], "")


def test_the_way_back_is_as_long() -> None:
    app = page(SEA)
    there = [app.session_state["from"], app.session_state["to"]]
    app.button(key="compare_swap").click().run()
    assert [app.session_state["to"], app.session_state["from"]] == there
    assert not app.exception


def test_what_is_selected_can_become_an_end() -> None:
    app = page(SEA, select="port:jakarta")
    assert "雅加达" in words(app)
    app.button(key="compare_use_to").click().run()
    assert app.session_state["to"] == "port:jakarta"
    assert app.session_state["select"] == ""


def test_unknown_values_are_a_notice() -> None:
    app = page(SEA | {"month": "13", "train": "rocket", "sea_kn": "1e99", "way": "z"})
    assert not app.exception
    notice = app.warning[0].value
    for value in ("13", "rocket", "1e99"):
        assert value in notice


def test_a_lost_network_is_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost() -> None:
        raise OSError("network.npz is gone")

    monkeypatch.setattr(compare, "load", lost)
    st.cache_resource.clear()
    try:
        app = page(SEA)
        assert not app.exception
        assert "network.npz is gone" in app.error[0].value
    finally:
        st.cache_resource.clear()


def test_it_speaks_english() -> None:
    app = page(SEA, lang="en")
    assert not app.exception
    assert "Northeast Passage" in names(app)
    assert "different ways" in names(app)


def test_the_stops_of_each_slider_hold_the_default(catalog: Catalog) -> None:
    assert len(compare.SLIDERS) >= 10
    for name in compare.SLIDERS:
        stops = compare.choices(catalog, name)
        assert compare.default(catalog, name) in stops
        assert [float(stop) for stop in stops] == sorted({float(stop) for stop in stops})
        assert float(stops[0]) > 0
        assert 10 < len(stops) < 80


def test_a_line_is_cut_at_the_edge_of_the_map() -> None:
    pieces = routes.in_frame([[121.0, 38.0], [280.0, 10.0], [364.0, 52.0]])
    assert len(pieces) == 2
    assert all(-30 <= x <= 330 for piece in pieces for x, _ in piece)
    ends = sorted(piece[-1] for piece in pieces)
    assert ends[0] == (4.0, 52.0)
    assert routes.in_frame([[121.0, 38.0]]) == []


def test_borders_stand_in_the_order_of_travel() -> None:
    app = page({"from": "city:shenyang", "to": "city:duisburg", "avoid": "sea"})
    shown = words(app)
    assert not app.exception
    assert "波兰┊德国" in shown
    assert "德国┊波兰" not in shown
    app.button(key="compare_swap").click().run()
    assert "德国┊波兰" in words(app)
