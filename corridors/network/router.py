"""Shortest paths on the network, by scipy's Dijkstra.

A query only brings weights, and never changes anything that another query sees. Weights are hours;
kilometres break ties.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from corridors.network.graph import Network
from corridors.network.layout import Floats, Ints, layout

# Hours per kilometre that break ties, far below any real difference.
TIE = 1e-9
NOWHERE = -9999  # what scipy puts where a node has no predecessor


@dataclass(frozen=True)
class Path:
    """Edges in the order of travel, and the nodes before, between and after them."""

    edges: tuple[int, ...]
    nodes: tuple[int, ...]

    def reversed(self) -> "Path":
        """Return the same way back."""
        return Path(self.edges[::-1], self.nodes[::-1])


@dataclass(frozen=True, eq=False)
class Search:
    """Shortest ways from both ends to all nodes that matter, under one set of weights.

    Attributes
    ----------
    weights : float64[E]
        Hours; infinite where an edge must not be used.
    ends : tuple of int
        Nodes searched from.
    best : float
        Weight of the best way between them, infinite if there is none.
    hours : float64[2, N]
        Weight of the best way from each end to each node, infinite if there is none or it is too far.
    before : int32[2, N]
        Node before each node on that way.
    """

    network: Network
    weights: Floats
    ends: tuple[int, int]
    best: float
    hours: Floats
    before: NDArray[np.int32]

    def nodes_to(self, end: int, node: int) -> list[int]:
        """Nodes from one of the two ends (0 or 1) to a node."""
        return _trail(self.before[end], node)

    def path(self, nodes: Sequence[int]) -> Path:
        """Edges along some nodes; of parallel ones the one that weighs least."""
        return _path(self.network, self.weights, nodes)


def _trail(before: NDArray[np.int32], node: int) -> list[int]:
    trail = before.data  # a single number comes out of it faster than of the array
    nodes = []
    while node != NOWHERE:
        nodes.append(node)
        node = trail[node]
    return nodes[::-1]


def _path(network: Network, weights: Floats, nodes: Sequence[int]) -> Path:
    plan = layout(network)
    along = np.array(nodes, dtype=np.int64)
    a, b = along[:-1], along[1:]
    pairs = np.searchsorted(plan.keys, np.minimum(a, b) * plan.size + np.maximum(a, b))
    edges = plan.order[plan.first[pairs]]
    for i in np.flatnonzero(plan.count[pairs] > 1).tolist():
        begin = plan.first[pairs[i]]
        parallel = plan.order[begin : begin + plan.count[pairs[i]]]
        edges[i] = parallel[np.argmin(weights[parallel])]
    return Path(tuple(edges.tolist()), tuple(nodes))


def matrix(network: Network, weights: Floats, ends: Sequence[int] | None = None) -> csr_array:
    """Weights as a matrix; an edge that is blocked is left out.

    Parameters
    ----------
    weights : float64[E]
        Hours of each edge, above zero; infinite for an edge that is blocked.
    ends : sequence of int, optional
        Nodes that matter: other dead ends are left out. Without it all are kept.
    """
    plan = layout(network)
    data = np.minimum.reduceat(weights[plan.order], plan.first)[plan.pair]
    usable = np.isfinite(data)
    if ends is not None:
        usable &= _alive(network, ends)
    kept = np.concatenate(([0], np.cumsum(usable)))
    shape = (plan.size, plan.size)
    return csr_array((data[usable], plan.heads[usable], kept[plan.starts].astype(np.int32)), shape=shape)


def _alive(network: Network, ends: Sequence[int]) -> NDArray[np.bool_]:
    """Arcs that lie on no dead end, or on one that leads to one of the ends."""
    plan = layout(network)
    alive = plan.core.copy()
    for end in ends:
        node = end
        while node in plan.dead:
            node, *arcs = plan.dead[node]
            alive[arcs] = True
    return alive


def search(network: Network, weights: Floats, ends: tuple[int, int], detour: float = np.inf) -> Search:
    """Find the shortest ways from both ends to all nodes that lie on no dead end.

    Parameters
    ----------
    weights : float64[E]
        Hours of each edge, above zero; infinite for an edge that is blocked.
    detour : float
        From the second end only what weighs at most so many times the best way between both.
    """
    ready = matrix(network, weights, ends)
    hours, before = dijkstra(ready, indices=ends[0], return_predecessors=True)
    best = float(hours[ends[1]])
    if not np.isfinite(best):
        return Search(network, weights, ends, best, hours[None], before[None])
    back = dijkstra(ready, indices=ends[1], return_predecessors=True, limit=best * detour)
    return Search(network, weights, ends, best, np.stack((hours, back[0])), np.stack((before, back[1])))


def shortest(
    network: Network, weights: Floats, start: int, end: int, ready: csr_array | None = None
) -> Path | None:
    """Find the single best way between two nodes, or None if there is none.

    Parameters
    ----------
    ready : csr_array, optional
        Matrix of these weights, if there is one already.
    """
    if ready is None:
        ready = matrix(network, weights, (start, end))
    hours, before = dijkstra(ready, indices=start, return_predecessors=True)
    return _path(network, weights, _trail(before, end)) if np.isfinite(hours[end]) else None


def drawn(network: Network, path: Path) -> tuple[Floats, Ints]:
    """Line along a path, and where each edge of it begins and ends.

    Returns
    -------
    line : float64[n, 2]
        Longitude and latitude in degrees; longitudes go on without a break.
    bounds : int64[edges + 1]
        Vertex at which each edge begins; the last one ends at the last vertex.
    """
    plan = layout(network)
    edges, nodes = np.array(path.edges), np.array(path.nodes)
    first, last = plan.offset[edges], plan.offset[edges + 1] - 1
    forward = network.start[edges] == nodes[:-1]
    counts = last - first
    bounds = np.concatenate(([0], np.cumsum(counts)))
    step = np.arange(bounds[-1]) - np.repeat(bounds[:-1], counts)
    onward = np.repeat(forward, counts)
    index = np.where(onward, np.repeat(first + 1, counts) + step, np.repeat(last - 1, counts) - step)
    opening = first[0] if forward[0] else last[0]
    line = plan.vertices[np.concatenate(([opening], index))]
    line[:, 0] -= 360 * np.cumsum(np.round(np.diff(line[:, 0], prepend=line[0, 0]) / 360))
    line.setflags(write=False)
    return line, bounds
