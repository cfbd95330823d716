"""A strip in pixels: lines as SVG, stations and lengths as links on top of them.

The column widths follow the words, so that nothing overlaps in either language; a strip that is
wider than the screen scrolls sideways.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import streamlit as st

from corridors.catalog import Catalog
from corridors.network.strip import Piece, Strip
from corridors.ui.cards import render
from corridors.ui.texts import Lang

BAND = 26  # height of the band above the lanes
ABOVE, BELOW = 54, 38  # words above and below the line of a lane that is on the chosen branch
ABOVE_PALE, BELOW_PALE = 38, 22  # the same for other lanes, which have fewer words
FILLED = 1240  # a short strip spreads over the screen
LOOSEST = 1.9  # but no further than this
EDGE = 16
SLANT = 16  # width of the change from lane to lane
TWIN = 9  # distance of two lines that run side by side
SPACE = 12  # least distance of two words
NARROWEST = 58
_SMALL, _NORMAL = 10.5, 12.5
_STYLE = Path(__file__).parent / "assets" / "strip.css"
_PALE = 0.62
_LONG = 11  # characters of a Latin name beyond which it takes two lines


@dataclass(frozen=True)
class Station:
    """What a strip says about a station. ``km`` is the distance along, already as text.

    ``border`` and ``gauge`` say what changes at the station itself rather than on a leg.
    """

    name: str
    kind: str
    href: str = ""
    km: str = ""
    border: str = ""
    gauge: str = ""


@dataclass(frozen=True)
class Stretch:
    """What a strip says about a leg: its length as text, its border and gauge change if any."""

    mode: str
    status: str
    km: str = ""
    title: str = ""
    href: str = ""
    gauge: str = ""


@dataclass(frozen=True)
class Band:
    """What holds from one station to another: ``kind`` colours it, ``words`` name it."""

    first: str
    last: str
    kind: str
    words: str
    km: float


@dataclass(frozen=True)
class Drawing:
    """Everything a strip shows; ``strong`` holds the legs of the chosen branch, ``lit`` what is selected."""

    stations: Mapping[str, Station]
    stretches: Mapping[str, Stretch]
    borders: Mapping[tuple[str, str], str]
    strong: frozenset[str]
    lit: frozenset[str]
    bands: Sequence[Band]
    color: str


def style() -> None:
    """Send the style sheet that every page with a strip needs."""
    st.html(_STYLE)


def text_width(text: str, size: float) -> float:
    """Width in pixels that a text takes at most, from the width classes of Unicode."""
    wide = sum(unicodedata.east_asian_width(char) in "WFA" for char in text)
    return size * (wide + 0.6 * (len(text) - wide))


def lines(name: str) -> list[str]:
    """A name on one line or two: Chinese is cut in the middle, other names between words."""
    if any(unicodedata.east_asian_width(char) == "W" for char in name):
        middle = (len(name) + 1) // 2
        return [name] if len(name) <= 4 else [name[:middle], name[middle:]]
    words = name.split(" ")
    if len(name) <= _LONG or len(words) == 1:
        return [name]
    cuts = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    return list(min(cuts, key=lambda cut: max(map(len, cut))))


def strip_html(strip: Strip, drawing: Drawing, catalog: Catalog, lang: Lang, label: str) -> str:
    """HTML of a strip.

    Parameters
    ----------
    strip : Strip
    drawing : Drawing
        Every station and leg of the strip must be in it.
    label : str
        What the strip is, for those who hear it.
    """
    across = _columns(strip, drawing)
    strong_stations = {s for p in strip.pieces if p.leg in drawing.strong for s in (p.start, p.end)}
    levels, height = _levels(strip, strong_stations)
    at = {station: (across[spot.column], levels[spot.lane]) for station, spot in strip.spots.items()}
    frame = {
        "width": round(across[-1] + _half(strip, drawing, strip.columns - 1) + EDGE) if across else 0,
        "height": height,
        "pieces": _pieces(strip, at, drawing),
        "color": drawing.color,
    }
    # Streamlit takes SVG elements out of HTML, a picture it lets pass.
    lines_svg = render("strip_lines.svg", catalog, lang, faint=pale(drawing.color), **frame)
    return render(
        "strip.html",
        catalog,
        lang,
        label=label,
        picture="data:image/svg+xml," + quote(lines_svg),
        bands=[_band(band, at) for band in drawing.bands],
        stations=[
            _station(key, drawing.stations[key], at[key], key in strong_stations, key in drawing.lit)
            for key in strip.spots
        ],
        **frame,
    )


def pale(color: str) -> str:
    """Mix a colour (#rrggbb) with white: what was not chosen keeps its hue and loses most of its ink."""
    parts = [int(color[i : i + 2], 16) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(part + (255 - part) * _PALE):02x}" for part in parts)


def _levels(strip: Strip, strong: set[str]) -> tuple[list[int], int]:
    """Pixels from the top to the line of each lane, and to the end of the last."""
    wordy = {spot.lane for station, spot in strip.spots.items() if station in strong}
    levels, top = [], BAND
    for lane in range(strip.lanes):
        levels.append(top + (ABOVE if lane in wordy else ABOVE_PALE))
        top = levels[-1] + (BELOW if lane in wordy else BELOW_PALE)
    return levels, top


def _half(strip: Strip, drawing: Drawing, column: int) -> float:
    here = [drawing.stations[s] for s, spot in strip.spots.items() if spot.column == column]
    return max((_station_width(station) for station in here), default=0) / 2


def _station_width(station: Station) -> float:
    names = (text_width(line, _NORMAL) for line in lines(station.name))
    return max(*names, *(text_width(text, _SMALL) for text in (station.km, station.border, station.gauge)))


def _columns(strip: Strip, drawing: Drawing) -> list[float]:
    """Middle of each column in pixels: as far from the one before as the words between them need."""
    if not strip.columns:
        return []
    halves = [_half(strip, drawing, column) for column in range(strip.columns)]
    across = [EDGE + halves[0]]
    for column in range(1, strip.columns):
        gap = max(halves[column - 1] + halves[column] + SPACE, NARROWEST)
        between = [p for p in strip.pieces if strip.spots[p.end].column == column]
        across.append(across[-1] + max([gap, *(_piece_width(p, strip, drawing) for p in between)]))
    loose = min(max(1.0, FILLED / across[-1]), LOOSEST)
    return [across[0] + (x - across[0]) * loose for x in across]


def _piece_width(piece: Piece, strip: Strip, drawing: Drawing) -> float:
    border = drawing.borders.get((piece.start, piece.end), "")
    words = [text_width(border, _SMALL) + SPACE, float(NARROWEST)]
    if piece.leg in drawing.strong:
        stretch = drawing.stretches[piece.leg]
        words += [text_width(stretch.km, _SMALL) + 2 * SPACE, text_width(stretch.gauge, _SMALL) + 2 * SPACE]
    slanted = strip.spots[piece.start].lane != strip.spots[piece.end].lane
    return max(words) + slanted * (NARROWEST + SLANT) / 2


def _band(band: Band, at: Mapping[str, tuple[float, float]]) -> dict[str, Any]:
    left, right = sorted((at[band.first][0], at[band.last][0]))
    return {"left": round(left) + 1, "width": round(right - left) - 2, "band": band}


def _pieces(strip: Strip, at: Mapping[str, tuple[float, float]], drawing: Drawing) -> list[dict[str, Any]]:
    """Pieces as the template takes them; those of the chosen branch last, on top of the others."""
    by_leg: dict[str, list[Piece]] = {}
    for piece in strip.pieces:
        by_leg.setdefault(piece.leg, []).append(piece)
    worded = {leg: pieces[len(pieces) // 2] for leg, pieces in by_leg.items() if leg in drawing.strong}
    found = [_piece(piece, at, drawing, worded.get(piece.leg) == piece) for piece in strip.pieces]
    return sorted(found, key=lambda piece: piece["strong"])


def _piece(
    piece: Piece, at: Mapping[str, tuple[float, float]], drawing: Drawing, worded: bool
) -> dict[str, Any]:
    (x1, y1), (x2, y2) = at[piece.start], at[piece.end]
    turn = (NARROWEST + SLANT) / 2 if y1 != y2 else 0
    shift = turn / 2 if y2 > y1 else -turn / 2
    return {
        "leg": piece.leg,
        "path": _path(x1, y1, x2, y2, piece.twin * TWIN),
        "x": round((x1 + x2) / 2 + shift),
        "y": round(max(y1, y2)),
        "stretch": drawing.stretches[piece.leg],
        "worded": worded,
        "border": "" if piece.twin else drawing.borders.get((piece.start, piece.end), ""),
        "strong": piece.leg in drawing.strong,
        "lit": piece.leg in drawing.lit,
    }


def _path(x1: float, y1: float, x2: float, y2: float, shift: float) -> str:
    """Level along the lower lane, slanted in the gap beside the station on the upper one."""
    if y1 == y2 and not shift:
        return f"M{x1:.0f} {y1:.0f}H{x2:.0f}"
    if y1 == y2:
        low = y1 + shift
        return f"M{x1:.0f} {y1:.0f}L{x1 + shift:.0f} {low:.0f}H{x2 - shift:.0f}L{x2:.0f} {y2:.0f}"
    if y2 > y1:
        turn = x1 + NARROWEST / 2 - SLANT / 2
        return f"M{x1:.0f} {y1:.0f}H{turn:.0f}L{turn + SLANT:.0f} {y2:.0f}H{x2:.0f}"
    turn = x2 - NARROWEST / 2 - SLANT / 2
    return f"M{x1:.0f} {y1:.0f}H{turn:.0f}L{turn + SLANT:.0f} {y2:.0f}H{x2:.0f}"


def _station(key: str, station: Station, at: tuple[float, float], strong: bool, lit: bool) -> dict[str, Any]:
    return {
        "id": key,
        "station": station,
        "lines": lines(station.name),
        "x": round(at[0]),
        "y": round(at[1]),
        "strong": strong,
        "lit": lit,
    }


def joined(bands: Iterable[Band]) -> list[Band]:
    """Neighbouring bands of one kind as one, kilometres added up."""
    found: list[Band] = []
    for band in bands:
        last = found[-1] if found else None
        if last and (last.last, last.kind, last.words) == (band.first, band.kind, band.words):
            found[-1] = replace(last, last=band.last, km=last.km + band.km)
        else:
            found.append(band)
    return found
