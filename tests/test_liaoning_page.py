"""The Liaoning page: 2015 beside today, by city and kind."""

import pytest
from streamlit.testing.v1 import AppTest

from corridors.catalog import Catalog
from corridors.maps.views import LIAONING
from corridors.ui import liaoning
from tests.test_app import run, words

PAGE = "pages/liaoning.py"


def open_page(**params: str) -> AppTest:
    app = run(**params)
    for key, value in params.items():
        app.query_params[key] = value
    return app.switch_page(PAGE).run()


def ledger(app: AppTest) -> str:
    (found,) = [h.proto.body for h in app.get("html") if "ledger" in h.proto.body and "<h2>" in h.proto.body]
    return found


def entry(app: AppTest, name: str) -> str:
    (found,) = [part for part in ledger(app).split("<section")[1:] if f">{name}</a>" in part]
    return found


def test_wish_and_later_status_stand_side_by_side() -> None:
    app = open_page()
    assert not app.exception
    assert not app.warning
    tieling = entry(app, "铁岭保税物流中心（B型）")
    wish, _, known = tieling.partition('class="known"')
    assert "支持铁岭、盘锦保税物流中心尽快封关运作" in wish
    assert "省商务厅" in wish
    assert "impl-23" in wish
    assert "2016-12-26" in known
    assert "运行" in known


def test_what_is_not_known_is_said_plainly() -> None:
    app = open_page()
    assert "未查到" in entry(app, "长兴岛综合保税区")
    assert "未核实" in entry(app, "营口综合保税区")
    assert "两份政策没有提到" in entry(app, "大连保税区")
    assert "暂无数据" in entry(app, "锦州港")


def test_the_summary_counts_only_later_and_sourced_reports() -> None:
    text = words(open_page())
    assert "政策要求建设或推进的 18 处：2 处有后来的来源说在运行，3 处" in text
    assert "13 处未查到现状" in text


def test_filters_by_city_kind_and_wish() -> None:
    app = open_page(cities="anshan,dandong", sorts="market,zone")
    assert not app.exception
    assert "鞍山西柳服装市场" in ledger(app)
    assert "丹东边境经济合作区" in ledger(app)
    assert "辽阳佟二堡皮草市场" not in ledger(app)
    asked = open_page(named="asked")
    assert "大连保税区" not in ledger(asked)
    assert "营口综合保税区" in ledger(asked)
    none = open_page(cities="fuxin", sorts="market")
    assert "没有符合条件的地点" in ledger(none)


def test_unknown_filters_are_a_notice() -> None:
    app = open_page(cities="beijing", sorts="corridor")
    assert "beijing" in app.warning[0].value
    assert "corridor" in app.warning[0].value


@pytest.mark.parametrize("selection", ["bonded:tieling-logistics-centre", "impl-23", "country:RUS"])
def test_any_selection_opens_in_the_panel(selection: str) -> None:
    app = open_page(select=selection)
    assert not app.exception
    assert "返回总览" in words(app)


def test_the_selected_entry_is_marked() -> None:
    app = open_page(select="market:xiliu")
    assert "chosen" in entry(app, "鞍山西柳服装市场")
    assert "chosen" not in entry(app, "沈阳五爱市场")


def test_the_map_opens_on_liaoning(catalog: Catalog) -> None:
    drawn = liaoning.drawn(catalog, [], "")
    assert drawn.opening == LIAONING
    assert drawn.points == ()
    assert drawn.lines


def test_english() -> None:
    text = words(open_page(lang="en"))
    assert "Asked for in 2015" in text
    assert "Tieling Bonded Logistics Centre" in text


def test_without_city_borders_it_says_so(monkeypatch: pytest.MonkeyPatch, catalog: Catalog) -> None:
    monkeypatch.setattr(liaoning, "outlines", lambda: None)
    assert "城市边界文件未能读取" in liaoning.ledger(catalog, [], "", "zh")
