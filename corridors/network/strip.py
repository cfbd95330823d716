"""A corridor as a strip, like a metro line: stations in columns, branches in lanes.

Pure layout without pixels: who draws it (page, slide) decides how wide a column is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from corridors.catalog import Catalog
from corridors.models import Branch, Leg, Place
from corridors.vocabulary import Mode

LAND = frozenset({Mode.RAIL, Mode.ROAD})


@dataclass(frozen=True)
class Run:
    """A leg and the stations it passes in order, ends included."""

    leg: str
    stations: tuple[str, ...]


@dataclass(frozen=True)
class Spot:
    """Where a station stands: column from the left, lane from the top, both from 0."""

    column: int
    lane: int


@dataclass(frozen=True)
class Piece:
    """The line between two neighbouring stations.

    ``twin`` counts the pieces before it between the same two stations: they run side by side.
    """

    leg: str
    start: str
    end: str
    twin: int


@dataclass(frozen=True)
class Strip:
    """Stations and the pieces between them."""

    spots: Mapping[str, Spot]
    pieces: tuple[Piece, ...]

    @property
    def columns(self) -> int:
        return 1 + max((spot.column for spot in self.spots.values()), default=-1)

    @property
    def lanes(self) -> int:
        return 1 + max((spot.lane for spot in self.spots.values()), default=-1)


def runs(catalog: Catalog, branch: Branch) -> tuple[Run, ...]:
    """Legs of a branch with the stations they pass."""
    return tuple(Run(leg.id, (leg.start, *leg.via, leg.end)) for leg in catalog.branch_legs(branch))


def arrange(branches: Sequence[Sequence[Run]]) -> Strip:
    """Lay out branches that share stations.

    A station stands right of every station before it; a station where a branch begins stands next
    to the one that follows. The first branch has the top lane, each further one the first lane that
    is free along the stretch it has for itself.
    """
    chains = [_chain(branch) for branch in branches]
    columns = _columns(chains)
    lanes = _lanes(chains, columns)
    spots = {station: Spot(column, lanes[station]) for station, column in columns.items()}
    return Strip(MappingProxyType(spots), _pieces(branches))


def _chain(branch: Iterable[Run]) -> list[str]:
    return list(dict.fromkeys(station for run in branch for station in run.stations))


def _columns(chains: Iterable[Sequence[str]]) -> dict[str, int]:
    following: dict[str, list[str]] = {}
    for chain in chains:
        for station in chain:
            following.setdefault(station, [])
        for here, after in pairwise(chain):
            if here not in _reached(following, after):  # a loop has no left and right
                following[here].append(after)
    columns = dict.fromkeys(following, 0)
    for _ in following:
        for here, nexts in following.items():
            for after in nexts:
                columns[after] = max(columns[after], columns[here] + 1)
    ends = {after for nexts in following.values() for after in nexts}
    for here, nexts in following.items():
        if nexts and here not in ends:
            columns[here] = min(columns[after] for after in nexts) - 1
    return columns


def _reached(following: Mapping[str, Sequence[str]], start: str) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        new = set(following.get(waiting.pop(), ())) - found
        found |= new
        waiting.extend(new)
    return found


def _lanes(chains: Iterable[Sequence[str]], columns: Mapping[str, int]) -> dict[str, int]:
    lanes: dict[str, int] = {}
    taken: list[list[tuple[int, int]]] = []
    for chain in chains:
        for stretch, left, right in _own_stretches(chain, columns, set(lanes)):
            lane = next((i for i, spans in enumerate(taken) if _free(spans, left, right)), len(taken))
            if lane == len(taken):
                taken.append([])
            taken[lane].append((left, right))
            lanes |= dict.fromkeys(stretch, lane)
    return lanes


def _own_stretches(
    chain: Sequence[str], columns: Mapping[str, int], placed: set[str]
) -> list[tuple[list[str], int, int]]:
    """Runs of stations that no earlier branch has, with the first and last column each takes up."""
    found = []
    index = 0
    while index < len(chain):
        stop = index
        while stop < len(chain) and chain[stop] not in placed:
            stop += 1
        if stop > index:
            own = chain[index:stop]
            taken = [columns[station] for station in own]
            taken += [columns[chain[index - 1]] + 1] if index else []
            taken += [columns[chain[stop]] - 1] if stop < len(chain) else []
            found.append((list(own), min(taken), max(taken)))
        index = stop + 1
    return found


def _free(spans: Iterable[tuple[int, int]], left: int, right: int) -> bool:
    return all(right < first or last < left for first, last in spans)


def _pieces(branches: Iterable[Iterable[Run]]) -> tuple[Piece, ...]:
    found: dict[tuple[str, str, str], Piece] = {}
    twins: dict[tuple[str, str], int] = {}
    for branch in branches:
        for run in branch:
            for start, end in pairwise(run.stations):
                if (run.leg, start, end) in found:
                    continue
                count = twins.setdefault((start, end), 0)
                found[run.leg, start, end] = Piece(run.leg, start, end, count)
                twins[start, end] += 1
    return tuple(found.values())


def borders(catalog: Catalog, legs: Iterable[Leg]) -> dict[tuple[str, str], tuple[str, str]]:
    """Countries (ISO alpha-3) on both sides, by the two stations between which a land leg changes them."""
    found = {}
    for leg in legs:
        if leg.mode not in LAND:
            continue
        for start, end in pairwise((leg.start, *leg.via, leg.end)):
            sides = _country(catalog, start), _country(catalog, end)
            if all(sides) and sides[0] != sides[1]:
                found[start, end] = sides
    return found


def _country(catalog: Catalog, station: str) -> str:
    place = catalog.entities.get(station)
    return (place.country or "") if isinstance(place, Place) else ""


def gauge_breaks(legs: Sequence[Leg]) -> dict[str, tuple[int, int]]:
    """Gauges in mm before and after, by the leg on which the gauge changes.

    A rail leg without one gauge (both tracks side by side, or undecided) between two that differ
    is where it changes; else it is the first leg of the new gauge. Another mode in between ends
    the line of thought: there goods change vehicles anyway.
    """
    found = {}
    before: int | None = None
    between = ""
    for leg in legs:
        if leg.mode is not Mode.RAIL:
            before, between = None, ""
        elif leg.gauge is None:
            between = leg.id
        else:
            if before is not None and before != leg.gauge:
                found[between or leg.id] = (before, leg.gauge)
            before, between = leg.gauge, ""
    return found
