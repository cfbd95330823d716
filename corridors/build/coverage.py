"""Shapes that share their borders: moved into the map's frame, thinned, cleaned and simplified.

A border between two units must stay one line through every step, or the map shows slivers. All
overlay work therefore snaps to one grid, and simplification sees the sea as one more unit.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.affinity import translate
from shapely.geometry import MultiPolygon, box
from shapely.geometry.base import BaseGeometry

from corridors.build.inputs import polygons
from corridors.exchange.gcj import Coordinates

GRID = 0.001
GRID_DECIMALS = 3
FRAME = (-30.0, -60.0, 330.0, 84.0)
GAP_WIDTH = 0.02
MIN_PARTS = 3
# Coarse rounding would flatten what is smaller.
SMALL_AREA = 0.02

# A source may leave a crumb of one country inside another, far from home: degrees, square degrees.
STRAY_DISTANCE = 60.0
STRAY_AREA = 0.0001

Box = tuple[float, float, float, float]
Units = dict[str, BaseGeometry]


@dataclass(frozen=True)
class Window:
    """How much detail a part of the frame keeps.

    ``box`` is west, south, east, north in degrees; ``tolerance`` the root of the area of the
    triangles that are cut off, in degrees; ``min_area`` that of the smallest island, in square
    degrees of the equator; ``decimals`` the digits its coordinates keep.
    """

    box: Box
    tolerance: float
    min_area: float
    decimals: int


def to_frame(shape: BaseGeometry) -> BaseGeometry:
    """Polygons with longitudes of -180 to 180, moved into the frame of -30 to 330 and clipped.

    What touches the date line from both sides grows together.
    """
    west, south, east, north = FRAME
    stays = shapely.clip_by_rect(shape, west, south, 180.0, north)
    moves = translate(shapely.clip_by_rect(shape, -180.0, south, east - 360.0, north), 360.0)
    return polygons(shapely.union(polygons(stays), polygons(moves), grid_size=GRID))


def thin(
    shape: BaseGeometry, tolerance: float, windows: tuple[Window, ...], shown: tuple[Box, ...] = ()
) -> BaseGeometry:
    """Shape in the frame without small islands and without detail below ``tolerance``."""
    kept = drop_small_islands(to_frame(shape), windows, shown)
    return polygons(shapely.coverage_simplify([kept], tolerance)[0])


def detail(windows: tuple[Window, ...], lon: float, lat: float) -> Window:
    """First window that holds the point; the last one holds everything."""
    for window in windows:
        west, south, east, north = window.box
        if west <= lon <= east and south <= lat <= north:
            return window
    return windows[-1]


def drop_small_islands(
    shape: BaseGeometry, windows: tuple[Window, ...], shown: tuple[Box, ...] = ()
) -> BaseGeometry:
    """Leave out islands below the window's size, but never the largest three.

    Parameters
    ----------
    shape : BaseGeometry
        Polygons in the frame.
    windows : tuple of Window
        Finest first.
    shown : tuple of Box
        Where every island stays.
    """
    parts = sorted(shapely.get_parts(shape), key=_true_area, reverse=True)
    return MultiPolygon(
        [p for rank, p in enumerate(parts) if rank < MIN_PARTS or _is_kept(p, windows, shown)]
    )


def clean(units: Mapping[str, BaseGeometry]) -> Units:
    """Units without overlaps and narrow gaps, their shared borders identical.

    Where units overlap, the earlier one keeps the ground.
    """
    snapped = [polygons(shapely.set_precision(shape, GRID)) for shape in units.values()]
    cleaned = shapely.coverage_clean(  # type: ignore[attr-defined]
        snapped, gap_width=GAP_WIDTH, snapping_distance=GRID / 10, merge_strategy="min_index"
    )
    return dict(zip(units, (polygons(shape) for shape in cleaned), strict=True))


def bring_strays_home(units: Mapping[str, BaseGeometry]) -> Units:
    """Units without crumbs that lie far from the rest of their unit.

    The neighbour with the longest common border gets a crumb; a crumb in the open sea stays.
    """
    found = dict(units)
    for key, shape in units.items():
        parts = list(shapely.get_parts(shape))
        home = max(parts, key=lambda part: part.area)
        for part in parts:
            if part.area > STRAY_AREA or part.distance(home) < STRAY_DISTANCE:
                continue
            shared = {
                other: s.intersection(part.boundary).length for other, s in units.items() if other != key
            }
            nearest = max(shared, key=lambda other: shared[other])
            if shared[nearest] > 0:
                found[key] = polygons(found[key].difference(part))
                found[nearest] = polygons(shapely.union(found[nearest], part, grid_size=GRID))
    return found


def simplify(units: Mapping[str, BaseGeometry], windows: tuple[Window, ...]) -> Units:
    """Simplify a clean coverage, each window by its own tolerance.

    Parameters
    ----------
    units : mapping of str to BaseGeometry
        A clean coverage in the frame.
    windows : tuple of Window
        Finest first; the last one covers the frame.
    """
    pieces: dict[str, list[BaseGeometry]] = {key: [] for key in units}
    taken: BaseGeometry = MultiPolygon()
    for window in windows:
        region = box(*window.box).difference(taken)
        for key, piece in _simplify_region(units, region, window.tolerance).items():
            pieces[key].append(piece)
        taken = taken.union(region)
    joined = {key: polygons(shapely.union_all(parts, grid_size=GRID)) for key, parts in pieces.items()}
    small = [p.bounds for p in shapely.get_parts(list(joined.values())) if p.area < SMALL_AREA]
    rounding = _rounding(
        (*((bounds, GRID_DECIMALS) for bounds in small), *((w.box, w.decimals) for w in windows))
    )
    return clean({key: polygons(shapely.transform(shape, rounding)) for key, shape in joined.items()})


def _rounding(digits: tuple[tuple[Box, int], ...]) -> Callable[[Coordinates], Coordinates]:
    """Function that rounds each vertex to the digits of the first box that holds it."""

    def rounded(coordinates: Coordinates) -> Coordinates:
        result = coordinates.copy()
        x, y = coordinates.T
        for (west, south, east, north), decimals in reversed(digits):
            inside = (west <= x) & (x <= east) & (south <= y) & (y <= north)
            result[inside] = coordinates[inside].round(decimals)
        return result

    return rounded


def _simplify_region(units: Mapping[str, BaseGeometry], region: BaseGeometry, tolerance: float) -> Units:
    inside = {
        key: polygons(shapely.intersection(shape, region, grid_size=GRID))
        for key, shape in units.items()
        if shape.intersects(region)
    }
    inside = {key: shape for key, shape in inside.items() if not shape.is_empty}
    land = shapely.union_all(list(inside.values()), grid_size=GRID)
    sea = polygons(shapely.difference(region, land, grid_size=GRID))
    members = shapely.coverage_clean(  # type: ignore[attr-defined]
        [*inside.values(), sea], merge_strategy="min_index"
    )
    # With the sea as a member only the edge of the region is a boundary, and that must not move.
    slim = shapely.coverage_simplify(members, tolerance, simplify_boundary=False)
    return dict(zip(inside, slim[:-1], strict=True))


def _true_area(part: BaseGeometry) -> float:
    """Area in square degrees of the equator."""
    _, south, _, north = part.bounds
    return float(part.area * np.cos(np.radians((south + north) / 2)))


def _is_kept(part: BaseGeometry, windows: tuple[Window, ...], shown: tuple[Box, ...]) -> bool:
    point = part.representative_point()
    if any(w <= point.x <= e and s <= point.y <= n for w, s, e, n in shown):
        return True
    return _true_area(part) >= detail(windows, point.x, point.y).min_area
