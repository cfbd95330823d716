"""How corridors pass countries, what the policies want there, and what lies in Liaoning."""

from collections.abc import Mapping

import pytest
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from corridors import paths, shapes
from corridors.analysis import liaoning, passage, profile
from corridors.analysis.passage import Inside
from corridors.catalog import Catalog
from corridors.models import Place
from corridors.vocabulary import Kind, LegStatus, Relation

# A line with few points cuts across bays, and a quay stands on the drawn sea: kilometres of a leg
# that may lie in no country.
BESIDE = 15


@pytest.fixture(scope="module")
def outlines() -> Mapping[str, BaseGeometry]:
    return shapes.read(paths.GEO / "countries.geojson")


@pytest.fixture(scope="module")
def cities() -> Mapping[str, BaseGeometry]:
    return shapes.read(paths.GEO / "liaoning.geojson")


@pytest.fixture(scope="module")
def inside(catalog: Catalog, outlines: Mapping[str, BaseGeometry]) -> Inside:
    return passage.inside(catalog, outlines)


def place(catalog: Catalog, identifier: str) -> Place:
    found = catalog.entities[identifier]
    assert isinstance(found, Place)
    return found


def test_the_countries_share_each_land_leg_among_them(catalog: Catalog, inside: Inside) -> None:
    legs = [key for key in catalog.leg_shapes if catalog.legs[key].mode in passage.ON_LAND]
    assert len(legs) > 15
    for leg in legs:
        whole = shapes.length_km(catalog.leg_shapes[leg])
        shared = sum(km.get(leg, 0.0) for km in inside.values())
        assert shared == pytest.approx(whole, rel=0.02, abs=BESIDE), leg


def test_no_country_has_a_leg_at_sea(catalog: Catalog, inside: Inside) -> None:
    found = {leg for km in inside.values() for leg in km}
    assert found
    assert {catalog.legs[leg].mode for leg in found} <= passage.ON_LAND


def test_russia_carries_most_of_the_rail(catalog: Catalog, inside: Inside) -> None:
    passed = passage.passages(catalog, "country:RUS", inside)
    dalian = next(p for p in passed if p.branch == "dalian")
    # Zabaikalsk–Moscow alone is 6,660 km of published track; the drawn line is a little shorter.
    assert 6_400 < dalian.km < 7_200
    assert dalian.nodes[0] == "crossing:zabaikalsk"
    assert all(p.status is not LegStatus.COMPARISON for p in passed)


def test_a_country_at_sea_has_nodes_and_no_kilometres(catalog: Catalog, inside: Inside) -> None:
    (south,) = passage.passages(catalog, "country:IDN", inside)
    assert (south.corridor, south.km, south.nodes) == ("corridor:liao-hai-ou", 0, ("port:jakarta",))
    assert passage.passages(catalog, "country:JPN", inside) == ()


def test_without_outlines_there_are_still_nodes(catalog: Catalog) -> None:
    passed = passage.passages(catalog, "country:MNG", passage.inside(catalog, {}))
    assert passed
    assert {p.km for p in passed} == {0}


def test_nearest_node(catalog: Catalog) -> None:
    kitic = place(catalog, "zone:kitic")
    nearest = passage.nearest_node(catalog, kitic)
    assert nearest is not None
    assert nearest.node == "port:jakarta"
    jakarta = place(catalog, "port:jakarta")
    line = LineString([(kitic.lon, kitic.lat), (jakarta.lon, jakarta.lat)])
    assert nearest.km == pytest.approx(shapes.length_km(line), rel=1e-6)
    assert passage.nearest_node(catalog, place(catalog, "zone:goal-serbia")) is None


def test_what_the_policies_want_of_russia(catalog: Catalog) -> None:
    wanted = profile.wishes(catalog, "country:RUS")
    assert {link.measure for link in wanted[Relation.ZONE_GOAL]} == {"guide-3-3", "guide-4-1", "impl-13"}
    assert {link.measure for link in wanted[Relation.RESOURCE]} == {"guide-3-5", "impl-15"}
    assert list(wanted) == [relation for relation in profile.WISHES if relation in wanted]
    assert profile.wishes(catalog, "country:BRA") != {}
    assert profile.wishes(catalog, "country:CUW") == {}


def test_every_relation_to_a_country_is_shown(catalog: Catalog) -> None:
    relations = {link.relation for link in catalog.links if link.entity.startswith(("country:", "group:"))}
    assert relations <= set(profile.WISHES)


def test_industries_stand_in_the_same_sentence(catalog: Catalog) -> None:
    found = profile.industries(catalog, "country:SRB")
    assert found["industry:building-materials"] == ("guide-4-2",)
    # Light industry is in the sentence before, about Kazakhstan.
    assert "industry:light-industry" not in found


def test_coverage_names_the_gaps(catalog: Catalog, inside: Inside) -> None:
    japan = profile.coverage(catalog, "country:JPN", inside)
    assert (japan.zones, japan.corridors, japan.stated) == ((), (), True)
    assert not japan.only_mentioned
    russia = profile.coverage(catalog, "country:RUS", inside)
    assert set(russia.corridors) == {"corridor:liao-man-ou", "corridor:liao-meng-ou"}
    assert "zone:goal-russia" in russia.goals
    assert "zone:ussuriysk" in russia.zones
    brazil = profile.coverage(catalog, "country:BRA", inside)
    assert not brazil.stated


def test_targets_are_reached_by_clauses_and_abroad(catalog: Catalog) -> None:
    found = profile.targets(catalog)
    assert len(found) > 100
    assert profile.HOME not in found
    named = [profile.named(catalog, country) for country in found]
    assert named == sorted(named, reverse=True)
    assert sum(named) >= 14


def test_places_of_liaoning_and_their_cities(catalog: Catalog, cities: Mapping[str, BaseGeometry]) -> None:
    found = {local.place.id: local.city for local in liaoning.locals_of(catalog, cities)}
    assert found["market:xiliu"] == "city:anshan"  # the record says Haicheng, a town in Anshan
    assert found["port:dandong"] == "city:dandong"
    assert found["zone:dandong-border"] == "city:dandong"
    assert found["zone:liaoning-ftz"] == ""
    assert not {"port:yantai", "city:harbin", "zone:shanghai-ftz", "market:irkutsk-goal"} & set(found)
    assert {b.id for b in catalog.places(Kind.BONDED)} <= set(found)
    assert len(cities) == 14
    assert set(cities) <= set(found)


def test_without_city_borders_only_the_records_tell(catalog: Catalog) -> None:
    assert liaoning.city_of(place(catalog, "port:dalian"), {}) is None
    assert liaoning.city_of(place(catalog, "platform:chukou-shidai"), {}) == ""
