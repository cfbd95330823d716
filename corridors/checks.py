"""Rules across records. Each rule is a small generator of problems; none of them stops the others.

A single record is already strict when it is built (see :mod:`corridors.models`). Here is what one
record cannot know: whether the source it names exists, whether its point lies in its country,
whether  the legs of a branch join.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from corridors import clauses, models, paths, shapes, transport
from corridors.clauses import Clause, Link
from corridors.models import Branch, Corridor, Entity, Leg, Place
from corridors.records import Kept, Loaded, Problem

KIND_OF_MODEL: Mapping[type[Entity], str] = {
    models.Country: "country",
    models.Group: "group",
    models.Zone: "zone",
    models.Bonded: "bonded",
    models.Port: "port",
    models.Crossing: "crossing",
    models.Strait: "strait",
    models.City: "city",
    models.Market: "market",
    models.Platform: "platform",
    models.Agency: "agency",
    models.Target: "target",
    models.Industry: "industry",
    models.Corridor: "corridor",
}
SOURCE_FIELDS = frozenset(
    {"source", "sources", "range_sources", "coord_source", "operator_source", "start_source"}
)
# A port may stand on a pier and a border post on the line: how far, in degrees, a point may lie
# outside the simplified outline of its country.
OUTLINE_TOLERANCE = 0.2
NODE_TOLERANCE = 0.05


@dataclass(frozen=True)
class Material:
    """What the rules look at."""

    loaded: Loaded
    clauses: Mapping[str, Clause]
    links: tuple[Link, ...]
    leg_shapes: Mapping[str, BaseGeometry]
    country_shapes: Mapping[str, BaseGeometry]
    data: Path = paths.DATA

    @cached_property
    def entities(self) -> Mapping[str, Kept]:
        return {kept.record.id: kept for kept in self.loaded.kept if isinstance(kept.record, Entity)}

    @cached_property
    def legs(self) -> Mapping[str, Leg]:
        return {leg.id: leg for leg in self.loaded.of(Leg)}


Rule = Callable[[Material], Iterator[Problem]]


def check(material: Material) -> list[Problem]:
    """Run every rule.

    Returns
    -------
    list of Problem
        Sorted by file; empty when everything is sound.
    """
    return sorted({problem for rule in RULES for problem in rule(material)})


def ids_are_unique(material: Material) -> Iterator[Problem]:
    """No id is used twice."""
    seen: dict[tuple[str, str], str] = {}
    for kept in material.loaded.kept:
        identifier = getattr(kept.record, "id", None)
        if identifier is None:
            continue
        family = "entity" if isinstance(kept.record, Entity) else type(kept.record).__name__
        first = seen.setdefault((family, identifier), kept.file)
        if first != kept.file:
            yield Problem(kept.file, "id", f"{identifier} is already in {first}")


def ids_fit_their_files(material: Material) -> Iterator[Problem]:
    """A record stands in a file for its kind, and a TOML file is named after its record."""
    for kept in material.loaded.kept:
        record = kept.record
        if not isinstance(record, Entity):
            continue
        kind = KIND_OF_MODEL[type(record)]
        if record.kind != kind:
            yield Problem(kept.file, "id", f"{record.id} stands in a file for {kind} records")
        if kept.file.endswith(".toml") and Path(kept.file).stem != record.slug:
            yield Problem(kept.file, "id", f"{record.id} must be in a file named {record.slug}.toml")


def sources_exist(material: Material) -> Iterator[Problem]:
    """Every source a record names is in data/sources, or is a clause."""
    known = {source.id for source in material.loaded.of(models.Source)}
    for kept in material.loaded.kept:
        if isinstance(kept.record, models.Source):
            continue
        for field, source in _sources(kept.record.model_dump()):
            if source not in known and source not in material.clauses:
                yield Problem(kept.file, field, f"no source {source!r} in data/sources")


def _sources(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            where = f"{path}.{key}".lstrip(".")
            if key in SOURCE_FIELDS:
                yield from ((where, s) for s in ([inner] if isinstance(inner, str) else inner or ()))
            else:
                yield from _sources(inner, where)
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from _sources(inner, f"{path}.{index}")


def references_exist(material: Material) -> Iterator[Problem]:
    """Every entity and leg that a record names has a record of its own."""
    for kept in material.loaded.kept:
        for field, target in _references(kept.record):
            if target not in material.entities:
                yield Problem(kept.file, field, f"no record {target}")
    yield from _missing_legs(material)


def _references(record: models.Record) -> Iterator[tuple[str, str]]:
    if isinstance(record, Place):
        if record.area:
            yield "area", record.area
        if record.country:
            yield "country", f"country:{record.country}"
        city = getattr(record, "city", None)
        if city:
            yield "city", city
    if isinstance(record, models.Group):
        yield from (("members", f"country:{member}") for member in record.members)
    if isinstance(record, models.Zone):
        yield from (("industries", industry) for industry in record.industries)
    if isinstance(record, clauses.Phrase):
        yield from (("entities", entity) for entity in record.entities)
    if isinstance(record, transport.Indicator):
        yield from (("corridors", corridor) for corridor in record.corridors)
    if isinstance(record, Leg):
        yield from (("from, via, to", node) for node in (record.start, *record.via, record.end))


def _missing_legs(material: Material) -> Iterator[Problem]:
    for file, _, branch in _branches(material):
        for leg in branch.legs:
            if leg not in material.legs:
                yield Problem(file, f"branches.{branch.id}.legs", f"no leg {leg} in data/corridors/legs.csv")


def _branches(material: Material) -> Iterator[tuple[str, Corridor, Branch]]:
    for kept in material.loaded.kept:
        if isinstance(kept.record, Corridor):
            for branch in kept.record.branches:
                yield kept.file, kept.record, branch


def branches_join(material: Material) -> Iterator[Problem]:
    """Each leg of a branch starts where the one before it ended."""
    for file, _, branch in _branches(material):
        legs = [material.legs[leg] for leg in branch.legs if leg in material.legs]
        for before, after in pairwise(legs):
            if before.end != after.start:
                message = f"{before.id} ends at {before.end} but {after.id} starts at {after.start}"
                yield Problem(file, f"branches.{branch.id}.legs", message)


def links_are_exact(material: Material) -> Iterator[Problem]:
    """Every link leads to a record and its evidence is where it says."""
    for link in material.links:
        clause = material.clauses.get(link.measure)
        if clause is None or clause.text[link.start : link.end] != link.evidence:
            yield Problem(
                "links", link.measure, f"evidence {link.evidence!r} is not at {link.start}–{link.end}"
            )
        if link.entity not in material.entities:
            yield Problem(
                "links", link.measure, f"{link.evidence} leads to {link.entity}, which has no record"
            )


def points_lie_in_their_country(material: Material) -> Iterator[Problem]:
    """A point with a country lies within its outline, give or take a pier."""
    for kept in material.entities.values():
        place = kept.record
        if not isinstance(place, Place) or place.lon is None or place.lat is None or not place.country:
            continue
        outline = material.country_shapes.get(f"country:{place.country}")
        if outline is None:
            yield Problem(kept.file, "country", f"no shape for {place.country} in data/geo/countries.geojson")
            continue
        distance = outline.distance(Point(shapes.to_frame(place.lon), place.lat))
        if distance > OUTLINE_TOLERANCE:
            message = f"{place.id} at {place.lon}, {place.lat} lies {distance:.1f}° outside {place.country}"
            yield Problem(kept.file, "lon, lat", message)


def legs_have_shapes(material: Material) -> Iterator[Problem]:
    """Every leg has a line, and every line a leg."""
    for leg in material.legs.keys() - material.leg_shapes.keys():
        yield Problem("data/corridors/legs.csv", leg, "has no line in data/geo/legs.geojson")
    for leg in material.leg_shapes.keys() - material.legs.keys():
        yield Problem("data/geo/legs.geojson", leg, "has no record in data/corridors/legs.csv")


def legs_end_at_their_nodes(material: Material) -> Iterator[Problem]:
    """The line of a leg begins and ends where its nodes are."""
    for leg in material.legs.values():
        line = material.leg_shapes.get(leg.id)
        if line is None:
            continue
        for field, node, coordinate in (
            ("from", leg.start, line.coords[0]),
            ("to", leg.end, line.coords[-1]),
        ):
            kept = material.entities.get(node)
            place = kept.record if kept else None
            if not isinstance(place, Place) or place.lon is None or place.lat is None:
                continue
            gap = Point(coordinate).distance(Point(shapes.to_frame(place.lon), place.lat))
            if gap > NODE_TOLERANCE:
                message = f"{leg.id} ends {gap:.2f}° away from {node}"
                yield Problem("data/corridors/legs.csv", field, message)


def documents_are_as_issued(material: Material) -> Iterator[Problem]:
    """The policy texts are byte for byte what the records were made from."""
    for kept in material.loaded.kept:
        if not isinstance(kept.record, clauses.Document):
            continue
        path = material.data / "policy" / kept.record.file
        if not path.is_file():
            yield Problem(kept.file, "file", f"data/policy/{kept.record.file} is missing")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != kept.record.sha256:
            yield Problem(kept.file, "sha256", f"data/policy/{kept.record.file} is not the text as issued")


RULES: tuple[Rule, ...] = (
    ids_are_unique,
    ids_fit_their_files,
    sources_exist,
    references_exist,
    branches_join,
    links_are_exact,
    points_lie_in_their_country,
    legs_have_shapes,
    legs_end_at_their_nodes,
    documents_are_as_issued,
)
