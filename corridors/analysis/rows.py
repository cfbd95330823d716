"""Places as rows of one table: those of the catalog and those of the reader's own layers."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from corridors.catalog import Catalog
from corridors.exchange.columns import OwnPlace
from corridors.models import Bonded, Entity, Place, Zone
from corridors.vocabulary import Kind, State

KINDS = (
    Kind.ZONE,
    Kind.BONDED,
    Kind.MARKET,
    Kind.PLATFORM,
    Kind.PORT,
    Kind.CROSSING,
    Kind.CITY,
    Kind.STRAIT,
)
# These lie on a corridor themselves; other places only in a country that it passes.
NODES = frozenset({Kind.PORT, Kind.CROSSING, Kind.CITY, Kind.STRAIT})
BUILT_IN = "built-in"


@dataclass(frozen=True)
class OwnLayer:
    """A layer of the reader's own: id and title, its places by id in the order of the store, its colour.

    ``color`` is #rrggbb, empty for the usual one.
    """

    id: str
    title: str
    places: Mapping[str, OwnPlace]
    color: str = ""


@dataclass(frozen=True)
class Row:
    """A place with everything one can filter by. What is not known is empty.

    ``countries`` holds ISO alpha-3 codes, ``groups``, ``industries`` and ``corridors`` entity ids
    (an industry of an own place may be plain words), ``clauses`` clause ids. ``names`` are the
    wordings that a search looks into.
    """

    id: str
    kind: Kind
    name_zh: str
    name_en: str
    type: str = ""
    state: State | None = None
    precision: str = ""
    operator: str = ""
    countries: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    corridors: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    layer: str = BUILT_IN
    lon: float | None = None
    lat: float | None = None
    names: tuple[str, ...] = ()


def rows(catalog: Catalog, own: Iterable[OwnLayer] = ()) -> tuple[Row, ...]:
    """One row for each place of the catalog that can stand on the map, then the own places.

    Parameters
    ----------
    catalog : Catalog
    own : iterable of OwnLayer
        Own layers in the order in which they are to be listed.

    Returns
    -------
    tuple of Row
        Catalog places by kind in the order of :data:`KINDS`, each layer's places in its order.
    """
    where = _Where(catalog)
    built_in = (_built_in(catalog, place, where) for kind in KINDS for place in catalog.places(kind))
    return (*built_in, *(row for layer in own for row in _own(layer, where)))


class _Where:
    """Groups, corridors and names of countries, worked out once for all rows."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._passed = {c.id: catalog.countries_of(c) for c in catalog.corridors}

    def groups(self, countries: Sequence[str]) -> tuple[str, ...]:
        found = (g.id for iso in countries for g in self._catalog.groups_of_country.get(iso, ()))
        return tuple(dict.fromkeys(found))

    def corridors(self, countries: Iterable[str]) -> tuple[str, ...]:
        wanted = set(countries)
        return tuple(corridor for corridor, passed in self._passed.items() if wanted & passed)

    def names(self, countries: Sequence[str]) -> Iterator[str]:
        # A goal for a whole continent is found by the continent's name, not by fifty others.
        for iso in countries if len(countries) < 3 else ():
            country = self._catalog.entities.get(f"{Kind.COUNTRY}:{iso}")
            if country:
                yield from wordings(country)


def wordings(entity: Entity) -> tuple[str, ...]:
    """Every name an entity goes by."""
    return (entity.name_zh, entity.name_en, *entity.aliases)


def _built_in(catalog: Catalog, place: Place, where: _Where) -> Row:
    countries = tuple(sorted(catalog.countries_of(place)))
    on_corridor = catalog.corridors_of_entity.get(place.id, ())
    links = catalog.links_by_entity.get(place.id, ())
    operator = place.operator_zh if isinstance(place, Zone) else ""
    area = catalog.entities.get(place.area) if place.area else None
    return Row(
        id=place.id,
        kind=place.kind,
        name_zh=place.name_zh,
        name_en=place.name_en,
        type=place.type.value if isinstance(place, Zone | Bonded) else "",
        state=place.status.latest,
        precision=place.precision.value,
        operator=operator,
        countries=countries,
        groups=where.groups(countries),
        industries=place.industries if isinstance(place, Zone) else (),
        corridors=on_corridor if place.kind in NODES else where.corridors(countries),
        clauses=tuple(dict.fromkeys(link.measure for link in links)),
        lon=place.lon if place.is_point else None,
        lat=place.lat if place.is_point else None,
        names=(
            *wordings(place),
            operator,
            *(wordings(area) if area else ()),
            *where.names(countries),
        ),
    )


def _own(layer: OwnLayer, where: _Where) -> Iterator[Row]:
    for identifier, place in layer.places.items():
        countries = (place.country,) if place.country else ()
        yield Row(
            id=identifier,
            # A list that does not say what it holds is a list of zones: that is what this table is for.
            kind=place.kind or Kind.ZONE,
            name_zh=place.name_zh or place.name_en,
            name_en=place.name_en or place.name_zh,
            type=place.type,
            state=place.state,
            precision=place.precision.value if place.precision else "",
            operator=place.operator,
            countries=countries,
            groups=where.groups(countries),
            industries=place.industries,
            corridors=where.corridors(countries),
            layer=layer.id,
            lon=place.lon,
            lat=place.lat,
            names=(
                place.name_zh,
                place.name_en,
                place.id,
                place.operator,
                *place.industries,
                *where.names(countries),
            ),
        )


def _plain(values: Iterable[str]) -> tuple[str, ...]:
    """Values fit for an address that lists several, parted by commas."""
    return tuple(value.replace(",", "，") for value in values if value)


def _slugs(kind: Kind, identifiers: Iterable[str]) -> tuple[str, ...]:
    return tuple(i.partition(":")[2] for i in identifiers if i.startswith(f"{kind}:"))


# What one can filter by: the key of each facet and the values a row has in it. Entities stand as
# slugs, the way filters are written in addresses.
FACETS: MappingProxyType[str, Callable[[Row], Iterable[str]]] = MappingProxyType(
    {
        "kinds": lambda row: (row.kind.value,),
        "corridor": lambda row: _slugs(Kind.CORRIDOR, row.corridors),
        "countries": lambda row: row.countries,
        "groups": lambda row: _slugs(Kind.GROUP, row.groups),
        "types": lambda row: _plain((row.type,)),
        "states": lambda row: (row.state.value,) if row.state else (),
        "precisions": lambda row: _plain((row.precision,)),
        "industries": lambda row: _slugs(Kind.INDUSTRY, row.industries),
        "operators": lambda row: _plain((row.operator,)),
        "clause": lambda row: row.clauses,
        "layer": lambda row: (row.layer,),
    }
)
