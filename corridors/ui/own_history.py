"""What happened to own layers: who, when, what, and a button to take each change back."""

from collections.abc import Iterable, Mapping
from typing import Any

import streamlit as st

from corridors.catalog import Catalog
from corridors.exchange.columns import BY_KEY
from corridors.exchange.store import Change, Edit, Layer, StoreError
from corridors.ui import access, own_layers, own_session, state
from corridors.ui.cards import Writer, local_time, render
from corridors.ui.frame import plain
from corridors.ui.texts import Lang, text

MOST = 50
_MOST_EDITS = 6
_LONGEST = 80
ACTIONS = {
    "add-layer": "own_did_add_layer",
    "edit-layer": "own_did_edit_layer",
    "delete-layer": "own_did_delete_layer",
    "add-rows": "own_did_add_rows",
    "edit-row": "own_did_edit_row",
    "edit-rows": "own_did_edit_rows",
    "remove-rows": "own_did_remove_rows",
    "undo": "own_did_undo",
}


def of_layer(catalog: Catalog, layer: Layer, lang: Lang) -> None:
    """Show what happened to one layer."""
    _show(catalog, _changes(layer.id), lang)


def everything(catalog: Catalog, lang: Lang) -> None:
    """Show what happened to all layers, deleted ones among them."""
    changes = _changes(None)
    if changes:
        with st.expander(text("own_history_all", lang)):
            _show(catalog, changes, lang)


def _changes(layer: str | None) -> tuple[Change, ...]:
    try:
        found = own_layers.changes(layer, 2 * MOST)
    except StoreError as error:
        st.error(plain(error.en if state.lang() == "en" else error.zh))
        return ()
    return tuple(change for change in found if change.action in ACTIONS)[:MOST]


def _show(catalog: Catalog, changes: Iterable[Change], lang: Lang) -> None:
    w = Writer(catalog, lang)
    changes = tuple(changes)
    undone = {change.undoes for change in changes}
    with st.container(key="own_history"):
        for change in changes:
            with st.container(key=f"own_change_{change.id}", horizontal=True, vertical_alignment="center"):
                st.html(_change(change, w))
                st.button(
                    text("own_undo", lang),
                    key=f"own_undo_{change.id}",
                    on_click=own_session.undo,
                    args=(change.id,),
                    disabled=change.id in undone or not access.may_edit(),
                )


def _change(change: Change, w: Writer) -> str:
    return render(
        "own_change.html",
        w.catalog,
        w.lang,
        change=change,
        action=w.t(ACTIONS[change.action]),
        at=local_time(change.at),
        edits=[_edit(edit, w) for edit in change.edits[:_MOST_EDITS]],
        more=max(0, change.items - _MOST_EDITS) if change.edits else 0,
    )


def _edit(edit: Edit, w: Writer) -> dict[str, Any]:
    """Name of a record and its fields before and after; none of them where it came or went whole."""
    record = edit.after or edit.before or {}
    name = str(record.get("title") or record.get("name_zh") or record.get("name_en") or edit.id)
    both = edit.before is not None and edit.after is not None
    fields = differences(edit.before or {}, edit.after or {}, w) if both else []
    return {"name": name, "fields": fields}


def differences(before: Mapping[str, Any], after: Mapping[str, Any], w: Writer) -> list[tuple[str, str, str]]:
    """Label, value before and value after of each field that differs."""
    one, other = flat(before), flat(after)
    keys = dict.fromkeys([*one, *other])
    return [
        (label(key, w), shown(one.get(key), w), shown(other.get(key), w))
        for key in keys
        if one.get(key) != other.get(key)
    ]


def flat(body: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a record, further columns among them."""
    extra: Mapping[str, Any] = body.get("extra") or {}
    return {key: value for key, value in body.items() if key != "extra"} | dict(extra)


def label(key: str, w: Writer) -> str:
    """Heading of a column; what is none of ours stands for itself."""
    if key == "title":
        return w.t("own_title")
    column = BY_KEY.get(key)
    return key if column is None else column.en if w.lang == "en" else column.zh


def shown(value: object, w: Writer) -> str:
    """A value of a record for reading, cut where it is long."""
    if value is None or value in ("", [], ()):
        return "—"
    words = "、".join(map(w.name, map(str, value))) if isinstance(value, list | tuple) else str(value)
    return words if len(words) <= _LONGEST else words[:_LONGEST] + "…"
