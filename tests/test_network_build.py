"""The pieces the network is built with, on networks small enough to check by eye."""

import itertools
from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridors.build import access, backbone, coast, lines, pack, rails, seaways, tables, tracks
from corridors.build.draft import Draft, Edge, Kind, normal
from corridors.build.roads import Access
from corridors.build.towns import Row
from corridors.network import graph
from corridors.network.graph import Gate
from corridors.vocabulary import Basis, Measure, Mode

RAIL = Kind(mode=Mode.RAIL, basis=Basis.OSM_RAIL, measure=Measure.TRACK, source="p05", gauge=1520)
WIDE = Kind(mode=Mode.RAIL, basis=Basis.OSM_RAIL, measure=Measure.TRACK, source="p05", gauge=1435)


def chain(lons, kind=RAIL, country="RUS"):
    """Nodes in a row along the equator, a hundred kilometres of track between neighbours."""
    draft = Draft()
    nodes = [draft.add_node((lon, 0.0), country) for lon in lons]
    for a, b in itertools.pairwise(nodes):
        draft.add_edge(a, b, 120.0, kind)
    return draft, nodes


def test_longitudes_are_brought_home() -> None:
    assert normal((190.0, 5.0)) == (-170.0, 5.0)
    assert normal((-180.00001, 1.0)) == (-180.0, 1.0)


def test_contracting_keeps_ends_lengths_and_shape() -> None:
    draft, nodes = chain([0, 1, 2, 3])
    draft.contract({nodes[2]}, Mode.RAIL)
    edges = sorted(draft.edges.values(), key=lambda edge: -edge.km)
    assert [edge.km for edge in edges] == [240.0, 120.0]
    assert {edges[0].a, edges[0].b} == {nodes[0], nodes[2]}
    assert len(edges[0].line) == 3


def test_contracting_stops_where_the_kind_changes_or_the_mode_is_another() -> None:
    draft, nodes = chain([0, 1])
    draft.add_edge(nodes[1], draft.add_node((2, 0), "CHN"), 100.0, WIDE)
    draft.contract(set(), Mode.RAIL)
    assert len(draft.edges) == 2
    draft, _ = chain([0, 1, 2])
    draft.contract(set(), Mode.SEA)
    assert len(draft.edges) == 2


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), min_size=1, max_size=14, unique=True), st.data()
)
def test_contracting_changes_no_distance_between_what_is_kept(pairs, data) -> None:
    draft = Draft()
    nodes = [draft.add_node((float(i), float(i % 3))) for i in range(8)]
    for a, b in pairs:
        if a != b:
            draft.add_edge(nodes[a], nodes[b], 500.0 + 10 * a + b, RAIL)
    keep = set(data.draw(st.lists(st.sampled_from(nodes), min_size=2, max_size=4, unique=True)))

    def apart(one: Draft):
        whole = nx.MultiGraph((e.a, e.b, {"km": e.km}) for e in one.edges.values())
        whole.add_nodes_from(keep)
        return {
            (a, b): nx.dijkstra_path_length(whole, a, b, weight="km")
            for a, b in itertools.combinations(sorted(keep), 2)
            if nx.has_path(whole, a, b)
        }

    before = apart(draft)
    draft.contract(keep, Mode.RAIL)
    assert apart(draft) == pytest.approx(before)


def test_cutting_shares_the_length() -> None:
    draft, nodes = chain([0, 3])
    number = next(iter(draft.edges))
    draft.edges[number] = Edge(*nodes, 360.0, RAIL, ((0, 0), (1, 0), (2, 0), (3, 0)))
    gated = replace(RAIL, gate="border")
    pieces = draft.cut(number, [(1, 0), (2, 0)], [RAIL, gated, RAIL])
    assert [draft.edges[p].km for p in pieces] == pytest.approx([120, 120, 120], rel=1e-3)
    assert [draft.edges[p].kind.gate for p in pieces] == ["", "border", ""]


def test_yards_become_one_node_and_gates_stay() -> None:
    draft, nodes = chain([0, 1, 1.005, 2])
    short = next(k for k, e in draft.edges.items() if e.a == nodes[1])
    draft.edges[short] = Edge(nodes[1], nodes[2], 0.6, RAIL, ((1, 0), (1.005, 0)))
    draft.collapse(1.5, set(), Mode.RAIL)
    assert len(draft.edges) == 2
    assert sum(edge.km for edge in draft.edges.values()) == pytest.approx(240.3)
    draft, nodes = chain([0, 1])
    draft.add_edge(nodes[1], draft.add_node((1.005, 0), "CHN"), 0.6, replace(RAIL, gate="border"))
    draft.collapse(1.5, set(), Mode.RAIL)
    assert len(draft.edges) == 2


