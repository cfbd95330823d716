"""Builds ``data/geo/legs.geojson``, the lines of all legs, and ``lengths.csv``; run by hand.

``python -m corridors.build.network`` needs the packages of :data:`PACKAGES` at these versions. Sea
legs follow the maritime network, rail legs the railway network; where those have gaps, cut land or
take the wrong line, ``data/corridors/waypoints.csv`` says what to do instead, point by point.

The railway network keeps the length of its track but only few of its bends, so a drawn line is up
to a tenth too short; ``lengths.csv`` keeps the length of the track itself.
"""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from typing import Protocol

from corridors import paths, records
from corridors.build import lines, versions, waypoints
from corridors.build.fetch import Package
from corridors.build.lines import Point
from corridors.build.rail import RailNetwork
from corridors.build.sea import SeaNetwork
from corridors.build.waypoints import Waypoint
from corridors.models import Leg, Place
from corridors.vocabulary import Basis, Mode

FILE = "legs.geojson"
LENGTHS = "lengths.csv"
SEA_STEP_KM = 40.0
RAIL_TOLERANCE = 0.001
# A railway that differs more than this from its published length runs on the wrong line.
MOST_DEVIATION = 0.10
UNVERIFIED = "gk"
RAIL_SOURCE = "p05"

PACKAGES = (
    Package(
        source="p02",
        registry="pypi",
        name="searoute",
        version="1.6.0",
        sha256="a2f9827b0aa0f1216f4696aa9cd9d358e9950cba496e8445dc2a3d5691862697",
        licence="Apache-2.0",
        credit="searoute",
    ),
    Package(
        source="p05",
        registry="pypi",
        name="scgraph_data",
        version="2.0.0",
        sha256="a8df15f4d9b4cce945f195b27c9e239ac49ebfa81aa948afc882b28653725406",
        licence="MIT; ODbL-1.0",
        credit="© OpenStreetMap contributors",
    ),
)


class Network(Protocol):
    """Anything that knows the way between two points."""

    def path(self, a: Point, b: Point) -> list[Point]: ...

    def track_km(self, a: Point, b: Point) -> float: ...


@dataclass(frozen=True)
class Built:
    """The line of a leg, and how far its nodes lie from the network."""

    leg: Leg
    line: list[Point]
    snaps_km: tuple[float, ...]
    track_km: float

    @property
    def km(self) -> float:
        return lines.length_km(self.line)

    @property
    def deviation(self) -> float | None:
        """Share by which the line is longer than the published length."""
        published = self.leg.published
        return None if published is None else self.km / published.value - 1


def trace(start: Point, end: Point, hops: Sequence[Waypoint], network: Network) -> list[Point]:
    """Line from ``start`` to ``end`` hop by hop.

    The two ends are kept to the digit. A point between them gives way to the network node nearest
    it where the network brings the line there or takes it on.
    """
    line = [start]
    last_point, on_network = start, False
    for hop in hops:
        target = hop.point or end
        if hop.how == "line":
            line.append(target)
            on_network = False
        else:
            path = network.path(last_point, target)
            if not on_network and len(line) > 1:
                line.pop()
            line += path
            on_network = True
        last_point = target
    return lines.without_spurs([*line, end])


def track_length(start: Point, end: Point, hops: Sequence[Waypoint], network: Network) -> float:
    """Kilometres of track hop by hop; a hop off the network counts as the crow flies."""
    km, last = 0.0, start
    for hop in hops:
        target = hop.point or end
        measure = lines.distance_km if hop.how == "line" else network.track_km
        km += measure(last, target)
        last = target
    return km


