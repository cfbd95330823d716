"""Hand-kept points that a leg passes where the networks have gaps, cut land or take the wrong line."""

import csv
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Literal

from corridors.build.lines import Point
from corridors.models import Latitude, Longitude, Record, SourceId, Text


class Waypoint(Record):
    """A point of a leg, and how the line comes to it from the point before.

    ``network`` follows the network of the leg, to the network node nearest the point; ``line`` goes
    straight to the point. Without ``lon`` and ``lat`` it is the end node of the leg.
    """

    leg: Text
    lon: Longitude | None = None
    lat: Latitude | None = None
    how: Literal["network", "line"]
    source: SourceId | None = None
    note_zh: str = ""

    @property
    def point(self) -> Point | None:
        return None if self.lon is None or self.lat is None else (self.lon, self.lat)


def read(path: Path) -> Mapping[str, tuple[Waypoint, ...]]:
    """Read waypoints by leg, in the order of the file.

    Raises
    ------
    ValueError
        If a row is not a waypoint, a point has no source, an end node is not the last row of its
        leg, or the rows of a leg do not stand together.
    """
    legs: dict[str, tuple[Waypoint, ...]] = {}
    for leg, group in groupby(_rows(path), key=lambda waypoint: waypoint.leg):
        points = tuple(group)
        if leg in legs:
            raise ValueError(f"{path.name}: the rows of {leg} do not stand together")
        if any(waypoint.point is None for waypoint in points[:-1]):
            raise ValueError(f"{path.name}: {leg} goes on after its end node")
        if any(waypoint.point is not None and waypoint.source is None for waypoint in points):
            raise ValueError(f"{path.name}: {leg} has a point without a source")
        legs[leg] = points
    return legs


def _rows(path: Path) -> Iterator[Waypoint]:
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, strict=True):
            yield Waypoint.model_validate({column: cell for column, cell in row.items() if cell})
