"""Puts shapes, lines, symbols and text on a page whose unit is the point (1/72 inch)."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline
from matplotlib.transforms import Affine2D
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from corridors.briefing import lettering
from corridors.briefing.page import Box

# Corners and turn (radians) of the symbols; a kind that is not here is round.
CORNERS = {"crossing": 4, "zone": 6, "bonded": 4, "market": 3, "platform": 3}
TURN = {"bonded": np.pi / 4, "platform": np.pi}


class Sheet:
    """One page. Nothing here touches matplotlib's global state, so sheets may be drawn at once."""

    def __init__(self, width: float, height: float) -> None:
        self.figure = Figure(figsize=(width / 72, height / 72))
        self.axes: Axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_axis_off()
        self.axes.set_xlim(0, width)
        self.axes.set_ylim(0, height)
        self.box = Box(0, 0, width, height)

    def path(self, outline: Outline, **style: Any) -> None:
        """One outline; ``style`` is what a matplotlib patch takes, lengths in points."""
        style.setdefault("facecolor", "none")
        style.setdefault("edgecolor", "none")
        patch = PathPatch(outline, clip_on=False, **style)
        self.axes.add_artist(patch)
        patch.set_clip_path(None)

    def fill(self, geometries: Iterable[BaseGeometry], **style: Any) -> None:
        """Areas as one path, holes left open."""
        rings = [_ring(ring) for g in geometries for polygon in polygons(g) for ring in _rings(polygon)]
        if rings:
            self.path(Outline.make_compound_path(*rings), **style)

    def stroke(self, geometries: Iterable[BaseGeometry], **style: Any) -> None:
        """Lines as one path."""
        lines = [Outline(_flat(part)) for g in geometries for part in lines_of(g)]
        if lines:
            self.path(
                Outline.make_compound_path(*lines), **{"capstyle": "round", "joinstyle": "round"} | style
            )

    def rectangle(self, at: Box, **style: Any) -> None:
        """A rectangle."""
        self.path(Outline.unit_rectangle().transformed(_affine(at)), **style)

    def text(self, text: str, x: float, y: float, size: float, color: str, **style: Any) -> Box:
        """A line of text with its lower left corner at ``x``, ``y``; returns the room it takes.

        ``bold`` makes it heavy; ``halo`` is the width of a white edge around it.
        """
        bold, halo = bool(style.get("bold")), float(style.get("halo", 0))
        room = Box(x, y, x + lettering.width(text, size, bold), y + lettering.LINE * size)
        if not room.width:
            return room
        outline = lettering.outline(text, x, y, size, bold)
        if halo:
            white = {"edgecolor": "white", "linewidth": halo, "joinstyle": "round", "alpha": 0.88}
            self.path(outline, facecolor="white", **white)
        self.path(outline, facecolor=color)
        return room

    def symbol(self, kind: str, x: float, y: float, radius: float, **style: Any) -> None:
        """The symbol of a kind of place, as on the screen's map."""
        self.path(symbol(kind, x, y, radius), **style)


def symbol(kind: str, x: float, y: float, radius: float) -> Outline:
    """Outline of the symbol of a kind of place around ``x``, ``y``."""
    corners = CORNERS.get(kind)
    if corners is None:
        return Outline.circle((x, y), radius)
    angles = TURN.get(kind, 0.0) + np.arange(corners + 1) * 2 * np.pi / corners
    points = np.column_stack([x + radius * np.sin(angles), y + radius * np.cos(angles)])
    return Outline(points, closed=True)


def polygons(geometry: BaseGeometry) -> list[BaseGeometry]:
    """Polygons of a shape on the page."""
    return [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon" and not part.is_empty]


def lines_of(geometry: BaseGeometry) -> list[BaseGeometry]:
    """Lines of a shape on the page, the edges of its areas included."""
    found: list[BaseGeometry] = []
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon":
            found += _rings(part)
        elif part.geom_type in ("LineString", "LinearRing") and not part.is_empty:
            found.append(part)
    return found


def hatching(geometries: Sequence[BaseGeometry], gap: float) -> list[BaseGeometry]:
    """Slanting lines across areas, ``gap`` points apart."""
    areas = shapely.union_all([shapely.make_valid(p) for g in geometries for p in polygons(g)])
    if areas.is_empty:
        return []
    left, bottom, right, top = areas.bounds
    height = top - bottom
    starts = np.arange(np.floor((left - height) / gap) * gap, right, gap * 1.414)
    slants = shapely.linestrings([[(x, bottom), (x + height, top)] for x in starts])
    return (
        list(shapely.get_parts(shapely.intersection(shapely.MultiLineString(list(slants)), areas)))
        if len(starts)
        else []
    )


def _rings(polygon: BaseGeometry) -> list[BaseGeometry]:
    """Edges of a polygon, holes turning the other way, which is what keeps them open."""
    oriented = shapely.orient_polygons(polygon)
    return list(shapely.get_rings(oriented))


def _ring(ring: BaseGeometry) -> Outline:
    return Outline(_flat(ring), closed=True)


def _flat(line: BaseGeometry) -> NDArray[np.float64]:
    return np.round(shapely.get_coordinates(line), 2)


def _affine(at: Box) -> Affine2D:
    return Affine2D().scale(at.width, at.height).translate(at.left, at.bottom)
