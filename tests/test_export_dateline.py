"""Shapes leave the Pacific frame whole: cut at the date line, nothing lost, nothing moved."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, box
from shapely.geometry.base import BaseGeometry

from corridors import paths, shapes
from corridors.catalog import Catalog
from corridors.exchange.exporting.dateline import cut

COUNTRIES = shapes.read(paths.GEO / "countries.geojson")


def is_within(shape: BaseGeometry) -> bool:
    west, _, east, _ = shape.bounds
    return bool(west >= -180 and east <= 180)


def test_what_lies_within_is_not_touched() -> None:
    line = LineString([(-179, 0), (179, 10)])
    assert cut(line) is line


def test_a_line_over_the_date_line_becomes_two() -> None:
    assert (
        cut(LineString([(170, 0), (190, 20)])).wkt == "MULTILINESTRING ((170 0, 180 10), (-180 10, -170 20))"
    )


def test_a_point_beyond_180_comes_home() -> None:
    assert cut(Point(190, 5)) == Point(-170, 5)


def test_an_area_cut_by_the_frame_is_joined() -> None:
    """The Pacific frame cuts at −30; a file does not."""
    pieces = box(-30, 0, -20, 10).union(box(320, 0, 330, 10))
    assert cut(pieces).equals(box(-40, 0, -20, 10))


@pytest.mark.parametrize("key", [key for key, shape in COUNTRIES.items() if not is_within(shape)])
def test_countries_stay_valid_and_keep_their_area(key: str) -> None:
    whole = cut(COUNTRIES[key])
    assert is_within(whole)
    assert whole.is_valid
    assert whole.area == pytest.approx(COUNTRIES[key].area, rel=1e-9)


def test_every_corridor_line_keeps_its_length(catalog: Catalog) -> None:
    crossing = [line for line in catalog.leg_shapes.values() if not is_within(line)]
    assert crossing
    for line in crossing:
        assert cut(line).length == pytest.approx(line.length)
        assert shapes.length_km(cut(line)) == pytest.approx(shapes.length_km(line), rel=1e-3)


@given(st.lists(st.tuples(st.integers(-300, 300), st.integers(-80, 80)), min_size=2, max_size=8, unique=True))
def test_any_line_keeps_its_length_and_stays_within(points: list[tuple[int, int]]) -> None:
    line = LineString(points)
    whole = cut(line)
    assert is_within(whole)
    if all(abs(point[0]) != 180 for point in points):  # a line along the date line is on both sides
        assert whole.length == pytest.approx(line.length)
