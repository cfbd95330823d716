"""Lines of legs: continuous longitudes, dense where they cross the sea, light where they follow rails.

Points are ``(lon, lat)`` pairs in WGS84 degrees.
"""

import math
from collections.abc import Sequence
from itertools import pairwise

from pyproj import Geod
from shapely.geometry import LineString

from corridors.shapes import to_frame

Point = tuple[float, float]

GEOD = Geod(ellps="WGS84")
DECIMALS = 4


def distance_km(a: Point, b: Point) -> float:
    """Geodesic distance of two points in kilometres."""
    return float(GEOD.inv(a[0], a[1], b[0], b[1])[2]) / 1000


def length_km(line: Sequence[Point]) -> float:
    """Geodesic length of a line in kilometres."""
    return sum(distance_km(a, b) for a, b in pairwise(line))


def continuous(line: Sequence[Point]) -> list[Point]:
    """Move longitudes by whole turns so that neighbours are never more than 180 degrees apart.

    The first point lands in the Pacific frame (-30 to 330).
    """
    moved = [(to_frame(line[0][0]), line[0][1])]
    for lon, lat in line[1:]:
        turns = round((moved[-1][0] - lon) / 360)
        moved.append((lon + 360 * turns, lat))
    return moved


def dense(line: Sequence[Point], step_km: float) -> list[Point]:
    """Add points along the geodesic so that no stretch is longer than ``step_km``."""
    filled = [line[0]]
    for a, b in pairwise(line):
        pieces = math.ceil(distance_km(a, b) / step_km)
        if pieces > 1:
            filled += [(lon, lat) for lon, lat in GEOD.npts(*a, *b, pieces - 1)]
        filled.append(b)
    return filled


def light(line: Sequence[Point], tolerance: float) -> list[Point]:
    """Drop points that lie within ``tolerance`` degrees of the simplified line; both ends stay."""
    return [(x, y) for x, y in LineString(line).simplify(tolerance).coords]


def without_spurs(line: Sequence[Point]) -> list[Point]:
    """Drop repeated points and stretches that are run forth and at once back the same way."""
    kept: list[Point] = []
    for point in line:
        if len(kept) > 1 and kept[-2] == point:
            kept.pop()
        elif not kept or kept[-1] != point:
            kept.append(point)
    return kept


def rounded(line: Sequence[Point]) -> list[Point]:
    """Round to the decimals that are stored, repeated points dropped."""
    points = [(round(lon, DECIMALS), round(lat, DECIMALS)) for lon, lat in line]
    return [p for index, p in enumerate(points) if index == 0 or p != points[index - 1]]
