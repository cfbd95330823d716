"""The part of a country that the map goes to when the country is selected."""

import pytest

from corridors import paths
from corridors.maps.ground import ground


@pytest.fixture(scope="module")
def boxes() -> dict[str, tuple[float, float, float, float]]:
    """West, south, east, north by country."""
    return {shape["id"]: shape.get("view", shape["box"]) for shape in ground(paths.GEO / "countries.geojson")}


@pytest.mark.parametrize(
    ("country", "lon", "lat"),
    [
        ("IDN", 98, 3),  # Sumatra
        ("IDN", 138, -4),  # Papua
        ("MYS", 101, 4),
        ("MYS", 116, 5),
        ("JPN", 130.7, 32.5),
        ("JPN", 143, 43),
        ("NZL", 169, -45),
        ("NZL", 175, -38),
        ("RUS", 187, 66),
    ],
)
def test_all_large_parts_are_in_view(boxes, country: str, lon: float, lat: float) -> None:  # type: ignore[no-untyped-def]
    west, south, east, north = boxes[f"country:{country}"]
    assert west < lon < east
    assert south < lat < north


@pytest.mark.parametrize(("country", "widest"), [("FRA", 15), ("NOR", 30), ("CHN", 65), ("GRL", 70)])
def test_far_and_small_parts_do_not_widen_it(boxes, country: str, widest: float) -> None:  # type: ignore[no-untyped-def]
    west, _, east, _ = boxes[f"country:{country}"]
    assert east - west < widest
