"""The page of own data: two views, a map beside them, and the long work that ends a run."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from corridors.catalog import Catalog
from corridors.exchange.store import StoreError
from corridors.maps import scene
from corridors.maps.overlay import Overlay
from corridors.maps.scene import Filters
from corridors.ui import (
    access,
    cards,
    mapview,
    own_add,
    own_draft,
    own_layers,
    own_list,
    own_session,
    own_sheet,
    own_work,
)
from corridors.ui.frame import plain
from corridors.ui.state import Param
from corridors.ui.texts import Lang, text
from corridors.vocabulary import Layer

_VIEWS = {"add": "own_add", "layers": "own_mine"}
# Behind own places only what tells where they lie.
_GROUND = Filters(layers=frozenset({Layer.CORRIDORS}))


def params() -> tuple[Param, ...]:
    """What this page adds to the choices that all pages share."""
    return (
        Param("own_view", _VIEWS.__contains__, "add"),
        Param("own_list", own_layers.is_layer, ""),
        Param("own_part", own_list.PARTS.__contains__, "rows"),
    )


def apply_queued() -> None:
    """Take over what the last run wanted the widgets to be.

    A layer that is gone is no longer open, unless something waits to be saved in it.
    """
    for key, value in own_session.queued().items():
        st.session_state[key] = value
    slug = st.session_state["own_list"]
    if slug and not own_layers.is_layer(slug) and not own_sheet.unsaved(slug):
        st.session_state["own_list"] = ""


def show_map(catalog: Catalog, selection: str, lang: Lang) -> None:
    """Show the good rows of a draft, or the open layer and those that were chosen."""
    drawn = own_layers.light(scene.build(catalog, _GROUND, selection), selection)
    mapview.show(catalog, drawn, selection, lang, _overlay(selection))


def _overlay(selection: str) -> Overlay:
    if st.session_state["own_view"] == "add":
        return own_add.overlay()
    opened = st.session_state["own_list"]
    wanted = {*own_layers.chosen(), opened}
    shown = {i for each in own_layers.kept() if each.slug in wanted for i in each.rows}
    around = own_layers.around(own_layers.PREFIX + opened) if opened else None
    return Overlay(own=own_layers.drawn(frozenset(shown | {selection})), around=around)


def show(catalog: Catalog, lang: Lang) -> DeltaGenerator:
    """Show the chosen view; returns the place where :func:`work` tells how far it is."""
    with st.container(key="own_head", horizontal=True, vertical_alignment="center"):
        st.segmented_control(
            text("page_own", lang),
            list(_VIEWS),
            required=True,
            format_func=lambda name: text(_VIEWS[name], lang),
            key="own_view",
            label_visibility="collapsed",
        )
        own_session.signature(lang)
    _tell_trouble(lang)
    if not access.may_edit():
        st.info(text("access_read_only", lang))
    own_session.tell(lang)
    if st.session_state["own_view"] == "add":
        own_add.show(catalog, lang)
    else:
        own_list.show(catalog, lang)
    return st.empty()


def _tell_trouble(lang: Lang) -> None:
    error = own_layers.trouble()
    if error is None:
        return
    with st.container(key="own_trouble"):
        go_on = "own_go_on_last" if own_layers.kept() else "own_go_on"
        st.error(f"{plain(told(error, lang))}\n\n{text(go_on, lang)}")
        st.button(text("own_reopen", lang), on_click=own_layers.reopen)


def told(error: StoreError, lang: Lang) -> str:
    """What happened, in the reader's language."""
    return error.en if lang == "en" else error.zh


def detail(catalog: Catalog, selection: str, lang: Lang) -> None:
    """Card of the selection, or how to prepare a list."""
    if selection:
        html = cards.detail(catalog, selection, lang)
    elif st.session_state["own_view"] == "add":
        limits = own_draft.limits()
        html = cards.render("own_hint.html", catalog, lang, limits=limits, columns=own_add.NEEDED)
    else:
        html = cards.render("own_pick.html", catalog, lang)
    st.html(html)


def work(place: DeltaGenerator, lang: Lang) -> None:
    """Do what takes long, after everything else of the page has been sent."""
    wanted = own_session.wanted()
    if wanted:
        own_work.do(wanted, place, lang)
