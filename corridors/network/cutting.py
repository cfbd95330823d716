"""A path cut into legs: at changes of mode and gauge, borders, passages and crossings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise

import numpy as np

from corridors.network.costs import Costs
from corridors.network.graph import NO_GATE, TRANSFER, Gate, Network
from corridors.network.layout import cutting_gates, layout
from corridors.network.router import Path, drawn
from corridors.network.routes import RouteLeg
from corridors.network.telling import TELLING
from corridors.vocabulary import Kind, LegStatus, Mode

Label = Callable[[int, int], str]
# Shorter than this a stretch is no leg of its own.
NO_LENGTH_KM = 0.05


@dataclass(frozen=True)
class Step:
    """Some edges of a path that belong together, without the transfers between them."""

    mode: Mode
    status: LegStatus
    gauge: int
    gate: int
    edges: tuple[int, ...]
    nodes: tuple[int, ...]


def steps(network: Network, path: Path) -> list[Step]:
    """Cut a path where mode, status, gauge or gate change, and at the catalog's crossings.

    Transfers, and what has no length, join the step after them. A port's gate does not cut: the mode
    changes there or the ship sails on; nor does a passage between the straits that it has within it.
    """
    cut = layout(network).cut[list(path.edges)]
    at_crossings = _crossings(network)
    inner = {i for i, node in enumerate(path.nodes) if node in at_crossings} - {0}
    begins = sorted({0, len(cut)} | inner | set((np.flatnonzero(np.diff(cut)) + 1).tolist()))
    found: list[Step] = []
    waiting = 0
    for first, last in pairwise(begins):
        edge = path.edges[first]
        length = float(network.km[list(path.edges[first:last])].sum())
        if network.modes[network.mode[edge]] == TRANSFER or length < NO_LENGTH_KM:
            waiting += last - first
            continue
        found.append(_step(network, path, first - waiting, last, edge))
        waiting = 0
    if waiting and found:
        final = found.pop()
        found.append(_step(network, path, len(cut) - waiting - len(final.edges), len(cut), final.edges[-1]))
    return found


@lru_cache(maxsize=2)
def _crossings(network: Network) -> frozenset[int]:
    """Nodes of the catalog's border crossings."""
    ids = (i for i in network.nodes_of if i.startswith(f"{Kind.CROSSING}:"))
    return frozenset(node for i in ids for node in network.nodes_of[i])


def _step(network: Network, path: Path, first: int, last: int, edge: int) -> Step:
    """Edges ``first`` to ``last`` of a path, told by one edge among them that is no transfer."""
    gate = int(network.gate[edge])
    return Step(
        mode=Mode(network.modes[network.mode[edge]]),
        status=LegStatus(network.statuses[network.status[edge]]),
        gauge=int(network.gauge[edge]),
        gate=gate if cutting_gates(network)[gate] else NO_GATE,
        edges=path.edges[first:last],
        nodes=path.nodes[first : last + 1],
    )


def joined(parts: Sequence[Step], named: Callable[[int], str | None], label: Label) -> list[Step]:
    """Join steps that need not be told apart: a leg ends at a place, or behind its passage or border.

    Parameters
    ----------
    named : callable
        Catalog id of a node, or None.
    label : callable
        Name of a node, given the gate that the leg before it ends with.
    """
    legs: list[Step] = []
    for part in parts:
        last = legs[-1] if legs else None
        ends_here = part.gate != NO_GATE and not named(part.nodes[0])
        if last and last.gate == NO_GATE and ends_here and _alike(last, part) and _one_gauge(last, part):
            legs[-1] = _merged(last, part)
        else:
            legs.append(part)
    return _without_loops(legs, label)


def _without_loops(parts: Sequence[Step], label: Label) -> list[Step]:
    """Join legs that would end where they start by name to the leg before them, else the one after."""
    legs: list[Step] = []
    looping = False
    for part in parts:
        start = label(legs[-1].nodes[-1], legs[-1].gate) if legs else label(part.nodes[0], NO_GATE)
        loops = start == label(part.nodes[-1], part.gate)
        if legs and (loops or looping) and _alike(legs[-1], part):
            legs[-1] = _merged(legs[-1], part)
            looping = False
        else:
            legs.append(part)
            looping = loops and len(legs) == 1
    return legs


def _merged(last: Step, part: Step) -> Step:
    edges, nodes = (*last.edges, *part.edges), (*last.nodes, *part.nodes[1:])
    gauge = (last.gauge or part.gauge) if _one_gauge(last, part) else 0
    return Step(part.mode, part.status, gauge, part.gate, edges, nodes)


def _alike(last: Step, part: Step) -> bool:
    return (last.mode, last.status) == (part.mode, part.status)


def _one_gauge(last: Step, part: Step) -> bool:
    return last.gauge == part.gauge or 0 in (last.gauge, part.gauge)


def gauge_breaks(parts: Sequence[Step]) -> int:
    """Count changes of track gauge along unbroken rail; stretches of mixed gauge are passed over."""
    breaks, gauge = 0, 0
    for part in parts:
        if part.mode is not Mode.RAIL:
            gauge = 0
        elif part.gauge:
            breaks += gauge not in (0, part.gauge)
            gauge = part.gauge
    return breaks


def gates(network: Network, path: Path) -> list[Gate]:
    """Passages and borders along a path in order, each run of edges once."""
    found = [network.gates[i] for i in network.gate[list(path.edges)].tolist() if i != NO_GATE]
    return [gate for gate, _ in groupby(found) if gate.kind in TELLING]


def build_legs(  # noqa: PLR0913, PLR0917 - a path, where it runs and how to name it
    network: Network,
    costs: Costs,
    path: Path,
    parts: Sequence[Step],
    labels: Label,
    sources: Callable[[list[int]], tuple[str, ...]],
) -> tuple[RouteLeg, ...]:
    """Turn steps into legs with names and lines, longitudes continuous from the first to the last.

    Parameters
    ----------
    parts : sequence of Step
        The whole path, cut.
    labels : callable
        Name of a node, given the gate that the leg before it ends with.
    sources : callable
        Source ids behind some edges.
    """
    line, bounds = drawn(network, path)
    legs = []
    start, first = labels(path.nodes[0], NO_GATE), 0
    for part in parts:
        last = first + len(part.edges)
        own = list(part.edges)
        end = labels(part.nodes[-1], part.gate)
        leg = RouteLeg(
            mode=part.mode,
            start=start,
            end=end,
            status=part.status,
            km=round(float(costs.km[own].sum()), 1),
            hours=round(float(costs.hours[own].sum()), 1),
            co2e=round(float(costs.co2e[own].sum()), 1),
            gauge=part.gauge or None,
            line=line[bounds[first] : bounds[last] + 1],
            sources=sources(own),
        )
        legs.append(leg)
        start, first = end, last
    return tuple(legs)


def mode_changes(legs: Sequence[RouteLeg]) -> int:
    """Count how often the mode changes from one leg to the next."""
    return sum(a.mode is not b.mode for a, b in pairwise(legs))
