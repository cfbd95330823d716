"""The table of the page of zones: a page of rows, the selected one on top, sorted and counted."""

from math import ceil
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from corridors.analysis.facets import Narrowed
from corridors.analysis.rows import Row
from corridors.analysis.table import Table
from corridors.catalog import Catalog
from corridors.ui.cards import Writer, render
from corridors.ui.texts import Lang, text
from corridors.ui.zones_export import downloads
from corridors.ui.zones_facets import value_label

# Rows on one page of the table: more than fit on a screen, few enough to lay out at once.
WINDOW = 100
_FOLLOWED = "zones_followed"

_ORDER_WORDS = {
    "kind": "zones_by_kind",
    "name": "zones_by_name",
    "country": "zones_by_country",
    "state": "zones_by_state",
    "clauses": "zones_by_clauses",
}


def table(catalog: Catalog, everything: Table, narrowed: Narrowed, selection: str, lang: Lang) -> None:
    """Show the head of the table, the rows of one page, and the pages."""
    numbers = everything.listed(narrowed, st.session_state["order"])
    pages = max(1, ceil(len(numbers) / WINDOW))
    _follow(everything, numbers, selection)
    st.session_state["page"] = min(st.session_state["page"], pages)
    first = (st.session_state["page"] - 1) * WINDOW
    with st.container(key="zones_head", horizontal=True, vertical_alignment="center"):
        st.html(_head(catalog, everything, numbers, first, lang))
        if pages > 1:
            st.number_input(
                text("zones_page", lang), 1, pages, key="page", width=130, label_visibility="collapsed"
            )
        st.selectbox(
            text("zones_order", lang),
            list(_ORDER_WORDS),
            format_func=lambda order: text(_ORDER_WORDS[order], lang),
            key="order",
            label_visibility="collapsed",
            width=130,
        )
        downloads(catalog, [everything.rows[number] for number in numbers], lang)
    st.html(_rows(catalog, everything, numbers[first : first + WINDOW], selection, lang))


def _follow(everything: Table, numbers: NDArray[np.intp], selection: str) -> None:
    """Turn to the page of a newly selected row."""
    if st.session_state.get(_FOLLOWED) == selection:
        return
    st.session_state[_FOLLOWED] = selection
    at = np.flatnonzero(numbers == everything.numbers.get(selection, -1))
    if len(at):
        st.session_state["page"] = int(at[0]) // WINDOW + 1


def _head(catalog: Catalog, everything: Table, numbers: NDArray[np.intp], first: int, lang: Lang) -> str:
    points = sum(everything.rows[n].lon is not None for n in numbers)
    return render(
        "zones_head.html",
        catalog,
        lang,
        shown=len(numbers),
        all=len(everything.rows),
        points=points,
        first=first + 1,
        last=min(first + WINDOW, len(numbers)),
        windowed=len(numbers) > WINDOW,
    )


def _rows(catalog: Catalog, everything: Table, numbers: NDArray[np.intp], selection: str, lang: Lang) -> str:
    w = Writer(catalog, lang)
    chosen = everything.numbers.get(selection)
    return render(
        "zones_table.html",
        catalog,
        lang,
        rows=[_row(everything.rows[n], selection, w) for n in numbers],
        chosen=None if chosen is None else _row(everything.rows[chosen], selection, w),
    )


def _row(row: Row, selection: str, w: Writer) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name_en if w.lang == "en" else row.name_zh,
        "chosen": row.id == selection,
        "kind": value_label("kinds", row.kind.value, w),
        "type": value_label("types", row.type, w),
        "country": _country(row, w),
        "state": value_label("states", row.state.value, w) if row.state else "",
        "precision": value_label("precisions", row.precision, w),
        "operator": row.operator,
        "clauses": len(row.clauses) or "",
    }


def _country(row: Row, w: Writer) -> str:
    """Country of a row; a goal for several is named by what the policies call them."""
    area = getattr(w.catalog.entities.get(row.id), "area", None)
    if area:
        return w.name(area)
    return "、".join(w.name(f"country:{iso}") for iso in row.countries)
