"""Shapes back into the usual frame, cut where they cross the date line.

Inside the app longitudes run on past 180 (see :mod:`corridors.shapes`). Files go to programs that expect
−180 to 180: RFC 7946 (GeoJSON) and KML ask for a cut at the antimeridian, and GeoPackage readers know
no other frame. So every format gets the same shapes.
"""

from collections.abc import Iterator
from typing import Any

import shapely
from shapely.affinity import translate
from shapely.geometry import MultiLineString, MultiPolygon, box
from shapely.geometry.base import BaseGeometry

_HALF = 180.0
_TURN = 360.0


def cut(shape: BaseGeometry) -> BaseGeometry:
    """A shape with longitudes from −180 to 180.

    Parameters
    ----------
    shape : BaseGeometry
        WGS84 longitude, latitude in degrees; longitudes continuous, anywhere from −540 to 540.

    Returns
    -------
    BaseGeometry
        The same places on the globe. A line or area that crosses the date line has several parts; pieces
        of an area that the Pacific frame had cut apart are joined again.
    """
    west, _, east, _ = shape.bounds
    if west >= -_HALF and east <= _HALF:
        return shape
    if shape.geom_type in {"LineString", "MultiLineString"}:
        lines = [part for piece in _pieces(shape) for part in _parts(piece, "LineString")]
        return lines[0] if len(lines) == 1 else MultiLineString(lines)
    if shape.geom_type in {"Polygon", "MultiPolygon"}:
        joined = shapely.union_all([part for piece in _pieces(shape) for part in _parts(piece, "Polygon")])
        areas = _parts(joined, "Polygon")
        return areas[0] if len(areas) == 1 else MultiPolygon(areas)
    return shapely.union_all(list(_pieces(shape)))


def _pieces(shape: BaseGeometry) -> Iterator[BaseGeometry]:
    for turn in (-_TURN, 0.0, _TURN):
        piece = shape.intersection(box(turn - _HALF, -90, turn + _HALF, 90))
        if not piece.is_empty:
            yield translate(piece, xoff=-turn)


def _parts(shape: BaseGeometry, kind: str) -> list[Any]:
    """Simple parts of one kind; a box touched in a point or an edge leaves others, which are dropped."""
    return [part for part in shapely.get_parts(shape) if part.geom_type == kind and not part.is_empty]
