"""Shortest paths and different ways on a hand-made network whose answers can be worked out."""

from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.catalog import Catalog
from corridors.network import alternatives, blocking, costs, cutting, model, router
from corridors.network.blocking import Avoided
from corridors.network.graph import NO_GATE, Gate, Network
from corridors.network.layout import layout
from corridors.network.model import Assumptions
from corridors.transport import Train
from corridors.vocabulary import LegStatus, Mode

# node: id, lon, lat, country
NODES = (
    ("city:shenyang", 123.4, 41.8, "CHN"),
    ("crossing:manzhouli", 117.4, 49.6, "CHN"),
    ("crossing:zabaikalsk", 117.3, 49.7, "RUS"),
    ("crossing:erenhot", 112.0, 43.6, "CHN"),
    ("crossing:zamyn-uud", 111.9, 43.7, "MNG"),
    ("city:ulan-ude", 107.6, 51.8, "RUS"),
    ("crossing:brest", 23.7, 52.1, "BLR"),
    ("crossing:malaszewicze", 23.5, 52.0, "POL"),
    ("city:duisburg", 6.8, 51.4, "DEU"),
    ("port:dalian", 121.7, 38.9, "CHN"),
    ("", 121.8, 38.9, ""),
    ("", 32.5, 29.9, ""),
    ("", 32.3, 31.3, ""),
    ("", -169.4, 66.3, ""),
    ("", 58.1, 70.5, ""),
    ("", 4.0, 52.0, ""),
    ("port:rotterdam", 4.4, 51.9, "NLD"),
    ("port:suva", 178.4, -18.1, "FJI"),
)
GATES = (
    Gate("crossing:manzhouli", "满洲里", "Manzhouli", "border", ("CHN", "RUS"), (1435, 1520)),
    Gate("crossing:erenhot", "二连浩特", "Erenhot", "border", ("CHN", "MNG"), (1435, 1520)),
    Gate("crossing:naushki", "纳乌什基", "Naushki", "border", ("MNG", "RUS"), (1520,)),
    Gate("border:blr-rus-1", "俄罗斯—白俄罗斯", "Russia–Belarus", "border", ("BLR", "RUS"), (1520,)),
    Gate("crossing:brest", "布列斯特", "Brest", "border", ("BLR", "POL"), (1520, 1435)),
    Gate("border:deu-pol-1", "波兰—德国", "Poland–Germany", "border", ("DEU", "POL"), (1435,)),
    Gate("strait:suez", "苏伊士运河", "Suez Canal", "passage", ("EGY",)),
    Gate("strait:northeast-passage", "北极东北航道", "Northeast Passage", "passage"),
    Gate("port:dalian", "大连港", "Port of Dalian", "port", ("CHN",)),
    Gate("port:rotterdam", "鹿特丹港", "Port of Rotterdam", "port", ("NLD",)),
    Gate("border:deu-nld-1", "德国—荷兰", "Germany–Netherlands", "border", ("DEU", "NLD"), (1435,)),
)
MODES = ("sea", "roro", "rail", "road", "transfer")
# start, end, km, mode, gauge, gate, status
EDGES = (
    (0, 1, 1480, "rail", 1435, None, 0),
    (1, 2, 12, "rail", 0, 0, 0),
    (2, 5, 1100, "rail", 1520, None, 0),
    (0, 3, 1300, "rail", 1435, None, 0),
    (3, 4, 12, "rail", 0, 1, 0),
    (4, 5, 1400, "rail", 1520, 2, 0),
    (5, 6, 6600, "rail", 1520, 3, 0),
    (6, 7, 12, "rail", 0, 4, 0),
    (7, 8, 1280, "rail", 1435, 5, 0),
    (0, 9, 400, "rail", 1435, None, 0),
    (9, 10, 0, "transfer", 0, 8, 0),
    (10, 11, 13500, "sea", 0, None, 0),
    (11, 12, 190, "sea", 0, 6, 0),
    (12, 15, 6200, "sea", 0, None, 0),
    (10, 13, 6700, "sea", 0, None, 0),
    (13, 14, 4800, "sea", 0, 7, 0),
    (14, 15, 3700, "sea", 0, None, 0),
    (15, 16, 0, "transfer", 0, 9, 0),
    (16, 8, 220, "rail", 1435, 10, 0),
    (0, 8, 5000, "rail", 1435, None, 2),  # a railway that is only planned
    (0, 9, 450, "rail", 1435, None, 0),  # a longer track beside another
)
STATUSES = ("operating", "road-only", "planned")
SHENYANG, DUISBURG, DALIAN, ROTTERDAM, SUVA = 0, 8, 9, 16, 17


