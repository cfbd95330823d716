"""Shortest paths on the network, by scipy's Dijkstra.

The network is laid out once as a matrix; a query only brings weights, and never changes anything
that another query sees. Weights are hours; kilometres break ties.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from corridors.network.graph import NO_GATE, STEPS, Network

# Hours per kilometre that break ties, far below any real difference.
TIE = 1e-9
NOWHERE = -9999  # what scipy puts where a node has no predecessor

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Path:
    """Edges in the order of travel, and the nodes before, between and after them."""

    edges: tuple[int, ...]
    nodes: tuple[int, ...]

    def reversed(self) -> "Path":
        """Return the same way back."""
        return Path(self.edges[::-1], self.nodes[::-1])


@dataclass(frozen=True, eq=False)
class Layout:
    """The network as a sparse matrix, and all lines in one array; read-only.

    Attributes
    ----------
    order, first : int64
        Edges sorted by their pair of nodes, and where each pair begins: parallel edges lie together.
    pair : int64[A]
        Pair behind each arc; every pair has two arcs.
    heads, starts : int32
        Columns and row pointers of the matrix.
    between : dict
        Edges between two nodes, the lower node first.
    vertices : float64[V, 2]
        Longitude and latitude of all lines, from start to end, longitudes continuous within a line.
    offset : int64[E + 1]
        Where the line of each edge begins in ``vertices``.
    dead : dict of int to tuple
        For each node on a dead end: the node to leave it by, and the arcs there and back.
    core : bool[A]
        Arcs that lie on no dead end: all that a search needs, but for the dead ends it starts from.
    cut : int64[E]
        Same number for edges of the same mode, status, gauge and gate, a port's gate left out.
    """

    size: int
    order: Ints
    first: Ints
    pair: Ints
    heads: NDArray[np.int32]
    starts: Ints
    between: dict[tuple[int, int], list[int]]
    vertices: Floats
    offset: Ints
    dead: dict[int, tuple[int, int, int]]
    core: NDArray[np.bool_]
    cut: Ints


@lru_cache(maxsize=2)
def layout(network: Network) -> Layout:
    """Lay the network out for searching; done once, a fraction of a second."""
    low = np.minimum(network.start, network.end).astype(np.int64)
    high = np.maximum(network.start, network.end).astype(np.int64)
    size = len(network.lon)
    order = np.argsort(low * size + high, kind="stable")
    keys = (low * size + high)[order]
    first = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    a, b = keys[first] // size, keys[first] % size
    tails = np.concatenate((a, b))
    heads = np.concatenate((b, a))
    by_tail = np.lexsort((heads, tails))
    counts = np.bincount(tails, minlength=size)
    between: dict[tuple[int, int], list[int]] = {}
    for edge, pair in enumerate(zip(low.tolist(), high.tolist(), strict=True)):
        between.setdefault(pair, []).append(edge)
    vertices, offset = _lines(network)
    heads, starts = heads[by_tail].astype(np.int32), np.concatenate(([0], np.cumsum(counts)))
    dead = _dead_ends(heads.tolist(), starts.tolist())
    core = np.ones(len(heads), dtype=bool)
    core[[arc for _, *arcs in dead.values() for arc in arcs]] = False
    return Layout(
        size=size,
        order=order,
        first=first,
        pair=np.concatenate((np.arange(len(a)), np.arange(len(a))))[by_tail],
        heads=heads,
        starts=starts,
        between=between,
        vertices=vertices,
        offset=offset,
        dead=dead,
        core=core,
        cut=_cuts(network),
    )


def _dead_ends(heads: list[int], starts: list[int]) -> dict[int, tuple[int, int, int]]:
    """Nodes that lead nowhere else, found by taking off ends until none is left."""
    degree = [b - a for a, b in pairwise(starts)]
    ends = [node for node, count in enumerate(degree) if count == 1]
    dead: dict[int, tuple[int, int, int]] = {}
    for node in ends:
        if degree[node] != 1:
            continue
        out = next(arc for arc in range(starts[node], starts[node + 1]) if heads[arc] not in dead)
        leave = heads[out]
        back = next(arc for arc in range(starts[leave], starts[leave + 1]) if heads[arc] == node)
        dead[node] = (leave, out, back)
        degree[node], degree[leave] = 0, degree[leave] - 1
        if degree[leave] == 1:
            ends.append(leave)
    return dead


def _cuts(network: Network) -> Ints:
    ports = np.array([*(gate.kind == "port" for gate in network.gates), False])
    gate = np.where(ports[network.gate], NO_GATE, network.gate)
    columns = np.column_stack((network.mode, network.status, network.gauge, gate))
    return np.unique(columns, axis=0, return_inverse=True)[1].reshape(-1)


def _lines(network: Network) -> tuple[Floats, Ints]:
    """All lines of the network at once, as :meth:`Network.line` gives them one by one."""
    bends = np.diff(network.bend_start)
    offset = np.concatenate(([0], np.cumsum(bends + 2))).astype(np.int64)
    vertices = np.empty((offset[-1], 2))
    origin = np.column_stack((network.lon[network.start], network.lat[network.start]))
    sums = np.concatenate((np.zeros((1, 2)), np.cumsum(network.bends.reshape(-1, 2), axis=0, dtype=np.int64)))
    of_bend = np.repeat(np.arange(len(bends)), bends)
    place = np.arange(len(of_bend)) - network.bend_start[of_bend] + offset[of_bend] + 1
    vertices[offset[:-1]] = origin
    vertices[place] = (sums[1:] - sums[network.bend_start[of_bend]]) / STEPS + origin[of_bend]
    last = vertices[offset[1:] - 2, 0]
    lon = network.lon[network.end]
    vertices[offset[1:] - 1, 0] = lon + 360 * np.round((last - lon) / 360)
    vertices[offset[1:] - 1, 1] = network.lat[network.end]
    vertices.setflags(write=False)
    return vertices, offset


@dataclass(frozen=True, eq=False)
class Search:
    """Shortest ways from a few nodes to all others, under one set of weights.

    Attributes
    ----------
    weights : float64[E]
        Hours; infinite where an edge must not be used.
    origins : tuple of int
        Nodes searched from.
    hours : float64[origins, N]
        Weight of the best way to each node, infinite if there is none.
    before : int32[origins, N]
        Node before each node on that way.
    """

    network: Network
    weights: Floats
    origins: tuple[int, ...]
    hours: Floats
    before: NDArray[np.int32]

    def nodes_to(self, origin: int, node: int) -> list[int]:
        """Nodes from an origin (by its place in ``origins``) to a node."""
        row = self.before[origin]
        nodes = [node]
        while (node := int(row[node])) != NOWHERE:
            nodes.append(node)
        return nodes[::-1]

    def path(self, nodes: Sequence[int]) -> Path:
        """Edges along some nodes; of parallel ones the one that weighs least."""
        between = layout(self.network).between
        edges = []
        for a, b in pairwise(nodes):
            parallel = between[(a, b) if a < b else (b, a)]
            one = parallel[0] if len(parallel) == 1 else min(parallel, key=lambda e: (self.weights[e], e))
            edges.append(one)
        return Path(tuple(edges), tuple(nodes))


def search(network: Network, weights: Floats, origins: Sequence[int]) -> Search:
    """Find the shortest ways from some nodes.

    Parameters
    ----------
    weights : float64[E]
        Hours of each edge, above zero; infinite for an edge that is blocked.
    origins : sequence of int
        Nodes to start from.
    """
    plan = layout(network)
    data = np.minimum.reduceat(weights[plan.order], plan.first)[plan.pair]
    usable = plan.core.copy()
    for node in origins:
        while node in plan.dead:
            node, *arcs = plan.dead[node]  # noqa: PLW2901 - up the dead end, step by step
            usable[arcs] = True
    usable &= np.isfinite(data)
    kept = np.concatenate(([0], np.cumsum(usable)))
    matrix = csr_array(
        (data[usable], plan.heads[usable], kept[plan.starts].astype(np.int32)), shape=(plan.size, plan.size)
    )
    hours, before = dijkstra(matrix, indices=list(origins), return_predecessors=True)
    return Search(network, weights, tuple(origins), hours, before)


def shortest(network: Network, weights: Floats, start: int, end: int) -> Path | None:
    """Find the single best way between two nodes, or None if there is none."""
    found = search(network, weights, (start,))
    if not np.isfinite(found.hours[0, end]):
        return None
    return found.path(found.nodes_to(0, end))


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
