"""The nodes of a branch in order, with what a traveller meets at each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corridors.catalog import Catalog
from corridors.models import Branch, Leg
from corridors.network import strip
from corridors.network.nearby import nearby
from corridors.vocabulary import State

# As far from a node a place still is "near", in kilometres.
NEAR_KM = 100


@dataclass(frozen=True)
class Node:
    """A node of a branch.

    Attributes
    ----------
    km
        Kilometres from the start of the branch, None for a node in the middle of a leg.
    onward, next
        Leg that leads on and the node it leads to, empty at the end.
    border
        Countries (ISO alpha-3) on both sides if the way to ``next`` changes them.
    gauge
        Gauges in mm before and after if they change on the way.
    near
        Zones and bonded areas within :data:`NEAR_KM` for which no other node is nearer.
    matters
        Whether it is an end, or mode, state, country or gauge change here.
    """

    id: str
    km: float | None
    onward: str
    next: str
    border: tuple[str, str] | None
    gauge: tuple[int, int] | None
    near: tuple[str, ...]
    matters: bool


def stops(catalog: Catalog, branch: Branch) -> Iterator[tuple[int, Node]]:
    """Nodes of a branch, each with the number of the leg that leads on (at the end: that led here)."""
    legs = catalog.branch_legs(branch)
    borders, breaks = strip.borders(catalog, legs), strip.gauge_breaks(legs)
    near = _near(catalog, branch)
    along = 0.0
    for number, leg in enumerate(legs):
        for place, ends in enumerate(pairwise((leg.start, *leg.via, leg.end))):
            first = place == 0
            border, gauge = borders.get(ends), breaks.get(leg.id) if first else None
            yield (
                number,
                Node(
                    id=ends[0],
                    km=along if first else None,
                    onward=leg.id,
                    next=ends[1],
                    border=border,
                    gauge=gauge,
                    near=near.get(ends[0], ()),
                    matters=bool(border or gauge) or (first and _turns(legs, number)),
                ),
            )
        along += catalog.km(leg.id)
    if legs:
        end = legs[-1].end
        yield len(legs) - 1, Node(end, along, "", "", None, None, near.get(end, ()), True)


def _turns(legs: Sequence[Leg], number: int) -> bool:
    """Whether a leg begins the branch or differs in mode or state from the one before."""
    if number == 0:
        return True
    before, here = legs[number - 1], legs[number]
    return (before.mode, before.status) != (here.mode, here.status)


def _near(catalog: Catalog, branch: Branch) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    close = nearby(catalog, branch.legs, catalog.nodes(branch), NEAR_KM)
    for near in sorted(close, key=lambda item: item.node_km):
        if near.node_km <= NEAR_KM and near.place.status.latest is not State.SUPERSEDED:
            found[near.node] = (*found.get(near.node, ()), near.place.id)
    return found
