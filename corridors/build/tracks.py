"""Railways: the network of scgraph_data with its gaps closed and the corridors' own stretches laid in.

The tracks of the package are true in length but thin in bends. The legs of the corridors follow
them where they can; a leg with a published length lends it to its tracks.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from itertools import pairwise

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from corridors.build import coast, lines
from corridors.build.draft import Kind, normal
from corridors.build.lines import Point
from corridors.build.tables import Link, Stretch
from corridors.build.waypoints import Waypoint
from corridors.catalog import Length
from corridors.models import Leg, Place
from corridors.vocabulary import Basis, LegStatus, Measure, Mode

# Old World: west, south, east, north.
WINDOW = (-26.0, -36.0, 180.0, 75.0)
# Ends of track that lie so near each other are one line.
GAP_KM, DETOUR_KM = 3.5, 25.0
# Longest stretch of straight line over the open sea that may be a bridge or a causeway.
WET_KM, WET_FROM_KM = 15.0, 12.0
# Longer than that, and real: the Seikan tunnel (west, south, east, north).
TUNNELS = ((140.1, 41.2, 140.5, 41.6),)
# Every track that passes a border station this close leads through it.
STOP_KM, STOP_REACH_KM = 1.2, 30.0
# A recorded point this close to the network is the network's.
SNAP_KM = 0.4
TRACK = Kind(mode=Mode.RAIL, basis=Basis.OSM_RAIL, measure=Measure.TRACK, source="p05")
BRIDGED = Kind(mode=Mode.RAIL, basis=Basis.RECORD, measure=Measure.DRAWN, source="calc")
EARTH_KM = 6371.0
KM_PER_DEGREE = 111.2
# A line so much shorter than the published railway between the same places is another line.
SHORTER = 0.01


class Tracks:
    """A graph of points; each edge holds ``km`` and ``kind``."""

    def __init__(self, points: Sequence[Point], edges: Iterable[tuple[int, int, float]]) -> None:
        self.points = list(points)
        self.graph: nx.Graph[int] = nx.Graph()
        for a, b, km in edges:
            self.graph.add_edge(a, b, km=km, kind=TRACK)
        self._index()

    @classmethod
    def load(cls) -> "Tracks":
        """The Old World's railways from the installed package."""
        # 17 MB of Python source: not to be read by whoever only imports this module.
        network = import_module("scgraph_data.world_railways").world_railways_geograph
        west, south, east, north = WINDOW
        points = [(float(lon), float(lat)) for lat, lon in network.nodes]
        kept = [west < lon < east and south < lat < north for lon, lat in points]
        edges = (
            (a, b, float(km))
            for a, ends in enumerate(network.graph)
            for b, km in ends.items()
            if a < b and kept[a] and kept[b]
        )
        return cls(points, edges)

    def nearest(self, point: Point) -> tuple[int, float]:
        """Nearest point of the network and its distance in kilometres."""
        at = int(self._tree.query(unit_vectors([point])[0])[1])
        node = self._numbers[at]
        return node, lines.distance_km(point, self.points[node])

    def near(self, point: Point, km: float) -> list[tuple[int, int]]:
        """Edges with an end within some kilometres, each once."""
        found = self._tree.query_ball_point(unit_vectors([point])[0], km / EARTH_KM)
        ends = [self._numbers[i] for i in sorted(found)]
        return sorted({(min(a, b), max(a, b)) for a in ends if a in self.graph for b in self.graph[a]})

    def add_point(self, point: Point) -> int:
        self.points.append(normal(point))
        return len(self.points) - 1

    def drop_wet(self) -> int:
        """Remove straight lines over the open sea; returns how many."""
        wet = [
            (a, b)
            for a, b, km in self.graph.edges(data="km")
            if km > WET_FROM_KM
            and not any(_within(self.points[a], tunnel) for tunnel in TUNNELS)
            and _sea_km(self.points[a], self.points[b]) > WET_KM
        ]
        self.graph.remove_edges_from(wet)
        self._index()
        return len(wet)

    def add_links(self, links: Sequence[Link]) -> None:
        """Add bridges and tunnels between the points of the network nearest their ends."""
        for link in links:
            a, _ = self.nearest((link.lon1, link.lat1))
            b, _ = self.nearest((link.lon2, link.lat2))
            kind = replace(BRIDGED, source=link.source)
            self.graph.add_edge(a, b, km=lines.distance_km(self.points[a], self.points[b]), kind=kind)

    def close_gaps(self) -> int:
        """Join ends of track to what lies near them but far along the line; returns how many."""
        ends = [node for node in self.graph if self.graph.degree(node) == 1]
        reach = GAP_KM / EARTH_KM
        found = self._tree.query_ball_point(unit_vectors([self.points[node] for node in ends]), reach)
        closed = 0
        for node, near in zip(ends, found, strict=True):
            around = nx.single_source_dijkstra_path_length(self.graph, node, DETOUR_KM, weight="km")
            far = [self._numbers[i] for i in near if self._numbers[i] not in around]
            if far:
                other = min(far, key=lambda n: (lines.distance_km(self.points[node], self.points[n]), n))
                km = lines.distance_km(self.points[node], self.points[other])
                self.graph.add_edge(node, other, km=km, kind=BRIDGED)
                closed += 1
        return closed

    def _index(self) -> None:
        self._numbers = sorted(self.graph)
        self._tree = KDTree(unit_vectors([self.points[n] for n in self._numbers]))


