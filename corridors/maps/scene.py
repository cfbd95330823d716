"""What the map shows for a set of filters and a selection. Pure functions over the catalog.

A drawable is a country (by entity id), a place with a point (by entity id) or a corridor's line
along one leg (``slug/leg``). A filter that is empty filters nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import MappingProxyType

from corridors.catalog import Catalog
from corridors.models import Corridor, Entity, Group, Place, Zone
from corridors.vocabulary import Kind, Layer, LegStatus, State, ZoneType

LAYER_OF_KIND = MappingProxyType(
    {
        Kind.PORT: Layer.NODES,
        Kind.CROSSING: Layer.NODES,
        Kind.STRAIT: Layer.NODES,
        Kind.CITY: Layer.NODES,
        Kind.ZONE: Layer.ZONES,
        Kind.BONDED: Layer.BONDED,
        Kind.MARKET: Layer.MARKETS,
        Kind.PLATFORM: Layer.MARKETS,
    }
)
DEFAULT_LAYERS = frozenset(Layer) - {Layer.COMPARISON}
FRAME_CLAUSE = "impl-11"


@dataclass(frozen=True)
class Filters:
    """What the reader asked to see; an empty set asks for everything.

    ``corridors`` and ``industries`` hold entity ids, ``countries`` ISO alpha-3 codes.
    """

    corridors: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    layers: frozenset[Layer] = DEFAULT_LAYERS
    states: frozenset[State] = frozenset()
    industries: frozenset[str] = frozenset()
    clause: str | None = None


EVERYTHING = Filters()


@dataclass(frozen=True)
class Line:
    """One corridor's line along one leg."""

    corridor: str
    leg: str
    status: LegStatus

    @property
    def id(self) -> str:
        return f"{self.corridor.partition(':')[2]}/{self.leg}"


# South-west and north-east corner, latitude first.
Bounds = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True)
class Scene:
    """What is drawn, what is shaded, and what the selection lights up.

    The map opens on ``opening``, else on the world, unless the address or the selection says where
    to look.
    """

    points: tuple[Place, ...]
    lines: tuple[Line, ...]
    goals: tuple[Zone, ...]
    lit: frozenset[str]
    opening: Bounds | None = None


def lines(catalog: Catalog) -> tuple[Line, ...]:
    """Every line the map can draw, each leg once per corridor, in corridor order."""
    found: dict[str, Line] = {}
    for corridor in catalog.corridors:
        for branch in corridor.branches:
            for leg in catalog.branch_legs(branch):
                compared = branch.status is LegStatus.COMPARISON
                line = Line(corridor.id, leg.id, LegStatus.COMPARISON if compared else leg.status)
                found.setdefault(line.id, line)
    return tuple(found.values())


def points(catalog: Catalog) -> tuple[Place, ...]:
    """Every place the map can draw as a point."""
    return tuple(p for p in catalog.places() if p.is_point and p.kind in LAYER_OF_KIND)


def goals(catalog: Catalog) -> tuple[Zone, ...]:
    """Zones the policies want but nobody has sited: shaded countries, never points."""
    zones = (z for z in catalog.entities.values() if isinstance(z, Zone))
    return tuple(z for z in zones if z.type is ZoneType.GOAL and z.area)


def countries_of(catalog: Catalog, entity: Entity) -> frozenset[str]:
    """ISO alpha-3 codes an entity lies in, shades, groups or passes."""
    return catalog.countries_of(entity)


def build(catalog: Catalog, filters: Filters, selection: str | None = None) -> Scene:
    """Work out what to draw.

    Parameters
    ----------
    catalog : Catalog
    filters : Filters
    selection : str, optional
        An entity id or a clause id; what it lights up is drawn even where a filter hides it.

    Returns
    -------
    Scene
    """
    lit = drawables(catalog, selection) if selection else frozenset()
    related = _related(catalog, filters)
    shown = (p for p in points(catalog) if p.id in lit or _point_passes(catalog, p, filters, related))
    drawn = (
        line for line in lines(catalog) if line.id in lit or _line_passes(catalog, line, filters, related)
    )
    wanted = goals(catalog) if Layer.COUNTRIES in filters.layers else ()
    shaded = (zone for zone in wanted if _zone_passes(catalog, zone, filters, related))
    return Scene(tuple(shown), tuple(drawn), tuple(shaded), lit)


def passing(catalog: Catalog, filters: Filters) -> Callable[[Place], bool]:
    """Tell which places on no corridor's line the filters let through, whatever layers are shown."""
    related = _related(catalog, filters)
    return lambda place: _zone_passes(catalog, place, filters, related)


