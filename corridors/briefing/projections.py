"""Which projection suits a subject, and where on the page it puts a point.

Longitudes and latitudes are WGS84 degrees, longitude first; projected coordinates are metres,
x to the right.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod, Proj

Coordinates = NDArray[np.float64]
Family = Literal["local", "conic", "azimuthal", "world"]

GEOD = Geod(ellps="WGS84")
LIAONING_BOX = (118.7, 38.3, 126.0, 43.7)
# Beyond this distance from the middle (degrees) a hemisphere no longer holds the subject.
HEMISPHERE = 88.0
# A conic map serves the middle latitudes; near the pole and the equator it tears or leans.
CONIC_REACH, CONIC_SOUTH, CONIC_NORTH = 60.0, 12.0, 84.0
LOCAL_REACH = 6.0
PACIFIC = 150.0
ARCTIC_CIRCLE = 66.56
# What a map of the whole world has to show, degrees.
WORLD = ((-20.0, 0.0), (320.0, 0.0), (150.0, -56.0), (150.0, 80.0))


@dataclass(frozen=True)
class Projection:
    """A projection by its PROJ definition, centred on ``lon`` and ``lat``."""

    family: Family
    definition: str
    lon: float
    lat: float

    @cached_property
    def _proj(self) -> Proj:
        return Proj(self.definition)

    def forward(self, coordinates: Coordinates) -> Coordinates:
        """Degrees (n, 2) to metres (n, 2); infinite where the projection has no place for a point."""
        x, y = self._proj(coordinates[:, 0], coordinates[:, 1])
        return np.column_stack([x, y])

    def inverse(self, x: float, y: float) -> tuple[float, float]:
        """Metres to degrees; infinite off the globe."""
        lon, lat = self._proj(x, y, inverse=True)
        return float(lon), float(lat)

    def stretch(self, x: float, y: float) -> float:
        """Metres on the map for a metre on the ground, eastward at a point of the map."""
        step = 1000.0
        west, east = self.inverse(x - step, y), self.inverse(x + step, y)
        ground = GEOD.inv(*west, *east)[2]
        return 2 * step / float(ground)


def cap(coordinates: Coordinates) -> tuple[float, float, float]:
    """Smallest circle on the globe around points, nearly.

    Returns
    -------
    tuple of float
        Longitude and latitude of its middle and its radius, all in degrees.

    Notes
    -----
    The middle moves towards the farthest point in ever smaller steps (Bădoiu and Clarkson 2003).
    """
    lon, lat = np.radians(coordinates[:, 0]), np.radians(coordinates[:, 1])
    points = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    middle = points.mean(axis=0)
    for step in range(2, 120):
        farthest = points[np.argmax(((points - middle) ** 2).sum(axis=1))]
        middle = middle + (farthest - middle) / step
    middle = middle / (np.linalg.norm(middle) or 1.0)
    radius = np.degrees(np.arccos(np.clip(points @ middle, -1, 1))).max()
    lon_0, lat_0 = np.degrees(np.arctan2(middle[1], middle[0])), np.degrees(np.arcsin(middle[2]))
    return float(lon_0), float(lat_0), float(radius)


def choose(coordinates: Coordinates) -> Projection:
    """Projection that suits a subject.

    Parameters
    ----------
    coordinates : ndarray
        Longitudes and latitudes of the subject, (n, 2).

    Returns
    -------
    Projection
        Lambert's conformal conic for Liaoning and his azimuthal for other close views, Albers for
        Eurasia, Lambert's azimuthal for what reaches over the pole or the equator, and a world
        centred on the Pacific for what a hemisphere does not hold.
    """
    lon, lat, radius = cap(coordinates)
    south, north = coordinates[:, 1].min(), coordinates[:, 1].max()
    if radius > HEMISPHERE:
        return world()
    if radius <= LOCAL_REACH and _in_liaoning(lon, lat):
        return liaoning()
    if radius <= LOCAL_REACH:
        return azimuthal(lon, lat, "local")
    if radius <= CONIC_REACH and south >= CONIC_SOUTH and north <= CONIC_NORTH:
        return albers(lon, float(south), float(north))
    return azimuthal(lon, lat)


def liaoning() -> Projection:
    """Lambert's conformal conic with the standard parallels within Liaoning."""
    return Projection(
        "local", "+proj=lcc +lon_0=122.4 +lat_0=41 +lat_1=39.5 +lat_2=42.7 +ellps=WGS84", 122.4, 41
    )


def albers(lon: float, south: float, north: float) -> Projection:
    """Albers' equal-area conic, standard parallels a sixth inside the range of latitudes."""
    sixth = (north - south) / 6
    first, second, middle = round(south + sixth, 1), round(north - sixth, 1), round((south + north) / 2, 1)
    lon = round(lon, 1)
    text = f"+proj=aea +lon_0={lon} +lat_0={middle} +lat_1={first} +lat_2={second} +ellps=WGS84"
    return Projection("conic", text, lon, middle)


def azimuthal(lon: float, lat: float, family: Family = "azimuthal") -> Projection:
    """Lambert's azimuthal equal-area projection, the pole or any other point in the middle."""
    lon, lat = round(lon, 1), round(lat, 1)
    return Projection(family, f"+proj=laea +lon_0={lon} +lat_0={lat} +ellps=WGS84", lon, lat)


def polar(coordinates: Coordinates) -> Projection:
    """Lambert's azimuthal with the North Pole in the middle, the middle longitude of a line below it."""
    lon = coordinates[:, 0]
    return azimuthal(float(lon.min() + lon.max()) / 2, 90.0)


def world() -> Projection:
    """Equal Earth with the Pacific in the middle, as China's world maps have it."""
    return Projection("world", f"+proj=eqearth +lon_0={PACIFIC:g} +ellps=WGS84", PACIFIC, 0.0)


def _in_liaoning(lon: float, lat: float) -> bool:
    west, south, east, north = LIAONING_BOX
    return west <= lon <= east and south <= lat <= north
