"""Countries and groups of countries: what passes, what stands there, what the policies want."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from shapely.geometry.base import BaseGeometry

from corridors import paths, shapes
from corridors.analysis import passage, profile
from corridors.analysis.passage import Inside
from corridors.briefing.content import Block, Facts, Figure, Paragraph, Section, Table
from corridors.briefing.desk import Desk
from corridors.briefing.facts import related
from corridors.catalog import Catalog
from corridors.models import Country, Group, Zone
from corridors.vocabulary import ZoneType


@lru_cache(maxsize=1)
def _outlines() -> Mapping[str, BaseGeometry]:
    return MappingProxyType(shapes.read(paths.GEO / "countries.geojson"))


@lru_cache(maxsize=4)
def _inside(catalog: Catalog) -> Inside:
    return passage.inside(catalog, _outlines())


def zones(catalog: Catalog, area: Country | Group) -> list[Zone]:
    """Zones in a country, or wanted for a group or standing in one of its members."""
    if isinstance(area, Group):
        everything = [z for z in catalog.entities.values() if isinstance(z, Zone)]
        return [z for z in everything if z.area == area.id or z.country in area.members]
    return list(profile.zones_in(catalog, area.id))


def figures(desk: Desk, area: Country | Group) -> tuple[Figure, ...]:
    """Zones known and wanted, corridors, members."""
    found = zones(desk.catalog, area)
    wanted = sum(zone.type is ZoneType.GOAL for zone in found)
    counts = [
        desk.count("zones_known", len(found) - wanted, "count_places"),
        desk.count("zones_wanted", wanted, "count_places"),
    ]
    if isinstance(area, Group):
        return (desk.count("members", len(area.members), "count_countries"), *counts)
    coverage = profile.coverage(desk.catalog, area.id, _inside(desk.catalog))
    return (*counts, desk.count("corridors_through", len(coverage.corridors), "count_corridors"))


def profile_section(desk: Desk, area: Country | Group) -> Section:
    """Corridors through it, what the policies want, groups or members, and industries named with it."""
    blocks: list[Block] = []
    facts = list(related(desk, area))
    industries = profile.industries(desk.catalog, area.id)
    if industries:
        facts.append(Figure(desk.say("industries"), desk.names(industries)))
    if facts:
        blocks.append(Facts(tuple(facts)))
    if isinstance(area, Country):
        blocks.append(_passages(desk, area))
    wants = profile.wishes(desk.catalog, area.id)
    if wants:
        rows = []
        for relation, links in wants.items():
            rows.append((desk.term(relation), ", ".join(dict.fromkeys(link.measure for link in links))))
        head = (desk.say("relation"), desk.say("clauses_column"))
        blocks.append(Table(desk.say("wants"), head, tuple(rows), (1, 4)))
    return Section("profile", desk.say("profile"), tuple(blocks))


def _passages(desk: Desk, country: Country) -> Block:
    found = passage.passages(desk.catalog, country.id, _inside(desk.catalog))
    if not found:
        return Paragraph(desk.say("no_passage"))
    branches = {b.id: b for c in desk.catalog.corridors for b in c.branches}
    rows = [
        (
            desk.name(item.corridor),
            branches[item.branch].name_en if desk.lang == "en" else branches[item.branch].name_zh,
            desk.term(item.status),
            f"{item.km:,.0f}" if item.km else "—",
            " – ".join(desk.name(node) for node in item.nodes) or "—",
        )
        for item in found
    ]
    head = tuple(map(desk.say, ("corridor", "branch", "status", "km_land", "nodes")))
    return Table(desk.say("through"), head, tuple(rows), (1.2, 2.6, 1, 1.2, 4))