def toy() -> Network:
    start, end, km, mode, gauge, gate, status = zip(*EDGES, strict=True)
    countries = ("", *sorted({node[3] for node in NODES} - {""}))
    straight = len(EDGES)
    return Network(
        lon=np.array([node[1] for node in NODES]),
        lat=np.array([node[2] for node in NODES]),
        country=np.array([countries.index(node[3]) for node in NODES], dtype=np.int16),
        start=np.array(start, dtype=np.int32),
        end=np.array(end, dtype=np.int32),
        km=np.array(km, dtype=float),
        mode=np.array([MODES.index(name) for name in mode], dtype=np.uint8),
        status=np.array(status, dtype=np.uint8),
        basis=np.zeros(straight, dtype=np.uint8),
        measure=np.zeros(straight, dtype=np.uint8),
        source=np.zeros(straight, dtype=np.uint8),
        gauge=np.array(gauge, dtype=np.int16),
        gate=np.array([NO_GATE if g is None else g for g in gate], dtype=np.int32),
        countries=countries,
        modes=MODES,
        statuses=STATUSES,
        bases=("osm-rail",),
        measures=("track",),
        sources=("p05",),
        gates=GATES,
        node_of=MappingProxyType({node[0]: i for i, node in enumerate(NODES) if node[0]}),
        nodes_of=MappingProxyType({node[0]: (i,) for i, node in enumerate(NODES) if node[0]}),
        bend_start=np.zeros(straight + 1, dtype=np.int32),
        bends=np.zeros((0, 2), dtype=np.int32),
    )


@pytest.fixture(scope="module")
def network() -> Network:
    return toy()


@pytest.fixture(scope="module")
def chosen(catalog: Catalog) -> Assumptions:
    return model.defaults(catalog)


def ways(
    network: Network,
    catalog: Catalog,
    ends: tuple[int, int] = (SHENYANG, DUISBURG),
    avoided: Avoided = Avoided(),  # noqa: B008 - frozen
    month: int | None = None,
    limit: int = 4,
) -> list[alternatives.Way]:
    shut = blocking.closed(catalog.seasons.values(), month, avoided)
    mask = blocking.blocked(network, avoided, shut, planned=False)
    return alternatives.find(costs.setting(catalog, network), mask, ends, limit)


def test_the_shortest_way_is_the_shortest(network: Network) -> None:
    path = router.shortest(network, network.km + 1e-6, SHENYANG, DALIAN)
    assert path is not None
    assert [float(network.km[e]) for e in path.edges] == [400]
    assert path.nodes == (SHENYANG, DALIAN)


def test_no_way_is_none(network: Network) -> None:
    assert router.shortest(network, network.km + 1e-6, SHENYANG, SUVA) is None


def test_a_blocked_edge_is_not_used(network: Network) -> None:
    weights = network.km + 1e-6
    weights[9] = np.inf
    path = router.shortest(network, weights, SHENYANG, DALIAN)
    assert path is not None
    assert path.edges == (20,)


def test_alternatives_differ_by_border_passage_and_mode(network: Network, catalog: Catalog) -> None:
    found = ways(network, catalog)
    gates = [{gate.id for gate in cutting.gates(network, w.path)} for w in found]
    assert [w.group for w in found] == ["land", "land", "nsr", "sea"]
    assert "crossing:manzhouli" in gates[0]
    assert "crossing:erenhot" in gates[1]
    assert "strait:northeast-passage" in gates[2]
    assert "strait:suez" in gates[3]
    assert len({w.turns for w in found}) == 4
    assert [w.hours for w in found] == sorted(w.hours for w in found)


