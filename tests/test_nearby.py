"""Places near a line: distances on the ellipsoid, nearest first, nothing without a point."""

import pytest
from shapely.geometry import LineString, Point
from shapely.ops import nearest_points

from corridors.catalog import Catalog
from corridors.models import Branch
from corridors.network.nearby import Near, nearby
from corridors.shapes import GEOD
from corridors.vocabulary import Kind


def branch(catalog: Catalog, identifier: str) -> Branch:
    return next(b for c in catalog.corridors for b in c.branches if b.id == identifier)


def along(catalog: Catalog, identifier: str, km: float) -> tuple[Near, ...]:
    way = branch(catalog, identifier)
    return nearby(catalog, way.legs, catalog.nodes(way), km)


def test_the_nearest_comes_first_and_none_is_too_far(catalog: Catalog) -> None:
    found = along(catalog, "dalian", 200)
    assert len(found) > 10
    assert [near.km for near in found] == sorted(near.km for near in found)
    assert all(near.km <= 200 for near in found)
    assert {near.place.kind for near in found} == {Kind.ZONE, Kind.BONDED}


def test_a_wider_search_finds_what_the_narrow_one_did(catalog: Catalog) -> None:
    near, far = along(catalog, "dalian", 100), along(catalog, "dalian", 500)
    assert {n.place.id: n.km for n in near}.items() <= {n.place.id: n.km for n in far}.items()
    assert len(far) > len(near)


def test_distances_agree_with_the_nearest_point_of_each_leg(catalog: Catalog) -> None:
    found = along(catalog, "dalian", 200)
    legs = [catalog.leg_shapes[leg] for leg in branch(catalog, "dalian").legs]
    for near in found:
        here = Point(near.place.lon, near.place.lat)
        # The point nearest in degrees is at least as far away as the one nearest on the ground.
        spots = [nearest_points(LineString(leg.coords), here)[0] for leg in legs]
        bound = min(GEOD.inv(here.x, here.y, s.x, s.y)[2] / 1000 for s in spots)
        assert near.km <= bound + 1.2
        assert near.km >= bound * 0.6 - 1.2


def test_the_nearest_node_is_named(catalog: Catalog) -> None:
    found = {near.place.id: near for near in along(catalog, "dalian", 200)}
    near = found["bonded:dalian-dayaowan-comprehensive"]
    assert near.node == "port:dalian"
    assert near.node_km == pytest.approx(23, abs=3)


def test_a_goal_without_a_site_is_near_nothing(catalog: Catalog) -> None:
    assert not [near for near in along(catalog, "dalian", 20_000) if not near.place.is_point]


def test_nothing_without_a_line(catalog: Catalog) -> None:
    assert nearby(catalog, ["no-such-leg"], ["port:dalian"], 1000) == ()
    assert nearby(catalog, branch(catalog, "dalian").legs, [], 1000) == ()
