"""The benchmarks judge rightly, and the apps that are compared show the same."""

import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from corridors import paths
from corridors.catalog import Catalog
from corridors.maps import scene
from corridors.maps.scene import Filters

BENCH = paths.ROOT / "scripts" / "bench"
sys.path[:0] = [str(BENCH), str(BENCH / "peers")]

import growth  # noqa: E402 - the path comes first
from browse import report  # noqa: E402
from browse.apps import APPS, AT_ONCE, EMPTY, FLOOR, OURS, PEERS, USUAL  # noqa: E402
from browse.report import Figures  # noqa: E402
from browse.window import Wire  # noqa: E402
from grow.plot import plot  # noqa: E402

PAGE = paths.ROOT / "docs" / "performance.md"


def figures(first: float, kb: float, rerun: float, moved: float) -> Figures:
    found = Figures()
    for key, value in {"first ms": first, "first KB": kb, "filter ms": rerun, "filter KB": moved}.items():
        for round_ in (value, value, 100 * value):  # one bad round does not count
            found.note(key, round_)
    found.note("first whole KB", kb)
    return found


def measured(**ours: float) -> dict[str, Figures]:
    good = {"first": 1200.0, "kb": 1300.0, "rerun": 120.0, "moved": 12.0} | ours
    return {
        EMPTY: figures(1000, 1000, 0, 0),
        AT_ONCE: figures(800, 1000, 0, 0),
        FLOOR: figures(1050, 1010, 100, 2),
        USUAL: figures(3000, 2000, 600, 700),
        "plotly": figures(4000, 5000, 500, 600),
        OURS: figures(**good),
    }


def test_every_goal_can_be_met() -> None:
    text, good = report.report(measured(), 3)
    assert good
    assert text.count("PASS") == 5
    assert "1,200 ms · 1,300.0 KB" in text
    assert "1.20 × the empty page" in text
    assert "1.50 × one that is sent at once" in text


@pytest.mark.parametrize(
    ("ours", "missed"),
    [
        ({"first": 1301.0}, 1),
        ({"kb": 2000.0}, 1),
        ({"rerun": 131.0}, 1),
        ({"rerun": 301.0}, 2),
        ({"moved": 15.1}, 1),
    ],
)
def test_every_goal_can_be_missed(ours: dict[str, float], missed: int) -> None:
    text, good = report.report(measured(**ours), 3)
    assert not good
    assert text.count("MISS") == missed


def test_a_table_goes_between_its_marks(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("a\n<!-- browser -->\nold\n<!-- /browser -->\nb\n", encoding="utf-8")
    for _ in range(2):
        report.write(page, "browser", "new")
    assert page.read_text(encoding="utf-8") == "a\n<!-- browser -->\nnew\n<!-- /browser -->\nb\n"
    with pytest.raises(ValueError, match="growth"):
        report.write(page, "growth", "new")


@pytest.mark.parametrize("name", ["browser", "growth"])
def test_the_page_of_figures_has_a_place_for_each_table(name: str) -> None:
    whole = PAGE.read_text(encoding="utf-8")
    assert whole.count(f"<!-- {name} -->\n") == whole.count(f"\n<!-- /{name} -->") == 1


def test_the_wire_counts_what_came_in_a_stretch_of_time() -> None:
    wire = Wire(parts=[(1.0, 10), (2.0, 20), (3.0, 40)])
    assert wire.between(1.5, 3.0) == 60


def test_steepness() -> None:
    assert growth.steepness({1: 9, 100: 1, 1_000: 10}) == pytest.approx(1)
    assert growth.steepness({100: 1, 1_000: 100}) == pytest.approx(2)


def test_the_plot_is_the_same_each_time(tmp_path: Path) -> None:
    series = {"filter": {100: 0.1, 1_000: 0.2}}
    plot(series, series, tmp_path / "a.svg")
    plot(series, series, tmp_path / "b.svg")
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


FILTERED = [app for app in APPS if app.name not in (EMPTY, AT_ONCE, OURS)]


@pytest.mark.parametrize("app", FILTERED, ids=lambda a: a.name)
def test_a_peer_filters_the_same_places(app, catalog: Catalog) -> None:  # type: ignore[no-untyped-def]
    few = len(scene.build(catalog, Filters(countries=frozenset({"IDN"}))).points)
    assert app.script.parent == PEERS
    shown = AppTest.from_file(str(app.script), default_timeout=60).run()
    assert [m.value for m in shown.markdown] == [f"{len(scene.build(catalog, Filters()).points)} places"]
    shown.multiselect(key="countries").set_value(["IDN"]).run()
    assert not shown.exception
    assert [m.value for m in shown.markdown] == [f"{few} places"]
    assert few > 2


def test_ten_thousand_own_zones_cost_little_more_than_a_hundred() -> None:
    """Processor time of the page's whole script; the benchmark holds it to twice as much."""
    few, many = growth.page(100), growth.page(10_000)
    assert many[0] <= 3 * few[0]
    assert many[1] <= 3 * few[1]
