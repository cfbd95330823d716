"""The country page: which country it is about, its profile, and what the profile rests on."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import streamlit as st
from shapely.geometry.base import BaseGeometry

from corridors import paths, shapes
from corridors.analysis import passage, profile
from corridors.analysis.passage import Inside
from corridors.catalog import Catalog
from corridors.maps import palette
from corridors.models import Group, Place, Zone
from corridors.ui import evidence, state
from corridors.ui.cards import Writer, render
from corridors.ui.texts import Lang, text
from corridors.vocabulary import Kind

_AREAS = (Kind.COUNTRY, Kind.GROUP)


@st.cache_resource(show_spinner=False)
def outlines() -> Mapping[str, BaseGeometry] | None:
    """Outlines of the countries, or None where their file cannot be read."""
    try:
        return MappingProxyType(shapes.read(paths.GEO / "countries.geojson"))
    except (OSError, ValueError, KeyError):
        return None


@st.cache_resource(show_spinner=False, max_entries=8, hash_funcs={Catalog: id})
def _inside(catalog: Catalog) -> tuple[Inside, Catalog]:
    # Together with the catalog: as long as it is held here, no other object takes its id.
    return passage.inside(catalog, outlines() or {}), catalog


def inside(catalog: Catalog) -> Inside:
    """Kilometres of each land leg inside each country, measured once for each catalog."""
    return _inside(catalog)[0]


def area_of(catalog: Catalog, selection: str) -> str:
    """Country or group that a selection is or lies in, empty where there is none."""
    entity = catalog.entities.get(selection)
    if entity is None or entity.kind in _AREAS:
        return selection if entity else ""
    if isinstance(entity, Place):
        return entity.area or (f"{Kind.COUNTRY}:{entity.country}" if entity.country else "")
    return ""


def chooser(catalog: Catalog, area: str, lang: Lang) -> None:
    """Show the box to choose a country or a group in; those the clauses name come first."""
    w = Writer(catalog, lang)
    reached = [*_groups(catalog), *profile.targets(catalog)]
    options = [*dict.fromkeys([*reached, *(c.id for c in catalog.places(Kind.COUNTRY))])]
    st.session_state["area"] = area or None
    st.selectbox(
        text("country_choose", lang),
        options,
        index=None,
        format_func=w.name,
        key="area",
        placeholder=text("country_choose", lang),
        label_visibility="collapsed",
        on_change=_choose,
    )


def _choose() -> None:
    state.select(st.session_state["area"] or "")


def _groups(catalog: Catalog) -> list[str]:
    return [g.id for g in catalog.places(Kind.GROUP) if catalog.links_by_entity.get(g.id)]


def wants(catalog: Catalog, area: str, lang: Lang) -> str:
    """HTML of what the policies want of a country or a group, in their own words."""
    entity = catalog.entities[area]
    return render(
        "country_wants.html",
        catalog,
        lang,
        entity=entity,
        wants=_wants(catalog, area),
        groups=[g.id for g in catalog.groups_of_country.get(entity.slug, ()) if profile.named(catalog, g.id)],
    )


def facts(catalog: Catalog, area: str, lang: Lang) -> str:
    """HTML of what there is: corridors through it, zones, industries, and members of a group."""
    entity = catalog.entities[area]
    return render(
        "country_facts.html",
        catalog,
        lang,
        entity=entity,
        passages=_passages(catalog, area),
        outlined=outlines() is not None,
        zones=_zones(catalog, area),
        industries=profile.industries(catalog, area),
        members=_members(catalog, entity) if isinstance(entity, Group) else [],
    )


def _wants(catalog: Catalog, area: str) -> list[dict[str, Any]]:
    """For each relation the clauses behind it, with the sentences and the words that say so."""
    return [
        {"relation": relation, "clauses": evidence.excerpts(catalog, links)}
        for relation, links in profile.wishes(catalog, area).items()
    ]


def _passages(catalog: Catalog, area: str) -> list[dict[str, Any]]:
    """Branches through a country, gathered by corridor; a group has none of its own."""
    found: dict[str, list[passage.Passage]] = {}
    for passed in passage.passages(catalog, area, inside(catalog)):
        found.setdefault(passed.corridor, []).append(passed)
    names = {b.id: b for c in catalog.corridors for b in c.branches}
    return [
        {
            "corridor": corridor,
            "color": palette.CORRIDOR.get(corridor, palette.INK),
            "branches": [(names[item.branch], item) for item in items],
        }
        for corridor, items in found.items()
    ]


def _zones(catalog: Catalog, area: str) -> list[tuple[Zone, passage.Nearest | None]]:
    """Zones in a country, or wanted for a group or standing in one of its members."""
    group = catalog.entities[area]
    if isinstance(group, Group):
        everything = [z for z in catalog.entities.values() if isinstance(z, Zone)]
        zones = [z for z in everything if z.area == area or z.country in group.members]
    else:
        zones = list(profile.zones_in(catalog, area))
    return [(zone, passage.nearest_node(catalog, zone)) for zone in zones]


def _members(catalog: Catalog, group: Group) -> list[dict[str, Any]]:
    zones = {z.country for z in catalog.places(Kind.ZONE) if z.is_point}
    countries = [f"{Kind.COUNTRY}:{iso}" for iso in group.members]
    return [
        {
            "id": country,
            "named": profile.named(catalog, country),
            "zone": country.partition(":")[2] in zones,
        }
        for country in countries
        if country in catalog.entities
    ]
