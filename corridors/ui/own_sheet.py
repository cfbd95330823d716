"""Sheets that a reader has begun: rows as they were then, and what was done to them since.

Streamlit forgets what stands in a sheet once another page or another list is shown. What was typed is
therefore noted with the sheet, and a sheet that comes back shows it: it stays until it is saved or given up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from corridors.exchange.columns import OwnPlace
from corridors.exchange.messages import RowProblem
from corridors.exchange.store import Row
from corridors.ui import state
from corridors.ui.own_layers import Kept, Moment
from corridors.ui.texts import Lang

# Rows in the sheet at once.
WINDOW = 500
Cells = Mapping[str, Any]
_SHEETS, _NUMBER = "own_sheets", "own_grids"


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
    rows
        None for one that the reader has added.
    cells
        Texts of the rows, empty for an added one.
    shown
        What the sheet shows when it is drawn: the same with what was typed before the reader last left.
    gone
        Rows removed before then.
    typed
        What was edited, added and deleted since, as the widget tells it.
    wrong
        What was wrong with cells when the reader last saved.
    tried
        Ids the layer had when saving failed without a word on whether it was done after all.
    """

    number: int
    home: Kept
    page: int
    lang: Lang
    moment: Moment
    rows: tuple[Row | None, ...]
    cells: tuple[Cells, ...]
    shown: tuple[Cells, ...]
    gone: tuple[Row, ...] = ()
    typed: Mapping[str, Any] = field(default_factory=dict)
    wrong: tuple[RowProblem, ...] = ()
    tried: frozenset[str] | None = None

    @property
    def key(self) -> str:
        return f"own_grid_{self.number}"

    @property
    def layer(self) -> str:
        """Id of the layer."""
        return self.home.layer.id

    @property
    def is_touched(self) -> bool:
        """Whether something waits to be saved."""
        return bool(self.typed or self.gone or self.shown != self.cells)


def opened(slug: str) -> Sheet | None:
    """The sheet of a layer, with what was typed into it until now."""
    sheet = _sheets().get(slug)
    if sheet is None:
        return None
    if sheet.key in st.session_state:
        found: Mapping[str, Any] = st.session_state[sheet.key] or {}
        parts = ("edited_rows", "added_rows", "deleted_rows")
        sheet = replace(sheet, typed={part: found[part] for part in parts if found.get(part)})
    elif sheet.typed:
        sheet = _carried(sheet)
    _sheets()[slug] = sheet
    return sheet


def keep(slug: str) -> None:
    """Note what was typed just now: the reader may be on the way to another page."""
    opened(slug)
    state.stay()


def put(sheet: Sheet) -> None:
    """Open a sheet; of the others those stay in which something waits."""
    waiting = {slug: other for slug, other in _sheets().items() if other.is_touched}
    st.session_state[_SHEETS] = waiting | {sheet.home.slug: sheet}


def following() -> int:
    """A number for the next sheet."""
    number: int = st.session_state.get(_NUMBER, 0) + 1
    st.session_state[_NUMBER] = number
    return number


def note(sheet: Sheet, **changes: Any) -> None:
    """Remember something with an open sheet."""
    _sheets()[sheet.home.slug] = replace(sheet, **changes)


def doubt(sheet: Sheet, ids: frozenset[str]) -> None:
    """Remember that nobody knows whether the sheet was saved; ``ids`` are the rows from before."""
    note(sheet, tried=sheet.tried or ids)


def forget(slug: str) -> None:
    """Leave a sheet; what was not saved is gone."""
    _sheets().pop(slug, None)


def unsaved(slug: str) -> Sheet | None:
    """The sheet of a layer if something in it waits to be saved."""
    sheet = opened(slug)
    return sheet if sheet and sheet.is_touched else None


def _sheets() -> dict[str, Sheet]:
    """Sheets by the slug of their layer."""
    found: dict[str, Sheet] = st.session_state.setdefault(_SHEETS, {})
    return found


def _carried(sheet: Sheet) -> Sheet:
    """The sheet as it comes back: what was typed stands in its rows, under a key of its own."""
    removed = set(sheet.typed.get("deleted_rows", ()))
    edited: Mapping[int, Cells] = sheet.typed.get("edited_rows", {})
    left = [at for at in range(len(sheet.rows)) if at not in removed]
    added: Sequence[Cells] = sheet.typed.get("added_rows", ())
    gone = (sheet.rows[at] for at in sorted(removed) if at < len(sheet.rows))
    return replace(
        sheet,
        number=following(),
        rows=(*(sheet.rows[at] for at in left), *(None for _ in added)),
        cells=(*(sheet.cells[at] for at in left), *({} for _ in added)),
        shown=(*({**sheet.shown[at], **edited.get(at, {})} for at in left), *map(dict, added)),
        gone=(*sheet.gone, *(row for row in gone if row is not None)),
        typed={},
    )


@dataclass(frozen=True)
class Done:
    """What a reader did to a sheet, cells read."""

    edited: tuple[tuple[Row, OwnPlace], ...]
    added: tuple[OwnPlace, ...]
    gone: tuple[Row, ...]