def drawables(catalog: Catalog, selection: str) -> frozenset[str]:
    """Ids of everything a selected entity or clause lights up on the map."""
    if selection in catalog.clauses:
        return _drawn(catalog, (link.entity for link in catalog.links_by_clause.get(selection, ())))
    entity = catalog.entities.get(selection)
    if entity is None:
        return frozenset()
    if entity.kind in (Kind.AGENCY, Kind.INDUSTRY, Kind.TARGET):
        clauses = {link.measure for link in catalog.links_by_entity.get(selection, ())}
        return _drawn(catalog, (link.entity for c in clauses for link in catalog.links_by_clause[c]))
    return _drawn(catalog, (selection,))


def _drawn(catalog: Catalog, entity_ids: Iterable[str]) -> frozenset[str]:
    return frozenset(d for i in set(entity_ids) if i in catalog.entities for d in _drawn_one(catalog, i))


def _drawn_one(catalog: Catalog, entity_id: str) -> Iterable[str]:
    entity = catalog.entities[entity_id]
    if isinstance(entity, Corridor):
        own = [line for line in lines(catalog) if line.corridor == entity.id]
        yield from (line.id for line in own if line.status is not LegStatus.COMPARISON)
        yield from (node for node, owners in catalog.corridors_of_entity.items() if entity.id in owners)
    elif isinstance(entity, Group) or (isinstance(entity, Place) and not entity.is_point):
        yield from (f"country:{iso}" for iso in countries_of(catalog, entity))
    elif isinstance(entity, Place):
        yield entity.id


@dataclass(frozen=True)
class _Related:
    """Entities that the clause filter and the industry filter reach; None where unused."""

    by_clause: frozenset[str] | None
    by_industry: frozenset[str] | None
    corridor_countries: frozenset[str]


def _related(catalog: Catalog, filters: Filters) -> _Related:
    by_clause = by_industry = None
    if filters.clause:
        by_clause = frozenset(link.entity for link in catalog.links_by_clause.get(filters.clause, ()))
    if filters.industries:
        clauses = {c.measure for i in filters.industries for c in catalog.links_by_entity.get(i, ())}
        by_industry = frozenset(link.entity for c in clauses for link in catalog.links_by_clause[c])
    chosen = (catalog.entities[c] for c in filters.corridors if c in catalog.entities)
    countries = frozenset(iso for c in chosen for iso in countries_of(catalog, c))
    return _Related(by_clause, by_industry, countries)


def _line_passes(catalog: Catalog, line: Line, filters: Filters, related: _Related) -> bool:
    layer = Layer.COMPARISON if line.status is LegStatus.COMPARISON else Layer.CORRIDORS
    corridor = catalog.entities[line.corridor]
    return (
        layer in filters.layers
        and (not filters.corridors or line.corridor in filters.corridors)
        and (not filters.countries or bool(filters.countries & countries_of(catalog, corridor)))
        and (related.by_clause is None or line.corridor in related.by_clause)
        and (related.by_industry is None or line.corridor in related.by_industry)
    )


def _point_passes(catalog: Catalog, place: Place, filters: Filters, related: _Related) -> bool:
    return LAYER_OF_KIND[place.kind] in filters.layers and _zone_passes(catalog, place, filters, related)


def _zone_passes(catalog: Catalog, place: Place, filters: Filters, related: _Related) -> bool:
    return (
        _on_corridor(catalog, place, filters, related)
        and (not filters.countries or bool(filters.countries & countries_of(catalog, place)))
        and (not filters.states or state_of(place) in filters.states)
        and (related.by_clause is None or place.id in related.by_clause)
        and (related.by_industry is None or _has_industry(place, filters, related.by_industry))
    )


def _on_corridor(catalog: Catalog, place: Place, filters: Filters, related: _Related) -> bool:
    """Nodes must lie on a chosen corridor; other places in a country that it passes."""
    if not filters.corridors:
        return True
    if LAYER_OF_KIND[place.kind] is Layer.NODES:
        return bool(filters.corridors & set(catalog.corridors_of_entity.get(place.id, ())))
    return bool(related.corridor_countries & countries_of(catalog, place))


def _has_industry(place: Place, filters: Filters, by_industry: frozenset[str]) -> bool:
    own = place.industries if isinstance(place, Zone) else ()
    return place.id in by_industry or bool(filters.industries & set(own))


def state_of(place: Place) -> State | None:
    """State of a place as far as known: what is known since, else what the policy said."""
    return place.status.latest
