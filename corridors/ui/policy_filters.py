"""The filters of the reading view: which clauses, by what they are, who acts and what they name."""

from types import MappingProxyType

import streamlit as st

from corridors.catalog import Catalog
from corridors.models import Entity
from corridors.ui.policy_text import Choice, chapters
from corridors.ui.texts import Lang, text
from corridors.vocabulary import Kind

# Keys of the session and the text that says what each chooses.
_HINTS = MappingProxyType(
    {
        "doc": "policy_doc",
        "chapter": "policy_chapter",
        "agency": "policy_agency",
        "kinds": "policy_kinds",
        "countries": "countries_hint",
        "corridor": "corridor",
        "industries": "policy_industries",
    }
)


def choice() -> Choice:
    """What the widgets of this session ask for."""
    session = st.session_state
    return Choice(
        doc=session["doc"] or "",
        chapter=session["chapter"] or "",
        agency=f"{Kind.AGENCY}:{session['agency']}" if session["agency"] else "",
        kinds=frozenset(Kind(kind) for kind in session["kinds"]),
        countries=frozenset(session["countries"]),
        corridors=frozenset(f"{Kind.CORRIDOR}:{slug}" for slug in session["corridor"]),
        industries=frozenset(f"{Kind.INDUSTRY}:{slug}" for slug in session["industries"]),
    )


def filters(catalog: Catalog, lang: Lang) -> None:
    """Show the row of filters; their values live in the session under their keys."""
    doc, chapter, agency, countries, corridor, more = st.columns(
        [1.3, 1.3, 1.1, 1.4, 1.75, 0.85], vertical_alignment="center"
    )
    with doc:
        pick("doc", {d.id: f"{d.date} {d.issuer}" for d in catalog.documents.values()}, lang)
    with chapter:
        doc_id = st.session_state["doc"]
        found = {k: h for k, h in chapters(catalog).items() if not doc_id or k.startswith(f"{doc_id}.")}
        pick("chapter", found, lang)
    with agency:
        pick("agency", linked(catalog, Kind.AGENCY, lang), lang)
    with countries:
        _several("countries", _with_chosen(catalog, lang), lang)
    with corridor:
        _corridors(catalog, lang)
    with more, st.popover(text("more", lang), width="stretch"):
        _several("kinds", {k.value: k.en if lang == "en" else k.zh for k in Kind}, lang)
        _several("industries", linked(catalog, Kind.INDUSTRY, lang), lang)
        st.button(text("reset", lang), on_click=_clear, width="stretch")


def name(entity: Entity, lang: Lang) -> str:
    """Name of an entity in the reader's language."""
    return entity.name_en if lang == "en" else entity.name_zh


def linked(catalog: Catalog, kind: Kind, lang: Lang) -> dict[str, str]:
    """Entities of a kind that a clause names, by slug."""
    found = (e for e in catalog.entities.values() if e.kind is kind and e.id in catalog.links_by_entity)
    return {entity.slug: name(entity, lang) for entity in found}


def pick(key: str, labels: dict[str, str], lang: Lang) -> None:
    """One of ``labels`` or none of them; what is not among them any more is let go."""
    if st.session_state[key] not in labels:
        st.session_state[key] = None
    hint = text(_HINTS[key], lang)
    st.selectbox(
        hint,
        list(labels),
        index=None,
        format_func=labels.__getitem__,
        key=key,
        placeholder=hint,
        label_visibility="collapsed",
    )


def _several(key: str, labels: dict[str, str], lang: Lang) -> None:
    hint = text(_HINTS[key], lang)
    st.multiselect(
        hint,
        list(labels),
        format_func=labels.__getitem__,
        key=key,
        placeholder=hint,
        label_visibility="collapsed",
    )


def _with_chosen(catalog: Catalog, lang: Lang) -> dict[str, str]:
    found = linked(catalog, Kind.COUNTRY, lang)
    chosen = (catalog.entities[f"{Kind.COUNTRY}:{iso}"] for iso in st.session_state["countries"])
    return found | {entity.slug: name(entity, lang) for entity in chosen}


def _corridors(catalog: Catalog, lang: Lang) -> None:
    names = {c.slug: c.slug.title() if lang == "en" else c.name_zh for c in catalog.corridors}
    st.pills(
        text("corridor", lang),
        list(names),
        selection_mode="multi",
        format_func=names.__getitem__,
        key="corridor",
        label_visibility="collapsed",
    )


def _clear() -> None:
    for key in _HINTS:
        st.session_state[key] = None if key in ("doc", "chapter", "agency") else []
