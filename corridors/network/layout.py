"""The network as one sparse matrix and one array of lines, made once and then only read."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from corridors.network.graph import NO_GATE, STEPS, Network

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Layout:
    """The network as a sparse matrix, and all lines in one array; read-only.

    Attributes
    ----------
    order, first, count, keys : int64
        Edges sorted by their pair of nodes; where each pair begins there, how many edges it has, and
        its key, the lower node times ``size`` plus the higher one. Keys increase.
    pair : int64[A]
        Pair behind each arc; every pair has two arcs.
    heads, starts : int32
        Columns and row pointers of the matrix.
    vertices : float64[V, 2]
        Longitude and latitude of all lines, from start to end, longitudes continuous within a line.
    offset : int64[E + 1]
        Where the line of each edge begins in ``vertices``.
    dead : dict of int to tuple
        For each node on a dead end: the node to leave it by, and the arcs there and back.
    core : bool[A]
        Arcs that lie on no dead end: all that a search needs, but for the dead ends it starts from.
    cut : int64[E]
        Same number for edges of the same mode, status, gauge and gate, where the gate cuts.
    """

    size: int
    order: Ints
    first: Ints
    count: Ints
    keys: Ints
    pair: Ints
    heads: NDArray[np.int32]
    starts: Ints
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
    vertices, offset = _lines(network)
    heads, starts = heads[by_tail].astype(np.int32), np.concatenate(([0], np.cumsum(counts)))
    dead = _dead_ends(heads.tolist(), starts.tolist())
    core = np.ones(len(heads), dtype=bool)
    core[[arc for _, *arcs in dead.values() for arc in arcs]] = False
    return Layout(
        size=size,
        order=order,
        first=first,
        count=np.diff(np.concatenate((first, [len(keys)]))),
        keys=keys[first],
        pair=np.concatenate((np.arange(len(a)), np.arange(len(a))))[by_tail],
        heads=heads,
        starts=starts,
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


@lru_cache(maxsize=2)
def cutting_gates(network: Network) -> tuple[bool, ...]:
    """Whether a leg ends at each gate; the last entry stands for no gate.

    It does not at a port, nor on a passage outside the straits that are parts of it.
    """
    wholes = {gate.within for gate in network.gates}
    return (*(gate.kind != "port" and gate.id not in wholes for gate in network.gates), False)


def _cuts(network: Network) -> Ints:
    gate = np.where(np.array(cutting_gates(network))[network.gate], network.gate, NO_GATE)
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
