"""What a page lays over the map besides the catalog: ways that were asked for, and own places."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from shapely.geometry import LineString

from corridors.maps.scene import Bounds
from corridors.vocabulary import LegStatus

Coordinate = tuple[float, float]
# Encoded lines count in thousandths of a degree; overlay.js holds the same number.
STEP = 1000
# What a line may lose, in degrees: a pixel at the zoom where a continent fills the screen.
TOLERANCE = 0.02


@dataclass(frozen=True)
class Part:
    """A stretch of a way: longitude, latitude in degrees, longitudes continuous."""

    status: LegStatus
    line: Sequence[Coordinate]


@dataclass(frozen=True)
class Way:
    """A line over the map. A click on it reports ``id``; ``badge`` is the mark it carries."""

    id: str
    text: str
    badge: str
    color: str
    parts: tuple[Part, ...]
    strong: bool = False

    def state(self) -> dict[str, Any]:
        """The way as the browser takes it."""
        parts = [{"status": part.status.value, "line": encode(thin(part.line))} for part in self.parts]
        words = {"id": self.id, "text": self.text, "badge": self.badge, "color": self.color}
        return words | {"strong": self.strong, "parts": parts}


@dataclass(frozen=True)
class Own:
    """Own places: the address of their file and which of them are shown, packed as a mask."""

    url: str
    shown: str


@dataclass(frozen=True)
class Overlay:
    """Everything a page lays over the map; the view moves to ``around`` when that changes.

    ``large`` draws names and marks for readers across a room.
    """

    ways: tuple[Way, ...] = ()
    own: tuple[Own, ...] = ()
    around: Bounds | None = None
    large: bool = False

    def state(self) -> dict[str, Any]:
        """The overlay as the browser takes it; the view moves to the ways when ``focus`` changes."""
        found: dict[str, Any] = {}
        if self.ways:
            found |= {"ways": [way.state() for way in self.ways], "focus": focus(self.ways)}
        if self.own:
            found |= {"own": [{"url": layer.url, "shown": layer.shown} for layer in self.own]}
        if self.around:
            found["around"] = self.around
        if self.large:
            found["large"] = True
        return found


NOTHING = Overlay()


def focus(ways: Iterable[Way]) -> str:
    """Mark that changes when the view should go to the ways anew; empty without ways."""
    lines = "".join(str(part.line) for way in sorted(ways, key=lambda w: w.id) for part in way.parts)
    return hashlib.sha256(lines.encode()).hexdigest()[:12] if lines else ""


def thin(line: Sequence[Coordinate], tolerance: float = TOLERANCE) -> list[Coordinate]:
    """Leave out points that lie within ``tolerance`` degrees of the line without them."""
    if len(line) < 3:
        return list(line)
    return [(float(x), float(y)) for x, y in LineString(line).simplify(tolerance).coords]


def encode(line: Iterable[Coordinate]) -> str:
    """Write a line as text: differences in steps, five bits a character, latitude first.

    Parameters
    ----------
    line : iterable of tuple of float
        Longitude and latitude in degrees.

    Notes
    -----
    The format of Google's polylines with a step of a thousandth of a degree
    (developers.google.com/maps/documentation/utilities/polylinealgorithm).
    """
    text: list[str] = []
    last = (0, 0)
    for lon, lat in line:
        here = (round(lat * STEP), round(lon * STEP))
        text += [_chunk(here[0] - last[0]), _chunk(here[1] - last[1])]
        last = here
    return "".join(text)


def _chunk(value: int) -> str:
    bits = ~(value << 1) if value < 0 else value << 1
    text = ""
    while bits >= 32:
        text += chr((32 | bits & 31) + 63)
        bits >>= 5
    return text + chr(bits + 63)