class Layer:
    """Lays the rail legs of the corridors into the tracks, shortest way hop by hop."""

    def __init__(self, tracks: Tracks, places: Mapping[str, Place]) -> None:
        self.tracks = tracks
        self.nodes: dict[str, int] = {}
        self.ways: dict[str, list[tuple[int, int]]] = {}
        self._places = places
        self._own = len(tracks.points)
        self._drawn: dict[Point, int] = {}
        self._stops: set[int] = set()

    def place(self, identifier: str) -> int:
        """Node of a catalog place at its own point."""
        if identifier not in self.nodes:
            place = self._places[identifier]
            if place.lon is None or place.lat is None:
                raise ValueError(f"{identifier} has no point")
            self.nodes[identifier] = self.tracks.add_point((place.lon, place.lat))
        return self.nodes[identifier]

    def stop(self, identifier: str) -> None:
        """Lead every track that passes a border station through it: all trains stop there."""
        node = self.place(identifier)
        graph, points = self.tracks.graph, self.tracks.points
        for a, b in self.tracks.near(points[node], STOP_REACH_KM):
            if _aside_km(points[node], points[a], points[b]) > STOP_KM:
                continue
            data = graph.edges[a, b]
            ends = [(end, lines.distance_km(points[end], points[node])) for end in (a, b)]
            whole = sum(km for _, km in ends) or 1.0
            graph.remove_edge(a, b)
            for end, direct in ends:
                km = max(data["km"] * direct / whole, direct)
                if not graph.has_edge(end, node) or km < graph.edges[end, node]["km"]:
                    graph.add_edge(end, node, km=km, kind=data["kind"])
        if node in graph:
            self._stops.add(node)

    def lay(self, leg: Leg, hops: Sequence[Waypoint]) -> None:
        """Add what the tracks lack of a leg and remember its way."""
        start, end = self.place(leg.start), self.place(leg.end)
        if not hops or hops[-1].point is not None:
            how = "line" if leg.basis is Basis.RECORD else "network"
            hops = [*hops, Waypoint(leg=leg.id, how=how)]
        source = "p05" if leg.basis is Basis.OSM_RAIL else leg.sources[0]
        way = [start]
        for hop in hops:
            if hop.how == "network":
                at_end = hop.point is None and end in self._stops
                goal = end if at_end else self.tracks.nearest(hop.point or self.tracks.points[end])[0]
                self._follow(way, goal)
            else:
                node = end if hop.point is None else self._drawn_node(hop.point)
                self._draw(way, node, hop.source or source)
        self._draw(way, end, source)
        self.ways[leg.id] = [(a, b) for a, b in pairwise(way) if a != b]

    def _follow(self, way: list[int], goal: int) -> None:
        graph = self.tracks.graph
        if way[-1] >= self._own and way[-1] not in self._stops:
            self._draw(way, self.tracks.nearest(self.tracks.points[way[-1]])[0], "calc")
        path = nx.bidirectional_dijkstra(graph, way[-1], goal, weight="km")[1]
        way += path[1:]

    def _draw(self, way: list[int], node: int, source: str) -> None:
        a = way[-1]
        if a == node:
            return
        graph = self.tracks.graph
        if not graph.has_edge(a, node):
            km = lines.distance_km(self.tracks.points[a], self.tracks.points[node])
            graph.add_edge(a, node, km=km, kind=replace(BRIDGED, source=source))
        way.append(node)

    def _drawn_node(self, point: Point) -> int:
        place = normal(point)
        if place not in self._drawn:
            node, km = self.tracks.nearest(place)
            self._drawn[place] = node if km < SNAP_KM else self.tracks.add_point(place)
        return self._drawn[place]

    def drop_shortcuts(self, legs: Iterable[Leg]) -> int:
        """Remove lines between the ends of a leg that are shorter than its published railway.

        The network does not tell high-speed lines from others. Where a published length says how
        long the railway of the goods trains is, a shorter line is another one. Returns how many
        edges went.
        """
        laid = {frozenset(pair) for way in self.ways.values() for pair in way}
        dropped = 0
        for leg in legs:
            if leg.published is None:
                continue
            limit = leg.published.value * (1 - SHORTER)
            while extra := self._shortcut(leg, limit, laid):
                self.tracks.graph.remove_edge(*extra)
                dropped += 1
        return dropped

    def _shortcut(self, leg: Leg, limit: float, laid: Collection[frozenset[int]]) -> tuple[int, int] | None:
        """Longest edge, not laid by any leg, on a way that is shorter than ``limit``."""
        graph = self.tracks.graph
        ends = self.nodes[leg.start], self.nodes[leg.end]
        km, nodes = nx.bidirectional_dijkstra(graph, *ends, weight="km")
        others = [pair for pair in pairwise(nodes) if frozenset(pair) not in laid]
        if km >= limit or not others:
            return None
        return max(others, key=lambda pair: (graph.edges[pair]["km"], pair))

    def measure(
        self, lengths: Mapping[str, Length], legs: Mapping[str, Leg], more: Sequence[Stretch]
    ) -> None:
        """Give the ways their published lengths, single legs before longer stretches."""
        fixed: set[tuple[int, int]] = set()
        for name, way in self.ways.items():
            published = legs[name].published
            if lengths[name].measure is Measure.PUBLISHED and published:
                self._scale(way, lengths[name].km, published.source, fixed)
        for stretch in more:
            whole = [pair for leg in stretch.legs for pair in self.ways[leg]]
            self._scale(whole, stretch.km, stretch.source, fixed)

    def _scale(self, way: list[tuple[int, int]], km: float, source: str, fixed: set[tuple[int, int]]) -> None:
        graph = self.tracks.graph
        free = {pair for pair in way if pair not in fixed and pair[::-1] not in fixed}
        held = sum(graph.edges[pair]["km"] for pair in way if pair not in free)
        loose = sum(graph.edges[pair]["km"] for pair in way if pair in free)
        if not loose:
            return
        share = (km - held) / loose
        for pair in sorted(free):
            data = graph.edges[pair]
            direct = lines.distance_km(self.tracks.points[pair[0]], self.tracks.points[pair[1]])
            data["track"] = data["km"]
            data["km"] = max(data["km"] * share, direct)
            data["kind"] = replace(data["kind"], measure=Measure.PUBLISHED, source=source)
        fixed |= free


