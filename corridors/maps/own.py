"""Own places as the map draws them: points, and the outlines of lines and areas."""

from collections.abc import Mapping
from typing import Any

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry, BaseMultipartGeometry

from corridors import shapes
from corridors.exchange.columns import OwnPlace
from corridors.maps.overlay import encode, thin
from corridors.maps.scene import Bounds

_AREAS = frozenset({"Polygon", "MultiPolygon"})


def records(places: Mapping[str, OwnPlace]) -> list[dict[str, Any]]:
    """What :func:`corridors.maps.publish.publish_own` writes, for the places that have a point.

    Parameters
    ----------
    places : mapping of str to OwnPlace
        Places by id.
    """
    return [_record(identifier, place) for identifier, place in places.items() if place.lon is not None]


def bounds(found: list[dict[str, Any]]) -> Bounds | None:
    """Box of the places that :func:`records` gives, None without any."""
    if not found:
        return None
    lats, lons = [record["lat"] for record in found], [record["lon"] for record in found]
    return ((min(lats), min(lons)), (max(lats), max(lons)))


def _record(identifier: str, place: OwnPlace) -> dict[str, Any]:
    record = {
        "id": identifier,
        "name": place.name,
        "lat": place.lat,
        "lon": shapes.to_frame(place.lon or 0.0),
    }
    drawn = _shape(place.wkt) if place.wkt else None
    if drawn is None:
        return record
    return record | {"closed": drawn.geom_type in _AREAS, "line": [_line(part) for part in _parts(drawn)]}


def _shape(wkt: str) -> BaseGeometry | None:
    try:
        drawn = shapely.from_wkt(wkt)
    except ShapelyError:
        return None
    return None if drawn is None or drawn.is_empty else drawn


def _parts(drawn: BaseGeometry) -> list[BaseGeometry]:
    """Lines as they are; of areas the outer edges."""
    pieces = list(drawn.geoms) if isinstance(drawn, BaseMultipartGeometry) else [drawn]
    return [piece.exterior if isinstance(piece, Polygon) else piece for piece in pieces]


def _line(part: BaseGeometry) -> str:
    return encode(thin([(shapes.to_frame(x), y) for x, y in part.coords]))
