"""The facets of the page of zones: a widget each, with the number of rows beside every value."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import streamlit as st

from corridors.analysis.facets import Narrowed
from corridors.analysis.rows import BUILT_IN
from corridors.analysis.table import Table, by_name
from corridors.catalog import Catalog
from corridors.ui import own_layers, zones
from corridors.ui.cards import Writer
from corridors.ui.frame import plain
from corridors.ui.texts import Lang, text
from corridors.vocabulary import BondedType, Kind, Precision, State, Term, ZoneType

Label = Callable[[str], str]

HEADINGS = MappingProxyType(
    {
        "kinds": "zones_kinds",
        "countries": "zones_countries",
        "states": "zones_states",
        "types": "zones_types",
        "precisions": "zones_precisions",
        "corridor": "zones_corridor",
        "groups": "zones_groups",
        "industries": "zones_industries",
        "operators": "zones_operators",
        "clause": "zones_clause",
        "layer": "zones_layer",
    }
)
# Few values: all of them in sight. The others are lists to search in.
_IN_SIGHT = frozenset({"kinds", "states", "types", "precisions", "corridor"})
_TERMS: Mapping[str, tuple[type[Term], ...]] = MappingProxyType(
    {"kinds": (Kind,), "states": (State,), "types": (ZoneType, BondedType), "precisions": (Precision,)}
)
_ENTITIES = MappingProxyType(
    {
        "countries": Kind.COUNTRY,
        "groups": Kind.GROUP,
        "industries": Kind.INDUSTRY,
        "corridor": Kind.CORRIDOR,
    }
)


def facets(catalog: Catalog, everything: Table, narrowed: Narrowed, lang: Lang) -> None:
    """Show the search box and every facet."""
    st.text_input(
        text("search", lang),
        key="search",
        type="search",
        live=True,
        placeholder=text("zones_search", lang),
        label_visibility="collapsed",
    )
    w = Writer(catalog, lang)
    chosen = zones.chosen()
    # What is in sight stays there, with a nought if need be, as long as the kinds are the same.
    of_kinds = everything.narrow({"kinds": chosen["kinds"]})
    for key in HEADINGS:
        kept = of_kinds.counts[key] if key in _IN_SIGHT else ()
        if key != "layer" or own_layers.layers():
            _facet(key, narrowed.counts[key], {*kept, *chosen[key]}, w)
    st.button(text("zones_reset", lang), on_click=zones.reset, width="stretch")


def _facet(key: str, counts: Mapping[str, int], kept: set[str], w: Writer) -> None:
    words = w.t(HEADINGS[key])
    options = sorted({*counts, *kept}, key=_order(key, w))

    def label(value: str) -> str:
        return f"{value_label(key, value, w)} · {counts.get(value, 0):,}"

    if key == "clause":
        st.selectbox(words, options, index=None, format_func=label, key=key, placeholder=w.t("any"))
    elif key in _IN_SIGHT:
        st.pills(words, options, selection_mode="multi", format_func=lambda v: plain(label(v)), key=key)
    else:
        st.multiselect(words, options, format_func=label, key=key, placeholder=w.t("any"), select_all=False)


def _order(key: str, w: Writer) -> Callable[[str], tuple[int, bytes]]:
    """Terms as the vocabulary has them, corridors and clauses as the catalog has them, else by name."""
    if key in _TERMS:
        listed = [term.value for vocabulary in _TERMS[key] for term in vocabulary]
    else:
        listed = [c.slug for c in w.catalog.corridors] if key == "corridor" else list(w.catalog.clauses)
    places = {value: place for place, value in enumerate(listed)}
    return lambda value: (places.get(value, len(places)), by_name(value_label(key, value, w)))


def value_label(key: str, value: str, w: Writer) -> str:
    """Words for a value of a facet; what the catalog does not know stands for itself."""
    for vocabulary in _TERMS.get(key, ()):
        if value in set(vocabulary):
            return w.term(vocabulary(value))
    if key in _ENTITIES:
        return w.name(f"{_ENTITIES[key]}:{value}")
    if key == "clause":
        clause = w.catalog.clauses.get(value)
        return f"{value} {clause.title}" if clause else value
    if key == "layer":
        titles = {layer.id: layer.title for layer in own_layers.layers()}
        return titles.get(value, w.t("zones_built_in") if value == BUILT_IN else value)
    return value
