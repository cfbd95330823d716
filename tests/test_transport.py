"""Transport records, and the hours and emissions that follow from them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from corridors.catalog import Catalog
from corridors.network import costs, model
from corridors.network.indicators import indicators
from corridors.network.model import FIGURE_OF, KM_PER_NAUTICAL_MILE, Assumptions
from corridors.transport import Dwell, Figure, Measure, Season, Train
from corridors.vocabulary import Mode

PLAIN = {"id": "x", "name_zh": "甲", "name_en": "x", "unit": "h", "source": "gk"}
CORRIDORS = ("corridor:liao-hai-ou", "corridor:liao-man-ou", "corridor:liao-meng-ou")


@pytest.fixture(scope="module")
def chosen(catalog: Catalog) -> Assumptions:
    return model.defaults(catalog)


def test_every_assumption_knows_its_record(catalog: Catalog) -> None:
    assert len(catalog.figures) > 15
    for name in FIGURE_OF:
        record = model.figure(catalog, name)
        assert record.source in catalog.sources
        assert record.unit


def test_a_range_holds_its_value() -> None:
    assert Figure(**PLAIN, value=2, low=1, high=3).least == 1
    assert Figure(**PLAIN, value=2).most == 2
    for wrong in ({"low": 3}, {"high": 1}, {"value": 0}):
        with pytest.raises(ValidationError):
            Figure(**{**PLAIN, "value": 2, **wrong})


def test_speeds_of_wagons_and_block_trains_are_never_mixed(chosen: Assumptions) -> None:
    assert chosen.train is Train.BLOCK
    assert chosen.speeds()[Mode.RAIL] == chosen.rail_block_kmh
    assert chosen.with_(train=Train.WAGON).speeds()[Mode.RAIL] == chosen.rail_wagon_kmh


def test_the_block_train_speed_is_the_median_of_the_published_trains(catalog: Catalog) -> None:
    """Five trains; the one to Vorsino without a published length counts as 8,300 km."""
    trains = [trip for trip in catalog.trips.values() if trip.mode is Mode.RAIL]
    speeds = sorted((trip.km or 8300) / trip.days / 24 for trip in trains)
    record = model.figure(catalog, "rail_block_kmh")
    assert len(speeds) == 5
    assert record.value == pytest.approx(speeds[2], abs=0.1)
    assert (record.least, record.most) == pytest.approx((speeds[0], speeds[-1]), abs=0.1)


def test_yong_sheng_is_reached(catalog: Catalog, chosen: Assumptions) -> None:
    voyage = catalog.trips["yong-sheng-2013"]
    assert voyage.km == pytest.approx(7931 * KM_PER_NAUTICAL_MILE, abs=0.1)
    days = (voyage.km or 0) / chosen.speeds()[model.NSR] / 24
    assert days == pytest.approx(voyage.days, rel=0.07)


@pytest.mark.parametrize(("trip", "within"), [("yingkou-warsaw-2015", 0.1), ("yingkou-dobra-2015", 0.1)])
def test_trains_near_the_median_are_reached(
    catalog: Catalog, chosen: Assumptions, trip: str, within: float
) -> None:
    train = catalog.trips[trip]
    assert (train.km or 0) / chosen.rail_block_kmh / 24 == pytest.approx(train.days, rel=within)


@pytest.mark.parametrize("trip", ["shenyang-duisburg-2017", "dalian-moscow-2021", "yingkou-warsaw-2015"])
def test_every_published_train_lies_within_the_range(catalog: Catalog, trip: str) -> None:
    record, train = model.figure(catalog, "rail_block_kmh"), catalog.trips[trip]
    speed = (train.km or 0) / train.days / 24
    assert record.least - 0.1 <= speed <= record.most + 0.1


@given(st.sampled_from(sorted(FIGURE_OF)), st.floats(0.1, 1000))
def test_a_changed_number_has_no_range(catalog: Catalog, name: str, value: float) -> None:
    changed = model.defaults(catalog).with_(**{name: value})
    assert getattr(changed, name) == value
    low, high = model.bounds(catalog, changed)
    record = model.figure(catalog, name)
    if value != record.value:
        assert getattr(low, name) == getattr(high, name) == value
    others = set(FIGURE_OF) - {name}
    assert all(getattr(low, n) <= getattr(changed, n) <= getattr(high, n) for n in others)


@pytest.mark.parametrize("change", [{"speed": 1}, {"sea_kn": 0}, {"sea_kn": float("nan")}, {"sea_kn": "9"}])
def test_senseless_changes_are_refused(chosen: Assumptions, change: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"assumption|above zero"):
        chosen.with_(**change)


def test_emissions_per_teu(chosen: Assumptions) -> None:
    """Rail counts tonnes, sea counts containers: only one of them follows the load."""
    light, heavy = chosen.with_(tonnes_per_teu=5), chosen.with_(tonnes_per_teu=20)
    assert heavy.intensities()[Mode.RAIL] == pytest.approx(4 * light.intensities()[Mode.RAIL])
    assert heavy.intensities()[Mode.SEA] == light.intensities()[Mode.SEA]
    per_km = chosen.intensities()
    assert per_km[Mode.SEA] < per_km[Mode.RAIL] < per_km[Mode.ROAD]
    assert per_km[Mode.RAIL] == pytest.approx(chosen.rail_g_tkm * chosen.tonnes_per_teu / 1000)


def test_the_season_is_that_of_the_source(catalog: Catalog) -> None:
    season = catalog.seasons[costs.SEASON_NSR]
    assert season.months == (7, 8, 9, 10, 11)
    assert season.disputed == (11,)
    with pytest.raises(ValidationError):
        Season(id="x", name_zh="甲", name_en="x", gates=["strait:x"], months=[13], source="gk")


def test_border_hours_are_by_country_pair_before_the_average(catalog: Catalog) -> None:
    rows = [record for record in catalog.figures.values() if isinstance(record, Dwell)]
    assert {row.value for row in rows if row.mode is Mode.RAIL} >= {23, 9.1, 37.3}
    assert all(len(row.countries) in (0, 2) for row in rows)


@pytest.mark.parametrize("corridor", CORRIDORS)
def test_indicators_say_no_data_where_there_is_none(catalog: Catalog, corridor: str) -> None:
    rows = indicators(catalog, corridor)
    asked = {Measure.BORDER_TIME, Measure.BORDER_COST, Measure.SPEED_FREE, Measure.SPEED_ALL}
    assert asked <= {row.measure for row in rows}
    assert any(row.figure is None for row in rows)
    assert all(row.figure is None or row.figure.source in catalog.sources for row in rows)


def test_indicators_of_the_mongolian_corridor(catalog: Catalog) -> None:
    rows = {row.figure.id: row.figure for row in indicators(catalog, "corridor:liao-meng-ou") if row.figure}
    assert (rows["c4-border-time-rail"].value, rows["c4-border-time-rail"].unit) == (9.1, "h")
    assert rows["mng-inbound-time-rail"].value == 22.39


def test_no_indicator_of_another_corridor_shows_up(catalog: Catalog) -> None:
    sea = indicators(catalog, "corridor:liao-hai-ou")
    assert all(row.figure is None for row in sea)
    assert all(
        row.figure is None or row.figure.id[:5] == "carec" for row in indicators(catalog, CORRIDORS[1])
    )
    with pytest.raises(ValueError, match="no corridor"):
        indicators(catalog, "city:shenyang")
