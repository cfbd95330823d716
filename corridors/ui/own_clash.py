"""Two people edited the same row: who was first, both values, and the reader decides. Nothing is lost."""

from dataclasses import dataclass

import streamlit as st

from corridors.catalog import Catalog
from corridors.exchange.columns import OwnPlace
from corridors.exchange.editing import merged
from corridors.exchange.store import Layer, Row
from corridors.exchange.store.model import layer_of
from corridors.ui import own_layers, own_session
from corridors.ui.cards import Writer, local_time, render
from corridors.ui.own_history import flat, label, shown
from corridors.ui.own_session import Said
from corridors.ui.texts import Lang, text

_CLASHES = "own_clashes"


@dataclass(frozen=True)
class Clash:
    """A row as the reader had it and as they want it; ``who`` changed it first, nobody if it is gone."""

    row: Row
    mine: OwnPlace
    who: str
    at: str


def put(clash: Clash) -> None:
    """Keep a clash until the reader decides."""
    st.session_state.setdefault(_CLASHES, {})[clash.row.id] = clash


def show(catalog: Catalog, layer: Layer, lang: Lang) -> None:
    """Show the clashes of a layer, each with its ways out."""
    found: dict[str, Clash] = st.session_state.get(_CLASHES, {})
    for clash in [each for each in found.values() if layer_of(each.row.id) == layer.id]:
        _show(catalog, clash, lang)


def _show(catalog: Catalog, clash: Clash, lang: Lang) -> None:
    home = own_layers.home_of(clash.row.id)
    theirs = home.rows[clash.row.id] if home else None
    w = Writer(catalog, lang)
    with st.container(key=f"own_clash_{clash.row.id.rpartition('-')[2]}"):
        st.html(
            render(
                "own_clash.html",
                catalog,
                lang,
                what=clash.row.place.name,
                who=clash.who,
                at=local_time(clash.at) if clash.at else "",
                gone=theirs is None,
                fields=_fields(clash, theirs.place if theirs else None, w),
            )
        )
        with st.container(horizontal=True):
            key = clash.row.id
            mine = "own_take_mine" if theirs else "own_add_mine"
            st.button(text(mine, lang), key=f"own_mine_{key}", on_click=_take_mine, args=(clash, theirs))
            st.button(text("own_take_theirs", lang), key=f"own_theirs_{key}", on_click=_settle, args=(clash,))


def _fields(clash: Clash, theirs: OwnPlace | None, w: Writer) -> list[tuple[str, list[str]]]:
    """Label, and value before, theirs and mine, of each field in which these differ."""
    versions = [
        flat(place.model_dump(mode="json")) for place in (clash.row.place, theirs, clash.mine) if place
    ]
    keys = dict.fromkeys(key for version in versions for key in version)
    if theirs is None:
        versions.insert(1, {})
    return [
        (label(key, w), [shown(version.get(key), w) for version in versions])
        for key in keys
        if any(version.get(key) != versions[0].get(key) for version in versions[1:] if version)
    ]


def _take_mine(clash: Clash, theirs: Row | None) -> None:
    """Put what the reader changed over what is there now; a row that is gone comes back as a new one."""
    who = own_session.who()
    if theirs is None:
        layer = layer_of(clash.row.id)
        done: object = own_session.attempt(lambda store: store.add_rows(layer, [clash.mine], who))
    else:
        place = merged(clash.row.place, clash.mine, theirs.place)
        done = own_session.attempt(lambda store: store.edit_row(theirs.id, place, who, theirs.version))
    if done is not None:
        _settle(clash)
        own_session.say(Said("success", "own_saved", {"count": 1}))


def _settle(clash: Clash) -> None:
    st.session_state[_CLASHES].pop(clash.row.id, None)
