"""Lines and places of a static map, in the colours and shapes of the screen's map."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from corridors import shapes
from corridors.briefing.ink import Sheet, lines_of
from corridors.briefing.page import Box, Window
from corridors.briefing.projections import Coordinates
from corridors.catalog import Catalog
from corridors.exchange.columns import OwnPlace
from corridors.maps import palette, scene
from corridors.maps.overlay import Way
from corridors.maps.scene import Line
from corridors.models import Place
from corridors.vocabulary import Kind, LegStatus, Precision, State

# As on the screen's map, in points.
RADIUS = {"port": 4.1, "crossing": 4.5, "strait": 3.4, "city": 2.7, "zone": 4.9, "bonded": 4.1, "market": 4.5}
OTHER_RADIUS = 3.8
FILL = {"city": palette.INK, "zone": palette.ZONE, "bonded": palette.BONDED}
FILL |= {"market": palette.MARKET, "platform": palette.MARKET}
STRAIT = "#3c7ca8"
OWN = "#3d4852"
UNSURE = frozenset({State.APPLIED, State.NOT_FOUND})
WEIGHT, SHARED, CASING = 2.0, 2.1, 1.8
FAINT = 0.25
# Samples along lines, this many points apart, tell labels where not to stand.
SAMPLE = 4.0


@dataclass(frozen=True)
class Spot:
    """A place on the page."""

    place: Place
    x: float
    y: float
    radius: float
    lit: bool

    @property
    def box(self) -> Box:
        r = self.radius
        return Box(self.x - r, self.y - r, self.x + r, self.y + r)


def draw_lines(
    sheet: Sheet, window: Window, catalog: Catalog, lines: Iterable[Line], lit: frozenset[str], k: float
) -> Coordinates:
    """Draw corridor lines; where several share a leg each keeps its colour, wider below.

    Parameters
    ----------
    lit : frozenset of str
        Ids of lines that stand out; if empty, all do.
    k : float
        Factor on widths.

    Returns
    -------
    ndarray
        Points (n, 2) along the lines that stand out.
    """
    by_leg: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        by_leg[line.leg].append(line)
    samples = []
    strong, faint = [], []
    for leg, sharing in by_leg.items():
        drawn = window.draw(catalog.leg_shapes[leg]) if leg in catalog.leg_shapes else None
        if drawn is None or drawn.is_empty:
            continue
        chosen = [line for line in sharing if not lit or line.id in lit]
        (strong if chosen else faint).append((drawn, chosen or sharing))
        if chosen:
            samples.append(drawn)
    for drawn, sharing in faint:
        _leg(sheet, drawn, sharing, k, FAINT)
    for drawn, sharing in strong:
        _leg(sheet, drawn, sharing, k, 1.0)
    return along(samples)


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


def draw_ways(sheet: Sheet, window: Window, ways: Iterable[Way], k: float) -> Coordinates:
    """Draw routes that were asked for, the stronger one on top, each with its mark."""
    samples = []
    for way in sorted(ways, key=lambda one: one.strong):
        placed = []
        for part in way.parts:
            line = LineString([(shapes.to_frame(x), y) for x, y in part.line])
            drawn = window.draw(line)
            width = (2.8 if way.strong else 2.0) * k
            sheet.stroke([drawn], edgecolor="white", linewidth=width + CASING * k, alpha=0.8)
            sheet.stroke([drawn], edgecolor=way.color, linewidth=width, **dashes(part.status))
            placed.append(drawn)
        samples += placed
        points = along(placed)
        if way.badge and len(points):
            x, y = points[len(points) // 2]
            sheet.symbol("badge", x, y, 6 * k, facecolor=way.color, edgecolor="white", linewidth=1.2 * k)
            size = 7.5 * k
            sheet.text(way.badge, x - 0.3 * size * len(way.badge), y - 0.72 * size, size, "white", bold=True)
    return along(samples)


def along(geometries: Iterable[BaseGeometry]) -> Coordinates:
    """Points along lines, evenly apart."""
    parts = [part for g in geometries for part in lines_of(g)]
    dense = [shapely.get_coordinates(shapely.segmentize(part, SAMPLE)) for part in parts]
    return np.concatenate(dense) if dense else np.empty((0, 2))


def spots(window: Window, places: Iterable[Place], lit: frozenset[str], k: float) -> list[Spot]:
    """Places that lie in the window, where they lie; those that stand out last."""
    found = []
    for place in places:
        if place.lon is None or place.lat is None:
            continue
        x, y = window.point(shapes.to_frame(place.lon), place.lat)
        radius = RADIUS.get(place.kind, OTHER_RADIUS) * k
        spot = Spot(place, x, y, radius, place.id in lit)
        if window.page.holds(spot.box):
            found.append(spot)
    return sorted(found, key=lambda one: (one.lit, one.place.kind == Kind.CITY, one.place.id))


def draw_spots(sheet: Sheet, found: Iterable[Spot], faded: bool, k: float) -> None:
    """Draw the symbols; what does not stand out is pale if something else does."""
    for spot in found:
        alpha = 0.4 if faded and not spot.lit else 1.0
        if spot.lit:
            glow = {"facecolor": "#ffd45e", "alpha": 0.9}
            sheet.symbol(spot.place.kind, spot.x, spot.y, spot.radius + 1.9 * k, **glow)
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


def draw_own(sheet: Sheet, window: Window, own: Iterable[OwnPlace], k: float) -> None:
    """Draw own places: points, and the outlines of lines and areas."""
    for place in own:
        if place.wkt:
            drawn = window.draw(shapely.transform(shapely.from_wkt(place.wkt), _framed))
            sheet.stroke([drawn], edgecolor=OWN, linewidth=1.4 * k)
        elif place.lon is not None and place.lat is not None:
            x, y = window.point(shapes.to_frame(place.lon), place.lat)
            if window.page.holds(Box(x, y, x, y)):
                sheet.symbol("own", x, y, 3.4 * k, facecolor=OWN, edgecolor="white", linewidth=0.9 * k)


def _framed(coordinates: Coordinates) -> Coordinates:
    moved = coordinates.copy()
    moved[:, 0] = [shapes.to_frame(x) for x in moved[:, 0]]
    return moved
