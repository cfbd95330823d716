"""Where a row lies: from its shape or its cells, turned round if it was swapped, checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import shapely
from shapely.geometry.base import BaseGeometry

from corridors.exchange import coordinates, geometry
from corridors.exchange.coordinates import Angle, Axis
from corridors.exchange.known import Known
from corridors.exchange.limits import Limits
from corridors.exchange.messages import CellError
from corridors.exchange.source import SourceRow

POINT = "lon, lat"


class LonLat(NamedTuple):
    """Degrees, in the coordinate system of the file."""

    lon: float
    lat: float

    def __str__(self) -> str:
        return f"{self.lon:.6g}, {self.lat:.6g}"


@dataclass
class Position:
    """A point or none, the line or area it lies on if there is one, and what was repaired."""

    point: LonLat | None = None
    shape: BaseGeometry | None = None
    notices: list[CellError] = field(default_factory=list)


def find(row: SourceRow, cells: Mapping[str, str], limits: Limits) -> Position:
    """Read where a row lies; a shape counts more than coordinates in cells.

    Parameters
    ----------
    row : SourceRow
        Its shape is used if it has one.
    cells : mapping of str to str
        Cells by column: ``wkt``, ``lonlat``, ``latlon``, ``lon``, ``lat``.
    limits : Limits
        Points of a shape.

    Raises
    ------
    CellError
        If it cannot be read.
    """
    shape, fault = row.shape, row.fault
    if shape is None and not fault and "wkt" in cells:
        shape, fault = geometry.from_wkt(cells["wkt"], limits)
    if fault:
        raise CellError(fault, "wkt", cells.get("wkt", ""), limit=limits.shape_points)
    if shape is not None and shape.geom_type == "Point":
        return Position(LonLat(float(shapely.get_x(shape)), float(shapely.get_y(shape))))
    position = _from_cells(cells)
    if shape is not None and not _near(shape, position.point):
        position = Position(_on(shape))
    position.shape = shape
    return position


def settle(position: Position, country: str | None, known: Known) -> None:
    """Check that a point is where it can be; turn it round if only that fits.

    Parameters
    ----------
    position : Position
        Changed in place; a turned one gets a notice.
    country : str or None
        ISO alpha-3 code that the row gives.
    known : Known
        Outlines of countries.

    Raises
    ------
    CellError
        If it fits neither way.
    """
    point = position.point
    if point is None:
        return
    if point == (0, 0):
        raise CellError("zero", POINT, str(point))
    if _fits(point, country, known):
        return
    turned = LonLat(point.lat, point.lon)
    if _fits(turned, country, known):
        position.notices.append(_swapped(point, turned))
        position.point = turned
        if position.shape is not None:
            position.shape = shapely.transform(position.shape, lambda points: points[:, ::-1])
        return
    axis: Axis = "lon" if abs(point.lon) > coordinates.LIMIT["lon"] else "lat"
    value = getattr(point, axis)
    if abs(value) > coordinates.LIMIT[axis]:
        raise coordinates.out_of_range(axis, f"{value:.6g}")
    zh, en = known.names.get(country or "", (country, country))
    raise CellError("elsewhere", POINT, str(point), country_zh=zh, country_en=en)


def _fits(point: LonLat, country: str | None, known: Known) -> bool:
    possible = abs(point.lon) <= 180 and abs(point.lat) <= 90
    return possible and (country is None or known.contains(country, point.lon, point.lat))


def _swapped(given: LonLat, read: LonLat) -> CellError:
    return CellError("swapped", POINT, str(given), read=str(read))


def _from_cells(cells: Mapping[str, str]) -> Position:
    lon, lat = _angles(cells)
    if lon is None or lat is None:
        return Position()
    if lon.axis is not None and lon.axis == lat.axis:
        raise CellError("pair", POINT, f"{lon.degrees:.6g}, {lat.degrees:.6g}")
    point = LonLat(lon.degrees, lat.degrees)
    if lon.axis == "lat" or lat.axis == "lon":
        turned = LonLat(lat.degrees, lon.degrees)
        return Position(turned, notices=[_swapped(point, turned)])
    return Position(point)


def _angles(cells: Mapping[str, str]) -> tuple[Angle | None, Angle | None]:
    if "lonlat" in cells:
        return _pair(cells["lonlat"], "lon")
    if "latlon" in cells:
        return _pair(cells["latlon"], "lat")
    lon, lat = cells.get("lon"), cells.get("lat")
    if lon is None and lat is None:
        return None, None
    if lon is None or lat is None:
        raise CellError("half", "lon" if lon is None else "lat", "")
    return coordinates.angle(lon, "lon"), coordinates.angle(lat, "lat")


def _pair(text: str, first: Axis) -> tuple[Angle, Angle]:
    """Longitude and latitude from one cell; letters say which is which without further ado."""
    one, two = coordinates.pair(text, first)
    if {one.axis, two.axis} == {"lon", "lat"}:
        return (one, two) if one.axis == "lon" else (two, one)
    return (one, two) if first == "lon" else (two, one)


def _near(shape: BaseGeometry, point: LonLat | None) -> bool:
    """Whether a point given with a shape can be kept as the point on it."""
    west, south, east, north = shape.bounds
    return point is not None and west <= point.lon <= east and south <= point.lat <= north


def _on(shape: BaseGeometry) -> LonLat:
    """A point on a shape, sound or not; longitude within -180 to 180."""
    point = shapely.point_on_surface(shape if shape.is_valid else shapely.make_valid(shape))
    lon = float(shapely.get_x(point))
    return LonLat(lon - 360 if lon > 180 else lon, float(shapely.get_y(point)))
