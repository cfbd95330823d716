"""GCJ-02 and BD-09 to WGS84.

Chinese web maps publish coordinates in GCJ-02, which lies some hundred metres off WGS84 by a
smooth function of the place. The function below is the one in general use; it was never published
officially. Its inverse is found by iteration. BD-09 is Baidu's own shift on top of GCJ-02; its
inverse in general use is good to about a metre.
"""

from typing import cast

import numpy as np
import numpy.typing as npt

Coordinates = npt.NDArray[np.float64]

SEMI_MAJOR_M = 6378245.0
ECCENTRICITY_SQUARED = 0.006693421622965943
ROUNDS = 4
BAIDU_EAST = 0.0065
BAIDU_NORTH = 0.006
BAIDU_ANGLE = np.pi * 3000 / 180


def to_wgs84(coordinates: Coordinates) -> Coordinates:
    """GCJ-02 coordinates as WGS84.

    Parameters
    ----------
    coordinates : ndarray of float, shape (n, 2)
        Longitude, latitude in degrees, GCJ-02.

    Returns
    -------
    ndarray of float, shape (n, 2)
        Longitude, latitude in degrees, WGS84; good to about a metre against the function.
    """
    wgs84 = coordinates.copy()
    for _ in range(ROUNDS):
        wgs84 = coordinates - offset(wgs84)
    return wgs84


def bd09_to_wgs84(coordinates: Coordinates) -> Coordinates:
    """BD-09 coordinates as WGS84, shape (n, 2), longitude, latitude in degrees."""
    x, y = coordinates[:, 0] - BAIDU_EAST, coordinates[:, 1] - BAIDU_NORTH
    radius = np.hypot(x, y) - 0.00002 * np.sin(y * BAIDU_ANGLE)
    angle = np.arctan2(y, x) - 0.000003 * np.cos(x * BAIDU_ANGLE)
    return to_wgs84(np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]))


def offset(coordinates: Coordinates) -> Coordinates:
    """GCJ-02 minus WGS84 in degrees, at WGS84 longitude and latitude, shape (n, 2)."""
    lon, lat = coordinates[:, 0], coordinates[:, 1]
    x, y = lon - 105.0, lat - 35.0
    root = np.sqrt(np.abs(x))
    ripple = _waves(x, (20, 1 / 6), (20, 1 / 2))
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + ripple
    east += _waves(x, (20, 1), (40, 3), (150, 12), (300, 30))
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + ripple
    north += _waves(y, (20, 1), (40, 3), (160, 12), (320, 30))
    phi = np.radians(lat)
    bulge = 1 - ECCENTRICITY_SQUARED * np.sin(phi) ** 2
    east_radius = SEMI_MAJOR_M / np.sqrt(bulge) * np.cos(phi)
    north_radius = SEMI_MAJOR_M * (1 - ECCENTRICITY_SQUARED) / bulge**1.5
    return cast(Coordinates, np.degrees(np.column_stack([east / east_radius, north / north_radius])))


def _waves(value: Coordinates, *terms: tuple[float, float]) -> Coordinates:
    total = np.zeros_like(value)
    for amplitude, period in terms:
        total += amplitude * np.sin(value / period * np.pi)
    return total * 2 / 3
