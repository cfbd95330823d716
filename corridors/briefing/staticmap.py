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

from corridors.briefing import furniture, labels, lettering, marks, names, page, panels, projections, terrain
from corridors.briefing.furniture import Entry
from corridors.briefing.ink import Sheet
from corridors.briefing.labels import Placed
from corridors.briefing.page import Box, Window
from corridors.briefing.subject import Request, Subject, subject
from corridors.briefing.view import Spot, View
from corridors.catalog import Catalog
from corridors.maps import scene

# Least width of a window in metres, of Liaoning and elsewhere.
LEAST_HOME, LEAST_ABROAD = 4.2e5, 3.0e6
PAD = Box(0.07, 0.08, 0.07, 0.08)


@dataclass(frozen=True)
class Drawing:
    """A drawn map before it becomes a file, and where things ended up on it."""

    sheet: Sheet
    window: Window
    spots: tuple[Spot, ...]
    placed: tuple[Placed, ...]
    panels: tuple[Box, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Format:
    """How large a picture is, and as which file.

    Attributes
    ----------
    width, height
        Pixels.
    dpi
        Pixels an inch; type and lines keep their size on paper.
    kind
        ``png`` or ``svg``; text is outlines in both.
    """

    width: int = 1600
    height: int = 900
    dpi: int = 150
    kind: Literal["png", "svg"] = "png"

    @property
    def points(self) -> tuple[float, float]:
        """Width and height in points."""
        return self.width * 72 / self.dpi, self.height * 72 / self.dpi


def draw(catalog: Catalog, asked: Request, fmt: Format = Format()) -> bytes:
    """Draw the map of an entity or a clause.

    Returns
    -------
    bytes
        The file. The same call gives the same bytes.

    Raises
    ------
    KeyError
        If there is nothing of that id, or no such branch.
    """
    figure = compose(catalog, asked, fmt.points).sheet.figure
    target = BytesIO()
    if fmt.kind == "svg":
        # Ids inside the file would be random otherwise; the value is the same for every map.
        mpl.rcParams["svg.hashsalt"] = "corridors"
        figure.savefig(target, format="svg", metadata={"Date": None, "Creator": None})
    else:
        figure.savefig(target, format="png", dpi=fmt.dpi, metadata={"Software": None})
    return target.getvalue()


def compose(catalog: Catalog, asked: Request, size: tuple[float, float]) -> Drawing:
    """Draw the map onto a sheet of ``size`` points; see :func:`draw`."""
    about = subject(catalog, asked)
    sheet = Sheet(*size)
    base = type_size(*size)
    layers = _layers(about)
    note = lettering.wrapped(
        furniture.imprint(asked.lang, asked.date, layers), base * 0.62, size[0] - 1.6 * base
    )
    strip = (len(note) * 0.62 * 1.4 + 0.7) * base
    drawing = _paint(sheet, *_view(about, catalog, Box(0, strip, *size), asked.lang, base))
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
    projection = about.projection
    if projection.family == "world":
        return page.fit(projection, np.array(projections.WORLD), room, 0, Box(0.02, 0.02, 0.02, 0.02))
    return page.fit(projection, about.focus, room, LEAST_ABROAD, PAD._replace(left=PAD.left + legend_share))


def _layers(about: Subject) -> list[str]:
    found = ["countries"]
    found += ["corridors"] if about.scene.lines or about.ways else []
    found += ["own"] if about.own else []
    return found


def _shading(catalog: Catalog, about: Subject) -> terrain.Shading:
    goals = {iso for zone in about.scene.goals for iso in scene.countries_of(catalog, zone)}
    return terrain.Shading(names.named(catalog), frozenset(goals), about.countries)


def _view(about: Subject, catalog: Catalog, room: Box, lang: str, size: float) -> tuple[View, Box]:
    """Window for a subject, and a place for the legend that hides none of it if there is one."""
    view = View(catalog, about, _window(about, room), lang, size)
    made = panels.legend(view, view.spots, _shading(catalog, about))
    at = furniture.corner(panels.rim(view), made.room, view.busy, [])
    if furniture.inside(at, view.busy):
        view = View(catalog, about, _window(about, room, made.width / room.width), lang, size)
        made = panels.legend(view, view.spots, _shading(catalog, about))
        at = furniture.corner(panels.rim(view), made.room, view.busy, [])
    return view, at


def _paint(sheet: Sheet, view: View, legend_at: Box) -> Drawing:
    shading = _shading(view.catalog, view.about)
    terrain.paint(sheet, view, shading)
    lines = np.concatenate([marks.draw_lines(sheet, view), marks.draw_ways(sheet, view)])
    terrain.mask(sheet, view.window, view.weight)
    small = panels.inset(sheet, view, [legend_at])
    boxes = [legend_at, small] if small else [legend_at]
    boxes.append(panels.scale(sheet, view, boxes))
    placed = labels.place(names.names(view), view.window.page.shrunk(0.3 * view.size), boxes, lines)
    told = {one.label.id for one in placed}
    shown = tuple(spot for spot in view.spots if spot.lit or spot.place.id in told)
    marks.draw_spots(sheet, shown, view.weight)
    marks.draw_own(sheet, view)
    for one in placed:
        label, halo = one.label, 0.27 * one.label.size
        sheet.text(
            label.text, one.box.left, one.box.bottom, label.size, label.color, bold=label.bold, halo=halo
        )
    made = panels.legend(view, shown, shading)
    boxes[0] = furniture.drawn_in(legend_at, made.room, view.window.page)
    furniture.draw_legend(sheet, made, boxes[0])
    return Drawing(sheet, view.window, shown, placed, tuple(boxes), made.entries)


def _imprint(sheet: Sheet, note: Sequence[str], strip: float, base: float) -> None:
    sheet.rectangle(Box(0, 0, sheet.box.right, strip), facecolor="white")
    size = base * 0.62
    for index, line in enumerate(note):
        y = strip - 0.35 * base - (index + 1) * 1.4 * size
        sheet.text(line, 0.8 * base, y, size, furniture.MUTED)
