"""Time and emissions: what an hour and a gram on every edge of the network follow from.

Hours are kilometres by speed, plus the hours at borders that a source gives. A block train's all-in
speed has borders inside; a single wagon runs at its speed without delay and waits at each border.
Emissions are kilometres by intensity, well to wheel, for one TEU (ISO 14083: activity by intensity).
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from corridors.catalog import Catalog
from corridors.models import Group
from corridors.network.graph import TRANSFER, Network
from corridors.transport import Dwell, Figure, Season, Train
from corridors.vocabulary import LegStatus, Mode

KM_PER_NAUTICAL_MILE = 1.852
NSR = "nsr"
CLASSES = (Mode.RAIL, Mode.SEA, NSR, Mode.RORO, Mode.ROAD, TRANSFER)
SEASON_NSR = "northern-sea-route"
# Between its members nobody is checked at the border.
UNCHECKED = "group:eu"
# The Northern Sea Route: between the longitudes of Kara Gate and the Bering Strait, north of the latter.
NSR_WEST, NSR_EAST, NSR_SOUTH = 58.1, -169.35, 65.75
PER_TEU = "g CO2e/TEU-km"
# Which record a field of the assumptions starts from.
FIGURE_OF: Mapping[str, str] = {
    "rail_block_kmh": "speed-rail-block",
    "rail_wagon_kmh": "speed-rail-wagon",
    "sea_kn": "speed-sea",
    "nsr_kn": "speed-nsr",
    "roro_kmh": "speed-roro",
    "road_kmh": "speed-road",
    "rail_g_tkm": "co2e-rail",
    "sea_g_teukm": "co2e-sea",
    "roro_g_tkm": "co2e-roro",
    "road_g_tkm": "co2e-road",
    "tonnes_per_teu": "tonnes-per-teu",
    "transfer_choice_h": "choice-transfer",
    "border_choice_h": "choice-border",
    "access_choice": "choice-access",
}

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Assumptions:
    """What a user may change. Each number starts from the record named in ``FIGURE_OF``.

    Attributes
    ----------
    rail_block_kmh, rail_wagon_kmh, roro_kmh, road_kmh : float
        Speeds in km/h.
    sea_kn, nsr_kn : float
        Speeds in knots; ``nsr_kn`` on the Northern Sea Route.
    rail_g_tkm, roro_g_tkm, road_g_tkm : float
        Emissions in g CO2e per tonne-kilometre, well to wheel.
    sea_g_teukm : float
        Emissions in g CO2e per TEU-kilometre.
    tonnes_per_teu : float
        Cargo in one TEU.
    transfer_choice_h, border_choice_h, access_choice : float
        Weights for choosing a way only; no route's hours hold them.
    train : Train
        Whether rail means block trains or single wagons.
    """

    rail_block_kmh: float
    rail_wagon_kmh: float
    sea_kn: float
    nsr_kn: float
    roro_kmh: float
    road_kmh: float
    rail_g_tkm: float
    sea_g_teukm: float
    roro_g_tkm: float
    road_g_tkm: float
    tonnes_per_teu: float
    transfer_choice_h: float
    border_choice_h: float
    access_choice: float
    train: Train = Train.BLOCK

    def with_(self, **changes: float | Train) -> "Assumptions":
        """Return a copy with some numbers changed.

        Raises
        ------
        ValueError
            If a name is unknown or a number is not above zero.
        """
        for name, value in changes.items():
            if name not in {field.name for field in fields(self)}:
                raise ValueError(f"no assumption {name!r}")
            if name != "train" and not (isinstance(value, int | float) and 0 < value < np.inf):
                raise ValueError(f"{name} must be a number above zero, not {value!r}")
        if "train" in changes:
            changes["train"] = Train(str(changes["train"]))
        return replace(self, **changes)  # type: ignore[arg-type]

    def speeds(self) -> dict[str, float]:
        """Speed of each class of edge in km/h; a transfer takes no time that is known."""
        rail = self.rail_block_kmh if self.train is Train.BLOCK else self.rail_wagon_kmh
        return {
            Mode.RAIL: rail,
            Mode.SEA: self.sea_kn * KM_PER_NAUTICAL_MILE,
            NSR: self.nsr_kn * KM_PER_NAUTICAL_MILE,
            Mode.RORO: self.roro_kmh,
            Mode.ROAD: self.road_kmh,
            TRANSFER: np.inf,
        }

    def intensities(self) -> dict[str, float]:
        """Emissions of each class of edge in kg CO2e per TEU and kilometre."""
        tonnes = self.tonnes_per_teu
        grams = {
            Mode.RAIL: self.rail_g_tkm * tonnes,
            Mode.SEA: self.sea_g_teukm,
            NSR: self.sea_g_teukm,
            Mode.RORO: self.roro_g_tkm * tonnes,
            Mode.ROAD: self.road_g_tkm * tonnes,
            TRANSFER: 0.0,
        }
        return {name: value / 1000 for name, value in grams.items()}


def figure(catalog: Catalog, name: str) -> Figure:
    """Record that an assumption starts from.

    Raises
    ------
    ValueError
        If data/transport has no such record.
    """
    record = catalog.figures.get(FIGURE_OF[name])
    if record is None:
        raise ValueError(f"no record {FIGURE_OF[name]!r} in data/transport")
    return record


def defaults(catalog: Catalog) -> Assumptions:
    """Assumptions as the records give them."""
    return Assumptions(**{name: figure(catalog, name).value for name in FIGURE_OF}, train=Train.BLOCK)


def bounds(catalog: Catalog, chosen: Assumptions) -> tuple[Assumptions, Assumptions]:
    """Assumptions at the low and at the high end of what the sources give.

    A number that was changed by the user has no range: it stays as chosen.
    """
    low, high = {}, {}
    for name in FIGURE_OF:
        record = figure(catalog, name)
        value = getattr(chosen, name)
        changed = value != record.value
        low[name] = value if changed else record.least
        high[name] = value if changed else record.most
    return Assumptions(**low, train=chosen.train), Assumptions(**high, train=chosen.train)


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
    union = catalog.entities.get(UNCHECKED)
    members = frozenset(union.members) if isinstance(union, Group) else frozenset()
    assumed = (chosen, *bounds(catalog, chosen))
    return Setting(catalog, network, chosen, _costs(network, assumed, dwell, season, members))


@lru_cache(maxsize=8)
def _costs(
    network: Network,
    assumed: tuple[Assumptions, Assumptions, Assumptions],
    dwell: tuple[Dwell, ...],
    season: Season | None,
    union: frozenset[str],
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
        choice_hours(network, chosen, kind, union),
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


def choice_hours(
    network: Network, chosen: Assumptions, kind: NDArray[np.int8], union: frozenset[str]
) -> Floats:
    """Hours that weigh in the choice of a way: a change of mode, a border that is not within a union.

    A road that stands in for a planned railway is part of a corridor and weighs nothing more.
    """
    access = (kind == CLASSES.index(Mode.ROAD)) & (
        network.status == network.statuses.index(LegStatus.OPERATING)
    )
    changes = access | np.isin(kind, [CLASSES.index(Mode.RORO), CLASSES.index(TRANSFER)])
    checked = (gate.kind == "border" and not set(gate.countries) <= union for gate in network.gates)
    borders = np.array([*checked, False])[network.gate]
    hours: Floats = changes * chosen.transfer_choice_h + borders * chosen.border_choice_h
    return hours


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
