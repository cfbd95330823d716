"""The stored network against published lengths, a land mask, and what must be connected or apart."""

import time
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from global_land_mask import globe
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra

from corridors.network import graph
from corridors.network.graph import NO_GATE, TRANSFER
from corridors.vocabulary import LegStatus, Mode

GEOD = Geod(ellps="WGS84")
NM = 1.852
NORTHWEST = "strait:northwest-passage"
NSR = {"strait:northeast-passage", "strait:long", "strait:sannikov", "strait:vilkitsky", "strait:kara-gate"}
# Canals and narrows that the land mask of one kilometre does not show.
NARROW = {"strait:suez", "strait:panama", "strait:kanmon"}
# Real: Channel tunnel, Seikan tunnel, Øresund and Great Belt (west, south, east, north).
TUNNELS = ((1.0, 50.8, 2.0, 51.3), (140.0, 41.1, 140.6, 41.7), (10.5, 55.0, 13.2, 55.9))
MOST_WET_KM, MOST_DRY_KM = 15.0, 3.0
EURASIAN = [
    "city:dalian",
    "city:shenyang",
    "city:harbin",
    "crossing:manzhouli",
    "crossing:zabaikalsk",
    "city:borzya",
    "city:chita",
    "city:ulan-ude",
    "city:irkutsk",
    "city:novosibirsk",
    "city:yekaterinburg",
    "city:moscow",
    "city:minsk",
    "crossing:brest",
    "crossing:malaszewicze",
    "city:warsaw",
    "city:duisburg",
    "city:hamburg",
    "city:choibalsan",
    "crossing:ereentsav",
    "crossing:solovyevsk",
    "city:ulaanbaatar",
    "crossing:erenhot",
    "crossing:zamyn-uud",
    "crossing:naushki",
    "crossing:zhuengadabuqi",
    "port:dalian",
    "port:yingkou",
    "port:jinzhou",
    "port:dandong",
]


@pytest.fixture(scope="module")
def network():
    return graph.load()


def column(network, name):
    """The words behind the numbers of a column."""
    tables = {"mode": "modes", "status": "statuses", "source": "sources", "basis": "bases"}
    return np.array(getattr(network, tables[name]))[getattr(network, name)]


def matrix(network, mask):
    km = np.maximum(network.km[mask], 1e-6)
    size = len(network.lon)
    a = np.minimum(network.start[mask], network.end[mask])
    b = np.maximum(network.start[mask], network.end[mask])
    order = np.lexsort((km, b, a))
    first = np.concatenate(([True], (np.diff(a[order]) != 0) | (np.diff(b[order]) != 0)))
    kept = order[first]
    return csr_array((km[kept], (a[kept], b[kept])), shape=(size, size))


def usable(network, *modes, shut=frozenset()):
    gates = np.array([gate.id in shut for gate in network.gates] + [False])[network.gate]
    mode, status = column(network, "mode"), column(network, "status")
    return np.isin(mode, [*modes, TRANSFER]) & (status != LegStatus.PLANNED) & ~gates


def way(network, stops: Sequence[str], *modes, shut=frozenset()):
    """Kilometres and nodes of the shortest way past some places."""
    weights = matrix(network, usable(network, *modes, shut=shut))
    km, nodes = 0.0, []
    for start, end in pairwise(network.node_of[stop] for stop in stops):
        apart, before = dijkstra(weights, directed=False, indices=start, return_predecessors=True)
        km += apart[end]
        part = [end]
        while part[-1] != start and before[part[-1]] >= 0:
            part.append(int(before[part[-1]]))
        nodes += part[::-1]
    return km, nodes


def gates_on(network, nodes):
    pairs = {frozenset(pair) for pair in pairwise(nodes)}
    found = [
        e
        for e in np.flatnonzero(network.gate != NO_GATE).tolist()
        if frozenset((int(network.start[e]), int(network.end[e]))) in pairs
    ]
    return {network.gates[network.gate[e]].id: network.gates[network.gate[e]] for e in found}


def drawn_runs(line, flag):
    """Longest run, in kilometres, of the line on what ``flag`` says of points a kilometre apart."""
    best = 0.0
    for a, b in pairwise(line):
        km = GEOD.inv(*a, *b)[2] / 1000
        steps = max(2, int(km) + 1)
        points = np.array([a, *GEOD.npts(*a, *b, steps - 1), b])
        lon = np.clip((points[:, 0] + 180) % 360 - 180, -180, 179.9999)
        marked = np.concatenate(([False], flag(globe.is_land(points[:, 1], lon)), [False])).astype(int)
        turns = np.flatnonzero(np.diff(marked))
        best = max(best, (turns[1::2] - turns[::2]).max(initial=0) * km / steps)
    return best


