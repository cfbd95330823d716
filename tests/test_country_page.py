"""The country page: coverage, profiles of countries and groups, any other selection."""

import pytest
from streamlit.testing.v1 import AppTest

from corridors.catalog import Catalog
from corridors.ui import country, country_coverage
from corridors.vocabulary import Kind
from tests.test_app import run, words

PAGE = "pages/country.py"


def open_page(**params: str) -> AppTest:
    app = run(**params)
    for key, value in params.items():
        app.query_params[key] = value
    return app.switch_page(PAGE).run()


def test_it_opens_on_the_coverage() -> None:
    app = open_page()
    assert not app.exception
    assert not app.warning
    text = words(app)
    assert "原文点名的 14 个国家中" in text
    assert "塞尔维亚" in text
    assert 'popovertarget="goals-IDN"' in text
    assert "乌干达</a>" not in text.partition("怎样读这张图")[0]


def test_scopes() -> None:
    everyone = open_page(scope="all")
    assert "巴西" in words(everyone)
    gaps = open_page(scope="gaps")
    assert "日本" in words(gaps)
    assert "印度尼西亚</a>" not in words(gaps).partition("怎样读这张图")[0]
    wild = open_page(scope="wild")
    assert not wild.exception
    assert wild.warning


def test_a_country_tells_wishes_corridors_and_zones() -> None:
    app = open_page(select="country:RUS")
    assert not app.exception
    text = words(app)
    for expected in ("全力推进在", "资源基地", "承包工程", "省发展改革委", "境内陆路约 6,", "乌苏里斯克"):
        assert expected in text
    assert app.selectbox(key="area").value == "country:RUS"


def test_distance_to_the_nearest_node() -> None:
    assert "距 雅加达港 44 公里（直线）" in words(open_page(select="country:IDN"))


def test_a_group_tells_its_members() -> None:
    text = words(open_page(select="group:east-africa"))
    assert "东非省级境外经贸合作区（目标）" in text
    assert "乌干达辽沈工业园" in text
    assert "肯尼亚" in text


def test_inferred_wishes_say_so() -> None:
    text = words(open_page(select="country:BRA"))
    assert "推及，条款点名的是 拉美" in text


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        ("zone:ussuriysk", "政策要在这里做什么"),
        ("zone:goal-east-africa", "东非"),
        ("impl-13", "牵头"),
        ("agency:commerce-department", "省商务厅"),
        ("country:CUW", "两份政策没有提到它"),
    ],
)
def test_any_selection_opens(selection: str, expected: str) -> None:
    app = open_page(select=selection)
    assert not app.exception
    assert not app.warning
    assert expected in words(app)


def test_choosing_a_country_selects_it() -> None:
    app = open_page()
    app.selectbox(key="area").select("country:MNG").run()
    assert app.session_state["select"] == "country:MNG"
    assert "草原之路" in words(app)


def test_an_unknown_id_is_a_notice() -> None:
    app = open_page(select="country:XXX")
    assert app.warning
    assert "覆盖情况" in words(app)


def test_every_country_and_group_has_a_profile(catalog: Catalog) -> None:
    areas = [p.id for p in catalog.places() if p.kind in (Kind.COUNTRY, Kind.GROUP)]
    assert len(areas) > 200
    for area in areas:
        assert "<article" in country.wants(catalog, area, "en")
        assert "<article" in country.facts(catalog, area, "zh")


def test_every_cell_has_a_place_of_its_own_for_its_evidence(catalog: Catalog) -> None:
    html = country_coverage.coverage(catalog, "all", "zh")
    targets = [part.partition('"')[0] for part in html.split('popovertarget="')[1:]]
    assert len(targets) > 200
    assert len(targets) == len(set(targets))
    assert all(f'id="{target}"' in html for target in targets)


def test_english() -> None:
    text = words(open_page(select="country:IDN", lang="en"))
    assert "What the policies want here" in text
    assert "44 km from Port of Jakarta" in text


def test_without_outlines_it_says_so(monkeypatch: pytest.MonkeyPatch, catalog: Catalog) -> None:
    monkeypatch.setattr(country, "outlines", lambda: None)
    assert "境内里程暂无数据" in country.facts(catalog, "country:RUS", "zh")
