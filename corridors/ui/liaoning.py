"""The Liaoning page: what was asked for in 2015 beside what is known since, place by place."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import streamlit as st
from shapely.geometry.base import BaseGeometry

from corridors import paths, shapes
from corridors.analysis import liaoning
from corridors.analysis.liaoning import KINDS, Local
from corridors.catalog import Catalog
from corridors.clauses import Link
from corridors.maps import scene
from corridors.maps.scene import Filters, Scene
from corridors.maps.views import LIAONING
from corridors.models import Fact, Place, Status
from corridors.ui.cards import Writer, render
from corridors.ui.evidence import excerpts
from corridors.ui.state import Param
from corridors.ui.texts import Lang, text
from corridors.vocabulary import Grade, Kind, Layer, SourceKind, State, Term

ASKED = "asked"


@st.cache_resource(show_spinner=False)
def outlines() -> Mapping[str, BaseGeometry] | None:
    """Outlines of the cities, or None where their file cannot be read."""
    try:
        return MappingProxyType(shapes.read(paths.GEO / "liaoning.geojson"))
    except (OSError, ValueError, KeyError):
        return None


def params() -> tuple[Param, ...]:
    """What this page adds to the choices that all pages share."""
    return (
        Param("cities", lambda slug: f"{Kind.CITY}:{slug}" in (outlines() or {}), ()),
        Param("sorts", list(KINDS).__contains__, ()),
        Param("named", {ASKED}.__contains__),
    )


def filters(catalog: Catalog, lang: Lang) -> None:
    """Show the choice of cities and kinds."""
    w = Writer(catalog, lang)
    left, right = st.columns([1, 1.6], vertical_alignment="center")
    with left:
        st.multiselect(
            text("liaoning_cities", lang),
            [city.partition(":")[2] for city in outlines() or {}],
            format_func=lambda slug: w.name(f"{Kind.CITY}:{slug}"),
            key="cities",
            placeholder=text("liaoning_cities", lang),
            label_visibility="collapsed",
            select_all=False,
        )
    with right:
        st.pills(
            text("liaoning_kinds", lang),
            [kind.value for kind in KINDS],
            selection_mode="multi",
            format_func=lambda value: w.term(Kind(value)),
            key="sorts",
            wrap=True,
            label_visibility="collapsed",
        )
    st.pills(
        text("liaoning_asked_only", lang),
        [ASKED],
        format_func=lambda _: text("liaoning_asked_only", lang),
        key="named",
        label_visibility="collapsed",
    )


def passing(catalog: Catalog) -> list[Local]:
    """Places in Liaoning that pass the filters of this session."""
    cities = {f"{Kind.CITY}:{slug}" for slug in st.session_state["cities"]}
    kinds = set(st.session_state["sorts"])
    only_asked = st.session_state["named"] == ASKED
    return [
        local
        for local in liaoning.locals_of(catalog, outlines() or {})
        if (not cities or local.city in cities)
        and (not kinds or local.place.kind in kinds)
        and (not only_asked or _asked(catalog, local.place))
    ]


def drawn(catalog: Catalog, found: list[Local], selection: str) -> Scene:
    """What the map shows: the places that pass, the corridors, and what is selected."""
    lit = scene.drawables(catalog, selection) if selection else frozenset()
    shown = {local.place.id for local in found} | lit
    lines = scene.build(catalog, Filters(layers=frozenset({Layer.CORRIDORS})), selection).lines
    return Scene(tuple(p for p in scene.points(catalog) if p.id in shown), lines, (), lit, LIAONING)


def hint(catalog: Catalog, lang: Lang) -> str:
    """HTML of the panel as long as nothing is selected."""
    return render("liaoning_hint.html", catalog, lang)


def ledger(catalog: Catalog, found: list[Local], selection: str, lang: Lang) -> str:
    """HTML of the two columns, under a heading for each kind."""
    entries = [_entry(catalog, local, selection) for local in found]
    by_kind = {kind: [e for e in entries if e["place"].kind is kind] for kind in KINDS}
    return render(
        "liaoning.html",
        catalog,
        lang,
        groups=[(kind, group) for kind, group in by_kind.items() if group],
        counts=_counts(catalog, found),
        outlined=outlines() is not None,
    )


def _asked(catalog: Catalog, place: Place) -> tuple[Link, ...]:
    links = catalog.links_by_entity.get(place.id, ())
    return tuple(link for link in links if link.grade is Grade.STATED)


def _counts(catalog: Catalog, found: list[Local]) -> dict[str, int]:
    """How the places that the policies ask for have fared."""
    asked = [place for local in found if (place := local.place).status.policy and _asked(catalog, place)]
    operating = [place for place in asked if place.status.latest is State.OPERATING]
    missing = [place for place in asked if place.status.latest is State.NOT_FOUND]
    return {
        "asked": len(asked),
        "operating": sum(_is_proven(catalog, place.status) for place in operating),
        "doubtful": sum(not _is_proven(catalog, place.status) for place in operating),
        "missing": len(missing),
    }


def _is_proven(catalog: Catalog, status: Status) -> bool:
    """Whether a source later than the policy says so, other than general knowledge and inference."""
    known, policy = status.known, status.policy
    source = catalog.sources.get(known.source) if known else None
    if known is None or policy is None or source is None:
        return False
    doubtful = source.kind in (SourceKind.UNVERIFIED, SourceKind.CALC)
    return not doubtful and (known.date or "") > (policy.date or "")


def _entry(catalog: Catalog, local: Local, selection: str) -> dict[str, Any]:
    place = local.place
    kind: Term | str = getattr(place, "type", "")
    return {
        "place": place,
        "city": local.city,
        "type": kind if isinstance(kind, Term) else None,
        "chosen": place.id == selection,
        "wish": place.status.policy,
        "quotes": excerpts(catalog, _asked(catalog, place)),
        "known": place.status.known,
        "facts": _later_first(place.facts),
    }


def _later_first(facts: tuple[Fact, ...]) -> list[Fact]:
    """Facts with the latest first; those without a date stand last."""
    return sorted(facts, key=lambda fact: fact.date or "", reverse=True)
