"""Land and borders as drawn paths: projected once here, so that the browser need not.

A path is in pixels of the web Mercator map at zoom 9, rounded to whole pixels (about 300 m at the
equator) and written with relative steps, which keeps the world below two hundred kilobytes. The
browser only moves and scales it. Longitudes are those of the Pacific frame (-30 to 330).
"""

import json
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from corridors.integrity import reason

Ring = list[list[float]]
Box = tuple[float, float, float, float]
ZOOM = 9
WORLD = 256 * 2**ZOOM
# Of the largest part: what is smaller does not widen the view of its country.
MAIN_PART = 0.05
# Web Mercator ends here; Antarctica below it is left out of the picture.
MOST_SOUTH, MOST_NORTH = -84.0, 84.0


def ground(path: Path) -> list[dict[str, Any]]:
    """Read a GeoJSON file of shapes and draw each as one path.

    Parameters
    ----------
    path : Path
        FeatureCollection of polygons or lines with ids.

    Returns
    -------
    list of dict
        ``id``, ``d`` (the path) and, as west, south, east, north in degrees, ``box`` of the largest part,
        where the name goes, and ``view`` of all main parts if that is more.

    Raises
    ------
    OSError
        If the file cannot be read.
    ValueError
        If it is damaged.
    """
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        return [_drawn(feature["id"], feature["geometry"]) for feature in features]
    except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise ValueError(f"{path.name}: {reason(error)}") from error


def _drawn(identifier: str, geometry: dict[str, Any]) -> dict[str, Any]:
    closed = geometry["type"].endswith("Polygon")
    parts = _parts(geometry)
    boxes = [_box(rings[0]) for rings in parts]
    largest = max(boxes, key=_size)
    view = _view(boxes, largest)
    return {
        "id": identifier,
        "d": "".join(_path(ring, closed) for rings in parts for ring in rings),
        "box": largest,
    } | ({"view": view} if view != largest else {})


def _parts(geometry: dict[str, Any]) -> list[list[Ring]]:
    """Parts of a geometry, each a list of rings with the outer one first."""
    coordinates: Any = geometry["coordinates"]
    match geometry["type"]:
        case "Polygon":
            return [coordinates]
        case "LineString":
            return [[coordinates]]
        case "MultiLineString":
            return [[line] for line in coordinates]
        case _:
            return list(coordinates)


def _path(ring: Ring, closed: bool) -> str:
    pixels = [_pixel(lon, lat) for lon, lat in (ring[:-1] if closed else ring)]
    steps = [f"M{pixels[0][0]} {pixels[0][1]}l"]
    last = pixels[0]
    for point in pixels[1:]:
        if point != last:
            steps.append(f"{point[0] - last[0]} {point[1] - last[1]} ")
            last = point
    return "".join(steps).rstrip() + ("z" if closed else "")


def _pixel(lon: float, lat: float) -> tuple[int, int]:
    """Web Mercator pixel, x to the east and y to the south."""
    sine = math.sin(math.radians(min(max(lat, MOST_SOUTH), MOST_NORTH)))
    y = 0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)
    return round((lon / 360 + 0.5) * WORLD), round(y * WORLD)


def _view(boxes: list[Box], largest: Box) -> Box:
    """Box around the parts that one would show: all large islands, but nothing small and far away."""
    main = [box for box in boxes if _size(box) >= MAIN_PART * _size(largest)]
    west, south, east, north = zip(*main, strict=True)
    if max(east) - min(west) > 180:  # cut by the edge of the map, as Greenland is
        return largest
    return min(west), min(south), max(east), max(north)


def _box(points: Ring) -> Box:
    lons, lats = zip(*points, strict=True)
    west, south, east, north = min(lons), min(lats), max(lons), max(lats)
    return round(west, 2), round(south, 2), round(east, 2), round(north, 2)


def _size(box: Box) -> float:
    """Square degrees of the equator."""
    west, south, east, north = box
    return (east - west) * (north - south) * math.cos(math.radians((south + north) / 2))


def strokes(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """Paths of several files without their boxes: lines that only decorate."""
    return [{"id": s["id"], "d": s["d"]} for path in paths for s in ground(path)]
