"""The sheet a reader has open: rows as they were when they began, and what they did to them since."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from corridors.exchange.columns import OwnPlace
from corridors.exchange.messages import RowProblem
from corridors.exchange.store import Row
from corridors.ui.own_layers import Kept, Moment
from corridors.ui.texts import Lang

# Rows in the sheet at once.
WINDOW = 500
_SHEET, _WRONG = "own_sheet_open", "own_sheet_wrong"


@dataclass(frozen=True)
class Sheet:
    """Rows as they were when the reader began: what is saved is compared with these.

    Attributes
    ----------
    number
        Part of the widget's key.
    home
        The layer as it was read; it may be gone since.
    moment
        State of the store that was read.
    tried
        Ids the layer had when saving failed without a word on whether it was done after all.
    """

    number: int
    home: Kept
    page: int
    lang: Lang
    moment: Moment
    rows: tuple[Row, ...]
    cells: tuple[Mapping[str, str], ...]
    tried: frozenset[str] | None = None

    @property
    def key(self) -> str:
        return f"own_grid_{self.number}"

    @property
    def layer(self) -> str:
        """Id of the layer."""
        return self.home.layer.id

    @property
    def changes(self) -> dict[str, Any]:
        """What was edited, added and deleted; empty if nothing was."""
        found: Mapping[str, Any] = st.session_state.get(self.key) or {}
        return {key: found[key] for key in ("edited_rows", "added_rows", "deleted_rows") if found.get(key)}


def opened() -> Sheet | None:
    """The open sheet."""
    sheet: Sheet | None = st.session_state.get(_SHEET)
    return sheet


def put(sheet: Sheet) -> None:
    """Open a sheet."""
    st.session_state[_SHEET] = sheet
    st.session_state.pop(_WRONG, None)


def doubt(sheet: Sheet, ids: frozenset[str]) -> None:
    """Remember that nobody knows whether the sheet was saved; ``ids`` are the rows from before."""
    st.session_state[_SHEET] = replace(sheet, tried=sheet.tried or ids)


def forget() -> None:
    """Leave the sheet; what was not saved is gone."""
    st.session_state.pop(_SHEET, None)
    st.session_state.pop(_WRONG, None)


def unsaved(slug: str) -> Sheet | None:
    """The open sheet if it is of this layer and something in it waits to be saved."""
    sheet = opened()
    return sheet if sheet and sheet.home.slug == slug and sheet.changes else None


def wrong() -> tuple[RowProblem, ...]:
    """What was wrong with cells when the reader last saved."""
    found: tuple[RowProblem, ...] = st.session_state.get(_WRONG, ())
    return found


def put_wrong(problems: tuple[RowProblem, ...]) -> None:
    """Keep what is wrong with cells."""
    st.session_state[_WRONG] = problems


@dataclass(frozen=True)
class Done:
    """What a reader did to a sheet, cells read."""

    edited: tuple[tuple[Row, OwnPlace], ...]
    added: tuple[OwnPlace, ...]
    gone: tuple[Row, ...]