def inside(point, box):
    west, south, east, north = box
    return west < point[0] < east and south < point[1] < north


@pytest.mark.alone
def test_it_loads_in_half_a_second() -> None:
    begun = time.perf_counter()
    graph.load()
    assert time.perf_counter() - begun < 0.5


def test_it_is_small() -> None:
    assert graph.FILE.stat().st_size < 4_000_000


def test_nothing_in_it_can_be_changed(network) -> None:
    arrays = [value for value in vars(network).values() if isinstance(value, np.ndarray)]
    assert len(arrays) == 15
    for array in arrays:
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
    with pytest.raises(TypeError):
        network.node_of["city:x"] = 1


def test_numbers_point_into_their_tables(network) -> None:
    nodes, edges = len(network.lon), len(network.km)
    assert 5_000 < nodes < 20_000
    assert edges > nodes
    assert max(network.start.max(), network.end.max()) < nodes
    assert min(network.start.min(), network.end.min()) >= 0
    assert network.gate.min() == NO_GATE
    assert network.gate.max() < len(network.gates)
    assert len(network.bend_start) == edges + 1
    assert network.bend_start[-1] == len(network.bends)
    for table, name in (("modes", "mode"), ("statuses", "status"), ("sources", "source")):
        assert getattr(network, name).max() < len(getattr(network, table))


def test_sources_and_gates_are_known(network, library) -> None:
    assert set(network.sources) <= library.catalog.sources.keys()
    catalog = library.catalog.entities
    for gate in network.gates:
        assert gate.name_zh or gate.name_en
        assert not gate.id.startswith("crossing:") or gate.id in catalog
    ids = [gate.id for gate in network.gates]
    assert len(ids) == len(set(ids))


def test_no_edge_is_shorter_than_the_great_circle(network) -> None:
    a, b = network.start, network.end
    direct = GEOD.inv(network.lon[a], network.lat[a], network.lon[b], network.lat[b])[2] / 1000
    moving = column(network, "mode") != TRANSFER
    assert moving.sum() > 5_000
    assert (network.km[moving] >= 0.99 * direct[moving] - 0.05).all()
    assert (direct[~moving] < 0.1).all()


def test_lines_join_their_nodes(network) -> None:
    for edge in range(0, len(network.km), 7):
        line = network.line(edge)
        assert line[0] == (network.lon[network.start[edge]], network.lat[network.start[edge]])
        assert (line[-1][0] - network.lon[network.end[edge]]) % 360 == pytest.approx(0, abs=1e-9)
        assert line[-1][1] == network.lat[network.end[edge]]
        assert all(abs(p[0] - q[0]) < 180 for p, q in pairwise(line))


def test_lines_are_about_as_long_as_their_edges(network) -> None:
    sea = np.flatnonzero(column(network, "mode") == Mode.SEA)
    assert len(sea) > 1_000
    for edge in sea[::11].tolist():
        lon, lat = zip(*network.line(edge), strict=True)
        assert GEOD.line_length(lon, lat) / 1000 == pytest.approx(network.km[edge], rel=0.03, abs=1.5)


def test_no_train_runs_over_the_open_sea(network) -> None:
    rail = np.flatnonzero(column(network, "mode") == Mode.RAIL)
    wet = {}
    for edge in rail.tolist():
        if network.km[edge] > MOST_WET_KM:
            run = drawn_runs(network.line(edge), lambda land: ~land)
            if run > MOST_WET_KM:
                wet[edge] = run
    real = {e for e in wet if any(inside(point, box) for point in network.line(e) for box in TUNNELS)}
    assert set(wet) == real


def test_no_ship_runs_over_land(network) -> None:
    quays = {nodes[1] for nodes in network.nodes_of.values() if len(nodes) > 1}
    quays |= {nodes[0] for key, nodes in network.nodes_of.items() if key.startswith("port:")}
    mode = column(network, "mode")
    seen = 0
    for edge in np.flatnonzero(mode == Mode.SEA).tolist():
        gate = network.gates[network.gate[edge]].id if network.gate[edge] != NO_GATE else ""
        if gate in NARROW or {int(network.start[edge]), int(network.end[edge])} & quays:
            continue
        line = network.line(edge)
        seen += 1
        assert drawn_runs(line, lambda land: land) < MOST_DRY_KM, line
    assert seen > 1_000


