"""Access roads: what lies far from rails and quays, and the towns of the world."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from scipy.spatial import KDTree

from corridors.build import lines
from corridors.build.coverage import Units
from corridors.build.draft import Draft, Kind
from corridors.build.harbours import Harbour
from corridors.build.lines import Point
from corridors.build.roads import SNAP_KM, SNAP_RECORD_KM, Access, Reach, Roads
from corridors.build.towns import Row
from corridors.build.tracks import unit_vectors
from corridors.models import Place
from corridors.network.graph import Gate
from corridors.vocabulary import Basis, Measure, Mode
from corridors.vocabulary import Kind as PlaceKind

NEAR_KM = 10.0
# How far goods go by road to a quay when no train may be used: from towns, from places of the catalog.
TRUCK_KM, TRUCK_RECORD_KM = 80.0, 1_000.0
# Closer than this a place is on the network.
ON_IT_KM = 1.0
NEAREST = 8
EARTH_KM = 6371.0
ROAD = Kind(mode=Mode.ROAD, basis=Basis.OSM_ROAD, measure=Measure.TRACK, source="p05")

Finder = Callable[[Point], tuple[int, Access] | None]


class Accesses:
    """Finds ways by road to stations and quays, within the country if there is one."""

    def __init__(self, draft: Draft, roads: Roads) -> None:
        self._draft = draft
        self._roads = roads
        self.stations = sorted(
            {n for e in draft.edges.values() if e.kind.mode == Mode.RAIL for n in (e.a, e.b)}
        )
        quays = {
            nodes[0] for key, nodes in draft.places.items() if key.startswith("port:") and len(nodes) > 1
        }
        self.quays = sorted(quays)
        self.all = sorted({*self.stations, *self.quays})

    def to(self, nodes: Sequence[int], snap_km: float = SNAP_KM) -> Finder:
        """Function that finds the way to the nearest of some nodes, from points not too far off the roads."""
        points = [self._draft.points[node] for node in nodes]
        at_home = Reach(self._roads, points, self._roads.inland())
        anywhere = Reach(self._roads, points)

        def find(point: Point) -> tuple[int, Access] | None:
            access = at_home.access(point, snap_km) or anywhere.access(point, snap_km)
            return None if access is None else (nodes[access.target], access)

        return find


def add(draft: Draft, spots: Sequence[Place], ports: Sequence[Harbour], units: Units) -> Accesses:
    """Add roads for ports without rails and places without either; returns what finds more."""
    roads = Roads(units)
    accesses = Accesses(draft, roads)
    to_rail = accesses.to(accesses.stations, SNAP_RECORD_KM)
    to_quay = accesses.to(accesses.quays, SNAP_RECORD_KM)
    railed = set(accesses.stations)
    for port in ports:
        if draft.places[port.id][0] not in railed:
            _add(draft, draft.places[port.id][0], to_rail(port.point))
    for place in spots:
        if place.lon is None or place.lat is None:
            continue
        if place.id in draft.places:
            if place.kind is PlaceKind.CITY:
                _add_truck(draft, draft.places[place.id][0], to_quay((place.lon, place.lat)), TRUCK_RECORD_KM)
            continue
        found = [way for way in (to_rail((place.lon, place.lat)), to_quay((place.lon, place.lat))) if way]
        if found:
            node = draft.add_node((place.lon, place.lat), place.country or "")
            draft.places[place.id] = [node]
            for way in found:
                _add(draft, node, way)
    return accesses


def add_trucks(draft: Draft, towns: Sequence[Row], accesses: Accesses) -> None:
    """Add the road from the station of each town to a quay nearby, for goods that may not go by train."""
    to_quay = accesses.to(accesses.quays)
    stations = set(accesses.stations)
    for node, point in {town.nodes[0]: town.point for town in towns if town.nodes}.items():
        if node in stations:
            _add_truck(draft, node, to_quay(point), TRUCK_KM)


def _add_truck(draft: Draft, node: int, way: tuple[int, Access] | None, most_km: float) -> None:
    if way is not None and way[1].km <= most_km:
        _add(draft, node, way)


def _add(draft: Draft, node: int, way: tuple[int, Access] | None) -> None:
    if way is not None and way[0] != node:
        target, access = way
        line = [draft.points[node], *access.line[1:-1], draft.points[target]]
        km = max(access.km, lines.length_km(line))
        draft.add_edge(node, target, km, ROAD, line)


def place_towns(draft: Draft, rows: Sequence[Row], accesses: Accesses) -> list[Row]:
    """Give each town its node and the kilometres of road to it; towns without are left out."""
    find = accesses.to(accesses.all)
    tree = KDTree(unit_vectors([draft.points[node] for node in accesses.all]))
    kept = []
    for row in rows:
        chords, found = tree.query(unit_vectors([row.point])[0], k=NEAREST)
        near = [
            accesses.all[index]
            for chord, index in zip(chords.tolist(), found.tolist(), strict=True)
            if chord * EARTH_KM <= NEAR_KM and draft.countries[accesses.all[index]] == row.country
        ]
        if near:
            km = lines.distance_km(row.point, draft.points[near[0]])
            row.nodes, row.km = (near[0],), km if km > ON_IT_KM else 0.0
            kept.append(row)
        elif (way := find(row.point)) is not None:
            row.nodes, row.km = (way[0],), way[1].km
            kept.append(row)
    return kept


def borders(draft: Draft, country_of: Callable[[Sequence[Point]], Sequence[str]]) -> list[Gate]:
    """Cut the roads where they cross a border and put a gate there."""
    gates: dict[str, Gate] = {}
    for number, edge in list(draft.edges.items()):
        if edge.kind.mode != Mode.ROAD or edge.kind.gate or len(edge.line) < 2:
            continue
        codes = list(country_of(edge.line))
        codes[0], codes[-1] = draft.countries[edge.a], draft.countries[edge.b]
        changes = [i for i in range(1, len(codes)) if codes[i] != codes[i - 1] and codes[i] and codes[i - 1]]
        if not changes:
            continue
        _cut(draft, number, changes, codes, gates)
    return list(gates.values())


def _cut(
    draft: Draft, number: int, changes: Sequence[int], codes: Sequence[str], gates: dict[str, Gate]
) -> None:
    """Make each stretch that crosses a border an edge of its own."""
    edge = draft.edges[number]
    stops = sorted({i for change in changes for i in (change - 1, change)} - {0, len(edge.line) - 1})
    kinds, bounds = [], [0, *stops, len(edge.line) - 1]
    for first, last in pairwise(bounds):
        pair = sorted({codes[first], codes[last]} - {""})
        if last - first == 1 and len(pair) == 2:
            identifier = f"border:{pair[0].lower()}-{pair[1].lower()}-road"
            gates.setdefault(identifier, Gate(identifier, "", "", "border", (pair[0], pair[1])))
            kinds.append(replace(edge.kind, gate=identifier))
        else:
            kinds.append(edge.kind)
    before = len(draft.points)
    draft.cut(number, [edge.line[i] for i in stops], kinds)
    for offset, stop in enumerate(stops):
        draft.countries[before + offset] = codes[stop]


def named(gates: Sequence[Gate], names: Mapping[str, tuple[str, str]]) -> list[Gate]:
    """Road borders with the names of their two countries."""
    return [
        replace(
            gate,
            name_zh=f"{'—'.join(names[code][0] for code in gate.countries)}公路口岸",
            name_en=f"{'–'.join(names[code][1] for code in gate.countries)} by road",
        )
        for gate in gates
    ]
