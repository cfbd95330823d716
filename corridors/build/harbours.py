"""Ports: where the sea meets the land, with the way from the quay to the open sea."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import resources

import networkx as nx
import numpy as np
from scipy.spatial import KDTree

from corridors.build import coast, lines, tables, territory
from corridors.build.coverage import Units
from corridors.build.draft import TRANSFER_KIND, Draft, Kind, normal
from corridors.build.lines import Point
from corridors.build.seaways import Seas
from corridors.build.towns import Row
from corridors.build.tracks import unit_vectors
from corridors.models import Place, Port
from corridors.network.graph import Gate
from corridors.network.places import fold
from corridors.vocabulary import Basis, Mode
from corridors.vocabulary import Kind as PlaceKind

# The table marks ports as in use for cargo (1), known (0) or not at all.
IN_USE = 1.0
# Of two ports in use nearer than this the first stands for both; a lesser port is served by one nearby.
SAME_KM, SERVED_KM = 6.0, 60.0
REACH_KM, NEAREST = 70.0, 5
# A port of the catalog is joined however far the sea ways pass.
REACH_RECORD_KM = 400.0
# A second way out is worth having if it is so much shorter than the first and on from there.
SECOND_SHARE, SECOND_KM = 0.85, 8.0
RIVER_KM = 25.0
MOST_DETOUR, DETOUR_KM = 2.5, 12.0
EARTH_KM = 6371.0
NAMESAKE_KM = 80.0
SOURCE = "p02"
# Node at sea, and the line to it.
Way = tuple[int, list[Point]]
APPROACH = Kind(source="calc", basis=Basis.RECORD)


@dataclass(frozen=True)
class Harbour:
    """A port to join: ``id`` is that of the catalog or ``port:`` and the UN/LOCODE."""

    id: str
    name_zh: str
    name_en: str
    point: Point
    country: str
    source: str
    locode: str = ""
    in_use: bool = True


def published() -> list[tuple[str, str, float, Point]]:
    """UN/LOCODE, English name, mark and point of the ports in searoute's table."""
    text = resources.files("searoute").joinpath("data/ports.geojson").read_text(encoding="utf-8")
    ports: dict[str, tuple[str, float, Point]] = {}
    for feature in json.loads(text)["features"]:
        info = feature["properties"]
        lon, lat = feature["geometry"]["coordinates"]
        ports.setdefault(info["port"], (info["name"].strip(), info["t"] or 0.0, normal((lon, lat))))
    rows = [(code, name, mark, point) for code, (name, mark, point) in ports.items()]
    # Ports in use come first: of two that are close together the first is kept.
    return sorted(rows, key=lambda row: (-row[2], row[0]))


def sorted_out(ports: Sequence[Harbour], mine: Sequence[Harbour]) -> tuple[list[Harbour], list[Harbour]]:
    """Ports to join to the sea, ``mine`` first, and lesser ones that a port nearby serves."""
    kept, served = list(mine), []
    for port in ports:
        most = SAME_KM if port.in_use else SERVED_KM
        near = (k for k in kept if abs(k.point[1] - port.point[1]) < most / 100)
        if all(lines.distance_km(port.point, other.point) > most for other in near):
            kept.append(port)
        else:
            served.append(port)
    return kept, served