def test_the_land_check_can_fail() -> None:
    assert drawn_runs([(100.0, 30.0), (101.0, 30.0)], lambda land: land) > 50
    assert drawn_runs([(-30.0, 30.0), (-31.0, 30.0)], lambda land: ~land) > 50


def test_rails_join_the_corridors(network) -> None:
    rail = matrix(network, usable(network, Mode.RAIL))
    _, group = connected_components(rail, directed=False)
    assert {group[network.node_of[place]] for place in EURASIAN} == {group[network.node_of["city:moscow"]]}


def test_islands_have_no_rails_to_the_mainland(network) -> None:
    rail = matrix(network, usable(network, Mode.RAIL))
    _, group = connected_components(rail, directed=False)
    main = group[network.node_of["city:moscow"]]
    on_main = {network.countries[code] for code in network.country[group == main]}
    assert {"CHN", "RUS", "KAZ", "VNM", "IRN", "TUR", "DEU", "ESP", "GBR", "PRK"} <= on_main
    # The line from India to Pakistan is closed, so India's rails lead nowhere else.
    assert not {"IND", "JPN", "IDN", "AUS", "IRL", "KOR"} & on_main
    sakhalin = (network.lon > 141.5) & (network.lat > 45.8) & (network.lat < 54.5) & (network.lon < 145)
    assert not (group[sakhalin] == main).any()


def test_all_ports_meet_at_sea(network) -> None:
    sea = matrix(network, usable(network, Mode.SEA))
    _, group = connected_components(sea, directed=False)
    ports = [nodes for key, nodes in network.nodes_of.items() if key.startswith("port:") and len(nodes) > 1]
    assert len(ports) > 500
    assert len({group[nodes[1]] for nodes in ports}) == 1


@pytest.mark.parametrize(
    ("stops", "km", "tolerance"),
    [
        (["city:dalian", "city:shenyang"], 399, 0.05),
        (["city:harbin", "city:dalian"], 944, 0.05),
        (["city:harbin", "crossing:manzhouli"], 935, 0.05),
        (["crossing:zabaikalsk", "city:borzya"], 118, 0.05),
        (["crossing:zabaikalsk", "city:moscow"], 6660, 0.05),
        (["city:chita", "city:moscow"], 6199, 0.05),
        (["crossing:zamyn-uud", "crossing:naushki"], 1110, 0.05),
        (["crossing:erenhot", "city:ulaanbaatar"], 708, 0.05),
        (["crossing:ereentsav", "city:choibalsan"], 237, 0.05),
        (["port:yingkou", "city:harbin", "crossing:manzhouli", "city:warsaw"], 10_500, 0.10),
        (["port:yingkou", "crossing:manzhouli", "city:dobra"], 11_000, 0.10),
        (["city:dalian", "crossing:manzhouli", "city:moscow"], 8_000, 0.10),
    ],
)
def test_published_lengths_by_rail(network, stops, km, tolerance) -> None:
    assert way(network, stops, Mode.RAIL)[0] == pytest.approx(km, rel=tolerance)


def test_the_train_by_erenhot_goes_its_published_length(network) -> None:
    # Published as "9,300 and more": the kilometre posts of its stretches add up to some 10,500.
    km, _ = way(network, ["city:shenyang", "crossing:erenhot", "city:duisburg"], Mode.RAIL)
    assert 9_300 < km < 11_000


@pytest.mark.parametrize(
    ("start", "miles"),
    [("port:cntac", 7931), ("port:dalian", 8223)],
)
def test_published_lengths_by_the_northern_sea_route(network, start, miles) -> None:
    km, nodes = way(network, [start, "port:rotterdam"], Mode.SEA, shut={"strait:suez"})
    assert km / NM == pytest.approx(miles, rel=0.07)
    assert {"strait:bering", "strait:northeast-passage"} <= gates_on(network, nodes).keys()


def test_every_strait_of_the_northeast_passage_can_shut_it(network) -> None:
    for strait in sorted(NSR):
        _, nodes = way(network, ["port:dalian", "port:rotterdam"], Mode.SEA, shut={strait, "strait:suez"})
        assert not NSR & gates_on(network, nodes).keys(), strait
    inside = {gate.id for gate in network.gates if gate.within == "strait:northeast-passage"}
    assert inside == NSR - {"strait:northeast-passage"}


