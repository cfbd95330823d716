"""Land and sea on a one-kilometre grid, and ways around the land.

The grid is the package ``global-land-mask`` (GLOBE); inland seas count as land in it.
"""

from itertools import pairwise
from typing import Any

import numpy as np
from global_land_mask import globe
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from corridors.build.lines import GEOD, Point, distance_km

CELLS = 120  # to a degree
SAMPLE_KM = 0.5
PAD = 0.35
MOST_CELLS = 4_000_000
# Two stretches of land nearer than this are gone round at once; how far before and behind one the way may
# leave the straight line: first a little more than its length, then much more.
TOGETHER_KM, ROOM_KM = 40.0, 10.0
ROOMS = (0.6, 2.5)
# Steps from cell to cell, with the cells that each passes on its way.
STEPS: dict[tuple[int, int], tuple[tuple[int, int], ...]] = {
    (0, 1): (),
    (1, 0): (),
    (1, 1): (),
    (1, -1): (),
    (1, 2): ((0, 1), (1, 1)),
    (2, 1): ((1, 0), (1, 1)),
    (1, -2): ((0, -1), (1, -1)),
    (2, -1): ((1, 0), (1, -1)),
}
# So many corners are tried for the shortest line, so many times.
MOST_CORNERS, MOST_TRIES = 60, 400


def land_km(a: Point, b: Point) -> float:
    """Longest stretch on land along the geodesic from ``a`` to ``b`` in kilometres."""
    line = sampled(a, b)
    return longest_run(is_land(line)) * distance_km(a, b) / (len(line) - 1)


def sampled(a: Point, b: Point) -> NDArray[np.float64]:
    """Points along the geodesic, close enough for the grid; longitude and latitude in degrees."""
    steps = max(2, int(distance_km(a, b) / SAMPLE_KM) + 1)
    return np.array([a, *GEOD.npts(*a, *b, steps - 1), b])


