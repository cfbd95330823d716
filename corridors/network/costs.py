"""What every edge of the network costs under some assumptions: hours, emissions, and what only weighs."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from corridors.catalog import Catalog
from corridors.network.graph import NO_GATE, TRANSFER, Gate, Network
from corridors.network.layout import Floats
from corridors.network.model import CLASSES, NSR, Assumptions, bounds, defaults
from corridors.transport import Dwell, Season, Train
from corridors.vocabulary import LegStatus, Measure, Mode

SEASON_NSR = "northern-sea-route"
# A line whose length is published is taken before one that is up to this share shorter by its tracks alone:
# the corridors' trains run on it, and the source of the tracks does not tell high-speed lines apart.
PUBLISHED_LEAD = 0.1
# The Northern Sea Route: between the longitudes of Kara Gate and the Bering Strait, north of the latter.
NSR_WEST, NSR_EAST, NSR_SOUTH = 58.1, -169.35, 65.75


@dataclass(frozen=True, eq=False)
class Costs:
    """Hours and emissions of every edge. Arrays of length E, read-only.

    Attributes
    ----------
    kind : int8[E]
        Index into ``CLASSES``.
    arctic : bool[E]
        Edges on the gates of the Northern Sea Route: who uses one goes through.
    km : float64[E]
        Kilometres in whole hundreds of metres, so that legs add up to their route both ways.
    hours, hours_low, hours_high : float64[E]
        Moving hours and the known hours at a border; low goes with high speed.
    co2e, co2e_low, co2e_high : float64[E]
        kg CO2e per TEU.
    choice : float64[E]
        Hours that count in the choice of a way only: changes of mode, borders.
    dwell : mapping of int to Dwell
        Record of the border time on each edge where one is counted.
    """

    kind: NDArray[np.int8]
    arctic: NDArray[np.bool_]
    km: Floats
    hours: Floats
    hours_low: Floats
    hours_high: Floats
    co2e: Floats
    co2e_low: Floats
    co2e_high: Floats
    choice: Floats
    dwell: Mapping[int, Dwell]


@dataclass(frozen=True, eq=False)
class Setting:
    """What a question is asked of: records, network, assumptions and the costs that follow."""

    catalog: Catalog
    network: Network
    chosen: Assumptions
    costs: Costs


def setting(catalog: Catalog, network: Network, chosen: Assumptions | None = None) -> Setting:
    """Put records, network and assumptions together; costs are computed once for each set.

    Raises
    ------
    ValueError
        If a record that an assumption starts from is missing.
    """
    chosen = chosen or defaults(catalog)
    dwell = tuple(record for record in catalog.figures.values() if isinstance(record, Dwell))
    season = catalog.seasons.get(SEASON_NSR)
    assumed = (chosen, *bounds(catalog, chosen))
    return Setting(catalog, network, chosen, _costs(network, assumed, dwell, season))


@lru_cache(maxsize=8)
def _costs(
    network: Network,
    assumed: tuple[Assumptions, Assumptions, Assumptions],
    dwell: tuple[Dwell, ...],
    season: Season | None,
) -> Costs:
    chosen, low, high = assumed
    kind = classes(network)
    arctic = on_gates(network, season.gates if season else ())
    km = np.round(network.km, 1)
    waits = border_waits(network, dwell, chosen.train)
    added = np.zeros((3, len(km)))
    for edge, record in waits.items():
        added[:, edge] = record.value, record.least, record.most
    arrays = (
        km / _by_class(chosen.speeds(), kind) + added[0],
        km / _by_class(high.speeds(), kind) + added[1],
        km / _by_class(low.speeds(), kind) + added[2],
        km * _by_class(chosen.intensities(), kind),
        km * _by_class(low.intensities(), kind),
        km * _by_class(high.intensities(), kind),
        choice_hours(network, chosen, kind),
    )
    for array in (kind, arctic, km, *arrays):
        array.setflags(write=False)
    return Costs(kind, arctic, km, *arrays, dwell=waits)


def classes(network: Network) -> NDArray[np.int8]:
    """Class of every edge: its mode, with the Northern Sea Route apart from other sea.

    Returns
    -------
    int8[E]
        Index into ``CLASSES``.
    """
    of_mode = np.array([CLASSES.index(mode) for mode in network.modes], dtype=np.int8)
    kind: NDArray[np.int8] = of_mode[network.mode]
    there = (network.lat >= NSR_SOUTH) & ((network.lon >= NSR_WEST) | (network.lon <= NSR_EAST))
    sea = kind == CLASSES.index(Mode.SEA)
    kind[sea & there[network.start] & there[network.end]] = CLASSES.index(NSR)
    return kind


@lru_cache(maxsize=64)
def on_gates(network: Network, ids: tuple[str, ...]) -> NDArray[np.bool_]:
    """Edges that carry one of some gates or a part of one, as a mask of length E."""
    asked = set(ids)
    # One place more for -1, the edges without a gate.
    wanted = np.array([*(bool(asked & {gate.id, gate.within, *gate.also}) for gate in network.gates), False])
    mask: NDArray[np.bool_] = wanted[network.gate]
    mask.setflags(write=False)
    return mask


def choice_hours(network: Network, chosen: Assumptions, kind: NDArray[np.int8]) -> Floats:
    """Hours that weigh in the choice of a way: changes of mode, borders, more where the gauge changes.

    Rails without a published length weigh a tenth more.
    A road that stands in for a planned railway is one change, however many edges it has: it weighs at
    its border.
    """
    operating = network.status == network.statuses.index(LegStatus.OPERATING)
    road = (kind == CLASSES.index(Mode.ROAD)) & (operating | (network.gate != NO_GATE))
    changes = road | np.isin(kind, [CLASSES.index(Mode.RORO), CLASSES.index(TRANSFER)])
    borders = np.array([*(_border_weight(gate, chosen) for gate in network.gates), 0.0])
    published = np.array([measure == Measure.PUBLISHED for measure in network.measures])
    guessed = (kind == CLASSES.index(Mode.RAIL)) & ~published[network.measure]
    rails = guessed * PUBLISHED_LEAD * network.km / chosen.speeds()[Mode.RAIL]
    hours: Floats = changes * chosen.transfer_choice_h + borders[network.gate] + rails
    return hours


def _border_weight(gate: Gate, chosen: Assumptions) -> float:
    if len(set(gate.gauges)) > 1:
        return chosen.gauge_choice_h
    return chosen.border_choice_h if gate.kind == "border" else 0.0


def border_waits(network: Network, dwell: tuple[Dwell, ...], train: Train) -> dict[int, Dwell]:
    """Record of the hours at the border on each edge that crosses one and has to wait there.

    Block trains wait inside their all-in speed. A record for the two countries goes before one
    that holds for all borders.
    """
    rows = {(row.mode.value, frozenset(row.countries)): row for row in dwell}
    found = {}
    for edge in np.flatnonzero(network.gate >= 0).tolist():
        gate = network.gates[network.gate[edge]]
        mode = network.modes[network.mode[edge]]
        if gate.kind != "border" or (mode == Mode.RAIL and train is Train.BLOCK):
            continue
        record = rows.get((mode, frozenset(gate.countries))) or rows.get((mode, frozenset()))
        if record:
            found[edge] = record
    return found


def _by_class(values: Mapping[str, float], kind: NDArray[np.int8]) -> Floats:
    table: Floats = np.array([values[name] for name in CLASSES])
    return table[kind]
