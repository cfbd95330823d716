"""The two slim rows above the map: what to look for and what to show."""

from collections.abc import Mapping
from functools import lru_cache

import streamlit as st

from corridors.catalog import Catalog
from corridors.clauses import Clause
from corridors.models import Entity
from corridors.ui import own_layers, state
from corridors.ui.texts import Lang, text
from corridors.vocabulary import Grade, Kind, Layer, State


def toolbar(catalog: Catalog, lang: Lang) -> None:
    """Show every filter; their values live in the session under their keys."""
    corridor, countries, search = st.columns([1.35, 1.4, 1.6], vertical_alignment="center")
    with corridor:
        _corridors(catalog, lang)
    with countries:
        _countries(catalog, lang)
    with search:
        _search(catalog, lang)
    layers, more = st.columns([5, 1], vertical_alignment="center")
    with layers:
        _layers(lang)
    with more:
        _more(catalog, lang)


def _name(entity: Entity, lang: Lang) -> str:
    return entity.name_en if lang == "en" else entity.name_zh


def _title(clause: Clause) -> str:
    return f"{clause.id} {clause.title}"


def _corridors(catalog: Catalog, lang: Lang) -> None:
    st.pills(
        text("corridor", lang),
        [c.slug for c in catalog.corridors],
        selection_mode="multi",
        format_func=lambda slug: _short_name(catalog, slug, lang),
        key="corridor",
        label_visibility="collapsed",
    )


def _short_name(catalog: Catalog, slug: str, lang: Lang) -> str:
    """Liao-Hai-Ou: the pinyin is what fits on a button in English."""
    return slug.title() if lang == "en" else catalog.entities[f"{Kind.CORRIDOR}:{slug}"].name_zh


def _countries(catalog: Catalog, lang: Lang) -> None:
    """Countries the clauses reach and any chosen by a link, those named outright first."""
    reached, names = _reached(catalog, lang)
    further = [iso for iso in st.session_state["countries"] if iso not in reached]
    st.multiselect(
        text("countries", lang),
        [*reached, *sorted(further, key=names.__getitem__)],
        format_func=names.__getitem__,
        key="countries",
        placeholder=text("countries_hint", lang),
        label_visibility="collapsed",
    )


@lru_cache(maxsize=4)
def _reached(catalog: Catalog, lang: Lang) -> tuple[tuple[str, ...], Mapping[str, str]]:
    """Codes of the countries the clauses reach, in order, and the names of all countries."""
    names = {c.slug: _name(c, lang) for c in catalog.places(Kind.COUNTRY)}
    links = {iso: catalog.links_by_entity.get(f"{Kind.COUNTRY}:{iso}", ()) for iso in names}
    named = {iso for iso, found in links.items() if any(link.grade is Grade.STATED for link in found)}
    reached = [iso for iso, found in links.items() if found]
    return tuple(sorted(reached, key=lambda iso: (iso not in named, names[iso]))), names


def _search(catalog: Catalog, lang: Lang) -> None:
    labels = _labels(catalog, lang)
    st.selectbox(
        text("search", lang),
        list(labels),
        index=None,
        format_func=labels.__getitem__,
        key="search",
        placeholder=text("search_hint", lang),
        label_visibility="collapsed",
        on_change=_found,
    )


@lru_cache(maxsize=4)
def _labels(catalog: Catalog, lang: Lang) -> Mapping[str, str]:
    """What can be searched for: id to name and kind, or to a clause's title."""
    entities = catalog.entities.values()
    labels = {e.id: f"{_name(e, lang)} · {e.kind.en if lang == 'en' else e.kind.zh}" for e in entities}
    return labels | {c.id: _title(c) for c in catalog.clauses.values()}


def _found() -> None:
    found = st.session_state.get("search")
    if found:
        state.select(found)
        st.session_state["search"] = None


def _layers(lang: Lang) -> None:
    st.pills(
        text("layers", lang),
        [layer.value for layer in Layer],
        selection_mode="multi",
        format_func=lambda value: Layer(value).en if lang == "en" else Layer(value).zh,
        key="layers",
        label_visibility="collapsed",
    )


def _more(catalog: Catalog, lang: Lang) -> None:
    # Nobody sees these drawn twice, and said alike each time their long lists need not travel again.
    state.hold("states", "industries", "clause")
    with st.popover(text("more", lang), width="stretch"):
        st.multiselect(
            text("states", lang),
            [s.value for s in State],
            format_func=lambda value: State(value).en if lang == "en" else State(value).zh,
            key="states",
            placeholder=text("any", lang),
        )
        industries = [e for e in catalog.entities.values() if e.kind is Kind.INDUSTRY]
        st.multiselect(
            text("industries", lang),
            [e.slug for e in industries],
            format_func=lambda slug: _name(catalog.entities[f"{Kind.INDUSTRY}:{slug}"], lang),
            key="industries",
            placeholder=text("any", lang),
        )
        st.selectbox(
            text("clause", lang),
            list(catalog.clauses),
            index=None,
            format_func=lambda identifier: _title(catalog.clauses[identifier]),
            key="clause",
            placeholder=text("clause_hint", lang),
        )
        own(lang)
        st.button(text("reset", lang), on_click=state.clear_filters, width="stretch")


def own(lang: Lang) -> None:
    """Box of the own layers to draw; nothing where there are none."""
    titles = {each.slug: each.layer.title for each in own_layers.kept()}
    if not titles:
        return
    st.session_state["own"] = list(own_layers.chosen())
    st.multiselect(
        text("own_layers", lang),
        list(titles),
        format_func=titles.__getitem__,
        key="own",
        placeholder=text("own_layers_hint", lang),
    )
