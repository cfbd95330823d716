"""The railway network of scgraph_data: OpenStreetMap lines, thinned to few points."""

from collections.abc import Mapping, Sequence
from importlib import import_module

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from corridors.build.lines import Point


class RailNetwork:
    """Shortest paths on rails.

    Parameters
    ----------
    nodes : sequence of sequence of float
        Latitude and longitude in degrees, in this order, as the package stores them.
    edges : sequence of mapping of int to float
        Per node the nodes next to it and the length of track between in kilometres.
    """

    def __init__(self, nodes: Sequence[Sequence[float]], edges: Sequence[Mapping[int, float]]) -> None:
        self._points: list[Point] = [(float(lon), float(lat)) for lat, lon in nodes]
        self._vectors = _unit_vectors(np.asarray(self._points))
        self._graph = nx.Graph()
        self._graph.add_weighted_edges_from(
            (start, end, km) for start, ends in enumerate(edges) for end, km in ends.items() if start < end
        )

    @classmethod
    def load(cls) -> "RailNetwork":
        """Read the network from the installed package; takes some twenty seconds."""
        # 17 MB of Python source: not to be read by whoever only imports this module.
        package = import_module("scgraph_data.world_railways")
        network = package.world_railways_geograph
        return cls(network.nodes, network.graph)

    def path(self, a: Point, b: Point) -> list[Point]:
        """Vertices of the shortest path between the network nodes nearest ``a`` and ``b``.

        Parameters
        ----------
        a, b : tuple of float
            Longitude and latitude in degrees.

        Returns
        -------
        list of tuple of float
            Longitude and latitude in degrees.

        Raises
        ------
        ValueError
            If the network holds no way between them.
        """
        return [self._points[node] for node in self._way(a, b)[1]]

    def track_km(self, a: Point, b: Point) -> float:
        """Length of track along :meth:`path` in kilometres, with the bends its points leave out."""
        return self._way(a, b)[0]

    def _way(self, a: Point, b: Point) -> tuple[float, list[int]]:
        try:
            km, way = nx.bidirectional_dijkstra(self._graph, self._nearest(a), self._nearest(b))
        except nx.NetworkXNoPath:
            raise ValueError(f"no way by rail from {a} to {b}") from None
        return km, way

    def _nearest(self, point: Point) -> int:
        return int(np.argmax(self._vectors @ _unit_vectors(np.asarray([point]))[0]))


def _unit_vectors(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points on the unit sphere, so that the nearest is right at any latitude."""
    lon, lat = np.radians(points).T
    return np.column_stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))