class Quays:
    """Joins ports to the sea ways of a draft."""

    def __init__(self, draft: Draft, seas: Seas) -> None:
        self._draft = draft
        self._seas = seas
        open_sea = high_seas(draft)
        self._wet = [point for point in sorted(seas.nodes) if seas.nodes[point] in open_sea]
        self._reached = set(self._wet)
        self._tree = KDTree(unit_vectors(self._wet))
        self._graph: nx.Graph[int] = nx.Graph()
        for edge in draft.edges.values():
            if edge.kind.mode == Mode.SEA:
                known = self._graph.get_edge_data(edge.a, edge.b, {"km": np.inf})["km"]
                self._graph.add_edge(edge.a, edge.b, km=min(edge.km, known))
        self._all = sorted(seas.rivers)
        self._rivers = KDTree(unit_vectors(self._all))

    def join(self, port: Harbour) -> int | None:
        """Add a port: its sea side, the way out and the change to its land side.

        Returns
        -------
        int or None
            Node of the land side; None if no way leads out to the sea.
        """
        reach = REACH_KM if port.locode else REACH_RECORD_KM
        ways = self._by_sea(port.point, reach) or self._by_river(port.point)
        if not ways:
            return None
        draft = self._draft
        sea = draft.add_node(port.point)
        known = draft.places.get(port.id)
        land = known[0] if known else draft.add_node(port.point, port.country)
        for out, line in ways:
            dense = lines.dense(lines.continuous(line), 60.0)
            draft.add_edge(sea, out, lines.length_km(dense), APPROACH, dense)
        draft.add_edge(land, sea, 0.0, replace(TRANSFER_KIND, gate=port.id))
        draft.places[port.id] = [land, sea]
        return land

    def _by_sea(self, point: Point, reach_km: float) -> list[Way]:
        """Shortest line at sea to a near vertex of the sea ways, and to another if that spares a detour."""
        apart, found = self._tree.query(unit_vectors([point])[0], k=NEAREST)
        ways = []
        for chord, index in zip(apart.tolist(), found.tolist(), strict=True):
            if chord * EARTH_KM > reach_km:
                break
            end = self._wet[index]
            line = coast.way_round(point, end)
            if line is None:
                continue
            km = lines.length_km(line)
            if km < MOST_DETOUR * chord * EARTH_KM + DETOUR_KM:
                ways.append((km, self._seas.nodes[end], line))
        ways.sort()
        chosen = [(out, line) for _, out, line in ways[:1]]
        return chosen + ([] if len(ways) < 2 else self._second(ways))

    def _second(self, ways: Sequence[tuple[float, int, list[Point]]]) -> list[Way]:
        """The way that is shortest against the first one and on from its end, if it is much shorter."""
        first, out, _ = ways[0]
        onward = nx.single_source_dijkstra_path_length(self._graph, out, 2 * ways[-1][0], weight="km")
        shares = {k: way[0] / (first + onward.get(way[1], np.inf)) for k, way in enumerate(ways[1:], start=1)}
        best = min(shares, key=lambda k: (shares[k], k))
        km, end, line = ways[best]
        worth = shares[best] < SECOND_SHARE and first + onward.get(end, np.inf) - km > SECOND_KM
        return [(end, line)] if worth else []

    def _by_river(self, point: Point) -> list[Way]:
        """Line down the river, on the maritime network, to where it is at sea."""
        chord, index = self._rivers.query(unit_vectors([point])[0])
        if chord * EARTH_KM > RIVER_KM:
            return []
        start = self._all[int(index)]
        reached = nx.single_source_dijkstra(self._seas.rivers, start, cutoff=600.0)
        at_sea = [p for p in reached[0] if p in self._reached]
        if not at_sea:
            return []
        end = min(at_sea, key=lambda p: (reached[0][p], p))
        return [(self._seas.nodes[end], lines.without_spurs([point, *reached[1][end]]))]


def high_seas(draft: Draft) -> set[int]:
    """Nodes of the largest connected part of the sea ways."""
    graph: nx.Graph[int] = nx.Graph((e.a, e.b) for e in draft.edges.values() if e.kind.mode == Mode.SEA)
    return max(nx.connected_components(graph), key=len)


def gate(port: Harbour) -> Gate:
    """Gate on the change between sea and land."""
    return Gate(port.id, port.name_zh, port.name_en, "port", (port.country,) if port.country else ())


def all_ports(
    spots: Mapping[str, Place], rows: Sequence[Row], units: Units
) -> tuple[list[Harbour], list[Harbour]]:
    """Ports to join, the catalog's first, and ports of the table that one of these serves."""
    codes = {row.locode: row.place for row in tables.read("locodes.csv", tables.Locode)}
    mine = []
    for place in spots.values():
        if place.kind is PlaceKind.PORT and isinstance(place, Port) and place.type != "airport":
            point = (float(place.lon or 0.0), float(place.lat or 0.0))
            source = place.coord_source or place.sources[0]
            mine.append(Harbour(place.id, place.name_zh, place.name_en, point, place.country or "", source))
    listed = [row for row in published() if row[0] not in codes]
    countries = territory.countries_of([row[3] for row in listed], units)
    names = _chinese_names(listed, rows)
    others = [
        Harbour(
            f"port:{code.lower()}",
            names.get(code, f"{name} 港"),
            name,
            point,
            str(country),
            SOURCE,
            code,
            mark == IN_USE,
        )
        for (code, name, mark, point), country in zip(listed, countries, strict=True)
    ]
    return sorted_out(others, mine)


def _chinese_names(ports: Sequence[tuple[str, str, float, Point]], towns: Sequence[Row]) -> dict[str, str]:
    """Chinese name of each port that is called like a town near it: the town's name and 港."""
    called: defaultdict[str, list[Row]] = defaultdict(list)
    for town in towns:
        if town.name_zh:
            for name in (town.name_en, *town.aliases):
                called[fold(name)].append(town)
    names = {}
    for code, name, _, point in ports:
        near = [t for t in called[fold(name)] if lines.distance_km(point, t.point) < NAMESAKE_KM]
        if near:
            names[code] = f"{near[0].name_zh.removesuffix('港')}港"
    return names