def test_only_ways_between_ends_are_kept() -> None:
    draft, nodes = chain([0, 1, 2])
    stub = draft.add_edge(nodes[1], draft.add_node((1, 1)), 200.0, RAIL)
    parallel = draft.add_edge(nodes[0], nodes[2], 250.0, RAIL)
    kept = backbone.between(draft, draft.edges, [nodes[0], nodes[2]])
    assert not kept & {stub, parallel}
    assert len(kept) == 2


def test_what_is_kept_already_is_favoured() -> None:
    draft, nodes = chain([0, 1, 2])
    direct = draft.add_edge(nodes[0], nodes[2], 236.0, RAIL)
    old = set(draft.edges) - {direct}
    assert direct in backbone.between(draft, draft.edges, [nodes[0], nodes[2]])
    assert direct not in backbone.between(draft, draft.edges, [nodes[0], nodes[2]], old)


def test_a_line_that_touches_the_other_side_stays_in_its_country() -> None:
    points = [(100 + 0.01 * i, 50.0) for i in range(5)]
    line = nx.path_graph(5)
    touched = rails.countries(np.array(["RUS", "RUS", "KAZ", "RUS", "RUS"]), line, points)
    assert set(touched.values()) == {"RUS"}
    crossed = rails.countries(np.array(["RUS", "RUS", "KAZ", "KAZ", "KAZ"]), line, points)
    assert list(crossed.values()) == ["RUS", "RUS", "KAZ", "KAZ", "KAZ"]


def test_no_train_runs_over_a_closed_border_and_gauges_come_from_the_country() -> None:
    law = rails.Territory({"KOR": 1435, "PRK": 1435, "RUS": 1520}, frozenset({frozenset({"KOR", "PRK"})}))
    tracks = nx.Graph()
    tracks.add_edge(0, 1, km=100.0, kind=Kind(mode=Mode.RAIL))
    tracks.add_edge(1, 2, km=100.0, kind=Kind(mode=Mode.RAIL))
    draft = Draft()
    rails.add(draft, tracks, [(127, 37), (127, 38), (130, 43)], {0: "KOR", 1: "PRK", 2: "RUS"}, law)
    (only,) = draft.edges.values()
    assert only.kind.gate == "border"
    assert only.kind.gauge == 0


def test_a_way_round_an_island_stays_at_sea() -> None:
    across_jeju = ((126.0, 33.6), (126.9, 33.2))
    assert coast.land_km(*across_jeju) > 20
    line = coast.way_round(*across_jeju)
    assert line is not None
    assert (line[0], line[-1]) == across_jeju
    assert all(coast.land_km(a, b) < 1.0 for a, b in itertools.pairwise(line))


def test_a_way_round_an_islet_is_hardly_longer() -> None:
    past_islet = ((123.3896, 37.2321), (125.5709, 34.1499))
    straight = lines.distance_km(*past_islet)
    assert coast.land_km(*past_islet) > 1
    line = coast.way_round(*past_islet)
    assert line is not None
    assert lines.length_km(line) < 1.005 * straight
    assert all(coast.land_km(a, b) < 1.0 for a, b in itertools.pairwise(line))


def test_a_way_round_leaves_the_straight_line_for_each_island_by_itself() -> None:
    far_apart = ((125.5, 33.2), (130.2, 34.45))  # Jeju, then Tsushima
    line = coast.way_round(*far_apart)
    assert line is not None
    assert 1.0 < lines.length_km(line) / lines.distance_km(*far_apart) < 1.01
    assert all(coast.land_km(a, b) < 1.0 for a, b in itertools.pairwise(line))


def test_a_touch_of_land_does_not_break_a_strait() -> None:
    # In the Strait of Magellan the grid is too coarse for a way of its own.
    touching = ((-73.2623, -53.2521), (-72.5867, -53.5501))
    assert 0 < coast.land_km(*touching) < 1
    line = seaways.way(*touching, lines.distance_km(*touching), "")
    assert line is not None
    assert lines.length_km(line) < 1.05 * lines.distance_km(*touching)
    across_spain = ((-9.5, 40.0), (0.5, 40.0))
    assert seaways.way(*across_spain, lines.distance_km(*across_spain), "") is None


def test_every_track_past_a_border_station_leads_through_it(catalog) -> None:
    station = catalog.entities["crossing:manzhouli"]
    lon, lat = station.lon, station.lat
    points = [(lon - 0.05, lat), (lon + 0.05, lat), (lon - 0.05, lat + 0.005), (lon + 0.05, lat + 0.005)]
    far = [(lon - 0.05, lat + 0.2), (lon + 0.05, lat + 0.2)]
    net = tracks.Tracks([*points, *far], [(0, 1, 8.0), (2, 3, 8.0), (0, 2, 1.0), (1, 3, 1.0), (4, 5, 8.0)])
    layer = tracks.Layer(net, {station.id: station})
    layer.stop(station.id)
    node = layer.nodes[station.id]
    assert net.graph.has_edge(4, 5)
    assert net.graph.edges[0, node]["km"] + net.graph.edges[node, 1]["km"] == pytest.approx(8.0)
    assert node in nx.dijkstra_path(net.graph, 2, 3, weight="km")
    net.graph.remove_node(node)
    assert not nx.has_path(net.graph, 0, 1)


