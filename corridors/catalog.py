"""The joined catalog: records, clauses, links and leg shapes, immutable and indexed both ways."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

from shapely.geometry.base import BaseGeometry

from corridors import shapes
from corridors.clauses import Clause, Document, Link
from corridors.models import Branch, Corridor, Entity, Group, Label, Leg, Place, Source, TrackLength
from corridors.records import Loaded
from corridors.transport import Figure, Indicator, Season, Trip
from corridors.vocabulary import Kind, LegStatus, Measure

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True)
class Length:
    """Kilometres of a leg and how they are known."""

    km: float
    measure: Measure


@dataclass(frozen=True, eq=False)
class Catalog:
    """Everything the pages, the map and the command line read.

    Attributes
    ----------
    documents, sources, entities, clauses, legs
        Records by id.
    links
        All clause to entity links, in document order.
    leg_shapes
        Line of each leg: longitude, latitude in degrees, longitudes continuous.
    track_km
        Kilometres of track of the legs that follow the rail network.
    labels
        Names on the map that are no entities.
    figures, seasons, trips
        Transport records by id: speeds, hours at borders, emissions; open months; published trips.
    indicators
        Corridor performance, in file order.
    """

    documents: Mapping[str, Document]
    sources: Mapping[str, Source]
    entities: Mapping[str, Entity]
    clauses: Mapping[str, Clause]
    legs: Mapping[str, Leg]
    links: tuple[Link, ...]
    leg_shapes: Mapping[str, BaseGeometry]
    track_km: Mapping[str, float]
    labels: tuple[Label, ...]
    figures: Mapping[str, Figure]
    seasons: Mapping[str, Season]
    trips: Mapping[str, Trip]
    indicators: tuple[Indicator, ...]

    @cached_property
    def links_by_clause(self) -> Mapping[str, tuple[Link, ...]]:
        return _grouped((link.measure, link) for link in self.links)

    @cached_property
    def links_by_entity(self) -> Mapping[str, tuple[Link, ...]]:
        return _grouped((link.entity, link) for link in self.links)

    @cached_property
    def lengths(self) -> Mapping[str, Length]:
        """Length of each leg that has a line: as published, else of the track, else of the line."""
        return MappingProxyType({key: self._length(key) for key in self.leg_shapes})

    def _length(self, leg_id: str) -> Length:
        leg = self.legs.get(leg_id)
        published = leg.published if leg else None
        source = self.sources.get(published.source) if published else None
        if published and source and source.verified:
            return Length(published.value, Measure.PUBLISHED)
        if leg_id in self.track_km:
            return Length(self.track_km[leg_id], Measure.TRACK)
        return Length(shapes.length_km(self.leg_shapes[leg_id]), Measure.DRAWN)

    def km(self, leg_id: str) -> float:
        """Kilometres of a leg, 0 for one without a line (``check`` names it)."""
        length = self.lengths.get(leg_id)
        return length.km if length else 0.0

    @cached_property
    def corridors(self) -> tuple[Corridor, ...]:
        return tuple(e for e in self.entities.values() if isinstance(e, Corridor))

    @cached_property
    def groups_of_country(self) -> Mapping[str, tuple[Group, ...]]:
        """Groups a country belongs to, by ISO alpha-3 code."""
        groups = (e for e in self.entities.values() if isinstance(e, Group))
        return _grouped((member, group) for group in groups for member in group.members)

    @cached_property
    def corridors_of_entity(self) -> Mapping[str, tuple[str, ...]]:
        """Corridor ids that pass each node, comparison lines left out."""
        pairs = (
            (node, corridor.id)
            for corridor in self.corridors
            for branch in corridor.branches
            if branch.status is not LegStatus.COMPARISON
            for node in self.nodes(branch)
        )
        return _grouped(dict.fromkeys(pairs))

    def countries_of(self, entity: Entity) -> frozenset[str]:
        """ISO alpha-3 codes of the countries an entity lies in, shades, groups or passes."""
        if isinstance(entity, Group):
            return frozenset(entity.members)
        if isinstance(entity, Corridor):
            passed = (node for node, owners in self.corridors_of_entity.items() if entity.id in owners)
            nodes = (self.entities.get(node) for node in passed)
            return frozenset(n.country for n in nodes if isinstance(n, Place) and n.country)
        if not isinstance(entity, Place):
            return frozenset()
        area = self.entities.get(entity.area) if entity.area else None
        own = frozenset({entity.country}) if entity.country else frozenset()
        return own | (self.countries_of(area) if area else frozenset())

    def places(self, kind: Kind | None = None, country: str | None = None) -> list[Place]:
        """Places in id order, of one kind and in one country (ISO alpha-3) if asked."""
        found = (e for e in self.entities.values() if isinstance(e, Place))
        return [place for place in found if kind in (None, place.kind) and country in (None, place.country)]

    def branch_legs(self, branch: Branch) -> list[Leg]:
        """Legs of a branch in order; legs without a record are left out (``check`` names them)."""
        return [self.legs[leg] for leg in branch.legs if leg in self.legs]

    def nodes(self, branch: Branch) -> list[str]:
        """Entity ids along a branch in order, each once."""
        legs = self.branch_legs(branch)
        return list(dict.fromkeys(node for leg in legs for node in (leg.start, *leg.via, leg.end)))


def join(
    loaded: Loaded,
    clauses: Iterable[Clause],
    links: Iterable[Link],
    leg_shapes: Mapping[str, BaseGeometry],
) -> Catalog:
    """Join what was read into one catalog; later duplicates of an id are left out."""
    return Catalog(
        documents=_by_id((d.id, d) for d in loaded.of(Document)),
        sources=_by_id((s.id, s) for s in loaded.of(Source)),
        entities=_by_id((e.id, e) for e in loaded.of(Entity)),
        clauses=_by_id((c.id, c) for c in clauses),
        legs=_by_id((leg.id, leg) for leg in loaded.of(Leg)),
        links=tuple(links),
        leg_shapes=MappingProxyType(dict(leg_shapes)),
        track_km=MappingProxyType({t.leg: t.km for t in loaded.of(TrackLength)}),
        labels=tuple(loaded.of(Label)),
        figures=_by_id((f.id, f) for f in loaded.of(Figure)),
        seasons=_by_id((s.id, s) for s in loaded.of(Season)),
        trips=_by_id((t.id, t) for t in loaded.of(Trip)),
        indicators=tuple(loaded.of(Indicator)),
    )


def _by_id(pairs: Iterable[tuple[str, V]]) -> Mapping[str, V]:
    records: dict[str, V] = {}
    for key, record in pairs:
        records.setdefault(key, record)
    return MappingProxyType(records)


def _grouped(pairs: Iterable[tuple[K, V]]) -> Mapping[K, tuple[V, ...]]:
    groups: defaultdict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return MappingProxyType({key: tuple(values) for key, values in groups.items()})