@pytest.mark.parametrize(
    ("stops", "shut", "gate"),
    [
        (["port:dalian", "port:rotterdam"], NSR, "strait:suez"),
        (
            ["port:dalian", "port:rotterdam"],
            NSR | {"strait:suez", "strait:panama"},
            "strait:cape-of-good-hope",
        ),
        (["port:dalian", "port:rotterdam"], NSR, "strait:malacca"),
        (["port:dalian", "port:rotterdam"], NSR, "strait:gibraltar"),
    ],
)
def test_ships_pass_what_is_on_their_way(network, stops, shut, gate) -> None:
    assert gate in gates_on(network, way(network, stops, Mode.SEA, shut=shut | {NORTHWEST})[1])


@pytest.mark.parametrize(
    ("stops", "breaks"),
    [
        (["city:shenyang", "crossing:manzhouli", "city:chita"], {"crossing:manzhouli"}),
        (["city:minsk", "crossing:brest", "city:warsaw"], {"crossing:brest"}),
        (["city:shenyang", "crossing:erenhot", "city:ulaanbaatar"], {"crossing:erenhot"}),
        (["city:ulaanbaatar", "crossing:naushki", "city:irkutsk"], set()),
        (["city:choibalsan", "crossing:ereentsav", "city:chita"], set()),
        (["city:moscow", "city:minsk"], set()),
        (["city:dalian", "city:harbin"], set()),
    ],
)
def test_the_gauge_breaks_once_at_its_border(network, stops, breaks) -> None:
    gates = gates_on(network, way(network, stops, Mode.RAIL)[1])
    assert {key for key, gate in gates.items() if len(set(gate.gauges)) > 1} == breaks


def test_rails_of_two_gauges_meet_only_at_a_gate(network) -> None:
    rail = (column(network, "mode") == Mode.RAIL) & (network.gauge > 0)
    gauges: dict[int, set[int]] = {}
    for edge in np.flatnonzero(rail).tolist():
        for node in (int(network.start[edge]), int(network.end[edge])):
            gauges.setdefault(node, set()).add(int(network.gauge[edge]))
    mixed = [node for node, found in gauges.items() if len(found) > 1]
    at_planned = {network.node_of[key] for key in ("crossing:bichigt", "city:choibalsan")}
    assert set(mixed) <= at_planned


def test_borders_have_gates(network) -> None:
    a, b = network.country[network.start], network.country[network.end]
    rail = column(network, "mode") == Mode.RAIL
    crossing = rail & (a != b)
    assert crossing.sum() > 100
    assert (network.gate[crossing] != NO_GATE).all()
    for edge in np.flatnonzero(crossing).tolist():
        gate = network.gates[network.gate[edge]]
        sides = {network.countries[a[edge]], network.countries[b[edge]]}
        assert set(gate.countries) == sides, gate
    kinds = {gate.id: gate.gauges for gate in network.gates}
    assert kinds["crossing:manzhouli"] == kinds["crossing:brest"] == kinds["crossing:erenhot"] == (1435, 1520)
    assert kinds["border:alashankou"] == kinds["border:khorgos"] == (1435, 1520)
    assert kinds["border:pingxiang"] == (1000, 1435)
    assert kinds["border:dandong"] == (1435,)
    assert all(g.gauges == (1520,) for g in network.gates if set(g.countries) == {"KAZ", "RUS"})


def test_no_train_between_the_two_koreas(network) -> None:
    for gate in network.gates:
        assert set(gate.countries) != {"KOR", "PRK"}


def test_what_is_planned_is_marked(network) -> None:
    status, mode = column(network, "status"), column(network, "mode")
    planned = status == LegStatus.PLANNED
    assert set(mode[planned]) == {Mode.RAIL}
    assert network.km[planned].sum() == pytest.approx(430, abs=10)
    assert set(mode[status == LegStatus.ROAD_ONLY]) == {Mode.ROAD}


def test_a_damaged_file_is_refused(tmp_path) -> None:
    path = tmp_path / "network.npz"
    np.savez(path, lon=np.zeros(3, dtype=np.int32))
    with pytest.raises(ValueError, match=r"network\.npz is not a network"):
        graph.load(path)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_ways_are_no_shorter_than_the_great_circle(network, data) -> None:
    ids = sorted(network.node_of)
    one, two = data.draw(st.sampled_from(ids)), data.draw(st.sampled_from(ids))
    weights = matrix(network, usable(network, *Mode))
    a, b = network.node_of[one], network.node_of[two]
    km = dijkstra(weights, directed=False, indices=a)[b]
    direct = GEOD.inv(network.lon[a], network.lat[a], network.lon[b], network.lat[b])[2] / 1000
    assert km >= 0.99 * direct - 0.1
