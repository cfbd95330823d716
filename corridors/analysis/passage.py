"""How the corridors pass the countries: kilometres inside, and the nearest node to a place.

Shapes are longitude, latitude in degrees in the Pacific frame (see :mod:`corridors.shapes`);
lengths are geodesic kilometres on the WGS84 ellipsoid.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from corridors import shapes
from corridors.catalog import Catalog
from corridors.models import Place
from corridors.vocabulary import Kind, LegStatus, Mode

# A ship touches land on a simplified outline only; what counts as inside runs on the ground.
ON_LAND = frozenset({Mode.RAIL, Mode.ROAD})
# A line drawn a little beside the border is not yet inside, in kilometres.
LEAST_KM = 2.0

Inside = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Passage:
    """How one branch of a corridor passes a country.

    Attributes
    ----------
    km
        Kilometres by rail and road inside the country, measured on the drawn line.
    nodes
        Nodes of the branch in the country, in order.
    """

    corridor: str
    branch: str
    status: LegStatus
    km: float
    nodes: tuple[str, ...]


@dataclass(frozen=True)
class Nearest:
    """The corridor node nearest to a place and how far it is as the crow flies."""

    node: str
    km: float


def inside(catalog: Catalog, outlines: Mapping[str, BaseGeometry]) -> Inside:
    """Kilometres of each land leg inside each country.

    Parameters
    ----------
    catalog : Catalog
    outlines : mapping of str to geometry
        Outlines by country id.

    Returns
    -------
    mapping of str to mapping of str to float
        By country id, then leg id; only where the leg runs at least :data:`LEAST_KM` inside.
    """
    countries = list(outlines)
    tree = STRtree([outlines[country] for country in countries])
    found: dict[str, dict[str, float]] = {country: {} for country in countries}
    for leg, line in catalog.leg_shapes.items():
        if leg not in catalog.legs or catalog.legs[leg].mode not in ON_LAND:
            continue
        for number in tree.query(line, predicate="intersects"):
            country = countries[number]
            km = shapes.length_km(line.intersection(outlines[country]))
            if km >= LEAST_KM:
                found[country][leg] = km
    return MappingProxyType(found)


def passages(catalog: Catalog, country: str, within: Inside) -> tuple[Passage, ...]:
    """Branches that pass a country: those with a node or a land leg in it, comparisons left out.

    Parameters
    ----------
    catalog : Catalog
    country : str
        Country id.
    within : Inside
        Outcome of :func:`inside`.
    """
    legs = within.get(country, {})
    found = []
    for corridor in catalog.corridors:
        for branch in corridor.branches:
            km = sum(legs.get(leg, 0.0) for leg in branch.legs)
            nodes = tuple(n for n in catalog.nodes(branch) if _lies_in(catalog, n, country))
            if branch.status is not LegStatus.COMPARISON and (km or nodes):
                found.append(Passage(corridor.id, branch.id, branch.status, km, nodes))
    return tuple(found)


def _lies_in(catalog: Catalog, node: str, country: str) -> bool:
    place = catalog.entities.get(node)
    return isinstance(place, Place) and f"{Kind.COUNTRY}:{place.country}" == country


def nearest_node(catalog: Catalog, place: Place) -> Nearest | None:
    """Nearest node of any corridor to a place, None for a place without a point."""
    if not place.is_point:
        return None
    nodes = [n for n in catalog.places() if n.is_point and n.id in catalog.corridors_of_entity]
    if not nodes:
        return None
    lons, lats = np.array([n.lon for n in nodes]), np.array([n.lat for n in nodes])
    here = np.full(len(nodes), place.lon), np.full(len(nodes), place.lat)
    metres = shapes.GEOD.inv(*here, lons, lats)[2]
    best = int(np.argmin(metres))
    return Nearest(nodes[best].id, float(metres[best]) / 1000)