def test_borders_are_named_after_towns_and_never_numbered() -> None:
    def town(name, lon, country):
        return Row(f"town:{name}", name, name.upper(), (lon, 50.0), country, "city", "p06")

    towns = [town("甲城", 30.0, "BLR"), town("乙城", 30.1, "RUS"), town("丙城", 30.05, "UKR")]
    namer = rails.Namer({"BLR": ("白俄罗斯", "Belarus"), "RUS": ("俄罗斯", "Russia")}, towns)
    gates = [namer.gate(("BLR", "RUS"), (30.04, 50.0), index) for index in (1, 2, 3)]
    assert [gate.name_zh for gate in gates] == [
        "白俄罗斯—俄罗斯（近甲城）",
        "白俄罗斯—俄罗斯（近乙城）",
        "白俄罗斯—俄罗斯（近丙城）",
    ]
    assert gates[0].name_en == "Belarus–Russia (near 甲城)"
    assert namer.km((30.0, 50.0)) < 1 < namer.km((31.0, 50.0))


class Quay:
    """Stands in for the roads: every point has the same way to one quay."""

    def __init__(self, draft, stations, quay, km):
        self.stations, self.quays = stations, [quay]
        self._way = (quay, Access(0, km, (draft.points[stations[0]], (0.5, 0.1), draft.points[quay])))

    def to(self, nodes):
        assert nodes == self.quays
        return lambda _: self._way


@pytest.mark.parametrize(("km", "roads"), [(70.0, 1), (200.0, 0)])
def test_a_town_on_the_railway_has_a_road_to_a_quay_nearby(km, roads) -> None:
    draft, nodes = chain([0, 1])
    row = Row("town:1", "甲", "A", (0.0, 0.0), "RUS", "city", "p06", nodes=(nodes[0],))
    access.add_trucks(draft, [row], Quay(draft, [nodes[0]], nodes[1], km))
    found = [edge for edge in draft.edges.values() if edge.kind.mode == Mode.ROAD]
    assert len(found) == roads
    assert all(edge.km >= km and {edge.a, edge.b} == set(nodes) for edge in found)


def test_inland_there_is_no_way_at_sea() -> None:
    assert coast.way_round((100.0, 40.0), (101.0, 40.0)) is None


def test_what_is_packed_comes_back(tmp_path) -> None:
    draft, nodes = chain([179.5, -179.5, -178.5])
    draft.places["city:x"] = [nodes[1]]
    number = next(iter(draft.edges))
    draft.edges[number] = Edge(
        nodes[0], nodes[1], 140.0, replace(RAIL, gate="border:a-b-1"), ((179.5, 0), (180, 0.4), (-179.5, 0))
    )
    gate = Gate("border:a-b-1", "甲—乙", "A–B", "border", ("AAA", "BBB"), (1435, 1520), also=("crossing:x",))
    path = tmp_path / "network.npz"
    pack.write(path, pack.arrays(draft, [gate, Gate("strait:unused", "无", "none", "passage")]))
    network = graph.load(path)
    assert network.gates == (gate,)
    assert network.node_of["city:x"] == 1
    assert network.lon.tolist() == [179.5, -179.5, -178.5]
    edge = int(np.flatnonzero(network.gate == 0)[0])
    assert network.line(edge) == [(179.5, 0.0), (180.0, 0.4), (180.5, 0.0)]
    first = path.read_bytes()
    pack.write(path, pack.arrays(draft, [gate]))
    assert path.read_bytes() == first


def test_a_gate_without_a_record_is_refused() -> None:
    draft, _ = chain([0, 1], replace(RAIL, gate="border:x"))
    with pytest.raises(ValueError, match="border:x"):
        pack.arrays(draft, [])


def test_the_tables_are_sound(catalog) -> None:
    gauges = tables.read("gauges.csv", tables.CountryGauge)
    assert len({row.country for row in gauges}) == len(gauges) > 50
    sources = {row.source for row in gauges} | {
        row.source for row in tables.read("borders.csv", tables.Border)
    }
    assert sources <= catalog.sources.keys()
    for passage in tables.read("passages.csv", tables.Passage):
        assert passage.within is None or passage.within in catalog.entities
        assert passage.source in catalog.sources
    for stretch in tables.read("stretches.csv", tables.Stretch):
        assert set(stretch.legs) <= catalog.legs.keys()
    for code in tables.read("locodes.csv", tables.Locode):
        assert code.place in catalog.entities
    for link in tables.read("links.csv", tables.Link):
        assert link.source in catalog.sources


def test_a_bad_row_is_refused(tmp_path) -> None:
    (tmp_path / "gauges.csv").write_text("country,gauge,source\nChina,1435,gk\n", encoding="utf-8")
    with pytest.raises(ValueError, match="country"):
        tables.read("gauges.csv", tables.CountryGauge, tmp_path)
