"""Truly different ways between two nodes: by passage, border or mode, never the same line twice.

The network is searched from both ends under a few views: everything; land only, where the best way
is not; and mainly sea, where an hour on land weighs more. The best way through each strait and border
then follows from the two searches without another one. What is kept differs in its passages, borders
or modes, and shares little length with what is kept already.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from corridors.network.costs import Costs, Setting
from corridors.network.graph import NO_GATE, TRANSFER, Network
from corridors.network.model import CLASSES, NSR
from corridors.network.router import TIE, Path, Search, search
from corridors.network.telling import TELLING, exits, exits_between, gate_edges, kind_of_gate
from corridors.vocabulary import Mode

# Two ways that share more of the shorter one than this are one way; where they only differ in
# straits that lie along the way, less is allowed.
SHARED_MOST = 0.85
SHARED_MOST_MINOR = 0.5
# A way of the same kind that weighs this many times the best one is no alternative, and
# one of another kind that takes this many times the hours neither.
DETOUR_MOST = 1.8
SLOWER_MOST = 5.0
STRANGE = 1.05
# A way that runs by sea but for this share of its length is already mainly sea.
DRY_LEAST = 0.1
# How many ways of one view are looked at, best first.
LOOKED_AT = 10

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def _of_classes(*names: str) -> NDArray[np.bool_]:
    """Table by class of edge: whether it is one of some classes."""
    return np.array([name in names for name in CLASSES])


LAND = _of_classes(Mode.RAIL, Mode.ROAD)
AT_SEA = frozenset({Mode.SEA, NSR})
WATER = _of_classes(Mode.SEA, NSR)
AFLOAT = _of_classes(Mode.SEA, NSR, Mode.RORO)
FERRY = _of_classes(Mode.RORO)


@dataclass(frozen=True)
class Way:
    """A path with what tells it from others.

    Attributes
    ----------
    turns : tuple of str
        Modes, the passages that decide, and the borders that tell ways apart, each in order.
    marks : frozenset of str
        All passages and borders.
    group : str
        ``land``, ``sea`` (most of it), ``nsr``, or ``mixed``.
    hours, km : float
        Totals.
    dry : float
        Share of the length on land.
    rank : float
        Hours with what weighs in the choice. A way out of China by a border of no corridor ranks a
        little lower: lengths are not known so well that a lead of a few per cent would count.
    """

    path: Path
    turns: tuple[str, ...]
    marks: frozenset[str]
    group: str
    hours: float
    km: float
    dry: float
    rank: float
    edges: frozenset[int]


def find(
    setting: Setting,
    blocked: NDArray[np.bool_],
    ends: tuple[int, int],
    limit: int,
) -> list[Way]:
    """Find up to ``limit`` different ways, the one with the fewest hours first.

    Parameters
    ----------
    blocked : bool[E]
        Edges that must not be used.
    ends : tuple of int
        Nodes at both ends. The ways back are the same ways: they are always searched from the lower
        node, and turned round if need be.
    """
    start, end = sorted(ends)
    pool: list[Way] = []
    for weights, kinds in views(setting, blocked, (start, end), pool):
        found = search(setting.network, weights, (start, end), DETOUR_MOST)
        pool += _different(setting, found, [gate_edges(setting.network)[kind] for kind in kinds])
    picked = _pick(setting.costs, sorted(pool, key=_by_rank), limit)
    return picked if ends == (start, end) else [_turned(way) for way in picked]


def _by_rank(way: Way) -> tuple[float, float, tuple[str, ...]]:
    return way.rank, way.km, way.turns


def _by_hours(way: Way) -> tuple[float, float, tuple[str, ...]]:
    return way.hours, way.km, way.turns


def views(
    setting: Setting, blocked: NDArray[np.bool_], ends: tuple[int, int], pool: Sequence[Way]
) -> Iterator[tuple[Floats, tuple[str, ...]]]:
    """Weights of every edge under each view, with the kinds of gates that tell ways apart there.

    Parameters
    ----------
    pool : sequence of Way
        What was found so far: it says which further view is worth a search.
    """
    costs, chosen = setting.costs, setting.chosen
    plain = costs.hours + costs.choice + TIE * costs.km + TIE
    plain[blocked] = np.inf
    between = exits_between(setting.network, ends)
    yield plain, ("deciding", between)
    if not pool:
        return
    landmass = landmasses(setting.network)
    if AT_SEA & set(pool[0].turns) and landmass[ends[0]] == landmass[ends[1]]:
        yield np.where(WATER[costs.kind], np.inf, plain), (between,)
    mainly_sea = np.where(LAND[costs.kind], plain * chosen.access_choice, plain)
    if pool[0].dry > DRY_LEAST:
        yield mainly_sea, ("deciding", "minor")
    if any(Mode.RORO in way.turns for way in pool):
        yield np.where(FERRY[costs.kind], np.inf, mainly_sea), ()


@lru_cache(maxsize=2)
def landmasses(network: Network) -> NDArray[np.int32]:
    """Number of the landmass of each node: nodes with the same one are joined without a ship."""
    dry = np.isin(network.mode, [network.modes.index(mode) for mode in (Mode.RAIL, Mode.ROAD)])
    joints = (np.ones(dry.sum()), (network.start[dry], network.end[dry]))
    size = len(network.lon)
    labels: NDArray[np.int32] = connected_components(csr_array(joints, shape=(size, size)), directed=False)[1]
    return labels


def _different(setting: Setting, found: Search, telling: Iterable[Ints]) -> list[Way]:
    """Ways of one view that differ, best first."""
    ways: list[Way] = []
    for nodes in _candidates(setting.network, found, telling):
        if len(set(nodes)) < len(nodes):
            continue
        way = describe(setting, found.path(nodes))
        if all(_differ(setting.costs, way, other) for other in ways):
            ways.append(way)
    return ways


def _candidates(network: Network, found: Search, telling: Iterable[Ints]) -> Iterator[list[int]]:
    """Nodes of the best way, then of the best way through each gate of each kind, best first.

    Gates whose best ways weigh the same lie on one way; it is looked at once.
    """
    best = found.best
    if not np.isfinite(best):
        return
    yield found.nodes_to(0, found.ends[1])
    seen = {round(best, 6)}
    for edges in telling:
        a, b = network.start[edges], network.end[edges]
        onward = found.hours[0, a] + found.hours[1, b]
        backward = found.hours[0, b] + found.hours[1, a]
        weight = np.minimum(onward, backward) + found.weights[edges]
        looked_at: set[int] = set()
        for i in np.lexsort((edges, weight)).tolist():
            if weight[i] > best * DETOUR_MOST or len(looked_at) == LOOKED_AT:
                break
            gate, heavy = int(network.gate[edges[i]]), round(weight[i], 6)
            if gate in looked_at or heavy in seen:
                continue
            looked_at.add(gate)
            seen.add(heavy)
            near, far = (a[i], b[i]) if onward[i] <= backward[i] else (b[i], a[i])
            yield found.nodes_to(0, int(near)) + found.nodes_to(1, int(far))[::-1]


def describe(setting: Setting, path: Path) -> Way:
    """Say what tells a path from others."""
    network, costs = setting.network, setting.costs
    edges = np.array(path.edges)
    kinds = costs.kind[edges]
    km = costs.km[edges]
    gates = [network.gates[i] for i in network.gate[edges].tolist() if i != NO_GATE]
    told = [gate for gate in gates if gate.kind in TELLING]
    turns = [gate.within or gate.id for gate in told if kind_of_gate(gate) == "deciding"]
    modes = [CLASSES[kind] for kind, _ in groupby(kinds[kinds != CLASSES.index(TRANSFER)].tolist())]
    total, hours = float(km.sum()), float(costs.hours[edges].sum())
    afloat = float(km[AFLOAT[kinds]].sum())
    arctic = bool(costs.arctic[edges].any())
    dry = not AT_SEA & set(modes)
    # Which border the way to the port crosses does not make another voyage of it.
    left = [] if 2 * afloat > total else exits(told)
    strange = any(gate not in setting.catalog.entities for gate in left)
    return Way(
        path=path,
        turns=(*modes, *(name for name, _ in groupby((*turns, *left)))),
        marks=frozenset(gate.id for gate in told),
        group="nsr" if arctic else "land" if dry else "sea" if 2 * afloat > total else "mixed",
        hours=hours,
        km=total,
        dry=1 - afloat / total if total else 1.0,
        rank=(hours + float(costs.choice[edges].sum())) * (STRANGE if strange else 1),
        edges=frozenset(path.edges),
    )


def _differ(costs: Costs, one: Way, other: Way) -> bool:
    same_turns = one.turns == other.turns
    if same_turns and one.marks == other.marks:
        return False
    shared = float(costs.km[list(one.edges & other.edges)].sum())
    return shared <= (SHARED_MOST_MINOR if same_turns else SHARED_MOST) * min(one.km, other.km)


def _pick(costs: Costs, ways: list[Way], limit: int) -> list[Way]:
    """Pick the best way of each group first, then the next best; all of them ordered by hours.

    Parameters
    ----------
    ways : list of Way
        By rank.
    """
    best = {way.group: way for way in reversed(ways) if way.group != "mixed"}
    picked: list[Way] = []
    for way in (*ways[:1], *sorted(best.values(), key=_by_rank), *ways):
        near = way.hours <= SLOWER_MOST * ways[0].hours
        if len(picked) < limit and near and all(_differ(costs, way, other) for other in picked):
            picked.append(way)
    return sorted(picked, key=_by_hours)


def _turned(way: Way) -> Way:
    return replace(way, path=way.path.reversed(), turns=way.turns[::-1])
