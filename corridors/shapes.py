"""Shapes in data/geo: GeoJSON with an id and a geometry per feature, nothing else.

All shapes are WGS84 longitude, latitude in the Pacific frame: longitudes run from -30 to 330
without a break, so that a line through the Bering Strait stays one line and Chukotka and Alaska
lie where it passes.
"""

import json
from pathlib import Path
from typing import Any

from pyproj import Geod
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

FRAME_WEST = -30.0
GEOD = Geod(ellps="WGS84")


def read(path: Path) -> dict[str, BaseGeometry]:
    """Read a GeoJSON file into geometries by feature id.

    Parameters
    ----------
    path : Path
        A FeatureCollection whose features carry ``id`` and ``geometry``.

    Returns
    -------
    dict of str to BaseGeometry
        Longitude, latitude in degrees, Pacific frame.

    Raises
    ------
    ValueError
        If the file is not such a collection, or an id occurs twice.
    """
    try:
        collection = json.loads(path.read_text(encoding="utf-8"))
        features: list[dict[str, Any]] = collection.get("features", [])
        if not features:
            raise ValueError("holds no feature")  # noqa: TRY301 - told with the others
        shapes = {feature["id"]: shape(feature["geometry"]) for feature in features}
    except OSError:
        raise
    except Exception as error:  # whatever a broken file may lead to on the way into a geometry
        raise ValueError(f"{path.name}: {error or type(error).__name__}") from error
    if len(shapes) != len(features):
        raise ValueError(f"{path.name}: an id occurs twice")
    return shapes


def to_frame(lon: float) -> float:
    """Longitude in degrees, moved into the Pacific frame (-30 to 330)."""
    return lon + 360 if lon < FRAME_WEST else lon


def length_km(line: BaseGeometry) -> float:
    """Geodesic length of a line in kilometres on the WGS84 ellipsoid."""
    return float(GEOD.geometry_length(line)) / 1000
