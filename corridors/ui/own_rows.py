"""Rows of an own layer as a sheet: edit, add, remove; and what to do where someone else was faster."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from math import ceil
from typing import Any

import pandas as pd
import streamlit as st

from corridors.catalog import Catalog
from corridors.exchange import editing
from corridors.exchange.columns import BY_KEY, OwnPlace
from corridors.exchange.editing import EXTRA, Edited
from corridors.exchange.exporting import names_of
from corridors.exchange.messages import RowProblem
from corridors.exchange.store import Conflict, Row, Store, StoreError, Trouble
from corridors.ui import access, own_clash, own_draft, own_layers, own_session, own_work
from corridors.ui.cards import render
from corridors.ui.own_clash import Clash
from corridors.ui.own_layers import Kept
from corridors.ui.own_session import Said
from corridors.ui.texts import Lang, text
from corridors.vocabulary import Kind, Precision, State, Term

# Rows in the sheet at once.
WINDOW = 500
_SHEET, _WRONG = "own_sheet_open", "own_sheet_wrong"
_TERMS: Mapping[str, type[Term]] = {"kind": Kind, "precision": Precision, "state": State}
_PLACES = (Kind.ZONE, Kind.BONDED, Kind.MARKET, Kind.PLATFORM, Kind.PORT, Kind.CROSSING, Kind.CITY)
# The columns that most lists have come first and always; the others where a row fills them.
_ALWAYS = ("name_zh", "name_en", "country", "lon", "lat", "state", "type", "operator", "source", "note")
_HEIGHT = 430


@dataclass(frozen=True)
class Sheet:
    """Rows as they were when the reader began: what is saved is compared with these.

    ``number`` is part of the widget's key, ``serial`` is the state of the store that was read.
    """

    number: int
    layer: str
    page: int
    lang: Lang
    serial: int
    rows: tuple[Row, ...]
    cells: tuple[Mapping[str, str], ...]

    @property
    def key(self) -> str:
        return f"own_grid_{self.number}"


def forget() -> None:
    """Leave the sheet; what was not saved is gone."""
    st.session_state.pop(_SHEET, None)
    st.session_state.pop(_WRONG, None)


def show(catalog: Catalog, each: Kept, lang: Lang) -> None:
    """Show a page of rows to edit, with what is wrong and what collided."""
    own_clash.show(catalog, each.layer, lang)
    pages = max(1, ceil(len(each.rows) / WINDOW))
    page = min(int(st.session_state.get("own_page", 1)), pages)
    sheet = _sheet(catalog, each, page, lang)
    columns = _columns(sheet)
    st.data_editor(
        pd.DataFrame(
            [[cells.get(column) or None for column in columns] for cells in sheet.cells],
            columns=columns,
            dtype=object,
        ),
        key=sheet.key,
        num_rows="dynamic",
        height=_HEIGHT,
        hide_index=True,
        placeholder="",
        column_config={column: _config(column, lang) for column in columns},
    )
    changes = _changes(sheet)
    if sheet.serial != own_layers.serial():
        st.info(text("own_others_changed", lang))
    with st.container(key="own_sheet_tools", horizontal=True, vertical_alignment="center"):
        st.button(
            text("own_save_rows", lang),
            key="own_save_rows",
            on_click=save,
            args=(each.layer.id,),
            type="primary",
            disabled=not changes or not access.may_edit(),
        )
        st.button(text("own_discard", lang), key="own_discard", on_click=forget, disabled=not changes)
        if pages > 1:
            st.session_state["own_page"] = page
            st.number_input(
                text("zones_page", lang), 1, pages, key="own_page", width=130, label_visibility="collapsed"
            )
            st.caption(text("own_pages", lang, pages=pages, window=WINDOW))
    wrong: tuple[RowProblem, ...] = st.session_state.get(_WRONG, ())
    if wrong:
        st.html(render("own_problems.html", catalog, lang, label="own_wrong_cells", problems=wrong, more=0))


def _sheet(catalog: Catalog, each: Kept, page: int, lang: Lang) -> Sheet:
    """The open sheet; read anew where nothing in it waits to be saved."""
    sheet: Sheet | None = st.session_state.get(_SHEET)
    here = (each.layer.id, page, lang, own_layers.serial())
    if sheet is not None:
        if (sheet.layer, sheet.page, sheet.lang, sheet.serial) == here:
            return sheet
        if sheet.layer == each.layer.id and _changes(sheet):
            return sheet
    rows = tuple(each.rows.values())[(page - 1) * WINDOW : page * WINDOW]
    names = names_of(catalog)
    cells = tuple(editing.cells(row.place, names, lang) for row in rows)
    number = st.session_state.get("own_grids", 0) + 1
    st.session_state["own_grids"] = number
    sheet = Sheet(number, *here, rows, cells)
    st.session_state[_SHEET] = sheet
    st.session_state.pop(_WRONG, None)
    return sheet


def _changes(sheet: Sheet) -> dict[str, Any]:
    """What was edited, added and deleted in the sheet; empty if nothing was."""
    found: Mapping[str, Any] = st.session_state.get(sheet.key) or {}
    return {key: found[key] for key in ("edited_rows", "added_rows", "deleted_rows") if found.get(key)}


def _columns(sheet: Sheet) -> list[str]:
    filled = dict.fromkeys(key for cells in sheet.cells for key, words in cells.items() if words)
    ours = [key for key in editing.KEYS if key in filled and key not in _ALWAYS]
    return [*_ALWAYS, *ours, *(key for key in filled if key.startswith(EXTRA))]


def _config(column: str, lang: Lang) -> Any:
    if column.startswith(EXTRA):
        return st.column_config.TextColumn(column.removeprefix(EXTRA))
    ours = BY_KEY[column]
    label, meaning = (ours.en, ours.meaning_en) if lang == "en" else (ours.zh, ours.meaning_zh)
    if column in _TERMS:
        terms = _PLACES if column == "kind" else tuple(_TERMS[column])
        options = [term.en if lang == "en" else term.zh for term in terms]
        return st.column_config.SelectboxColumn(label, help=meaning, options=options)
    return st.column_config.TextColumn(label, help=meaning)


def save(layer: str) -> None:
    """Save what was changed in the sheet: all of it if every cell can be read, else nothing."""
    sheet: Sheet | None = st.session_state.get(_SHEET)
    if sheet is None or sheet.layer != layer:
        return
    changes = _changes(sheet)
    edited, added, wrong = _read(sheet, changes)
    st.session_state[_WRONG] = wrong
    if wrong:
        return
    gone = [sheet.rows[at] for at in changes.get("deleted_rows", ()) if at < len(sheet.rows)]
    try:
        saved = _write(sheet, edited, added, gone)
    except StoreError as error:
        own_session.say(Said("error", "own_not_done", {}, error=error))
        return
    forget()
    if saved:
        own_session.say(Said("success", "own_saved", {"count": saved}))


def _read(
    sheet: Sheet, changes: Mapping[str, Any]
) -> tuple[list[tuple[Row, OwnPlace]], list[OwnPlace], tuple[RowProblem, ...]]:
    """Edited rows, new rows, and what is wrong with them; an empty new row is none."""
    first = (sheet.page - 1) * WINDOW + 1
    gone = set(changes.get("deleted_rows", ()))
    edited: dict[int, Edited] = {}
    for at, values in changes.get("edited_rows", {}).items():
        if int(at) not in gone:
            row = sheet.rows[int(at)]
            edited[int(at)] = _edit(row.place, sheet.cells[int(at)], values, first + int(at))
    new = [_texts(values) for values in changes.get("added_rows", ())]
    after = first + len(sheet.rows)
    added = [_edit(None, {}, cells, after + n) for n, cells in enumerate(new) if any(cells.values())]
    wrong = tuple(p for each in (*edited.values(), *added) for p in each.problems if each.place is None)
    places = {at: each.place for at, each in edited.items() if each.place is not None}
    return (
        [(sheet.rows[at], place) for at, place in places.items() if place != sheet.rows[at].place],
        [each.place for each in added if each.place is not None],
        wrong,
    )


def _edit(
    before: OwnPlace | None, shown: Mapping[str, str], values: Mapping[str, Any], number: int
) -> Edited:
    return editing.edit(before, shown, _texts(values), own_work.names(), own_draft.limits(), number=number)


def _texts(values: Mapping[str, Any]) -> dict[str, str]:
    return {
        key: "" if value is None else str(value)
        for key, value in values.items()
        if key in BY_KEY or key.startswith(EXTRA)
    }


def _write(sheet: Sheet, edited: list[tuple[Row, OwnPlace]], added: list[OwnPlace], gone: list[Row]) -> int:
    """Write row by row; a row that someone else changed first is laid aside with both versions."""
    who, saved = own_session.who(), 0
    for row, place in edited:
        try:
            own_layers.write(partial(_edit_row, row=row, place=place, who=who))
        except StoreError as error:
            own_clash.put(_clash(row, place, error))
        else:
            saved += 1
    if gone:
        saved += _remove(sheet.layer, gone, who)
    if added:
        own_layers.write(lambda store: store.add_rows(sheet.layer, added, who))
        saved += len(added)
    return saved


def _edit_row(store: Store, row: Row, place: OwnPlace, who: str) -> Row:
    return store.edit_row(row.id, place, who, row.version)


def _remove(layer: str, gone: list[Row], who: str) -> int:
    seen = {row.id: row.version for row in gone}
    try:
        change = own_layers.write(lambda store: store.remove_rows(layer, seen, who))
    except Conflict as error:
        own_session.say(Said("error", "own_not_removed", {}, error=error))
        return 0
    own_session.say(Said("info", "own_removed", {"count": len(gone)}, change))
    return 0


def _clash(row: Row, mine: OwnPlace, error: StoreError) -> Clash:
    """What became of a row that could not be saved because of someone else.

    Raises
    ------
    StoreError
        If that is not the reason.
    """
    if isinstance(error, Conflict):
        return Clash(row, mine, error.who, error.at)
    if error.trouble is Trouble.MISSING:
        return Clash(row, mine, "", "")
    raise error
