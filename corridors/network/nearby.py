"""What lies near a corridor: distance of places to its line and to its nodes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from corridors.catalog import Catalog
from corridors.models import Place
from corridors.shapes import GEOD
from corridors.vocabulary import Kind

KINDS = (Kind.ZONE, Kind.BONDED)
# Degrees between points of a line when its distance is measured: two kilometres at most.
STEP = 0.02


@dataclass(frozen=True)
class Near:
    """A place near a line. ``km`` to the line, ``node_km`` to ``node``, the nearest of its nodes."""

    place: Place
    km: float
    node: str
    node_km: float


def nearby(
    catalog: Catalog,
    legs: Iterable[str],
    nodes: Iterable[str],
    within_km: float,
    kinds: Sequence[Kind] = KINDS,
) -> tuple[Near, ...]:
    """Places of some kinds within a distance of some legs, nearest first.

    Parameters
    ----------
    catalog : Catalog
    legs : iterable of str
        Leg ids; those without a line are left out.
    nodes : iterable of str
        Entity ids among which the nearest node is looked for.
    within_km : float
        Geodesic kilometres on the WGS84 ellipsoid, crow-fly.
    kinds : sequence of Kind

    Returns
    -------
    tuple of Near
        Only places with a point: a goal without a site lies nowhere.
    """
    lines = [catalog.leg_shapes[leg] for leg in legs if leg in catalog.leg_shapes]
    stops = [e for e in map(catalog.entities.get, nodes) if isinstance(e, Place) and e.is_point]
    if not lines or not stops:
        return ()
    track = _points(lines)
    stands = np.array([(stop.lon, stop.lat) for stop in stops], dtype=float)
    found = []
    for place in catalog.places():
        if place.kind not in kinds or not place.is_point:
            continue
        km = _least(place, _within_reach(track, place, within_km))[0]
        if km <= within_km:
            node_km, index = _least(place, stands)
            found.append(Near(place, km, stops[index].id, node_km))
    return tuple(sorted(found, key=lambda near: (near.km, near.place.id)))


def _points(lines: Sequence[BaseGeometry]) -> NDArray[np.float64]:
    """Points along lines, close enough together that the nearest one tells the distance."""
    return np.asarray(shapely.get_coordinates(shapely.segmentize(lines, STEP)))


def _within_reach(points: NDArray[np.float64], place: Place, km: float) -> NDArray[np.float64]:
    """Points whose latitude alone does not put them too far; a degree of it has 110.5 km or more."""
    return points[np.abs(points[:, 1] - float(place.lat or 0)) <= km / 110.5]


def _least(place: Place, points: NDArray[np.float64]) -> tuple[float, int]:
    """Kilometres to the nearest of some points and its index; infinite without any."""
    if not len(points):
        return float("inf"), -1
    lon = np.full(len(points), place.lon, dtype=float)
    lat = np.full(len(points), place.lat, dtype=float)
    metres = GEOD.inv(lon, lat, points[:, 0], points[:, 1])[2]
    index = int(np.argmin(metres))
    return float(metres[index]) / 1000, index
