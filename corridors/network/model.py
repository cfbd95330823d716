"""Time and emissions: the assumptions that an hour and a gram follow from.

Hours are kilometres by speed, plus the hours at borders that a source gives. A block train's all-in
speed has borders inside; a single wagon runs at its speed without delay and waits at each border.
Emissions are kilometres by intensity, well to wheel, for one TEU (ISO 14083: activity by intensity).
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

import numpy as np

from corridors.catalog import Catalog
from corridors.network.graph import TRANSFER
from corridors.transport import Figure, Train
from corridors.vocabulary import Mode

KM_PER_NAUTICAL_MILE = 1.852
NSR = "nsr"
CLASSES = (Mode.RAIL, Mode.SEA, NSR, Mode.RORO, Mode.ROAD, TRANSFER)
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
    "gauge_choice_h": "choice-gauge",
    "border_choice_h": "choice-border",
    "access_choice": "choice-access",
}


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
    transfer_choice_h, gauge_choice_h, border_choice_h, access_choice : float
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
    gauge_choice_h: float
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
