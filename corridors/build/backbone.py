"""Which edges are worth keeping: those on the shortest ways between some ends."""

from collections.abc import Collection, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from corridors.build.draft import Draft

# What is already kept counts as this much shorter, so that ways use the same tracks where it matters little.
KEPT = 0.98


def between(
    draft: Draft,
    numbers: Iterable[int],
    ends: Sequence[int],
    kept: Collection[int] = (),
    favour: float = KEPT,
) -> set[int]:
    """Edges that lie on a way between any two ends; none of the ways is much longer than the shortest.

    Parameters
    ----------
    numbers : iterable of int
        Edges that may be used; of two between the same nodes the shorter one is.
    ends : sequence of int
        Nodes, the more important ones first: what lies between these is kept first.
    kept : collection of int
        Edges that count as kept from the start.
    favour : float
        Share of its length that an edge counts once it is kept; its inverse bounds the detour.
    """
    ways = _Ways(draft, numbers, kept, favour)
    present = [ways.index[end] for end in ends if end in ways.index]
    for rank, source in enumerate(present):
        ways.mark(source, np.array(present[rank + 1 :], dtype=np.int64))
    return ways.marked_edges()


class _Ways:
    """The edges as a matrix whose weights shrink as edges are marked."""

    def __init__(self, draft: Draft, numbers: Iterable[int], kept: Collection[int], favour: float) -> None:
        chosen = list(numbers)
        used = sorted({node for k in chosen for node in (draft.edges[k].a, draft.edges[k].b)})
        self.index = {node: i for i, node in enumerate(used)}
        self._size = len(used)
        best: dict[tuple[int, int], int] = {}
        for k in chosen:
            edge = draft.edges[k]
            low, high = sorted((self.index[edge.a], self.index[edge.b]))
            if low != high and ((low, high) not in best or edge.km < draft.edges[best[low, high]].km):
                best[low, high] = k
        pairs = sorted(best)
        self._numbers = np.array([best[pair] for pair in pairs], dtype=np.int64)
        lows, highs = np.array(pairs, dtype=np.int64).T
        self._keys = lows * self._size + highs
        # Zero would mean no edge.
        self._km = np.array([max(draft.edges[best[pair]].km, 1e-6) for pair in pairs])
        self._marked = np.isin(self._numbers, np.array(sorted(kept), dtype=np.int64))
        self._favour = favour
        # Pairs are sorted, so the entries of the matrix are in the order of the edges.
        self._matrix = csr_array((self._km.copy(), (lows, highs)), shape=(self._size, self._size))

    def mark(self, source: int, ends: NDArray[np.int64]) -> None:
        """Mark the ways from one node to others."""
        self._matrix.data[:] = np.where(self._marked, self._favour * self._km, self._km)
        before = dijkstra(self._matrix, directed=False, indices=source, return_predecessors=True)[1]
        before = before.astype(np.int64)
        seen = np.zeros(self._size, dtype=bool)
        at = ends
        while len(at := np.unique(at[(before[at] >= 0) & ~seen[at]])):
            seen[at] = True
            prior = before[at]
            keys = np.minimum(at, prior) * self._size + np.maximum(at, prior)
            self._marked[np.searchsorted(self._keys, keys)] = True
            at = prior

    def marked_edges(self) -> set[int]:
        return set(self._numbers[self._marked].tolist())