def rail_legs(legs: Iterable[Leg]) -> list[Leg]:
    """Legs on which trains run."""
    return [leg for leg in legs if leg.mode is Mode.RAIL and leg.status is LegStatus.OPERATING]


def unit_vectors(points: Sequence[Point]) -> NDArray[np.float64]:
    """Points on the unit sphere, so that the nearest is right at any latitude."""
    lon, lat = np.radians(np.asarray(points, dtype=float)).T
    return np.column_stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))


def _aside_km(point: Point, a: Point, b: Point) -> float:
    """Distance of a point from the straight line between two others near it in kilometres."""
    flat = np.array([a, b]) - point
    flat *= np.array([np.cos(np.radians(point[1])), 1.0]) * KM_PER_DEGREE
    along = flat[1] - flat[0]
    share = -float(flat[0] @ along) / max(float(along @ along), 1e-12)
    return float(np.hypot(*(flat[0] + min(max(share, 0.0), 1.0) * along)))


def _within(point: Point, box: tuple[float, float, float, float]) -> bool:
    west, south, east, north = box
    return west < point[0] < east and south < point[1] < north


def _sea_km(a: Point, b: Point) -> float:
    """Longest stretch over the open sea along the geodesic from ``a`` to ``b`` in kilometres."""
    km = lines.distance_km(a, b)
    steps = max(2, int(km))
    line = np.array([a, *lines.GEOD.npts(*a, *b, steps - 1), b])
    return coast.longest_run(~coast.is_land(line)) * km / steps
