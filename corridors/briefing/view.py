"""A subject in its window: what of it is seen there, worked out once for everything that is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from corridors import shapes
from corridors.briefing.page import Box, Window
from corridors.briefing.projections import Coordinates
from corridors.briefing.subject import Subject, countries
from corridors.catalog import Catalog
from corridors.maps.scene import Line
from corridors.models import Place
from corridors.vocabulary import Kind

# As on the screen's map, in points for a type size of 10.
RADIUS = {"port": 4.1, "crossing": 4.5, "strait": 3.4, "city": 2.7, "zone": 4.9, "bonded": 4.1, "market": 4.5}
OTHER_RADIUS = 3.8
NODES = frozenset({Kind.PORT, Kind.CROSSING, Kind.STRAIT, Kind.CITY})
# From this width (metres) on a map leaves out what lies on no corridor, unless it is lit.
FAR = 3.2e6
# Samples along lines, this many points apart, tell labels and panels where not to stand.
SAMPLE = 4.0
# How much more it weighs to hide a lit place than a point of a line.
PLACE_WEIGHT = 8


@dataclass(frozen=True)
class Spot:
    """A place on the page."""

    place: Place
    x: float
    y: float
    radius: float
    lit: bool

    @property
    def box(self) -> Box:
        """Room its symbol takes."""
        return Box(self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius)


@dataclass(frozen=True, eq=False)
class View:
    """A subject in its window; ``size`` is that of the type in points, ``lang`` zh or en."""

    catalog: Catalog
    about: Subject
    window: Window
    lang: str
    size: float

    @property
    def weight(self) -> float:
        """Factor on the widths of lines and the radii of symbols."""
        return self.size / 10

    @cached_property
    def countries(self) -> Mapping[str, BaseGeometry]:
        """Countries in view by ISO alpha-3 code, points on the page."""
        drawn = {i.partition(":")[2]: self.window.draw(shape) for i, shape in countries().items()}
        seen = self.window.visible
        return {iso: shape for iso, shape in drawn.items() if not shape.is_empty and shape.intersects(seen)}

    @cached_property
    def legs(self) -> Mapping[str, BaseGeometry]:
        """Legs in view by id, points on the page."""
        wanted = {line.leg for line in self.about.scene.lines} & self.catalog.leg_shapes.keys()
        drawn = {leg: self.window.draw(self.catalog.leg_shapes[leg]) for leg in sorted(wanted)}
        seen = self.window.visible
        return {leg: line for leg, line in drawn.items() if line.intersects(seen)}

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Corridor lines in view that stand out: the lit ones, or all if none is lit."""
        lit = self.about.lines
        chosen = (line for line in self.about.scene.lines if not lit or line.id in lit)
        return tuple(line for line in chosen if line.leg in self.legs)

    @cached_property
    def spots(self) -> tuple[Spot, ...]:
        """Places that could be drawn: what is lit, and from afar few others; the lit ones last."""
        spots = [self._spot(place) for place in self.about.scene.points if self._wanted(place)]
        inside = (spot for spot in spots if self.window.page.holds(spot.box))
        return tuple(sorted(inside, key=lambda one: (one.lit, one.place.kind == Kind.CITY, one.place.id)))

    def _spot(self, place: Place) -> Spot:
        x, y = self.window.point(shapes.to_frame(place.lon or 0.0), place.lat or 0.0)
        radius = RADIUS.get(place.kind, OTHER_RADIUS) * self.weight
        return Spot(place, x, y, radius, place.id in self.about.scene.lit)

    def _wanted(self, place: Place) -> bool:
        lit = self.about.scene.lit
        on_corridor = bool(self.catalog.corridors_of_entity.get(place.id))
        return (
            place.id in lit
            or self.window.plane.width < FAR
            or (place.kind in NODES and on_corridor and not self.about.lines)
            or (place.kind is Kind.ZONE and (place.country in self.about.countries or not lit))
        )

    @cached_property
    def busy(self) -> Coordinates:
        """Points (n, 2) that no panel should hide: lit lines, lit places, the subject's outline."""
        lines = [self.legs[line.leg] for line in self.lines if self.about.lines]
        outline = self.window.place(self.about.focus)
        lit = np.array([(s.x, s.y) for s in self.spots if s.lit], dtype=float).reshape(-1, 2)
        sound = outline[np.isfinite(outline).all(axis=1)]
        return np.concatenate([along(lines), sound, np.repeat(lit, PLACE_WEIGHT, axis=0)])


def along(geometries: list[BaseGeometry]) -> Coordinates:
    """Points (n, 2) along lines on the page, evenly apart."""
    parts = [part for geometry in geometries for part in shapely.get_parts(geometry)]
    lines = [part for part in parts if part.geom_type == "LineString" and not part.is_empty]
    dense = [shapely.get_coordinates(shapely.segmentize(line, SAMPLE)) for line in lines]
    return np.concatenate(dense) if dense else np.empty((0, 2))
