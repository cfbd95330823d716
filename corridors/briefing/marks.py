"""Lines and places of a static map, in the colours and shapes of the screen's map."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import shapely
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from corridors import shapes
from corridors.analysis.rows import OwnLayer
from corridors.briefing import lettering
from corridors.briefing.ink import Sheet
from corridors.briefing.page import Box
from corridors.briefing.projections import Coordinates
from corridors.briefing.view import Spot, View, along
from corridors.maps import palette, scene
from corridors.maps.overlay import Part, Way
from corridors.maps.scene import Line
from corridors.models import Place
from corridors.vocabulary import Kind, LegStatus, Precision, State

FILL = {"city": palette.INK, "zone": palette.ZONE, "bonded": palette.BONDED}
FILL |= {"market": palette.MARKET, "platform": palette.MARKET}
STRAIT = "#3c7ca8"
UNSURE = frozenset({State.APPLIED, State.NOT_FOUND})
WEIGHT, SHARED, CASING = 2.0, 2.1, 1.8
FAINT, PALE = 0.25, 0.5
GLOW = "#ffd45e"


def draw_lines(sheet: Sheet, view: View) -> Coordinates:
    """Draw corridor lines; where several share a leg each keeps its colour, wider below.

    Returns
    -------
    ndarray
        Points (n, 2) along the lines that stand out.
    """
    strong, faint = _by_leg(view.lines), _by_leg(view.about.scene.lines)
    for leg, sharing in faint.items():
        if leg in view.legs and leg not in strong:
            _leg(sheet, view.legs[leg], sharing, view.weight, FAINT)
    for leg, sharing in strong.items():
        _leg(sheet, view.legs[leg], sharing, view.weight, 1.0)
    return along([view.legs[leg] for leg in strong])


def _by_leg(lines: Iterable[Line]) -> dict[str, list[Line]]:
    found: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        found[line.leg].append(line)
    return found


def _leg(sheet: Sheet, drawn: BaseGeometry, sharing: list[Line], k: float, alpha: float) -> None:
    for index, line in enumerate(sharing):
        width = (WEIGHT + SHARED * (len(sharing) - 1 - index)) * k
        if alpha == 1 and not index:
            sheet.stroke([drawn], edgecolor="white", linewidth=width + CASING * k, alpha=0.75)
        color = palette.CORRIDOR.get(line.corridor, palette.GREY)
        if line.status is LegStatus.COMPARISON:
            color = palette.GREY
        sheet.stroke([drawn], edgecolor=color, linewidth=width, alpha=alpha, **dashes(line.status))


def dashes(status: LegStatus) -> dict[str, Any]:
    """How a line of a status is dashed, as matplotlib takes it (in widths of the line)."""
    match status:
        case LegStatus.PLANNED:
            return {"linestyle": (0, (3.2, 2.2)), "capstyle": "butt"}
        case LegStatus.ROAD_ONLY:
            return {"linestyle": (0, (0.05, 2.2)), "capstyle": "round"}
        case LegStatus.COMPARISON:
            return {"linestyle": (0, (1.6, 2.2)), "capstyle": "butt"}
        case _:
            return {}


def draw_ways(sheet: Sheet, view: View) -> Coordinates:
    """Draw routes that were asked for, the stronger ones on top, each with its mark."""
    samples = []
    for way in sorted(view.about.ways, key=lambda one: one.strong):
        placed = [_stretch(sheet, view, part, way) for part in way.parts]
        samples += placed
        points = along(placed)
        if way.badge and len(points):
            _badge(sheet, way, points[len(points) // 2], view.weight)
    return along(samples)


def _stretch(sheet: Sheet, view: View, part: Part, way: Way) -> BaseGeometry:
    drawn = view.window.draw(LineString([(shapes.to_frame(x), y) for x, y in part.line]))
    width = (2.8 if way.strong else 2.0) * view.weight
    sheet.stroke([drawn], edgecolor="white", linewidth=width + CASING * view.weight, alpha=0.8)
    sheet.stroke([drawn], edgecolor=way.color, linewidth=width, **dashes(part.status))
    return drawn


def _badge(sheet: Sheet, way: Way, at: Coordinates, k: float) -> None:
    x, y = float(at[0]), float(at[1])
    sheet.symbol("badge", x, y, 6 * k, facecolor=way.color, edgecolor="white", linewidth=1.2 * k)
    size = 7.5 * k
    wide = lettering.width(way.badge, size, bold=True)
    sheet.text(way.badge, x - wide / 2, y - 0.72 * size, size, "white", bold=True)


def draw_spots(sheet: Sheet, spots: Sequence[Spot], k: float) -> None:
    """Draw the symbols; what does not stand out is pale if something else does."""
    faded = any(spot.lit for spot in spots)
    for spot in spots:
        alpha = PALE if faded and not spot.lit else 1.0
        if spot.lit:
            sheet.symbol(spot.place.kind, spot.x, spot.y, spot.radius + 1.9 * k, facecolor=GLOW, alpha=0.9)
        sheet.symbol(spot.place.kind, spot.x, spot.y, spot.radius, alpha=alpha, **style(spot.place, k))


def style(place: Place, k: float) -> Mapping[str, Any]:
    """Colours of a place's symbol; hollow where only the region is known or no approval was seen."""
    if place.kind is Kind.STRAIT:
        return {"facecolor": "white", "edgecolor": STRAIT, "linewidth": 1.3 * k}
    color = FILL.get(place.kind)
    if color is None:
        return {"facecolor": "white", "edgecolor": palette.INK, "linewidth": 1.35 * k}
    unsure = place.kind is Kind.BONDED and scene.state_of(place) in UNSURE
    vague = place.kind in (Kind.ZONE, Kind.BONDED) and place.precision is Precision.REGION
    if unsure or vague:
        return {"facecolor": "white", "edgecolor": color, "linewidth": 1.35 * k}
    return {"facecolor": color, "edgecolor": "white", "linewidth": 0.9 * k}


def draw_own(sheet: Sheet, view: View) -> None:
    """Draw own places in the colours of their layers: points, and the outlines of lines and areas."""
    for layer in view.about.own:
        _own_layer(sheet, view, layer, layer.color or palette.OWN_DEFAULT)


def _own_layer(sheet: Sheet, view: View, layer: OwnLayer, color: str) -> None:
    window, k = view.window, view.weight
    for place in layer.places.values():
        if place.wkt:
            drawn = window.draw(shapely.transform(shapely.from_wkt(place.wkt), _framed))
            sheet.stroke([drawn], edgecolor=color, linewidth=1.4 * k)
        elif place.lon is not None and place.lat is not None:
            x, y = window.point(shapes.to_frame(place.lon), place.lat)
            if window.page.holds(Box(x, y, x, y)):
                sheet.symbol("own", x, y, 3.4 * k, facecolor=color, edgecolor="white", linewidth=0.9 * k)


def _framed(coordinates: Coordinates) -> Coordinates:
    moved = coordinates.copy()
    moved[:, 0] = [shapes.to_frame(x) for x in moved[:, 0]]
    return moved
