"""What the map shows for which filters, and what a selection lights up."""

import base64

from corridors.catalog import Catalog
from corridors.maps import base, scene
from corridors.maps.scene import DEFAULT_LAYERS, Filters
from corridors.models import Zone
from corridors.vocabulary import Kind, Layer, LegStatus, State, ZoneType

MENG = "corridor:liao-meng-ou"


def test_no_filter_shows_everything_but_the_comparison(catalog: Catalog) -> None:
    drawn = scene.build(catalog, Filters())
    assert {p.id for p in drawn.points} == {p.id for p in scene.points(catalog)}
    assert {line.corridor for line in drawn.lines} == {c.id for c in catalog.corridors}
    assert all(line.status is not LegStatus.COMPARISON for line in drawn.lines)
    assert len(drawn.goals) >= 8


def test_suez_is_a_comparison_line_only(catalog: Catalog) -> None:
    drawn = scene.build(catalog, Filters(layers=DEFAULT_LAYERS | {Layer.COMPARISON}))
    assert any(line.status is LegStatus.COMPARISON for line in drawn.lines)
    lit = scene.drawables(catalog, "corridor:liao-hai-ou")
    compared = {line.id for line in scene.lines(catalog) if line.status is LegStatus.COMPARISON}
    assert compared
    assert not compared & lit


def test_a_goal_is_never_a_point(catalog: Catalog) -> None:
    goals = [z for z in catalog.entities.values() if isinstance(z, Zone) and z.type is ZoneType.GOAL]
    assert len(goals) >= 8
    assert not {z.id for z in goals} & {p.id for p in scene.points(catalog)}


def test_corridor_filter_keeps_its_nodes(catalog: Catalog) -> None:
    drawn = scene.build(catalog, Filters(corridors=frozenset({MENG})))
    nodes = [p for p in drawn.points if scene.LAYER_OF_KIND[p.kind] is Layer.NODES]
    assert {line.corridor for line in drawn.lines} == {MENG}
    assert "city:choibalsan" in {p.id for p in nodes}
    assert all(MENG in catalog.corridors_of_entity[p.id] for p in nodes)


def test_country_filter_takes_several(catalog: Catalog) -> None:
    drawn = scene.build(catalog, Filters(countries=frozenset({"IDN", "UGA"})))
    assert {p.country for p in drawn.points} == {"IDN", "UGA"}
    assert {"zone:goal-indonesia", "zone:goal-east-africa"} == {z.id for z in drawn.goals}
    assert {line.corridor for line in drawn.lines} == {"corridor:liao-hai-ou"}


def test_state_and_industry_and_clause_filters(catalog: Catalog) -> None:
    operating = scene.build(catalog, Filters(states=frozenset({State.OPERATING})))
    assert operating.points
    assert {scene.state_of(p) for p in operating.points} == {State.OPERATING}
    clause = scene.build(catalog, Filters(clause="impl-23"))
    assert {p.kind for p in clause.points} >= {Kind.BONDED}
    named = {link.entity for link in catalog.links_by_clause["impl-23"]}
    assert {p.id for p in clause.points} <= named
    industry = scene.build(catalog, Filters(industries=frozenset({"industry:garments"})))
    assert 0 < len(industry.points) < len(scene.points(catalog))


def test_an_emptied_layer_list_shows_nothing(catalog: Catalog) -> None:
    drawn = scene.build(catalog, Filters(layers=frozenset()))
    assert not drawn.points
    assert not drawn.lines
    assert not drawn.goals


def test_a_selection_is_drawn_even_where_a_filter_hides_it(catalog: Catalog) -> None:
    drawn = scene.build(catalog, Filters(layers=frozenset()), "zone:uganda-liaoshen")
    assert [p.id for p in drawn.points] == ["zone:uganda-liaoshen"]


def test_a_clause_lights_its_places(catalog: Catalog) -> None:
    lit = scene.drawables(catalog, "guide-3-1")
    assert {"city:choibalsan", "crossing:manzhouli", "strait:bering", "country:IDN"} <= lit
    assert any(item.startswith("liao-meng-ou/") for item in lit)


def test_a_group_lights_its_members_and_an_agency_its_clauses(catalog: Catalog) -> None:
    assert len(scene.drawables(catalog, "group:asean")) == 10
    assert "country:PRK" in scene.drawables(catalog, "agency:dandong-government")
    assert scene.drawables(catalog, "nothing:here") == frozenset()


def test_mask_keeps_every_flag() -> None:
    flags = [index % 3 == 0 for index in range(131)]
    raw = base64.b64decode(base.mask(flags))
    assert [bool(raw[i >> 3] >> (i & 7) & 1) for i in range(131)] == flags
    assert base.mask([]) == ""


def test_ten_thousand_places_fit_into_two_kilobytes() -> None:
    assert len(base.mask([True] * 10_000)) < 2_000
