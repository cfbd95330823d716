"""Railways into the draft: countries, gauges, borders; then only what lies on the way between towns."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from corridors.build import lines
from corridors.build.draft import Draft
from corridors.build.lines import Point
from corridors.build.tables import Border
from corridors.build.towns import Row
from corridors.build.tracks import unit_vectors
from corridors.models import Crossing
from corridors.network.graph import Gate

# Tracks that cross the same border this near each other pass one gate.
CLUSTER_KM = 25.0
NAMED_KM = 30.0
# So many towns around a crossing may give it its name; those of its two countries only from so near.
MOST_TOWNS, OWN_KM = 60, 60.0
EARTH_KM = 6371.0
# A line that touches the other side of a border for less than this stays in its country.
TOUCH_KM, TOUCH_POINTS = 6.0, 40


@dataclass(frozen=True)
class Territory:
    """What countries decide: gauges in mm, and the pairs between which no train runs."""

    gauges: Mapping[str, int]
    closed: frozenset[frozenset[str]]


def countries(codes: NDArray[np.str_], graph: "nx.Graph[int]", points: Sequence[Point]) -> dict[int, str]:
    """Country of each node of the tracks.

    Outlines and tracks do not agree to the metre: a short piece of line that lies between two
    stretches of one country is that country's.
    """
    country = {node: str(codes[node]) for node in graph}
    for _ in range(2):
        inner: nx.Graph[int] = nx.Graph((a, b) for a, b in graph.edges if country[a] == country[b])
        inner.add_nodes_from(graph)
        for piece in list(nx.connected_components(inner)):
            host = _host(piece, graph, country) if len(piece) <= TOUCH_POINTS else None
            if host is not None and _span_km([points[n] for n in piece]) < TOUCH_KM:
                country.update(dict.fromkeys(piece, host))
    return country


def _host(piece: set[int], graph: "nx.Graph[int]", country: Mapping[int, str]) -> str | None:
    """The one country around a piece of line that enters it at least twice."""
    around = [country[other] for node in piece for other in graph[node] if other not in piece]
    return around[0] if len(around) > 1 and len(set(around)) == 1 else None


def _span_km(points: Sequence[Point]) -> float:
    lons, lats = zip(*points, strict=True)
    return lines.distance_km((min(lons), min(lats)), (max(lons), max(lats)))


def add(
    draft: Draft, graph: "nx.Graph[int]", points: Sequence[Point], country: Mapping[int, str], law: Territory
) -> dict[int, int]:
    """Put the tracks into the draft; returns the node of each point.

    Edges across a border carry the gate ``border`` until :func:`put_gates` names it.
    """
    nodes = {n: draft.add_node(points[n], country[n]) for n in sorted(graph)}
    for a, b, data in graph.edges(data=True):
        pair = {country[a], country[b]}
        if frozenset(pair) in law.closed:
            continue
        sides = {law.gauges.get(code, 0) for code in pair}
        kind = replace(data["kind"], gauge=sides.pop() if len(sides) == 1 else 0)
        if len(pair) == 2 and "" not in pair:
            kind = replace(kind, gate="border")
        draft.add_edge(nodes[a], nodes[b], data["km"], kind)
    return nodes


def put_gates(
    draft: Draft, law: Territory, crossings: Sequence[Crossing], named: Sequence[Border], namer: "Namer"
) -> list[Gate]:
    """Name the borders: by the catalog, else by the table, else by the two countries and a town."""
    pairs: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for number, edge in draft.edges.items():
        if edge.kind.gate == "border":
            first, second = sorted((draft.countries[edge.a], draft.countries[edge.b]))
            pairs[first, second].append(number)
    gates: dict[str, Gate] = {}
    for pair, numbers in sorted(pairs.items()):
        gauges = tuple(sorted({law.gauges.get(code, 0) for code in pair} - {0}))
        clusters = list(enumerate(_clusters(draft, numbers), start=1))
        # Who is nearest to a town is named after it.
        clusters.sort(key=lambda c: namer.km(draft.edges[c[1][0]].line[0]))
        for index, cluster in clusters:
            where = draft.edges[cluster[0]].line[0]
            gate = _known(pair, where, crossings, named) or namer.gate(pair, where, index)
            gates[gate.id] = replace(gate, countries=pair, gauges=gauges)
            for number in cluster:
                edge = draft.edges[number]
                draft.edges[number] = replace(edge, kind=replace(edge.kind, gate=gate.id))
    return list(gates.values())


def _clusters(draft: Draft, numbers: Sequence[int]) -> list[list[int]]:
    near: nx.Graph[int] = nx.Graph()
    near.add_nodes_from(numbers)
    spots = {number: draft.edges[number].line[0] for number in numbers}
    for i, a in enumerate(numbers):
        near.add_edges_from(
            (a, b) for b in numbers[i + 1 :] if lines.distance_km(spots[a], spots[b]) < CLUSTER_KM
        )
    return sorted((sorted(c) for c in nx.connected_components(near)), key=lambda c: spots[c[0]])


def _known(
    pair: tuple[str, str], where: Point, crossings: Sequence[Crossing], named: Sequence[Border]
) -> Gate | None:
    mine = [c for c in crossings if {c.country, c.neighbour} == set(pair) and _km(where, c) < NAMED_KM]
    if mine:
        also = tuple(c.id for c in mine[1:])
        return Gate(mine[0].id, mine[0].name_zh, mine[0].name_en, "border", also=also)
    for border in named:
        if {border.a, border.b} == set(pair) and _km(where, border) < NAMED_KM:
            return Gate(border.id, border.name_zh, border.name_en, "border")
    return None


def _km(where: Point, place: Crossing | Border) -> float:
    if place.lon is None or place.lat is None:
        raise ValueError(f"{place.id} has no point")
    return lines.distance_km(where, (place.lon, place.lat))


class Namer:
    """Names a border crossing after its two countries and the town nearest to it."""

    def __init__(self, countries: Mapping[str, tuple[str, str]], towns: Sequence[Row]) -> None:
        self._countries = countries
        self._towns = [town for town in towns if town.name_zh]
        self._tree = KDTree(unit_vectors([town.point for town in self._towns]))
        self._used: defaultdict[tuple[str, str], set[str]] = defaultdict(set)

    def gate(self, pair: tuple[str, str], where: Point, index: int) -> Gate:
        """Gate with an id of the two countries and a number."""
        town = self._town(pair, where)
        zh = f"{'—'.join(self._countries[code][0] for code in pair)}（近{town.name_zh}）"
        en = f"{'–'.join(self._countries[code][1] for code in pair)} (near {town.name_en})"
        return Gate(f"border:{pair[0].lower()}-{pair[1].lower()}-{index}", zh, en, "border")

    def km(self, where: Point) -> float:
        """Distance to the nearest town, about in kilometres."""
        return float(self._tree.query(unit_vectors([where])[0])[0]) * EARTH_KM

    def _town(self, pair: tuple[str, str], where: Point) -> Row:
        """Nearest town whose name no other crossing between the two has, one of their own if it is near."""
        far, found = self._tree.query(
            unit_vectors([where])[0], k=range(1, 1 + min(MOST_TOWNS, len(self._towns)))
        )
        free = [
            (self._towns[i], km * EARTH_KM)
            for i, km in zip(found.tolist(), far.tolist(), strict=True)
            if not {self._towns[i].name_zh, self._towns[i].name_en} & self._used[pair]
        ]
        own = [one for one, km in free if one.country in pair and km < OWN_KM]
        town: Row = [*own, free[0][0]][0]
        self._used[pair] |= {town.name_zh, town.name_en}
        return town
