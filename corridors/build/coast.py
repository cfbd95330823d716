"""Land and sea on a one-kilometre grid, and ways around the land.

The grid is the package ``global-land-mask`` (GLOBE); inland seas count as land in it.
"""

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


def land_km(a: Point, b: Point) -> float:
    """Longest stretch on land along the geodesic from ``a`` to ``b`` in kilometres."""
    km = distance_km(a, b)
    steps = max(2, int(km / SAMPLE_KM) + 1)
    line = np.array([a, *GEOD.npts(*a, *b, steps - 1), b])
    return longest_run(is_land(line)) * km / steps


def is_land(points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether each point (longitude, latitude in degrees) lies on land."""
    lon = (points[:, 0] + 180) % 360 - 180
    return np.asarray(globe.is_land(points[:, 1], np.clip(lon, -180, 179.9999)), dtype=np.bool_)


def longest_run(flags: NDArray[np.bool_]) -> int:
    """Length of the longest unbroken run of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    return int((edges[1::2] - edges[::2]).max(initial=0))


def way_round(a: Point, b: Point) -> list[Point] | None:
    """Shortest line at sea from ``a`` to ``b``, or none within the window around them.

    The ends need not be at sea: the line starts and ends in the nearest sea cells, if these lie
    within a few kilometres, and the true ends are put before and after them.
    """
    far = a[0] + ((b[0] - a[0] + 180) % 360 - 180)
    pad = PAD + 0.25 * max(abs(far - a[0]), abs(b[1] - a[1]))
    west, east = min(a[0], far) - pad, max(a[0], far) + pad
    south, north = min(a[1], b[1]) - pad, max(a[1], b[1]) + pad
    cols, rows = int((east - west) * CELLS), int((north - south) * CELLS)
    if cols * rows > MOST_CELLS:
        return None
    lons = west + (np.arange(cols) + 0.5) / CELLS
    lats = np.clip(south + (np.arange(rows) + 0.5) / CELLS, -89.9, 89.9)
    grid = np.stack(np.meshgrid(lons, lats), axis=-1)
    sea = ~is_land(grid.reshape(-1, 2)).reshape(rows, cols)
    start = _nearest_sea(sea, lons, lats, (a[0], a[1]))
    end = _nearest_sea(sea, lons, lats, (far, b[1]))
    if start is None or end is None:
        return None
    _, before = dijkstra(_grid_graph(sea, lats), indices=start, return_predecessors=True)
    if before[end] < 0 and start != end:
        return None
    cells = [end]
    while cells[-1] != start:
        cells.append(int(before[cells[-1]]))
    path = [(float(lons[c % cols]), float(lats[c // cols])) for c in reversed(cells)]
    return [a, *pulled(path), (far, b[1])]


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
    """Edges between neighbouring sea cells, weighted by their distance in cells."""
    rows, cols = sea.shape
    number = np.arange(rows * cols).reshape(rows, cols)
    shrink = np.cos(np.radians(lats))[:, None] * np.ones(cols)
    starts, ends, weights = [], [], []
    for down, right in ((0, 1), (1, 0), (1, 1), (1, -1)):
        here = (slice(0, rows - down), slice(max(0, -right), cols - max(0, right)))
        there = (slice(down, rows), slice(max(0, right), cols + min(0, right)))
        both = sea[here] & sea[there]
        starts.append(number[here][both])
        ends.append(number[there][both])
        weights.append(np.hypot(down, right * shrink[here][both]))
    triple = (np.concatenate(weights), (np.concatenate(starts), np.concatenate(ends)))
    half = csr_array(triple, shape=(rows * cols, rows * cols))
    return half + half.T
