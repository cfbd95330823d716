"""Shapes from foreign files: checked before the geometry library sees them, WGS84 afterwards.

The library reads nested collections by recursion and crashes the whole process on thousands of
levels, so depth and size are looked at first.
"""

import math
import re
import struct
from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError
from shapely.errors import ShapelyError
from shapely.geometry import shape as build
from shapely.geometry.base import BaseGeometry

from corridors.exchange.errors import ImportFileError
from corridors.exchange.gcj import Coordinates
from corridors.exchange.limits import Limits

Reprojection: TypeAlias = Callable[[Coordinates], Coordinates]
Read: TypeAlias = tuple[BaseGeometry | None, str]

SIMPLE = frozenset({"Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon"})
# A multi-polygon has three levels of brackets.
DEEPEST = 3
EAST_OF_THE_FRAME = 360.0
COLLECTION = 7
_BRACKET = re.compile(r"[()]")
_WKT_HEAD = re.compile(r"\s*([A-Za-z]+)")


def from_geojson(geometry: Any, project: Reprojection | None, limits: Limits) -> Read:
    """A GeoJSON geometry as a shape, or the code of what is wrong with it; null is neither."""
    if geometry is None:
        return None, ""
    kind = str(geometry.get("type")) if isinstance(geometry, dict) else ""
    if kind not in SIMPLE:
        return None, "collection" if kind == "GeometryCollection" else "shape"
    coordinates = geometry.get("coordinates")
    if not isinstance(coordinates, list):
        return None, "shape"
    try:
        made: BaseGeometry = build({"type": kind, "coordinates": coordinates})
        return settled(made, project, limits)
    except (ShapelyError, ValueError, TypeError, IndexError, KeyError, AttributeError, RecursionError):
        return None, "shape"


def from_wkt(text: str, limits: Limits) -> Read:
    """WKT in WGS84 as a shape, or the code of what is wrong with it."""
    head = _WKT_HEAD.match(text)
    if head and head[1].upper() == "GEOMETRYCOLLECTION":
        return None, "collection"
    if _too_deep(text):
        return None, "shape"
    try:
        return settled(shapely.from_wkt(text), None, limits)
    except (ShapelyError, ValueError, TypeError):
        return None, "shape"


def from_wkb(blob: bytes, project: Reprojection | None, limits: Limits) -> Read:
    """WKB as a shape, or the code of what is wrong with it."""
    try:
        if _kind(blob, 0)[1] == COLLECTION:
            return None, "collection"
        if not _flat(blob):
            return None, "shape"
        return settled(shapely.from_wkb(blob), project, limits)
    except (ShapelyError, ValueError, TypeError, struct.error):
        return None, "shape"


def settled(shape: BaseGeometry, project: Reprojection | None, limits: Limits) -> Read:
    """A shape in two dimensions, reprojected, with one part if it has one, within the world."""
    if shape.is_empty:
        return None, ""
    if shape.geom_type not in SIMPLE:
        return None, "collection" if shape.geom_type == "GeometryCollection" else "shape"
    if shapely.get_num_coordinates(shape) > limits.shape_points:
        return None, "shape-size"
    flat: BaseGeometry = shapely.force_2d(shape)
    if project is not None:
        flat = shapely.transform(flat, project)
    if flat.geom_type.startswith("Multi") and shapely.get_num_geometries(flat) == 1:
        flat = shapely.get_parts(flat)[0]
    west, south, east, north = flat.bounds
    if not all(map(math.isfinite, (west, south, east, north))):
        return None, "not-finite"
    # A point may be swapped; the row knows its country and finds out. Lines may run past 180.
    within = abs(south) <= 90 and abs(north) <= 90 and west >= -180 and east <= EAST_OF_THE_FRAME
    return (flat, "") if within or flat.geom_type == "Point" else (None, "shape-range")


def reprojection(declared: str) -> Reprojection | None:
    """The way from a declared coordinate system to WGS84; None if it is WGS84 already.

    Parameters
    ----------
    declared : str
        A name such as ``EPSG:4490`` or ``urn:ogc:def:crs:OGC:1.3:CRS84``, or WKT; empty for WGS84.

    Raises
    ------
    ImportFileError
        If it is not known.
    """
    if not declared:
        return None
    try:
        system = CRS.from_user_input(declared)
        if system.to_epsg() == 4326 or "CRS84" in declared:
            return None
        transformer = Transformer.from_crs(system, "EPSG:4326", always_xy=True)
    except ProjError as error:
        raise ImportFileError(
            f"不认识文件声明的坐标系“{declared[:80]}”。请转换成 WGS84（EPSG:4326）。",
            f"unknown coordinate system {declared[:80]!r}; convert the file to WGS84 (EPSG:4326)",
        ) from error

    def project(coordinates: Coordinates) -> Coordinates:
        return np.column_stack(transformer.transform(coordinates[:, 0], coordinates[:, 1]))

    return project


def _too_deep(text: str) -> bool:
    depth = 0
    for bracket in _BRACKET.finditer(text):
        depth += 1 if bracket[0] == "(" else -1
        if depth > DEEPEST:
            return True
    return False


def _kind(blob: bytes, offset: int) -> tuple[str, int, int, int]:
    """Byte order, type, numbers a point, and offset after the header; ISO and extended WKB."""
    order = "<" if blob[offset : offset + 1] == b"\x01" else ">"
    (code,) = struct.unpack_from(f"{order}I", blob, offset + 1)
    extra = (code >> 31 & 1) + (code >> 30 & 1)
    offset += 9 if code >> 29 & 1 else 5
    plain = code & 0x1FFFFFFF
    extra += {0: 0, 1: 1, 2: 1, 3: 2}.get(plain // 1000, 0)
    return order, plain % 1000, 2 + extra, offset


def _flat(blob: bytes) -> bool:
    """Whether the parts of a multi-part shape are simple, as they must be."""
    order, kind, _, offset = _kind(blob, 0)
    if kind <= 3:
        return True
    if kind > 6:
        return False
    (count,) = struct.unpack_from(f"{order}I", blob, offset)
    offset += 4
    for _ in range(count):
        part_order, part, numbers, offset = _kind(blob, offset)
        if part != kind - 3:
            return False
        offset = _after(blob, part_order, part, numbers, offset)
    return True


def _after(blob: bytes, order: str, kind: int, numbers: int, offset: int) -> int:
    """Offset after a point, line or area."""
    if kind == 1:
        return offset + 8 * numbers
    rings = 1
    if kind == 3:
        (rings,) = struct.unpack_from(f"{order}I", blob, offset)
        offset += 4
    for _ in range(rings):
        (points,) = struct.unpack_from(f"{order}I", blob, offset)
        offset += 4 + 8 * numbers * points
    return offset
