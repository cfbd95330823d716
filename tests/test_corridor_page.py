"""The corridor page: what it shows, what a click does, what an address brings back."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.test_app import run, words


def corridor(**params: str) -> AppTest:
    app = run(**params)
    return app.switch_page("pages/corridor.py").run()


def test_it_opens_on_a_corridor() -> None:
    app = corridor()
    assert not app.exception
    assert app.session_state["line"] == "liao-hai-ou"
    assert "14,198 公里" in words(app)
    assert "暂无数据" in words(app)


@pytest.mark.parametrize(
    ("selected", "line", "expected"),
    [
        ("corridor:liao-man-ou", "liao-man-ou", "1435|1520"),
        ("corridor:liao-meng-ou", "liao-meng-ou", "珠恩嘎达布其"),
        ("crossing:erenhot", "liao-meng-ou", "2023 年每天约接发 20 列"),
        ("impl-13", "liao-hai-ou", "省级境外经贸合作区"),
    ],
)
def test_a_selection_brings_its_corridor(selected: str, line: str, expected: str) -> None:
    app = corridor(select=selected)
    assert not app.exception
    assert app.session_state["line"] == line
    assert expected in words(app)


def test_a_leg_tells_its_clauses_and_takes_the_place_of_the_selection() -> None:
    app = corridor(select="corridor:liao-hai-ou")
    app.session_state["way"] = "manzhouli-zabaikalsk"
    app.run()
    assert app.session_state["select"] == ""
    assert (app.session_state["line"], app.session_state["branch"]) == ("liao-man-ou", "dalian")
    assert "满洲里—后贝加尔斯克" in words(app)
    assert "两端节点的依据条款" in words(app)
    app.session_state["select"] = "city:harbin"
    app.run()
    assert app.session_state["way"] is None
    assert "两端节点的依据条款" not in words(app)


def test_a_leg_of_another_branch_brings_that_branch() -> None:
    app = corridor(select="corridor:liao-meng-ou")
    assert app.session_state["branch"] == "jinzhou-planned"
    app.session_state["way"] = "ulaanbaatar-naushki"
    app.run()
    assert app.session_state["branch"] == "shenyang-erenhot"


def test_another_corridor_forgets_branch_leg_and_selection() -> None:
    app = corridor(select="corridor:liao-meng-ou")
    app.button_group(key="line").set_value("liao-man-ou").run()
    assert not app.exception
    assert app.session_state["select"] == ""
    assert app.session_state["branch"] == "dalian"
    assert "后贝加" in words(app)


def test_the_distance_filters_places_near_the_line() -> None:
    app = corridor(select="corridor:liao-man-ou")
    assert "中俄托木斯克木材工贸合作区" in words(app)
    app.button_group(key="near").set_value("50").run()
    assert "中俄托木斯克木材工贸合作区" not in words(app)
    assert "沈阳综合保税区新B区" in words(app)


def test_unknown_values_are_a_notice() -> None:
    app = run()
    for key, value in {"line": "liao-xxx", "branch": "<b>", "near": "1e9", "way": "${1}"}.items():
        app.query_params[key] = value
    app.switch_page("pages/corridor.py").run()
    assert not app.exception
    notice = " ".join(w.value for w in app.warning)
    for value in ("liao-xxx", "1e9"):
        assert value in notice
    assert app.session_state["line"] == "liao-hai-ou"


def test_it_speaks_english() -> None:
    app = corridor(select="corridor:liao-man-ou", lang="en")
    assert not app.exception
    assert "Zabaikalsk" in words(app)
    assert "no data" in words(app)
    assert "Performance indicators" in words(app)


def test_what_is_said_of_a_branch_is_in_the_language_of_the_page() -> None:
    shown = words(corridor(select="corridor:liao-hai-ou", lang="en"))
    assert "Jakarta, Port Moresby and Suva stand in" in shown
    assert "政策只写“印尼”" not in shown
