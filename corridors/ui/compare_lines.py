"""Routes as lines of the map: thinned, and cut where they leave its frame."""

from collections.abc import Sequence

import shapely
from shapely import affinity
from shapely.geometry import LineString, box

from corridors.maps.overlay import Coordinate, Part, thin
from corridors.network.routes import Route
from corridors.shapes import FRAME_WEST
from corridors.vocabulary import LegStatus

_FRAME = box(FRAME_WEST, -90, FRAME_WEST + 360, 90)


def parts(route: Route) -> tuple[Part, ...]:
    """Stretches of a route as the map draws them."""
    return tuple(Part(leg.status, thin(line)) for leg in route.legs for line in in_frame(leg.line.tolist()))


def in_frame(line: Sequence[Sequence[float]]) -> list[list[Coordinate]]:
    """Cut a line where it leaves the map's frame and put each piece where the map shows it.

    Parameters
    ----------
    line : sequence of (longitude, latitude)
        WGS84 degrees, longitudes continuous.

    Returns
    -------
    list of list of tuple of float
        Longitudes from -30 to 330.
    """
    if len(line) < 2:
        return []
    whole = LineString(line)
    turned = [affinity.translate(whole, xoff=turn) for turn in (-360, 0, 360)]
    pieces = [piece for line in turned for piece in shapely.get_parts(shapely.intersection(line, _FRAME))]
    lines = [p for p in pieces if p.geom_type == "LineString" and not p.is_empty]
    return [[(float(x), float(y)) for x, y in line.coords] for line in lines]


def point(lon: float, lat: float) -> Part:
    """A spot that carries nothing but its badge."""
    here = ((lon - FRAME_WEST) % 360 + FRAME_WEST, lat)
    return Part(LegStatus.OPERATING, [here, here])
