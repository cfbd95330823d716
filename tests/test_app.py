"""Every page runs, with a selection, without one, and on damaged data."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from corridors import paths
from corridors.catalog import Catalog
from corridors.policy.library import open_library
from corridors.ui import cards
from corridors.ui import library as shared

PAGES = [
    "pages/map.py",
    "pages/corridor.py",
    "pages/compare.py",
    "pages/zones.py",
    "pages/country.py",
    "pages/liaoning.py",
    "pages/policy.py",
    "pages/brief.py",
    "pages/story.py",
    "pages/own.py",
    "pages/about.py",
]


def run(**params: str) -> AppTest:
    app = AppTest.from_file(str(paths.ROOT / "app.py"), default_timeout=60)
    for key, value in params.items():
        app.query_params[key] = value
    return app.run()


def words(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


def test_every_page_is_listed_here() -> None:
    assert sorted(
        p.relative_to(paths.ROOT).as_posix() for p in (paths.ROOT / "pages").glob("*.py")
    ) == sorted(PAGES)


def test_the_map_page_opens_on_the_overview() -> None:
    app = run()
    assert not app.exception
    assert not app.warning
    assert "怎样读这张图" in words(app)
    assert "辽蒙欧" in words(app)


def test_the_other_page_opens() -> None:
    app = run()
    app.switch_page("pages/about.py").run()
    assert not app.exception
    assert "未核实" in words(app)


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        ("corridor:liao-man-ou", "满洲里"),
        ("impl-13", "省级境外经贸合作区"),
        ("zone:uganda-liaoshen", "乌干达辽沈工业园"),
        ("group:asean", "东盟"),
        ("agency:commerce-department", "省商务厅"),
    ],
)
def test_a_selection_from_the_address(identifier: str, expected: str) -> None:
    app = run(select=identifier)
    assert not app.exception
    assert expected in words(app)


def test_an_unknown_id_is_a_notice_and_the_default_view() -> None:
    app = run(select="zone:no-such-place", countries="XXX,IDN", layers="zones,nonsense")
    assert not app.exception
    notices = " ".join(w.value for w in app.warning)
    assert "zone:no" in notices
    assert "XXX" in notices
    assert "nonsense" in notices
    assert "怎样读这张图" in words(app)
    assert app.session_state["countries"] == ["IDN"]


def test_every_entity_and_clause_has_a_card(catalog: Catalog) -> None:
    everything = [*catalog.entities, *catalog.clauses]
    assert len(everything) > 300
    for identifier in everything:
        for lang in ("zh", "en"):
            assert "<article" in cards.detail(catalog, identifier, lang)


@pytest.fixture
def damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the data that the app will open."""
    data = tmp_path / "data"
    shutil.copytree(paths.DATA, data)
    publish = shared.publish
    monkeypatch.setattr(shared, "open_library", lambda: open_library(data))
    monkeypatch.setattr(shared, "publish", lambda catalog: publish(catalog, tmp_path, data / "geo"))
    st.cache_resource.clear()
    yield data
    st.cache_resource.clear()


def test_a_damaged_record_is_a_notice_and_the_rest_is_shown(damaged: Path) -> None:
    record = damaged / "places/zone/uganda-liaoshen.toml"
    record.write_text(record.read_text(encoding="utf-8") + "\nnonsense = 1\n", encoding="utf-8")
    app = run(select="corridor:liao-meng-ou")
    assert not app.exception
    assert "uganda-liaoshen.toml" in app.warning[0].value
    assert "乔巴山" in words(app)


@pytest.mark.parametrize("name", ["geo/countries.geojson", "geo/legs.geojson", "policy/impl-2015-12-30.txt"])
def test_a_missing_file_is_a_notice_and_no_trace(damaged: Path, name: str) -> None:
    (damaged / name).unlink()
    app = run()
    assert not app.exception
    assert any(Path(name).name in w.value for w in [*app.warning, *app.error])
    assert "怎样读这张图" in words(app)


def test_broken_shapes_are_an_error_message(damaged: Path) -> None:
    (damaged / "geo/countries.geojson").write_text('{"features": [{"id": 1}]}', encoding="utf-8")
    app = run()
    assert not app.exception
    assert "地图无法显示" in app.error[0].value
