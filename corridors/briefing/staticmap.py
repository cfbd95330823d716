"""Static maps: a view as a picture for slides and paper, on any machine and without a network.

All text is drawn as outlines, so PNG and SVG look the same everywhere. Drawing shares no state
between calls and may run in many threads at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG

from corridors.briefing import furniture, labels, lettering, marks, names, page, panels, projections, terrain
from corridors.briefing.furniture import Entry
from corridors.briefing.ink import Sheet
from corridors.briefing.labels import Placed
from corridors.briefing.marks import Spot
from corridors.briefing.page import Box, Window
from corridors.briefing.projections import Coordinates
from corridors.briefing.subject import Subject, subject
from corridors.catalog import Catalog
from corridors.exchange.columns import OwnPlace
from corridors.maps import scene
from corridors.maps.overlay import Way
from corridors.vocabulary import Kind

DPI = 150
# Least width of a window in metres, of Liaoning and elsewhere.
LEAST_HOME, LEAST_ABROAD = 4.2e5, 2.2e6
# From this width (metres) on a map leaves out what lies on no corridor, unless it is lit.
FAR = 2.6e6
PAD = Box(0.07, 0.08, 0.07, 0.08)
NO_POINTS: Coordinates = np.empty((0, 2))
# What the whole world's map has to show, degrees.
WORLD = ((-20.0, 0.0), (320.0, 0.0), (150.0, -56.0), (150.0, 80.0))
# How much more it weighs to hide a lit place than a point of a line.
PLACE_WEIGHT = 8


@dataclass(frozen=True)
class Drawing:
    """A drawn map before it becomes a file, and where things ended up on it."""

    sheet: Sheet
    window: Window
    spots: tuple[Spot, ...]
    placed: tuple[Placed, ...]
    panels: tuple[Box, ...]
    entries: tuple[Entry, ...]


def draw(
    catalog: Catalog,
    select: str,
    lang: str = "zh",
    width: int = 1600,
    height: int = 900,
    dpi: int = DPI,
    fmt: Literal["png", "svg"] = "png",
    *,
    alternatives: Sequence[Way] = (),
    own: Sequence[OwnPlace] = (),
    date: str = "",
) -> bytes:
    """Draw the map of an entity or a clause.

    Parameters
    ----------
    catalog : Catalog
    select : str
        Entity id or clause id; empty for the whole picture.
    lang : str
        ``zh`` or ``en``.
    width, height : int
        Pixels.
    dpi : int
        Pixels an inch; type and lines keep their size on paper.
    fmt : str
        ``png`` or ``svg``; text is outlines in both.
    alternatives : sequence of Way
        Routes to draw over the map.
    own : sequence of OwnPlace
        Own places to draw.
    date : str
        Date of the map, for the imprint.

    Returns
    -------
    bytes
        The file. The same call gives the same bytes.

    Raises
    ------
    KeyError
        If nothing has the id ``select``.
    """
    drawing = compose(catalog, select, lang, (width * 72 / dpi, height * 72 / dpi), alternatives, own, date)
    target = BytesIO()
    figure = drawing.sheet.figure
    if fmt == "svg":
        # Ids inside the file would be random otherwise; the value is the same for every map.
        mpl.rcParams["svg.hashsalt"] = "corridors"
        FigureCanvasSVG(figure).print_svg(target, metadata={"Date": None, "Creator": None})
    else:
        figure.set_dpi(dpi)
        FigureCanvasAgg(figure).print_png(target, metadata={"Software": None}, pil_kwargs={"dpi": (dpi, dpi)})
    return target.getvalue()


def compose(
    catalog: Catalog,
    select: str,
    lang: str,
    size: tuple[float, float],
    alternatives: Sequence[Way] = (),
    own: Sequence[OwnPlace] = (),
    date: str = "",
) -> Drawing:
    """Draw the map onto a sheet of ``size`` points; see :func:`draw`."""
    about = subject(catalog, select, lang, alternatives, own)
    sheet = Sheet(*size)
    base = type_size(*size)
    layers = _layers(about)
    note = lettering.wrapped(furniture.imprint(lang, date, layers), base * 0.62, size[0] - 1.6 * base)
    strip = (len(note) * 0.62 * 1.4 + 0.7) * base
    drawing = _paint(sheet, Box(0, strip, *size), catalog, about, lang, base)
    _imprint(sheet, note, strip, base)
    return drawing


def type_size(width: float, height: float) -> float:
    """Size of type in points that suits a sheet: about 10 on a slide, 8 on half a page of A4."""
    return float(np.clip(4.0 + 0.0105 * np.sqrt(width * height), 5.5, 16.0))


def _window(about: Subject, room: Box, legend_share: float = 0.0) -> Window:
    """Window for a subject; ``legend_share`` of its width on the left is kept for the legend."""
    if about.at_home and not about.ways:
        west, south, east, north = projections.LIAONING_BOX
        corners = np.array([(x, y) for x in (west, east) for y in (south, north)])
        return page.fit(projections.liaoning(), corners, room, LEAST_HOME, Box(legend_share, 0, 0, 0))
    projection = projections.choose(about.focus)
    if projection.family == "world":
        return page.fit(projection, np.array(WORLD), room, 0, Box(0.02, 0.02, 0.02, 0.02))
    return page.fit(projection, about.focus, room, LEAST_ABROAD, PAD._replace(left=PAD.left + legend_share))


def _layers(about: Subject) -> list[str]:
    found = ["countries"]
    found += ["corridors"] if about.scene.lines or about.ways else []
    found += ["own"] if about.own else []
    return found


def _shading(catalog: Catalog, about: Subject) -> terrain.Shading:
    goals = {iso for zone in about.scene.goals for iso in scene.countries_of(catalog, zone)}
    return terrain.Shading(names.named(catalog), frozenset(goals), about.countries)


def _paint(sheet: Sheet, room: Box, catalog: Catalog, about: Subject, lang: str, base: float) -> Drawing:
    k, shading = base / 10, _shading(catalog, about)
    window = _window(about, room)
    rows, made = _legend(catalog, about, window, shading, lang, base)
    at = furniture.corner(room, (made.width, made.height), 0.8 * base, _busy(catalog, about, window, k), [])
    if furniture.inside(at, _busy(catalog, about, window, k)):
        window = _window(about, room, made.width / room.width)
        rows, made = _legend(catalog, about, window, shading, lang, base)
    busy = _busy(catalog, about, window, k)
    seen = terrain.paint(sheet, window, shading, k)
    lines = marks.draw_lines(sheet, window, catalog, about.scene.lines, about.lines, k)
    lines = np.concatenate([lines, marks.draw_ways(sheet, window, about.ways, k)])
    boxes = [panels.legend(sheet, window, made, busy, 0.8 * base)]
    small = panels.inset(sheet, window, about, busy, boxes, base, lang)
    boxes += [small] if small else []
    boxes.append(panels.scale(sheet, window, busy, boxes, 0.8 * base, lang))
    found = _spots(window, about, k)
    wanted = names.names(catalog, about, window, found, seen, lang, base)
    placed = labels.place(wanted, room.shrunk(0.3 * base), boxes, lines)
    told = {one.label.id for one in placed}
    shown = tuple(spot for spot in found if spot.lit or spot.place.id in told)
    marks.draw_spots(sheet, shown, bool(about.lines) or any(spot.lit for spot in found), k)
    marks.draw_own(sheet, window, about.own, k)
    for one in placed:
        label, halo = one.label, 0.27 * one.label.size
        sheet.text(
            label.text, one.box.left, one.box.bottom, label.size, label.color, bold=label.bold, halo=halo
        )
    return Drawing(sheet, window, shown, placed, tuple(boxes), rows)


def _legend(
    catalog: Catalog, about: Subject, window: Window, shading: terrain.Shading, lang: str, base: float
) -> tuple[tuple[Entry, ...], furniture.Legend]:
    seen = terrain.in_view(window)
    rows = panels.entries(catalog, about, _spots(window, about, base / 10), seen, shading, lang)
    return rows, furniture.legend(about.title, rows, base * 0.82, window.page.width * 0.36)


def _busy(catalog: Catalog, about: Subject, window: Window, k: float) -> Coordinates:
    """Points (n, 2) that no panel should hide: lit lines, places and countries, and Liaoning."""
    drawn = [window.draw(catalog.leg_shapes[x.leg]) for x in about.scene.lines if x.id in about.lines]
    placed = window.place(about.focus)
    lit = [(s.x, s.y) for s in _spots(window, about, k) if s.lit]
    heavy = np.repeat(np.array(lit, dtype=float).reshape(-1, 2), PLACE_WEIGHT, axis=0)
    return np.concatenate([marks.along(drawn), placed[np.isfinite(placed).all(axis=1)], heavy])


def _spots(window: Window, about: Subject, k: float) -> list[Spot]:
    """Places to draw: what is lit; from afar few others, and none beside a chosen corridor."""
    near, lit = window.plane.width < FAR, about.scene.lit
    nodes = frozenset({Kind.PORT, Kind.CROSSING, Kind.STRAIT, Kind.CITY})
    shown = [
        place
        for place in about.scene.points
        if place.id in lit
        or near
        or (place.kind in nodes and not about.lines and place.id in about.on_corridors)
        or (place.kind is Kind.ZONE and (place.country in about.countries or not lit))
    ]
    return marks.spots(window, shown, lit, k)


def _imprint(sheet: Sheet, note: Sequence[str], strip: float, base: float) -> None:
    sheet.rectangle(Box(0, 0, sheet.box.right, strip), facecolor="white")
    size = base * 0.62
    for index, line in enumerate(note):
        y = strip - 0.35 * base - (index + 1) * 1.4 * size
        sheet.text(line, 0.8 * base, y, size, furniture.MUTED)
