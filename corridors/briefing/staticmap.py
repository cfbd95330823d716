"""Static maps: a view as a picture for slides and paper, on any machine and without a network.

All text is drawn as outlines, so PNG and SVG look the same everywhere. Drawing shares no state
between calls and may run in many threads at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Literal

import matplotlib as mpl
import numpy as np
import shapely
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from shapely.geometry.base import BaseGeometry

from corridors import shapes
from corridors.briefing import furniture, labels, lettering, marks, page, projections, terrain
from corridors.briefing.furniture import Entry
from corridors.briefing.ink import Sheet
from corridors.briefing.labels import Label, Placed
from corridors.briefing.page import Box, Window
from corridors.briefing.subject import ANCHOR, Subject, countries, main_part, subject
from corridors.catalog import Catalog
from corridors.exchange.columns import OwnPlace
from corridors.maps import palette, scene
from corridors.maps.legend import legend as screen_legend
from corridors.maps.overlay import Way
from corridors.models import Country
from corridors.vocabulary import Kind, Layer, LegStatus

DPI = 150
LEAST_HOME, LEAST_ABROAD = 4.2e5, 2.2e6
# Close views from this width (metres) on leave out what lies on no corridor, unless it is lit.
FAR = 2.6e6
PAD = Box(0.07, 0.08, 0.07, 0.08)
NAME_WEIGHT = {"port": 60, "crossing": 65, "strait": 55, "city": 50, "zone": 40, "bonded": 38, "market": 36}
NAME_COLOR = {"strait": "#2f6a92", "zone": "#5f2f7c", "bonded": "#755000", "market": "#93305f"}
NAME_COLOR |= {"platform": "#93305f"}
COUNTRY_COLOR, COUNTRY_NAMED, ISLES_COLOR = "#857c6d", "#5c523f", "#857c6d"
# More lit names than this and none of them is bold.
MANY = 40
SEA_BOX = (106.5, 2.5, 123.5, 24.5)


@dataclass
class Drawing:
    """A drawn map before it becomes a file; tests look at where things ended up."""

    sheet: Sheet
    window: Window
    placed: tuple[Placed, ...] = ()
    panels: list[Box] = field(default_factory=list)
    entries: tuple[Entry, ...] = ()


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
    room = Box(0, strip, *size)
    window = _window(about, room)
    drawing = Drawing(sheet, window)
    _paint(drawing, catalog, about, lang, base)
    _imprint(sheet, note, strip, base)
    return drawing


def type_size(width: float, height: float) -> float:
    """Size of type in points that suits a sheet: about 10 on a slide, 8 on half a page of A4."""
    return float(np.clip(4.0 + 0.0105 * np.sqrt(width * height), 5.5, 16.0))


def _window(about: Subject, room: Box) -> Window:
    if about.at_home and not about.ways:
        west, south, east, north = projections.LIAONING_BOX
        corners = np.array([(x, y) for x in (west + 0.4, east - 0.4) for y in (south + 0.4, north - 0.4)])
        return page.fit(projections.liaoning(), corners, room, LEAST_HOME, Box(0.02, 0.02, 0.02, 0.02))
    projection = projections.choose(about.focus)
    least = LEAST_ABROAD if about.with_anchor else LEAST_ABROAD
    focus = about.focus
    if projection.family == "world":
        focus = np.array([(-20.0, 0.0), (320.0, 0.0), (150.0, -56.0), (150.0, 78.0)])
    return page.fit(projection, focus, room, least, PAD)


def _layers(about: Subject) -> list[str]:
    found = ["countries"]
    found += ["corridors"] if about.scene.lines or about.ways else []
    found += ["own"] if about.own else []
    return found


def _paint(drawing: Drawing, catalog: Catalog, about: Subject, lang: str, base: float) -> None:
    sheet, window, k = drawing.sheet, drawing.window, base / 10
    shading = _shading(catalog, about)
    seen = terrain.paint(sheet, window, shading, k)
    lit_lines = frozenset(line.id for line in about.scene.lines) & about.scene.lit
    busy = marks.draw_lines(sheet, window, catalog, about.scene.lines, lit_lines, k)
    ways = marks.draw_ways(sheet, window, about.ways, k)
    found = _spots(window, about, k)
    faded = any(spot.lit for spot in found) or bool(lit_lines)
    marks.draw_spots(sheet, found, faded, k)
    lit_points = np.array([(s.x, s.y) for s in found if s.lit]).reshape(-1, 2)
    important = np.concatenate([busy if lit_lines else np.empty((0, 2)), ways, np.repeat(lit_points, 8, axis=0)])
    drawing.entries = _entries(catalog, about, found, shading, seen, lang)
    _panels(drawing, about, important, lang, base)
    drawing.placed = labels.place(
        _names(catalog, about, window, found, seen, lang, base),
        _inner(window.page, 0.3 * base),
        drawing.panels,
        [spot.box for spot in found if spot.lit or not faded],
        np.concatenate([busy, ways]),
    )
    for one in drawing.placed:
        label, box = one.label, one.box
        sheet.text(label.text, box.left, box.bottom, label.size, label.color, bold=label.bold, halo=0.27 * label.size)


def _inner(box: Box, by: float) -> Box:
    return Box(box.left + by, box.bottom + by, box.right - by, box.top - by)


def _shading(catalog: Catalog, about: Subject) -> terrain.Shading:
    named = {
        c.id.partition(":")[2]
        for c in catalog.entities.values()
        if isinstance(c, Country)
        and any(link.grade == "stated" for link in catalog.links_by_entity.get(c.id, ()))
    }
    goals = {iso for zone in about.scene.goals for iso in scene.countries_of(catalog, zone)}
    return terrain.Shading(frozenset(named), frozenset(goals), about.countries)


def _spots(window: Window, about: Subject, k: float) -> list[marks.Spot]:
    near = window.plane.width < FAR
    corridor_kinds = {Kind.PORT, Kind.CROSSING, Kind.STRAIT, Kind.CITY}
    shown = [
        place
        for place in about.scene.points
        if place.id in about.scene.lit
        or near
        or place.kind in corridor_kinds
        or (place.kind is Kind.ZONE and (place.country in about.countries or not about.scene.lit))
    ]
    return marks.spots(window, shown, about.scene.lit, k)


def _entries(
    catalog: Catalog,
    about: Subject,
    found: Sequence[marks.Spot],
    shading: terrain.Shading,
    seen: dict[str, BaseGeometry] | object,
    lang: str,
) -> tuple[Entry, ...]:
    """Rows of the legend: only what is drawn."""
    english = lang == "en"
    in_view = frozenset(seen)  # type: ignore[call-overload]
    drawn = [line for line in about.scene.lines if not about.scene.lit & {x.id for x in about.scene.lines} or line.id in about.scene.lit]
    corridors = {line.corridor for line in drawn if line.status is not LegStatus.COMPARISON}
    colors = {palette.CORRIDOR[c] for c in corridors if c in palette.CORRIDOR}
    kinds = {spot.place.kind for spot in found if spot.lit or not any(s.lit for s in found)}
    statuses = {line.status for line in drawn}
    keys = {
        "line-dash": LegStatus.PLANNED in statuses,
        "line-dot": LegStatus.ROAD_ONLY in statuses,
        "shape round ring": Kind.PORT in kinds,
        "shape diamond": Kind.CROSSING in kinds,
        "shape hexagon": Kind.ZONE in kinds,
        "shape": Kind.BONDED in kinds,
        "shape triangle": bool({Kind.MARKET, Kind.PLATFORM} & kinds),
        "fill hatch": bool(shading.goals & in_view - shading.lit),
        "fill": bool((shading.named & in_view) - shading.goals - shading.lit),
    }
    rows = [Entry(row["key"], row["color"] or terrain.GOAL, row["text"]) for row in screen_legend(catalog, lang)]
    own_rows = [row for row in rows if row.key == "line-solid" and row.color in colors]
    own_rows += [Entry("line-solid", way.color, way.text) for way in about.ways]
    own_rows += [row for row in rows if keys.get(row.key)]
    if shading.lit & in_view:
        own_rows.append(Entry("fill", terrain.LIT, "Selected country" if english else "所选国家"))
    return tuple(own_rows)


def _panels(drawing: Drawing, about: Subject, busy: np.ndarray, lang: str, base: float) -> None:
    sheet, window = drawing.sheet, drawing.window
    inset = 0.8 * base
    size = base * 0.82
    made = furniture.legend(about.title, drawing.entries, size, window.page.width * 0.36)
    at = furniture.corner(window.page, made.width, made.height, inset, busy, [])
    furniture.draw_legend(sheet, made, at)
    drawing.panels.append(at)
    _inset(drawing, about, busy, base)
    _scale(drawing, busy, lang, base)


def _inset(drawing: Drawing, about: Subject, busy: np.ndarray, base: float) -> None:
    window = drawing.window
    if about.with_anchor:
        if not _needs_sea(window):
            return
        height = min(11.5 * base, window.page.height * 0.3)
        target, focus = projections.azimuthal(115, 13, "local"), np.array([SEA_BOX[:2], SEA_BOX[2:]])
        width, pad = height * 0.78, Box(0, 0, 0, 0)
    else:
        height = min(14 * base, window.page.height * 0.34)
        both = np.vstack([about.focus, [ANCHOR]])
        target, focus = projections.azimuthal(*projections.cap(both)[:2]), both
        width, pad = height * 1.25, Box(0.12, 0.12, 0.12, 0.12)
    at = furniture.corner(window.page, width, height, 0.8 * base, busy, drawing.panels)
    small = page.fit(target, focus, at, 0, pad)
    terrain.inset(drawing.sheet, small, about.countries, base / 10)
    drawing.panels.append(at)


def _needs_sea(window: Window) -> bool:
    """China in view, the South China Sea not: then it stands in a box of its own, as is the custom."""
    china = window.draw(countries()["country:CHN"])
    polygons = [p for p in shapely.get_parts(china) if p.geom_type == "Polygon"]
    area = sum(shapely.clip_by_rect(p, *window.page).area for p in polygons) / window.scale**2
    whole = 9.6e12
    dashes = [window.place(shapely.get_coordinates(line)) for line in terrain.dashes()]
    ends = np.concatenate(dashes)
    left, bottom, right, top = window.page
    within = (ends[:, 0] > left) & (ends[:, 0] < right) & (ends[:, 1] > bottom) & (ends[:, 1] < top)
    return area > 0.35 * whole and not within.all()


def _scale(drawing: Drawing, busy: np.ndarray, lang: str, base: float) -> None:
    sheet, window = drawing.sheet, drawing.window
    size = base * 0.8
    bar = furniture.scale_bar(window, window.page.width * 0.16)
    leaning = furniture.leaning(window)
    whole = leaning < furniture.NORTH_WITHIN and window.projection.family == "local"
    room = furniture.scale_box(bar, (0, 0), size, lang, whole)
    extra = 3.2 * size if leaning < furniture.NORTH_WITHIN else 0.0
    at = furniture.corner(window.page, room.width + extra, max(room.height, extra), 0.9 * base, busy, drawing.panels)
    furniture.draw_scale_bar(sheet, bar, at, size, lang, whole)
    if extra:
        north = Box(at.right - 1.6 * size, at.bottom, at.right, at.top)
        furniture.draw_north(sheet, north, size)
    drawing.panels.append(at)


def _names(
    catalog: Catalog,
    about: Subject,
    window: Window,
    found: Sequence[marks.Spot],
    seen: object,
    lang: str,
    base: float,
) -> list[Label]:
    named = [_spot_label(catalog, about, spot, lang, base) for spot in found]
    shapes_seen: dict[str, BaseGeometry] = seen  # type: ignore[assignment]
    for entity in catalog.entities.values():
        iso = entity.id.partition(":")[2]
        if isinstance(entity, Country) and iso in shapes_seen:
            label = _country_label(catalog, about, window, entity, shapes_seen[iso], lang, base)
            named += [label] if label else []
    for isles in catalog.labels:
        if window.plane.width < 1.1e7 / max(1.0, isles.min_zoom - 3):
            x, y = window.point(shapes.to_frame(isles.lon), isles.lat)
            text = isles.name_en if lang == "en" else isles.name_zh
            named.append(Label(isles.id, text, x, y, base * 0.7, ISLES_COLOR, 30))
    for place in about.own:
        if place.lon is not None and place.lat is not None:
            x, y = window.point(shapes.to_frame(place.lon), place.lat)
            named.append(Label(place.id or place.name, place.name, x, y, base * 0.8, marks.OWN, 500, 5 * base / 10))
    return named


def _spot_label(catalog: Catalog, about: Subject, spot: marks.Spot, lang: str, base: float) -> Label:
    place = spot.place
    weight = NAME_WEIGHT.get(place.kind, 34) + 4 * len(catalog.corridors_of_entity.get(place.id, ()))
    bold = spot.lit and len(about.scene.lit) < MANY
    text = place.name_en if lang == "en" else place.name_zh
    color = NAME_COLOR.get(place.kind, palette.INK)
    weight += 1000 if spot.lit else 0
    size = base * (0.9 if spot.lit else 0.78)
    return Label(place.id, text, spot.x, spot.y, size, color, weight, spot.radius + 0.22 * base, bold)


def _country_label(
    catalog: Catalog, about: Subject, window: Window, country: Country, seen: BaseGeometry, lang: str, base: float
) -> Label | None:
    iso = country.id.partition(":")[2]
    lit = iso in about.countries
    if country.lon is None or country.lat is None:
        return None
    named = any(link.grade == "stated" for link in catalog.links_by_entity.get(country.id, ()))
    x, y = window.point(shapes.to_frame(country.lon), country.lat)
    parts = [p for p in shapely.get_parts(seen) if p.geom_type == "Polygon"]
    if not parts:
        return None
    largest = shapely.clip_by_rect(max(parts, key=lambda part: part.area), *window.page)
    if largest.is_empty:
        return None
    if not window.page.holds(Box(x - 5, y - 5, x + 5, y + 5)):
        point = largest.representative_point()
        x, y = point.x, point.y
    left, _, right, _ = largest.bounds
    few = lit and len(about.countries) < MANY
    weight = (right - left) / 20 + (45 if named else 20) + (900 if lit else 0)
    size = base * (0.98 if lit else 0.86 if named else 0.78)
    text = country.name_en if lang == "en" else country.name_zh
    color = palette.INK if lit else COUNTRY_NAMED if named else COUNTRY_COLOR
    return Label(country.id, text, x, y, size, color, weight, 0.0, few, None if few else (right - left) * 1.1)


def _imprint(sheet: Sheet, note: Sequence[str], strip: float, base: float) -> None:
    sheet.rectangle(Box(0, 0, sheet.box.right, strip), facecolor="white")
    size = base * 0.62
    for index, line in enumerate(note):
        y = strip - 0.35 * base - (index + 1) * 1.4 * size
        sheet.text(line, 0.8 * base, y, size, furniture.MUTED)