def test_the_best_way_adds_up(network: Network, catalog: Catalog, chosen: Assumptions) -> None:
    best = ways(network, catalog)[0]
    assert best.km == 1480 + 12 + 1100 + 6600 + 12 + 1280
    assert best.hours == pytest.approx(best.km / chosen.rail_block_kmh)


def test_planned_railways_are_left_out_unless_asked(network: Network, catalog: Catalog) -> None:
    assert all(19 not in w.edges for w in ways(network, catalog))
    mask = blocking.blocked(network, Avoided(), (), planned=True)
    found = alternatives.find(costs.setting(catalog, network), mask, (0, 8), 4)
    assert 19 in found[0].edges


def test_fewer_ways_when_fewer_are_asked_for(network: Network, catalog: Catalog) -> None:
    assert [w.path for w in ways(network, catalog, limit=1)] == [ways(network, catalog)[0].path]


def test_there_and_back_are_the_same_ways(network: Network, catalog: Catalog) -> None:
    there, back = ways(network, catalog), ways(network, catalog, (DUISBURG, SHENYANG))
    assert [w.path.edges for w in there] == [w.path.edges[::-1] for w in back]
    assert [w.path.nodes for w in there] == [w.path.nodes[::-1] for w in back]


@pytest.mark.parametrize(
    "avoided",
    [
        Avoided(gates=frozenset({"strait:suez"})),
        Avoided(gates=frozenset({"crossing:manzhouli", "strait:northeast-passage"})),
        Avoided(countries=frozenset({"RUS"})),
        Avoided(countries=frozenset({"EGY"})),
        Avoided(modes=frozenset({Mode.SEA})),
        Avoided(modes=frozenset({Mode.RAIL})),
        Avoided(nodes=frozenset({5})),
    ],
    ids=["Suez", "two at once", "Russia", "Egypt", "sea", "rail", "a node"],
)
def test_what_is_avoided_is_not_used(network: Network, catalog: Catalog, avoided: Avoided) -> None:
    free = ways(network, catalog)
    found = ways(network, catalog, avoided=avoided)
    assert [w.path for w in found] != [w.path for w in free]
    for way in found:
        ids = {network.gates[g].id for g in network.gate[list(way.path.edges)].tolist() if g != NO_GATE}
        assert not ids & avoided.gates
        assert not {network.modes[m] for m in network.mode[list(way.path.edges)]} & set(avoided.modes)
        assert not {network.countries[network.country[n]] for n in way.path.nodes} & avoided.countries
        assert not set(way.path.nodes) & avoided.nodes


def test_who_avoids_russia_avoids_the_northern_sea_route(network: Network, catalog: Catalog) -> None:
    found = ways(network, catalog, avoided=Avoided(countries=frozenset({"RUS"})))
    assert [w.group for w in found] == ["sea"]


@pytest.mark.parametrize(
    ("month", "open_"), [(1, False), (6, False), (7, True), (11, True), (12, False), (None, True)]
)
def test_the_northern_sea_route_has_a_season(
    network: Network, catalog: Catalog, month: int | None, open_: bool
) -> None:
    assert ("nsr" in {w.group for w in ways(network, catalog, month=month)}) is open_


def test_a_gauge_change_is_counted_once_a_border(network: Network, catalog: Catalog) -> None:
    by_group = {w.group: cutting.steps(network, w.path) for w in ways(network, catalog)}
    assert cutting.gauge_breaks(by_group["land"]) == 2
    assert cutting.gauge_breaks(by_group["sea"]) == 0


def test_single_wagons_wait_at_each_border(network: Network, catalog: Catalog, chosen: Assumptions) -> None:
    wagon = chosen.with_(train=Train.WAGON)
    cost = costs.setting(catalog, network, wagon).costs
    assert cost.hours[4] == pytest.approx(
        12 / wagon.rail_wagon_kmh + 9.1
    )  # China–Mongolia has its own figure
    assert cost.hours[1] == pytest.approx(12 / wagon.rail_wagon_kmh + 23)
    block = costs.setting(catalog, network, chosen).costs
    assert block.hours[4] == pytest.approx(12 / chosen.rail_block_kmh)
    assert not block.dwell