def build_leg(leg: Leg, places: Mapping[str, Place], hops: Sequence[Waypoint], network: Network) -> Built:
    """Trace and finish the line of one leg.

    Raises
    ------
    ValueError
        If a node has no point, or the length is too far from the published one.
    """
    start, end = (_point(places, node) for node in (leg.start, leg.end))
    hops = hops or [_default_hop(leg)]
    if hops[-1].point is not None:
        hops = [*hops, _default_hop(leg)]
    raw = trace(start, end, hops, network)
    if leg.mode in {Mode.SEA, Mode.RORO}:
        finished = lines.continuous(lines.dense(raw, SEA_STEP_KM))
    else:
        finished = lines.light(lines.continuous(raw), RAIL_TOLERANCE)
    snaps = []
    if hops[0].how == "network":
        snaps.append(lines.distance_km(raw[0], raw[1]))
    if hops[-1].how == "network":
        snaps.append(lines.distance_km(raw[-2], raw[-1]))
    track = track_length(start, end, hops, network) + sum(snaps)
    built = Built(leg, lines.rounded(finished), tuple(snaps), track)
    _refuse_wrong_line(built)
    return built


def build(loaded: records.Loaded, hops: Mapping[str, Sequence[Waypoint]]) -> list[Built]:
    """Lines of all legs, in the order of their ids."""
    places = {place.id: place for place in loaded.of(Place)}
    legs = sorted(loaded.of(Leg), key=lambda leg: leg.id)
    strangers = hops.keys() - {leg.id for leg in legs}
    if strangers:
        raise ValueError(f"waypoints of unknown legs: {', '.join(sorted(strangers))}")
    sea, rail = SeaNetwork(), RailNetwork.load()
    return [
        build_leg(leg, places, hops.get(leg.id, ()), sea if leg.basis is Basis.SEAROUTE else rail)
        for leg in legs
    ]


def main() -> None:
    """Build all lines, write them to ``data/geo`` and print their lengths."""
    for package in PACKAGES:
        found = metadata.version(package.name)
        if found != package.version:
            raise RuntimeError(f"{package.name} {found} is installed; the lines need {package.version}")
    built = build(records.load(), waypoints.read(paths.CORRIDORS / "waypoints.csv"))
    path = paths.GEO / FILE
    features = ",\n".join(_feature(item) for item in built)
    text = f'{{"type":"FeatureCollection","features":[\n{features}\n]}}\n'
    path.write_text(text, encoding="utf-8", newline="\n")
    versions.register(path, PACKAGES)
    _write_lengths(built)
    for item in built:
        print(_report(item))


def _write_lengths(built: Sequence[Built]) -> None:
    path = paths.GEO / LENGTHS
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("leg", "km"))
        writer.writerows((b.leg.id, f"{b.track_km:.1f}") for b in built if b.leg.basis is Basis.OSM_RAIL)
    versions.register(path, [package for package in PACKAGES if package.source == RAIL_SOURCE])


def _default_hop(leg: Leg) -> Waypoint:
    return Waypoint(leg=leg.id, how="line" if leg.basis is Basis.RECORD else "network")


def _point(places: Mapping[str, Place], node: str) -> Point:
    place = places.get(node)
    if place is None or place.lon is None or place.lat is None:
        raise ValueError(f"{node} has no point")
    return (place.lon, place.lat)


def _refuse_wrong_line(built: Built) -> None:
    leg, deviation = built.leg, built.deviation
    if deviation is None or leg.published is None or leg.published.source == UNVERIFIED:
        return
    # Straight lines between recorded points cut the bends: only too long is wrong.
    too_short = leg.basis is not Basis.RECORD and deviation < -MOST_DEVIATION
    if too_short or deviation > MOST_DEVIATION:
        raise ValueError(f"{leg.id}: {built.km:.0f} km drawn, {leg.published.value:g} km published")


def _feature(built: Built) -> str:
    geometry = {"type": "LineString", "coordinates": built.line}
    return json.dumps({"type": "Feature", "id": built.leg.id, "geometry": geometry}, separators=(",", ":"))


def _report(built: Built) -> str:
    published = f"{built.leg.published.value:g}" if built.leg.published else "-"
    deviation = f"{built.deviation:+.1%}" if built.deviation is not None else "-"
    snaps = " ".join(f"{snap:.1f}" for snap in built.snaps_km)
    lengths = f"{built.km:8.0f} {built.track_km:8.0f} {published:>7} {deviation:>7}"
    return f"{built.leg.id:32} {built.leg.mode:5} {lengths}  {snaps}"


if __name__ == "__main__":
    main()
