"""The quiet ground of a static map: land, borders, the dash line, the graticule, lit countries."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cache

import numpy as np
import shapely
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from corridors import paths, shapes
from corridors.briefing.ink import Sheet, hatching
from corridors.briefing.page import Window
from corridors.briefing.subject import countries
from corridors.briefing.view import View
from corridors.maps import palette

NAMED, LIT, LIT_EDGE = "#f1eadb", "#ffeebb", "#b98a00"
GOAL, GOAL_HATCH = "#f4eff6", "#d3bbe0"
STROKE, DASH, CITY_EDGE, GRATICULE = "#cbc5ba", "#8c7f86", "#a59c8d", "#c3d3dd"
# A window narrower than this (metres) shows the provinces, narrower still the cities of Liaoning.
PROVINCES_BELOW, CITIES_BELOW = 4.2e6, 1.5e6
# Degrees between the lines of the graticule, by width of the window in metres.
GRATICULE_STEPS = ((1.2e6, 1), (3e6, 5), (1.2e7, 10), (np.inf, 20))


@dataclass(frozen=True)
class Shading:
    """ISO alpha-3 codes of the countries that stand out, and why."""

    named: frozenset[str] = frozenset()
    goals: frozenset[str] = frozenset()
    lit: frozenset[str] = frozenset()


@cache
def _file(name: str) -> dict[str, BaseGeometry]:
    return shapes.read(paths.GEO / f"{name}.geojson")


def paint(sheet: Sheet, view: View, shading: Shading) -> None:
    """Draw sea, land and borders."""
    window, weight, seen = view.window, view.weight, view.countries
    _sea(sheet, window)
    _areas(sheet, seen, shading, weight)
    _inner_borders(sheet, window, weight)
    sheet.stroke(seen.values(), edgecolor=palette.BORDER, linewidth=0.5 * weight)
    lit = [seen[iso] for iso in sorted(shading.lit & seen.keys())]
    sheet.stroke(lit, edgecolor=LIT_EDGE, linewidth=0.9 * weight)
    lines = [window.draw(line) for line in dashes()]
    sheet.stroke(lines, edgecolor=DASH, linewidth=1.3 * weight)


def mask(sheet: Sheet, window: Window, weight: float) -> None:
    """Leave white what lies beyond the horizon of a map of half the globe."""
    if window.horizon is None:
        return
    seen = window.visible
    sheet.fill([shapely.box(*window.page).difference(seen)], facecolor="white")
    sheet.stroke([seen], edgecolor=GRATICULE, linewidth=0.8 * weight)


def dashes() -> list[BaseGeometry]:
    """The dashes of the South China Sea line, degrees; not to be changed."""
    return list(_file("lines").values())


def _sea(sheet: Sheet, window: Window) -> None:
    if window.projection.family == "world":
        edge = [(lon, lat) for lon, lat in _world_edge()]
        globe = shapely.Polygon(window.place(np.array(edge)))
        sheet.fill([shapely.GeometryCollection([globe])], facecolor=palette.SEA)
    else:
        sheet.rectangle(window.page, facecolor=palette.SEA)
    step = next(step for width, step in GRATICULE_STEPS if window.plane.width < width)
    lines = [window.draw(line) for line in _graticule(window, step)]
    sheet.stroke(lines, edgecolor=GRATICULE, linewidth=0.35)


def _world_edge() -> list[tuple[float, float]]:
    lats = np.arange(-90.0, 90.1, 2.0)
    return [(329.999, lat) for lat in lats] + [(-29.999, lat) for lat in lats[::-1]]


def _graticule(window: Window, step: int) -> list[BaseGeometry]:
    # Fine lines all round the globe would be thousands; a close view needs those near it only.
    close = step < 10
    lon, lat = window.projection.lon, window.projection.lat
    reach = 30 if close else 180
    west, east = (lon - reach, lon + reach) if close else (-30.0, 330.0)
    south, north = max(-80.0, lat - reach), min(80.0, lat + reach)
    lons = np.arange(np.ceil(west / step) * step, east + 0.1, step)
    lats = np.arange(np.ceil(south / step) * step, north + 0.1, step)
    meridians: list[BaseGeometry] = [LineString([(x, south), (x, north)]) for x in lons]
    parallels = [LineString([(x, y) for x in np.arange(west, east + 1, 1)]) for y in lats]
    return meridians + parallels


def _areas(sheet: Sheet, seen: Mapping[str, BaseGeometry], shading: Shading, weight: float) -> None:
    groups: dict[str, Set[str]] = {palette.LAND: seen.keys() - shading.named - shading.goals - shading.lit}
    groups[NAMED] = (shading.named & seen.keys()) - shading.goals - shading.lit
    groups[GOAL] = (shading.goals & seen.keys()) - shading.lit
    groups[LIT] = shading.lit & seen.keys()
    for color, members in groups.items():
        sheet.fill([seen[iso] for iso in sorted(members)], facecolor=color)
    goals = [seen[iso] for iso in sorted(shading.goals & seen.keys())]
    sheet.stroke(hatching(goals, 4.2 * weight), edgecolor=GOAL_HATCH, linewidth=0.9 * weight, capstyle="butt")


def _inner_borders(sheet: Sheet, window: Window, weight: float) -> None:
    if window.plane.width < PROVINCES_BELOW:
        provinces = [window.draw(line) for line in _file("provinces").values()]
        sheet.stroke(provinces, edgecolor=STROKE, linewidth=0.6 * weight)
    if window.plane.width < CITIES_BELOW:
        cities = [window.draw(city) for city in _file("liaoning").values()]
        sheet.stroke(
            cities, edgecolor=CITY_EDGE, linewidth=0.5 * weight, linestyle=(0, (3, 2)), capstyle="butt"
        )


def inset(sheet: Sheet, window: Window, lit: frozenset[str], weight: float) -> None:
    """Draw a small map of its own inside a frame: land, borders and the dash line."""
    at = window.page
    sheet.rectangle(at, facecolor=palette.SEA)
    drawn = {i.partition(":")[2]: _boxed(window, shape) for i, shape in countries().items()}
    sheet.fill(drawn.values(), facecolor=palette.LAND)
    sheet.fill([drawn[iso] for iso in sorted(lit & drawn.keys())], facecolor=LIT)
    sheet.stroke(drawn.values(), edgecolor=palette.BORDER, linewidth=0.4 * weight)
    lines = [_boxed(window, line) for line in dashes()]
    sheet.stroke(lines, edgecolor=DASH, linewidth=1.1 * weight)
    sheet.rectangle(at, edgecolor=palette.GREY, linewidth=0.7 * weight)


def _boxed(window: Window, geometry: BaseGeometry) -> BaseGeometry:
    """A shape cut exactly at the frame; the cut itself is hidden below the frame's line."""
    parts = [shapely.clip_by_rect(part, *window.page) for part in shapely.get_parts(window.draw(geometry))]
    return shapely.GeometryCollection([p for c in parts for p in shapely.get_parts(c) if not p.is_empty])
