"""Rows of an own layer as a sheet: edit, add, remove; and what to do where someone else was faster."""

from collections.abc import Mapping
from math import ceil
from typing import Any

import pandas as pd
import streamlit as st

from corridors.catalog import Catalog
from corridors.exchange import editing
from corridors.exchange.columns import BY_KEY
from corridors.exchange.editing import EXTRA
from corridors.exchange.exporting import names_of
from corridors.exchange.store import Change, StoreError
from corridors.ui import access, cards, own_clash, own_layers, own_save, own_session, own_sheet
from corridors.ui.cards import render
from corridors.ui.frame import plain
from corridors.ui.own_layers import Kept
from corridors.ui.own_sheet import WINDOW, Sheet
from corridors.ui.texts import Lang, text
from corridors.vocabulary import Kind, Precision, State, Term

_TERMS: Mapping[str, type[Term]] = {"kind": Kind, "precision": Precision, "state": State}
_PLACES = (Kind.ZONE, Kind.BONDED, Kind.MARKET, Kind.PLATFORM, Kind.PORT, Kind.CROSSING, Kind.CITY)
# The columns that most lists have come first and always; the others where a row fills them.
_ALWAYS = ("name_zh", "name_en", "country", "lon", "lat", "state", "type", "operator", "source", "note")
_HEIGHT = 430


def show(catalog: Catalog, each: Kept, lang: Lang) -> None:
    """Show a page of rows to edit, with what is wrong and what collided."""
    own_clash.show(catalog, each.layer, lang)
    pages = max(1, ceil(len(each.rows) / WINDOW))
    page = min(int(st.session_state.get("own_page", 1)), pages)
    sheet = _sheet(catalog, each, page, lang)
    _editor(sheet, lang)
    if sheet.moment != own_layers.moment():
        st.info(text("own_others_changed", lang))
    with st.container(key="own_sheet_tools", horizontal=True, vertical_alignment="center"):
        _buttons(sheet, lang)
        if pages > 1:
            st.session_state["own_page"] = page
            st.number_input(
                text("zones_page", lang), 1, pages, key="own_page", width=130, label_visibility="collapsed"
            )
            st.caption(text("own_pages", lang, pages=pages, window=WINDOW))
    _wrong(catalog, sheet, lang)


def show_left(catalog: Catalog, sheet: Sheet, lang: Lang) -> None:
    """Show a sheet whose layer is gone while something in it waits to be saved, and the ways out."""
    deletion = _deletion(sheet.layer)
    title = plain(sheet.home.layer.title)
    if deletion:
        at = cards.local_time(deletion.at)
        st.warning(text("own_left_deleted", lang, title=title, who=plain(deletion.who), at=at))
    else:
        st.warning(text("own_left_gone", lang, title=title))
    _editor(sheet, lang)
    with st.container(key="own_sheet_tools", horizontal=True, vertical_alignment="center"):
        if deletion:
            st.button(
                text("own_restore", lang),
                key="own_restore",
                on_click=own_session.undo,
                args=(deletion.id,),
                type="primary",
                disabled=not access.may_edit(),
            )
        else:
            st.button(text("own_reopen", lang), key="own_left_again", on_click=own_layers.reopen)
        st.button(
            text("own_as_new", lang),
            key="own_as_new",
            on_click=own_save.save_as_new,
            args=(sheet.home.slug,),
            disabled=not access.may_edit(),
        )
        _discard(sheet, lang)
    _wrong(catalog, sheet, lang)


def _deletion(layer: str) -> Change | None:
    """The change that took a layer away, None where the store knows of none."""
    try:
        found = own_layers.changes(layer, 20)
    except StoreError:
        return None
    return next((change for change in found if change.action in ("delete-layer", "undo")), None)


def _editor(sheet: Sheet, lang: Lang) -> None:
    columns = _columns(sheet)
    st.data_editor(
        pd.DataFrame(
            [[cells.get(column) or None for column in columns] for cells in sheet.shown],
            columns=columns,
            dtype=object,
        ),
        key=sheet.key,
        num_rows="dynamic",
        height=_HEIGHT,
        hide_index=True,
        placeholder="",
        column_config={column: _config(column, lang) for column in columns},
        on_change=own_sheet.keep,
        args=(sheet.home.slug,),
    )


def _buttons(sheet: Sheet, lang: Lang) -> None:
    st.button(
        text("own_save_rows", lang),
        key="own_save_rows",
        on_click=own_save.save,
        args=(sheet.home.slug,),
        type="primary",
        disabled=not (sheet.is_touched and access.may_edit()),
    )
    _discard(sheet, lang)


def _discard(sheet: Sheet, lang: Lang) -> None:
    st.button(
        text("own_discard", lang),
        key="own_discard",
        on_click=own_sheet.forget,
        args=(sheet.home.slug,),
        disabled=not sheet.is_touched,
    )


def _wrong(catalog: Catalog, sheet: Sheet, lang: Lang) -> None:
    if sheet.wrong:
        problems = sheet.wrong
        st.html(
            render("own_problems.html", catalog, lang, label="own_wrong_cells", problems=problems, more=0)
        )


def _sheet(catalog: Catalog, each: Kept, page: int, lang: Lang) -> Sheet:
    """The open sheet; read anew where nothing in it waits to be saved."""
    sheet = own_sheet.opened(each.slug)
    moment = own_layers.moment()
    if sheet and (sheet.is_touched or (sheet.page, sheet.lang, sheet.moment) == (page, lang, moment)):
        return sheet
    rows = tuple(each.rows.values())[(page - 1) * WINDOW : page * WINDOW]
    names = names_of(catalog)
    cells = tuple(editing.cells(row.place, names, lang) for row in rows)
    sheet = Sheet(own_sheet.following(), each, page, lang, moment, rows, cells, shown=cells)
    own_sheet.put(sheet)
    return sheet


def _columns(sheet: Sheet) -> list[str]:
    filled = dict.fromkeys(
        key for cells in (*sheet.cells, *sheet.shown) for key, words in cells.items() if words
    )
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