def is_land(points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether each point (longitude, latitude in degrees) lies on land."""
    lon = (points[:, 0] + 180) % 360 - 180
    return np.asarray(globe.is_land(points[:, 1], np.clip(lon, -180, 179.9999)), dtype=np.bool_)


def longest_run(flags: NDArray[np.bool_]) -> int:
    """Length of the longest unbroken run of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    return int((edges[1::2] - edges[::2]).max(initial=0))


def way_round(a: Point, b: Point) -> list[Point] | None:
    """Short line at sea from ``a`` to ``b`` that leaves the straight one only near land, or none.

    The ends need not be at sea: the line starts and ends in the nearest sea cells, if these lie
    within a few kilometres, and the true ends are put before and after them.
    """
    far = (a[0] + ((b[0] - a[0] + 180) % 360 - 180), b[1])
    for room in ROOMS:
        path = _past_each(sampled(a, far), room)
        if path is not None:
            return [a, *_taut(path), far]
    whole = _past(a, far)
    return None if whole is None else [a, *_taut(whole), far]


def _past_each(line: NDArray[np.float64], room: float) -> list[Point] | None:
    """The line with each stretch of land on it replaced by a way past it; ends on land left out."""
    last = len(line) - 1
    path: list[Point] = [] if is_land(line[:1])[0] else [_point(line[0])]
    for first, final in _stretches(is_land(line)):
        margin = int(ROOM_KM / SAMPLE_KM + room * (final - first))
        past = _past(_point(line[max(0, first - margin)]), _point(line[min(last, final + margin)]))
        if past is None:
            return None
        path += past
    return path if is_land(line[-1:])[0] else [*path, _point(line[-1])]


def _stretches(land: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First and last sample of each stretch of land, small gaps bridged."""
    found: list[tuple[int, int]] = []
    for at in np.flatnonzero(land).tolist():
        if found and (at - found[-1][1]) * SAMPLE_KM < TOGETHER_KM:
            found[-1] = (found[-1][0], at)
        else:
            found.append((at, at))
    return found


def _point(pair: NDArray[np.float64]) -> Point:
    return float(pair[0]), float(pair[1])


def _past(a: Point, b: Point) -> list[Point] | None:
    """Shortest way over the sea cells of a window around ``a`` and ``b``, cell by cell, or none."""
    pad = PAD + 0.25 * max(abs(b[0] - a[0]), abs(b[1] - a[1]))
    west, east = min(a[0], b[0]) - pad, max(a[0], b[0]) + pad
    south, north = min(a[1], b[1]) - pad, max(a[1], b[1]) + pad
    cols, rows = int((east - west) * CELLS), int((north - south) * CELLS)
    if cols * rows > MOST_CELLS:
        return None
    lons = west + (np.arange(cols) + 0.5) / CELLS
    lats = np.clip(south + (np.arange(rows) + 0.5) / CELLS, -89.9, 89.9)
    grid = np.stack(np.meshgrid(lons, lats), axis=-1)
    sea = ~is_land(grid.reshape(-1, 2)).reshape(rows, cols)
    start, end = (_nearest_sea(sea, lons, lats, point) for point in (a, b))
    if start is None or end is None:
        return None
    _, before = dijkstra(_grid_graph(sea, lats), indices=start, return_predecessors=True)
    if before[end] < 0 and start != end:
        return None
    cells = [end]
    while cells[-1] != start:
        cells.append(int(before[cells[-1]]))
    return [(float(lons[c % cols]), float(lats[c // cols])) for c in reversed(cells)]


def _taut(path: list[Point]) -> list[Point]:
    """Shortest line at sea over some points of a path: its ends, and where it touches land."""
    plain = pulled(path)
    corners = _touching(path)
    chosen = set(corners[:: len(corners) // MOST_CORNERS + 1]) | set(plain)
    points = [point for point in path if point in chosen]
    apart = np.array([[_degrees(a, b) for b in points] for a in points])
    at = {point: number for number, point in enumerate(points)}
    clear = {(at[a], at[b]) for a, b in pairwise(plain)}
    for _ in range(MOST_TRIES):
        line = _shortest(apart)
        new = [pair for pair in pairwise(line) if pair not in clear]
        if not new:
            return [points[i] for i in line]
        for i, j in new:
            if land_km(points[i], points[j]) > 0:
                apart[i, j] = np.inf
            else:
                clear.add((i, j))
    return plain


def _touching(path: list[Point]) -> list[Point]:
    """Points with land in a cell beside them."""
    around = [(x / CELLS, y / CELLS) for x in (-1, 0, 1) for y in (-1, 0, 1)]
    beside = np.array([[(lon + x, lat + y) for x, y in around] for lon, lat in path])
    land = is_land(beside.reshape(-1, 2)).reshape(len(path), -1)
    return [path[i] for i in np.flatnonzero(land.any(axis=1)).tolist()]


def _degrees(a: Point, b: Point) -> float:
    """Distance in degrees of latitude, good enough to compare ways near each other."""
    shrink = np.cos(np.radians((a[1] + b[1]) / 2))
    return float(np.hypot((a[0] - b[0]) * shrink, a[1] - b[1]))


def _shortest(apart: NDArray[np.float64]) -> list[int]:
    """Indices of the shortest way from the first point to the last, always onward."""
    size = len(apart)
    total = np.zeros(size)
    before = np.zeros(size, dtype=np.int64)
    for i in range(1, size):
        ways = total[:i] + apart[:i, i]
        before[i] = np.argmin(ways)
        total[i] = ways[before[i]]
    line = [size - 1]
    while line[-1]:
        line.append(int(before[line[-1]]))
    return line[::-1]


def pulled(path: list[Point]) -> list[Point]:
    """Drop the points that are not needed to stay at sea."""
    kept = [path[0]]
    at = 0
    while at < len(path) - 1:
        step = len(path) - 1 - at
        while step > 1 and land_km(path[at], path[at + step]) > 0:
            step = step * 3 // 4
        at += step
        kept.append(path[at])
    return kept


def _nearest_sea(
    sea: NDArray[np.bool_], lons: NDArray[np.float64], lats: NDArray[np.float64], point: Point
) -> int | None:
    reach = 10
    col, row = int((point[0] - lons[0]) * CELLS + 0.5), int((point[1] - lats[0]) * CELLS + 0.5)
    top, left = max(row - reach, 0), max(col - reach, 0)
    found = np.argwhere(sea[top : row + reach + 1, left : col + reach + 1])
    if not len(found):
        return None
    shrink = np.cos(np.radians(point[1]))
    apart = np.hypot(found[:, 0] + top - row, (found[:, 1] + left - col) * shrink)
    best = found[int(np.argmin(apart))]
    return int((best[0] + top) * sea.shape[1] + best[1] + left)


def _grid_graph(sea: NDArray[np.bool_], lats: NDArray[np.float64]) -> csr_array:
    """Edges between sea cells a step apart, weighted by their distance in cells."""
    rows, cols = sea.shape
    number = np.arange(rows * cols).reshape(rows, cols)
    shrink = np.cos(np.radians(lats))[:, None] * np.ones(cols)
    starts, ends, weights = [], [], []
    for step, passed in STEPS.items():
        here, there = _seen(number, step, (0, 0)), _seen(number, step, step)
        free = _seen(sea, step, (0, 0)) & _seen(sea, step, step)
        for cell in passed:
            free &= _seen(sea, step, cell)
        starts.append(here[free])
        ends.append(there[free])
        weights.append(np.hypot(step[0], step[1] * _seen(shrink, step, (0, 0))[free]))
    triple = (np.concatenate(weights), (np.concatenate(starts), np.concatenate(ends)))
    half = csr_array(triple, shape=(rows * cols, rows * cols))
    return half + half.T


def _seen(grid: NDArray[Any], step: tuple[int, int], offset: tuple[int, int]) -> NDArray[Any]:
    """The cells that lie ``offset`` (down, right) from those from which ``step`` stays in the grid."""
    rows, cols = grid.shape
    left, right = max(0, -step[1]), max(0, step[1])
    return grid[offset[0] : rows - step[0] + offset[0], left + offset[1] : cols - right + offset[1]]
