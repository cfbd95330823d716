"""What the policies want of a country, and where that has come to nothing so far."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from corridors.analysis.passage import Inside
from corridors.catalog import Catalog
from corridors.clauses import Link
from corridors.models import Zone
from corridors.vocabulary import Grade, Kind, Relation, ZoneType

# What a policy can want of a country, the most tangible first.
WISHES = (
    Relation.ZONE_GOAL,
    Relation.RESOURCE,
    Relation.MARKET,
    Relation.CONTRACTING,
    Relation.MERGER,
    Relation.INVESTMENT,
    Relation.DEVELOP,
    Relation.ROUTE,
    Relation.OPENING,
    Relation.MENTION,
)
# The country whose policies these are is no target of theirs.
HOME = "country:CHN"
_SENTENCE_END = re.compile(r"[。；\n]")


@dataclass(frozen=True)
class Coverage:
    """What there is of one country.

    Attributes
    ----------
    zones, goals
        Ids of its zones that exist or are named, and of the zones the policies only want.
    corridors
        Ids of the corridors that pass it.
    links
        Links to the country by relation.
    """

    country: str
    zones: tuple[str, ...]
    goals: tuple[str, ...]
    corridors: tuple[str, ...]
    links: Mapping[Relation, tuple[Link, ...]]

    @property
    def stated(self) -> bool:
        """Whether a clause names the country itself."""
        return any(link.grade is Grade.STATED for links in self.links.values() for link in links)

    @property
    def only_mentioned(self) -> bool:
        """Whether no clause does more than mention it."""
        return set(self.links) <= {Relation.MENTION}


def wishes(catalog: Catalog, entity_id: str) -> Mapping[Relation, tuple[Link, ...]]:
    """Links to a country or group by relation, in the order of :data:`WISHES`."""
    links = catalog.links_by_entity.get(entity_id, ())
    found = {relation: tuple(link for link in links if link.relation is relation) for relation in WISHES}
    return MappingProxyType({relation: group for relation, group in found.items() if group})


def industries(catalog: Catalog, entity_id: str) -> Mapping[str, tuple[str, ...]]:
    """Clauses that name an industry in one sentence with an entity, by industry id."""
    found: dict[str, dict[str, None]] = {}
    for link in catalog.links_by_entity.get(entity_id, ()):
        text = catalog.clauses[link.measure].text
        for other in catalog.links_by_clause[link.measure]:
            if other.entity.startswith(f"{Kind.INDUSTRY}:") and _in_one_sentence(text, link, other):
                found.setdefault(other.entity, {})[link.measure] = None
    return MappingProxyType({industry: tuple(clauses) for industry, clauses in found.items()})


def _in_one_sentence(text: str, one: Link, other: Link) -> bool:
    between = text[min(one.end, other.end) : max(one.start, other.start)]
    return _SENTENCE_END.search(between) is None


def zones_in(catalog: Catalog, country: str) -> tuple[Zone, ...]:
    """Zones in a country or wanted there, also where only a group it belongs to is named."""
    iso = country.partition(":")[2]
    zones = (z for z in catalog.entities.values() if isinstance(z, Zone))
    return tuple(z for z in zones if iso in catalog.countries_of(z))


def targets(catalog: Catalog) -> tuple[str, ...]:
    """Ids of the countries that any clause reaches, those it names itself first."""
    reached = [c for c in catalog.places(Kind.COUNTRY) if c.id != HOME and catalog.links_by_entity.get(c.id)]
    return tuple(c.id for c in sorted(reached, key=lambda c: (not named(catalog, c.id), c.id)))


def named(catalog: Catalog, entity_id: str) -> bool:
    """Whether a clause names an entity in its own words."""
    return any(link.grade is Grade.STATED for link in catalog.links_by_entity.get(entity_id, ()))


def coverage(catalog: Catalog, country: str, within: Inside) -> Coverage:
    """Gather what there is of a country.

    Parameters
    ----------
    catalog : Catalog
    country : str
        Country id.
    within : Inside
        Outcome of :func:`corridors.analysis.passage.inside`.
    """
    zones = zones_in(catalog, country)
    legs = within.get(country, {})
    iso = country.partition(":")[2]
    passing = (
        corridor.id
        for corridor in catalog.corridors
        if iso in catalog.countries_of(corridor)
        or any(leg in legs for branch in corridor.branches for leg in branch.legs)
    )
    return Coverage(
        country=country,
        zones=tuple(z.id for z in zones if z.type is not ZoneType.GOAL),
        goals=tuple(z.id for z in zones if z.type is ZoneType.GOAL),
        corridors=tuple(passing),
        links=wishes(catalog, country),
    )
