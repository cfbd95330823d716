"""Routes as lines of the map: thinned, cut where they leave its frame, told apart by badge and shade."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import shapely
from shapely import affinity
from shapely.geometry import LineString, box

from corridors.maps import palette
from corridors.maps.overlay import Coordinate, Part, Way, thin
from corridors.shapes import FRAME_WEST
from corridors.vocabulary import LegStatus

if TYPE_CHECKING:  # it brings scipy, which takes its time to load
    from corridors.network.routes import Route

BADGES = "ABCD"
# The chosen way is ink; the others are told apart by their badge, not by hue.
TINTS = ("#5f6b76", "#77828c", "#8e98a1", "#a2abb3")
_FRAME = box(FRAME_WEST, -90, FRAME_WEST + 360, 90)


def parts(route: "Route") -> tuple[Part, ...]:
    """Stretches of a route as the map draws them."""
    return tuple(Part(leg.status, thin(line)) for leg in route.legs for line in in_frame(leg.line.tolist()))


def ways(
    routes: "Sequence[Route]",
    drawn: Sequence[tuple[Part, ...]],
    words: "Callable[[int, Route], str]",
    chosen: int = 0,
) -> tuple[Way, ...]:
    """Routes as ways over the map, the chosen one strong.

    Parameters
    ----------
    routes : sequence of Route
        As many as there are badges, at most.
    drawn : sequence of tuple of Part
        What :func:`parts` makes of each.
    words : callable
        Tells from its index and itself what is said of a route.
    chosen : int
        Index of the chosen route.
    """
    return tuple(
        Way(
            BADGES[i].lower(),
            words(i, route),
            BADGES[i],
            palette.INK if i == chosen else TINTS[i],
            drawn[i],
            i == chosen,
        )
        for i, route in enumerate(routes)
    )


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