def test_a_search_changes_nothing(network: Network, catalog: Catalog) -> None:
    plan, cost = layout(network), costs.setting(catalog, network).costs
    arrays = (plan.heads, plan.starts, plan.pair, plan.vertices, cost.hours, cost.km, network.km)
    before = [array.copy() for array in arrays]
    ways(network, catalog, month=1)
    ways(network, catalog, avoided=Avoided(modes=frozenset({Mode.SEA})))
    for array, copy in zip(arrays, before, strict=True):
        assert (array == copy).all()


def test_lines_run_on_over_the_date_line(network: Network, catalog: Catalog) -> None:
    arctic = next(w for w in ways(network, catalog) if w.group == "nsr")
    line, bounds = router.drawn(network, arctic.path)
    assert len(bounds) == len(arctic.path.edges) + 1
    assert bounds[-1] == len(line) - 1
    assert line[0].tolist() == [123.4, 41.8]
    assert np.abs(np.diff(line[:, 0])).max() < 180
    assert (line[-1, 0] - 6.8) % 360 == pytest.approx(0, abs=1e-6)


def label(node: int, gate: int) -> str:
    return NODES[node][0] or (GATES[gate].id if gate != NO_GATE else str(node))


def test_legs_are_cut_at_borders_ports_and_passages(network: Network, catalog: Catalog) -> None:
    land, _, arctic, _ = ways(network, catalog)
    parts = cutting.joined(cutting.steps(network, land.path), lambda n: NODES[n][0] or None, label)
    assert [(p.nodes[0], p.nodes[-1]) for p in parts] == [(0, 1), (1, 2), (2, 5), (5, 6), (6, 7), (7, 8)]
    parts = cutting.joined(cutting.steps(network, arctic.path), lambda n: NODES[n][0] or None, label)
    assert [p.mode for p in parts] == [Mode.RAIL, Mode.SEA, Mode.SEA, Mode.RAIL]
    assert sum(len(p.edges) for p in parts) == len(arctic.path.edges)


def test_the_lines_laid_out_are_those_of_the_network(network: Network) -> None:
    plan = layout(network)
    for edge in range(len(network.km)):
        laid = plan.vertices[plan.offset[edge] : plan.offset[edge + 1]]
        assert np.allclose(laid, network.line(edge), atol=1e-9)


def test_statuses_are_those_of_the_vocabulary() -> None:
    assert set(STATUSES) <= set(LegStatus)


@st.composite
def graphs(draw: st.DrawFn) -> list[tuple[int, int, int]]:
    """Draw edges of a small graph, with dead ends, parallel edges and parts that do not meet."""
    node = st.integers(0, 11)
    return draw(
        st.lists(
            st.tuples(node, node, st.integers(1, 50)).filter(lambda e: e[0] != e[1]), min_size=1, max_size=24
        )
    )


@given(graphs(), st.integers(0, 11), st.integers(0, 11))
def test_ways_are_as_short_as_networkx_finds_them(edges: list[tuple[int, int, int]], a: int, b: int) -> None:
    start, end, km = (np.array(column) for column in zip(*edges, strict=True))
    network = replace(
        toy(),
        lon=np.zeros(12),
        lat=np.zeros(12),
        start=start.astype(np.int32),
        end=end.astype(np.int32),
        km=km.astype(float),
        bend_start=np.zeros(len(km) + 1, dtype=np.int32),
        **{name: np.zeros(len(km), dtype=np.int32) for name in ("mode", "status", "gauge", "gate", "source")},
    )
    plain = nx.MultiGraph()
    plain.add_nodes_from(range(12))
    plain.add_weighted_edges_from(edges)
    path = router.shortest(network, network.km, a, b)
    if not nx.has_path(plain, a, b):
        assert path is None
        return
    assert path is not None
    assert sum(network.km[list(path.edges)]) == nx.dijkstra_path_length(plain, a, b)
    for edge, (x, y) in zip(path.edges, pairwise(path.nodes), strict=True):
        assert {network.start[edge], network.end[edge]} == {x, y}
