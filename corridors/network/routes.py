"""Routes as the reader sees them: legs with names, lengths, hours, emissions and sources."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corridors.network.graph import Gate
from corridors.vocabulary import LegStatus, Mode

Range = tuple[float, float]


@dataclass(frozen=True)
class Note:
    """A sentence to the reader in two languages."""

    zh: str
    en: str


@dataclass(frozen=True, eq=False)
class RouteLeg:
    """A stretch in one mode, on one gauge, between two named places.

    Attributes
    ----------
    start, end : str
        Catalog ids where the catalog has the place, else names.
    km, hours, co2e : float
        Kilometres; hours moving and the known wait at a border; kg CO2e per TEU.
    gauge : int or None
        Track gauge in mm.
    line : float64[n, 2]
        Longitude and latitude, WGS84 degrees, longitudes continuous along the whole route.
    sources : tuple of str
        Sources of the line, its length and the figures behind hours and emissions.
    """

    mode: Mode
    start: str
    end: str
    status: LegStatus
    km: float
    hours: float
    co2e: float
    gauge: int | None
    line: NDArray[np.float64]
    sources: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain values, as the ``route`` command prints them."""
        return {
            "mode": self.mode.value,
            "from": self.start,
            "to": self.end,
            "status": self.status.value,
            "km": self.km,
            "hours": self.hours,
            "co2e_kg_per_teu": self.co2e,
            "gauge": self.gauge,
            "geometry": {"type": "LineString", "coordinates": np.round(self.line, 4).tolist()},
            "sources": list(self.sources),
        }


@dataclass(frozen=True, eq=False)
class Route:
    """One way from origin to destination.

    Attributes
    ----------
    name, name_en : str
        Short name that tells it from the other ways.
    hours, co2e : float
        Known hours; kg CO2e per TEU. Their ranges follow from those of the figures.
    transfers : int
        Changes of mode.
    gauge_breaks, borders : int
        Changes of gauge while on rail; borders crossed on land.
    gates : tuple of Gate
        Passages and borders in the order of travel.
    passages : tuple of str
        Chinese names of the passages, a larger one in place of its parts.
    missing, notes : tuple of Note
        What no source gives and is therefore not in the hours; what the reader should know.
    """

    name: str
    name_en: str
    km: float
    hours: float
    hours_range: Range
    co2e: float
    co2e_range: Range
    transfers: int
    gauge_breaks: int
    borders: int
    gates: tuple[Gate, ...]
    passages: tuple[str, ...]
    modes: tuple[Mode, ...]
    missing: tuple[Note, ...]
    notes: tuple[Note, ...]
    legs: tuple[RouteLeg, ...]

    @property
    def border_names(self) -> tuple[str, ...]:
        """Chinese names of the borders crossed, in order."""
        return tuple(gate.name_zh for gate in self.gates if gate.kind == "border")

    @property
    def ids(self) -> frozenset[str]:
        """Ids of all passages and borders used, and of the larger passages they are parts of."""
        return frozenset(i for gate in self.gates for i in (gate.id, gate.within, *gate.also) if i)

    def to_json(self) -> dict[str, Any]:
        """Plain values, as the ``route`` command prints them."""
        return {
            "name": self.name,
            "km": self.km,
            "hours": self.hours,
            "co2e_kg_per_teu": self.co2e,
            "transfers": self.transfers,
            "gauge_breaks": self.gauge_breaks,
            "borders": self.borders,
            "legs": [leg.to_json() for leg in self.legs],
            "hours_range": list(self.hours_range),
            "co2e_range": list(self.co2e_range),
            "border_names": list(self.border_names),
            "passages": list(self.passages),
            "missing": [note.zh for note in self.missing],
            "notes": [note.zh for note in self.notes],
        }
