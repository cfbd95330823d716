"""Saving a sheet: all of it or, whatever happens on the way, nothing, and then it waits on the page."""

from collections.abc import Mapping, Sequence
from typing import Any

from corridors.exchange import editing
from corridors.exchange.columns import BY_KEY, OwnPlace
from corridors.exchange.editing import EXTRA, Edited
from corridors.exchange.store import Conflict, Row, Saved, Store, StoreError
from corridors.ui import own_clash, own_draft, own_layers, own_session, own_sheet, own_work
from corridors.ui.own_clash import Clash
from corridors.ui.own_session import Said
from corridors.ui.own_sheet import WINDOW, Done, Sheet


def save(slug: str) -> None:
    """Save what was changed in the sheet of a layer: all of it if every cell can be read, else nothing."""
    sheet = own_sheet.opened(slug)
    done = _read(sheet) if sheet else None
    if sheet is None or done is None:
        return
    own_layers.knock()
    present = own_layers.layer_of(sheet.home.slug)
    if present is None:
        own_session.say(Said("error", "own_not_done", {}, error=own_layers.trouble()))
        return
    try:
        saved = own_layers.write(lambda store: _write(store, sheet, done))
    except StoreError as error:
        own_sheet.doubt(sheet, frozenset(present.rows))
        own_session.say(Said("error", "own_not_done", {}, error=error))
        return
    own_sheet.forget(slug)
    _tell(done, saved)


def save_as_new(slug: str) -> None:
    """Keep the sheet as a layer of its own, with the rows of the layer that are not in it."""
    sheet = own_sheet.opened(slug)
    done = _read(sheet) if sheet else None
    if sheet is None or done is None:
        return
    own_layers.knock()
    edited = {row.id: place for row, place in done.edited}
    gone = {row.id for row in done.gone}
    rows = [row for row in sheet.home.rows.values() if row.id not in gone]
    places = [*(edited.get(row.id, row.place) for row in rows), *done.added]
    title = sheet.home.layer.title
    made = own_session.attempt(lambda store: store.add_layer(title, places, own_session.who()))
    if made is not None:
        own_sheet.forget(slug)
        own_session.queue(own_list=made.id.removeprefix(own_layers.PREFIX))
        own_session.say(Said("success", "own_stored", {"title": made.title, "rows": f"{made.rows:,}"}))


def _write(store: Store, sheet: Sheet, done: Done) -> Saved:
    added = _not_yet(store, sheet, done.added)
    edited = {row.id: (row.version, place) for row, place in done.edited}
    gone = {row.id: row.version for row in done.gone}
    return store.save_rows(sheet.layer, edited, added, gone, own_session.who())


def _not_yet(store: Store, sheet: Sheet, added: Sequence[OwnPlace]) -> Sequence[OwnPlace]:
    """New rows without those of an attempt that was stored although its answer was lost."""
    if sheet.tried is None or not added:
        return added
    since = [row.place for row in store.rows(sheet.layer) if row.id not in sheet.tried]
    return () if all(place in since for place in added) else added


def _tell(done: Done, saved: Saved) -> None:
    mine = {row.id: (row, place) for row, place in done.edited}
    for row, error in saved.overtaken.items():
        if row in mine:
            own_clash.put(_clash(*mine[row], error))
    kept = [error for row, error in saved.overtaken.items() if row not in mine]
    if kept:
        own_session.say(Said("error", "own_not_removed", {}, error=kept[0]))
    if saved.change is None and not saved.rows:
        return
    only_removed = bool(done.gone) and not done.edited and not done.added
    level, words = ("info", "own_removed") if only_removed else ("success", "own_saved")
    count = saved.rows or len(done.added)
    own_session.say(Said(level, words, {"count": count}, saved.change))  # type: ignore[arg-type]


def _clash(row: Any, mine: OwnPlace, error: StoreError) -> Clash:
    return Clash(row, mine, error.who, error.at) if isinstance(error, Conflict) else Clash(row, mine, "", "")


def _read(sheet: Sheet) -> Done | None:
    """What was done, or None where a cell cannot be read: which ones is kept for the page."""
    first = (sheet.page - 1) * WINDOW + 1
    removed = set(sheet.typed.get("deleted_rows", ()))
    gone = list(sheet.gone)
    edited: list[tuple[Row, Edited]] = []
    added: list[Edited] = []
    for at, row in enumerate(sheet.rows):
        values = _values(sheet, at)
        if at in removed:
            gone += [row] if row else []
        elif row is None:
            added += _added(values, first + at)
        elif values:
            edited.append((row, _edit(row.place, sheet.cells[at], values, first + at)))
    for number, values in enumerate(sheet.typed.get("added_rows", ()), first + len(sheet.rows)):
        added += _added(values, number)
    cells = (*(each for _, each in edited), *added)
    wrong = tuple(p for each in cells for p in each.problems if each.place is None)
    own_sheet.note(sheet, wrong=wrong)
    if wrong:
        return None
    return Done(
        tuple((row, each.place) for row, each in edited if each.place and each.place != row.place),
        tuple(each.place for each in added if each.place is not None),
        tuple(gone),
    )


def _values(sheet: Sheet, at: int) -> dict[str, Any]:
    """What the reader wants a row's cells to be, where that is not what they were."""
    before = sheet.cells[at]
    carried = {key: value for key, value in sheet.shown[at].items() if value != before.get(key)}
    typed: Mapping[int, Mapping[str, Any]] = sheet.typed.get("edited_rows", {})
    return {**carried, **typed.get(at, {})}


def _added(values: Mapping[str, Any], number: int) -> list[Edited]:
    """A new row, unless it is empty."""
    return [_edit(None, {}, values, number)] if any(_texts(values).values()) else []


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
