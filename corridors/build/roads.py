"""Access by road: the shortest way on the highway network of scgraph_data to the nearest of some targets."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import KDTree

from corridors.build import lines, territory
from corridors.build.coverage import Units
from corridors.build.lines import Point
from corridors.build.tracks import unit_vectors

# How far a place or a target may lie from the nearest highway.
SNAP_KM = 60.0
# How far one of our own records may: it is on the network however far the highways drawn there end.
SNAP_RECORD_KM = 200.0
# A way longer than this is no access any more.
MOST_KM = 3_000.0
TOLERANCE = 0.005


@dataclass(frozen=True)
class Access:
    """Way by road from a place to a target: which target, how far, along which points."""

    target: int
    km: float
    line: tuple[Point, ...]


class Roads:
    """The highway network, and in which country each of its points lies."""

    def __init__(self, units: Units) -> None:
        # 36 MB of Python source: not to be read by whoever only imports this module.
        network = import_module("scgraph_data.world_highways").world_highways_geograph
        self.points: list[Point] = [(float(lon), float(lat)) for lat, lon in network.nodes]
        arcs = [(a, b, km) for a, ends in enumerate(network.graph) for b, km in ends.items() if a != b]
        starts, ends, km = zip(*arcs, strict=True)
        self.starts = np.array(starts)
        self.ends = np.array(ends)
        self.km = np.array(km, dtype=float)
        self.codes = territory.countries_of(self.points, units)
        self._tree = KDTree(unit_vectors(self.points))

    def nearest(self, point: Point) -> tuple[int, float]:
        """Nearest point of the network and its distance in kilometres."""
        node = int(self._tree.query(unit_vectors([point])[0])[1])
        return node, lines.distance_km(point, self.points[node])

    def inland(self) -> NDArray[np.bool_]:
        """Which arcs stay in one country."""
        return np.asarray(self.codes[self.starts] == self.codes[self.ends])


class Reach:
    """Shortest ways from everywhere to the nearest of some targets.

    Parameters
    ----------
    targets : sequence of tuple of float
        Longitude and latitude in degrees.
    arcs : bool[A], optional
        Which arcs of the network may be used; all if left out.
    """

    def __init__(self, roads: Roads, targets: Sequence[Point], arcs: NDArray[np.bool_] | None = None) -> None:
        chosen = np.ones(len(roads.km), dtype=bool) if arcs is None else arcs
        self._roads = roads
        self._first = len(roads.points)
        joints = [(number, *roads.nearest(point)) for number, point in enumerate(targets, start=self._first)]
        near = np.array([joint for joint in joints if joint[2] <= SNAP_KM]).reshape(-1, 3)
        own, node = near[:, 0].astype(int), near[:, 1].astype(int)
        size = self._first + len(targets)
        starts = np.concatenate((roads.starts[chosen], own, node))
        ends = np.concatenate((roads.ends[chosen], node, own))
        # Zero would mean no edge.
        km = np.maximum(np.concatenate((roads.km[chosen], near[:, 2], near[:, 2])), 1e-6)
        self._km, self._before, self._source = dijkstra(
            csr_array((km, (starts, ends)), shape=(size, size)),
            indices=own,
            return_predecessors=True,
            min_only=True,
            limit=MOST_KM,
        )

    def access(self, place: Point, snap_km: float = SNAP_KM) -> Access | None:
        """Shortest way from a place to a target, none if no road leads there.

        The place may lie ``snap_km`` off the nearest road; that stretch is straight.
        """
        node, km = self._roads.nearest(place)
        if km > snap_km or not np.isfinite(self._km[node]):
            return None
        km += float(self._km[node])
        target = int(self._source[node]) - self._first
        line = [place]
        while node < self._first:
            line.append(self._roads.points[node])
            node = int(self._before[node])
        return Access(target, km, tuple(lines.light(line, TOLERANCE)))
