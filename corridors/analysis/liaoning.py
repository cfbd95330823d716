"""Places inside Liaoning and the city each belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass

from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from corridors.catalog import Catalog
from corridors.models import Place
from corridors.vocabulary import Kind

KINDS = (Kind.BONDED, Kind.ZONE, Kind.MARKET, Kind.PLATFORM, Kind.PORT, Kind.CITY)
COUNTRY = "CHN"
# A pier may stand this far outside the drawn coast, in degrees.
OFFSHORE = 0.2


@dataclass(frozen=True)
class Local:
    """A place in Liaoning; ``city`` is empty for what belongs to the whole province."""

    place: Place
    city: str


def locals_of(catalog: Catalog, outlines: Mapping[str, BaseGeometry]) -> tuple[Local, ...]:
    """Places in Liaoning by kind in the order of :data:`KINDS`, then by city.

    Parameters
    ----------
    catalog : Catalog
    outlines : mapping of str to geometry
        Outlines of the cities by city id; longitude, latitude in degrees.
    """
    order = list(outlines)
    found = []
    for kind in KINDS:
        cities = ((place, city_of(place, outlines)) for place in catalog.places(kind, COUNTRY))
        here = [Local(place, city) for place, city in cities if city is not None]
        found += sorted(here, key=lambda local: order.index(local.city) if local.city else -1)
    return tuple(found)


def city_of(place: Place, outlines: Mapping[str, BaseGeometry]) -> str | None:
    """City a place belongs to, empty for the whole province, None for a place elsewhere.

    A point decides before the record's own city, because that may be a town inside a city.
    """
    if place.lon is None or place.lat is None:
        return getattr(place, "city", None) or ""
    point = Point(place.lon, place.lat)
    if not outlines:
        return None
    distances = {city: outline.distance(point) for city, outline in outlines.items()}
    nearest = min(distances, key=distances.__getitem__)
    return nearest if distances[nearest] <= OFFSHORE else None
