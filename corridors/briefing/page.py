"""The window of a static map: which stretch of the projected plane lies where on the page.

Page coordinates are points (1/72 inch), y upwards from the lower edge.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from corridors.briefing.projections import Coordinates, Projection

# Vertices stand so close (degrees) that a straight line between two looks right once projected.
DENSITY = 1.0
# Past this distance (degrees) from the middle an azimuthal map turns inside out.
FARTHEST = 150.0
EARTH = 6_371_007.0
# A map this wide (metres) shows half the globe, and a little more, as a disc.
HEMISPHERE_WIDTH, HORIZON = 1.45e7, 97.0
# How much of a line's width (points) may lie beyond the window.
MARGIN = 12.0


class Box(NamedTuple):
    """A rectangle on the page, in points."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    def shrunk(self, by: float) -> "Box":
        """The rectangle without a rim."""
        return Box(self.left + by, self.bottom + by, self.right - by, self.top - by)

    def overlaps(self, other: "Box", gap: float = 0.0) -> bool:
        """Whether two rectangles come closer than ``gap``."""
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.bottom < other.top + gap
            and other.bottom < self.top + gap
        )

    def holds(self, other: "Box") -> bool:
        """Whether ``other`` lies within."""
        return (
            self.left <= other.left
            and self.bottom <= other.bottom
            and other.right <= self.right
            and other.top <= self.top
        )


@dataclass(frozen=True)
class Window:
    """A projection, the stretch of the plane (metres) it shows, and its place on the page."""

    projection: Projection
    plane: Box
    page: Box

    @property
    def scale(self) -> float:
        """Points on the page for a metre of the plane."""
        return self.page.width / self.plane.width

    def place(self, coordinates: Coordinates) -> Coordinates:
        """Degrees (n, 2) to points on the page (n, 2)."""
        metres = self.projection.forward(coordinates)
        return (metres - [self.plane.left, self.plane.bottom]) * self.scale + [
            self.page.left,
            self.page.bottom,
        ]

    @property
    def horizon(self) -> tuple[float, float, float] | None:
        """Middle and radius (points) of the globe's disc, for an azimuthal map wide enough to show it.

        On Lambert's map a circle of angle c has the radius 2 R sin(c / 2) (Snyder 1987, 24-3).
        """
        radius = 2 * EARTH * np.sin(np.radians(HORIZON / 2)) * self.scale
        if self.projection.family != "azimuthal" or self.plane.width < HEMISPHERE_WIDTH:
            return None
        x, y = self.point(self.projection.lon, self.projection.lat)
        return x, y, float(radius)

    @property
    def visible(self) -> BaseGeometry:
        """What is left of the page once the part beyond the horizon is gone."""
        page = box(*self.page)
        if self.horizon is None:
            return page
        x, y, radius = self.horizon
        return page.intersection(shapely.Point(x, y).buffer(radius, quad_segs=64))

    def shows(self, x: float, y: float) -> bool:
        """Whether a point of the page (points) belongs to the map: in the window, before the horizon."""
        on_globe = (
            self.horizon is None or np.hypot(x - self.horizon[0], y - self.horizon[1]) < self.horizon[2]
        )
        return bool(on_globe) and self.page.holds(Box(x, y, x, y))

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        """One point on the page."""
        x, y = self.place(np.array([[lon, lat]]))[0]
        return float(x), float(y)

    def draw(self, geometry: BaseGeometry) -> BaseGeometry:
        """A shape in degrees (Pacific frame) as a shape on the page, cut at the window.

        Parts that the projection cannot hold are left out; what crosses its edge is cut there.
        """
        dense = shapely.segmentize(self._cut(_without_dots(geometry)), DENSITY)
        placed = shapely.transform(dense, self.place)
        sound = [part for part in shapely.get_parts(placed) if np.isfinite(part.bounds).all()]
        edge = self.page
        window = (edge.left - MARGIN, edge.bottom - MARGIN, edge.right + MARGIN, edge.top + MARGIN)
        near = [p for p in sound if _meets(p.bounds, window)]
        thin = [p.simplify(0.12, preserve_topology=False) for p in near]
        kept = [shapely.clip_by_rect(p, *window) for p in thin if not p.is_empty]
        parts = [p for c in kept for p in shapely.get_parts(c) if not p.is_empty]
        return _without_dots(shapely.GeometryCollection(parts))

    def _cut(self, geometry: BaseGeometry) -> BaseGeometry:
        match self.projection.family:
            case "world":
                return _rolled(geometry, self.projection.lon)
            case "conic":
                return _rolled(geometry, self.projection.lon)
            case _:
                parts = shapely.get_parts(geometry)
                return shapely.GeometryCollection([p for p in parts if self._reachable(p)])

    def _reachable(self, part: BaseGeometry) -> bool:
        lon, lat = np.radians(shapely.get_coordinates(part).T)
        lon_0, lat_0 = np.radians([self.projection.lon, self.projection.lat])
        cosine = np.sin(lat_0) * np.sin(lat) + np.cos(lat_0) * np.cos(lat) * np.cos(lon - lon_0)
        return bool(cosine.min() > np.cos(np.radians(FARTHEST)))


def fit(projection: Projection, focus: Coordinates, page: Box, least: float, pad: Box) -> Window:
    """Window that shows all of ``focus``.

    Parameters
    ----------
    projection : Projection
    focus : ndarray
        Degrees, (n, 2).
    page : Box
        Where the map stands on the page.
    least : float
        Metres that the window is wide at least.
    pad : Box
        Margins of the focus as shares of the window: left, bottom, right, top.
    """
    metres = projection.forward(focus)
    metres = metres[np.isfinite(metres).all(axis=1)]
    (west, south), (east, north) = metres.min(axis=0), metres.max(axis=0)
    across, up = 1 - pad.left - pad.right, 1 - pad.bottom - pad.top
    width = max((east - west) / across, (north - south) / up * page.width / page.height, least)
    height = width * page.height / page.width
    x = (west + east) / 2 - (pad.left + across / 2 - 0.5) * width
    y = (south + north) / 2 - (pad.bottom + up / 2 - 0.5) * height
    return Window(projection, Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2), page)


def _rolled(geometry: BaseGeometry, middle: float) -> BaseGeometry:
    """Cut a shape at the meridian opposite to ``middle`` and bring each part to its side."""
    edge = box(middle - 179.99, -60.0, middle + 179.99, 90.0)
    west, _, east, _ = geometry.bounds
    copies = [
        affinity.translate(geometry, shift) if shift else geometry
        for shift in (-360, 0, 360)
        if west + shift < middle + 179.99 and east + shift > middle - 179.99
    ]
    parts = [shapely.clip_by_rect(copy, *edge.bounds) for copy in copies]
    return shapely.GeometryCollection(
        [p for part in parts for p in shapely.get_parts(part) if not p.is_empty]
    )


def _without_dots(geometry: BaseGeometry) -> BaseGeometry:
    """A shape without lines that have no length: thinned, a line back to its start is one point twice."""
    parts = [p for p in shapely.get_parts(geometry) if p.geom_type != "LineString" or p.length > 0]
    return shapely.GeometryCollection(parts)


def _meets(bounds: tuple[float, ...], window: tuple[float, float, float, float]) -> bool:
    return bounds[0] < window[2] and bounds[2] > window[0] and bounds[1] < window[3] and bounds[3] > window[1]
