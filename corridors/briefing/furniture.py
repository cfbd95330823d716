"""What surrounds a static map: legend, scale bar, north arrow, insets, credits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.path import Path as Outline

from corridors import notices
from corridors.briefing import lettering
from corridors.briefing.ink import Sheet
from corridors.briefing.page import Box, Window
from corridors.briefing.projections import Coordinates
from corridors.maps import palette
from corridors.maps.legend import word

PANEL = {"facecolor": "white", "alpha": 0.93}
EDGE = {"edgecolor": palette.BORDER, "linewidth": 0.6}
MUTED = "#66707a"
# A north arrow says something only where north is the same way all over the map (degrees).
NORTH_WITHIN = 6.0


@dataclass(frozen=True)
class Entry:
    """A row of the legend: key as in :mod:`corridors.maps.legend`, colour, text."""

    key: str
    color: str
    text: str


@dataclass(frozen=True)
class Legend:
    """A laid-out legend: its size in points, its rows."""

    title: tuple[str, ...]
    entries: tuple[Entry, ...]
    size: float
    width: float
    height: float

    @property
    def room(self) -> tuple[float, float]:
        """Width and height."""
        return self.width, self.height


def legend(title: str, entries: Sequence[Entry], size: float, room: float) -> Legend:
    """Measure a legend whose text is ``size`` points high and at most ``room`` points wide."""
    heading = tuple(lettering.wrapped(title, size * 1.25, room))
    widths = [lettering.width(entry.text, size) + KEY * size for entry in entries]
    widths += [lettering.width(line, size * 1.25, bold=True) for line in heading]
    rows = len(entries) * ROW + len(heading) * ROW * 1.25
    pad = 2 * PAD * size
    return Legend(heading, tuple(entries), size, max(widths, default=0) + pad, rows * size + pad)


# In type sizes: width of a key with its gap, height of a row, padding.
KEY, ROW, PAD = 3.1, 1.55, 0.75


def draw_legend(sheet: Sheet, made: Legend, at: Box) -> None:
    """Draw a legend into its box."""
    sheet.rectangle(at, **PANEL)
    sheet.rectangle(at, **EDGE)
    size = made.size
    x, y = at.left + PAD * size, at.top - PAD * size
    for line in made.title:
        y -= ROW * 1.25 * size
        sheet.text(line, x, y + 0.1 * size, size * 1.25, palette.INK, bold=True)
    for entry in made.entries:
        y -= ROW * size
        middle = y + ROW * size / 2
        _key(sheet, entry, x, middle, size)
        sheet.text(entry.text, x + KEY * size, middle - 0.65 * size, size, palette.INK)


_DASHED = {"line-dash": (0, (2.4, 1.6)), "line-dot": (0, (0.05, 2.0)), "line-grey": (0, (1.6, 2.2))}
_KINDS = {
    "shape round ring": "port",
    "shape diamond": "crossing",
    "shape hexagon": "zone",
    "shape": "bonded",
    "shape triangle": "market",
    "shape dot": "city",
    "shape round": "strait",
    "shape own": "own",
}


def _key(sheet: Sheet, entry: Entry, x: float, y: float, size: float) -> None:
    wide, middle = 2.4 * size, x + 1.2 * size
    if entry.key.startswith("line"):
        dash = {"linestyle": _DASHED[entry.key]} if entry.key in _DASHED else {}
        cap = "round" if entry.key == "line-dot" else "butt"
        line = Outline([(x, y), (x + wide, y)])
        sheet.path(line, edgecolor=entry.color, linewidth=0.27 * size, capstyle=cap, **dash)
    elif entry.key.startswith("fill"):
        at = Box(x + 0.2 * size, y - 0.42 * size, x + wide - 0.2 * size, y + 0.42 * size)
        sheet.rectangle(at, facecolor=entry.color)
        if entry.key == "fill hatch":
            _slants(sheet, at, size)
        sheet.rectangle(at, **EDGE)
    else:
        kind = _KINDS.get(entry.key, "port")
        ring = kind in ("port", "crossing", "strait")
        look = {"facecolor": "white" if ring else entry.color, "edgecolor": entry.color if ring else "white"}
        radius = (0.36 if kind == "city" else 0.5) * size
        sheet.symbol(kind, middle, y, radius, linewidth=0.15 * size, **look)


def _slants(sheet: Sheet, at: Box, size: float) -> None:
    for start in np.arange(at.left - at.height, at.right, 0.5 * size):
        low, high = max(start, at.left), min(start + at.height, at.right)
        if low < high:
            slant = Outline([(low, at.bottom + low - start), (high, at.bottom + high - start)])
            sheet.path(slant, edgecolor="#d3bbe0", linewidth=0.11 * size)


def corner(
    room: Box, size: tuple[float, float], busy: Coordinates, taken: Sequence[Box], first: str = "left bottom"
) -> Box:
    """Corner where a panel hides the fewest points and no other panel.

    Parameters
    ----------
    room : Box
        The map without its rim.
    size : tuple of float
        Width and height of the panel.
    busy : ndarray
        Points (n, 2) that should stay in sight.
    taken : sequence of Box
        Panels that stand already.
    first : str
        The corner to prefer where several are as good.
    """
    names = sorted(("left bottom", "right bottom", "left top", "right top"), key=lambda name: name != first)
    boxes = [_at(room, size, name) for name in names]
    free = [one for one in boxes if not any(one.overlaps(other, 4.0) for other in taken)] or boxes
    return min(free, key=lambda one: inside(one, busy))


def drawn_in(box: Box, size: tuple[float, float], room: Box) -> Box:
    """Place of a smaller panel in a box that stands in a corner of ``room``: in the same corner."""
    side = "left" if box.left - room.left < room.right - box.right else "right"
    end = "bottom" if box.bottom - room.bottom < room.top - box.top else "top"
    return _at(box, size, f"{side} {end}")


def _at(inner: Box, size: tuple[float, float], name: str) -> Box:
    width, height = size
    left = inner.left if "left" in name else inner.right - width
    bottom = inner.bottom if "bottom" in name else inner.top - height
    return Box(left, bottom, left + width, bottom + height)


def inside(box: Box, points: Coordinates) -> int:
    """How many of the points (n, 2) lie in a box."""
    if not len(points):
        return 0
    x, y = points[:, 0], points[:, 1]
    return int(np.count_nonzero((x > box.left) & (x < box.right) & (y > box.bottom) & (y < box.top)))


@dataclass(frozen=True)
class Bar:
    """A scale bar: kilometres on the ground and points on the page."""

    km: int
    length: float


def scale_bar(window: Window, longest: float) -> Bar:
    """Scale bar true in the middle of the map, of a round length and at most ``longest`` points."""
    x = (window.plane.left + window.plane.right) / 2
    y = (window.plane.bottom + window.plane.top) / 2
    per_km = 1000 * window.projection.stretch(x, y) * window.scale
    steps = [digit * 10**power for power in range(5) for digit in (1, 2, 5)]
    km = max((step for step in steps if step * per_km <= longest), default=steps[0])
    return Bar(km, km * per_km)


def scale_words(bar: Bar, lang: str, whole: bool) -> str:
    """What a scale bar says; ``whole`` if it holds all over the map, not just in the middle."""
    return word("scale" if whole else "scale_middle", lang, km=f"{bar.km:,}")


def draw_scale_bar(sheet: Sheet, bar: Bar, at: Box, size: float, words: str) -> None:
    """Draw a scale bar at the foot of a box with its words above."""
    y = at.bottom + 0.15 * size
    tick = 0.35 * size
    ends = [(at.left, y + tick), (at.left, y), (at.left + bar.length, y), (at.left + bar.length, y + tick)]
    for color, width in (("white", 0.34 * size), (palette.INK, 0.12 * size)):
        sheet.path(Outline(ends), edgecolor=color, linewidth=width, capstyle="butt", joinstyle="miter")
    sheet.text(words, at.left + 0.3 * size, y + 0.12 * size, size, palette.INK, halo=0.28 * size)


def leaning(window: Window) -> float:
    """Largest angle (degrees) between north in a corner of the map and up."""
    plane = window.plane
    corners = [(x, y) for x in (plane.left, plane.right) for y in (plane.bottom, plane.top)]
    return max(_lean(window, x, y) for x, y in corners)


def _lean(window: Window, x: float, y: float) -> float:
    lon, lat = window.projection.inverse(x, y)
    if not np.isfinite(lat) or abs(lat) > 89:
        return 180.0
    here, north = window.projection.forward(np.array([[lon, lat], [lon, lat + 0.1]]))
    return float(abs(np.degrees(np.arctan2(north[0] - here[0], north[1] - here[1]))))


def draw_north(sheet: Sheet, at: Box, size: float) -> None:
    """Arrow to the north with its letter."""
    x, wide = (at.left + at.right) / 2, 0.55 * size
    foot, tip = at.bottom, at.bottom + 1.7 * size
    arrow = [(x, tip), (x + wide, foot), (x, foot + 0.4 * size), (x - wide, foot), (x, tip)]
    sheet.path(Outline(arrow, closed=True), facecolor=palette.INK, edgecolor="white", linewidth=0.08 * size)
    letter = lettering.width("N", size, bold=True)
    sheet.text("N", x - letter / 2, tip - 0.1 * size, size, palette.INK, bold=True, halo=0.25 * size)


def imprint(lang: str, date: str, layers: Iterable[str]) -> str:
    """Boundary note, credits of what is drawn, date."""
    english = lang == "en"
    said = [notices.BOUNDARY, *dict.fromkeys(notices.CREDITS[layer] for layer in layers)]
    words = [(notice.en if english else notice.zh).rstrip("。.；;") for notice in said]
    stamp = [word("drawn", lang, date=date)] if date else []
    return (". " if english else "。").join(words + stamp) + ("." if english else "。")
