"""Rows of an own layer written together: new ones, edited ones, removed ones."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from corridors.exchange.columns import OwnPlace
from corridors.exchange.store import ledger
from corridors.exchange.store.database import Database
from corridors.exchange.store.errors import Conflict, NotThereError, StoreError
from corridors.exchange.store.model import Saved, row_id
from corridors.exchange.store.schema import LAYERS, records


@dataclass(frozen=True)
class Work:
    """What was done to a sheet; of edited and removed rows the version that was seen, by id."""

    edited: Mapping[str, tuple[int, OwnPlace]]
    added: Sequence[OwnPlace]
    removed: Mapping[str, int]

    @property
    def action(self) -> str:
        """What the history calls it."""
        if len(self.edited) == 1 and not self.added and not self.removed:
            return "edit-row"
        if not self.edited and bool(self.added) != bool(self.removed):
            return "add-rows" if self.added else "remove-rows"
        return "edit-rows"


class _NothingToWriteError(Exception):
    """Ends a transaction that would only leave an empty change behind."""


def save(database: Database, layer: str, work: Work, who: str) -> Saved:
    """Write it all as one change; see :meth:`corridors.exchange.store.Store.save_rows`."""
    rows = _Rows(layer)
    try:
        with ledger.writing(database, who, work.action, layer) as draft:
            ledger.get(draft.connection, LAYERS, layer)
            for row, version in work.removed.items():
                rows.write(draft, row, version, None)
            for row, (version, place) in work.edited.items():
                rows.write(draft, row, version, dump_place(place))
            if work.added:
                draft.add(layer, numbered(layer, work.added, next_number(draft.connection, layer)))
                rows.written += len(work.added)
            rows.end()
    except _NothingToWriteError:
        return Saved(rows.present, None, rows.overtaken)
    return Saved(rows.written + rows.present, draft.change, rows.overtaken)


class _Rows:
    """Writes rows one by one and counts: written now, present already, overtaken by someone else."""

    def __init__(self, layer: str) -> None:
        self.layer = layer
        self.written = 0
        self.present = 0
        self.overtaken: dict[str, StoreError] = {}

    def end(self) -> None:
        """Drop the change if it holds nothing."""
        if not self.written:
            raise _NothingToWriteError

    def write(self, draft: ledger.Draft, row: str, version: int, body: str | None) -> None:
        """Give a row a new body, or remove it (no body), if it is still as it was seen."""
        try:
            draft.replace(self.layer, {row: version}, body)
        except (Conflict, NotThereError) as error:
            # The answer to an earlier attempt may have been lost on the way.
            if body == _body(draft.connection, self.layer, row):
                self.present += 1
            else:
                self.overtaken[row] = error
        else:
            self.written += 1


def _body(connection: Connection, layer: str, row: str) -> str | None:
    """Content of a row as it is stored, None if it is not there."""
    try:
        body: str = ledger.get(connection, layer, row).body
    except NotThereError:
        return None
    return body


def next_number(connection: Connection, scope: str) -> int:
    """The number after the highest that was ever given in a scope."""
    last = connection.scalar(select(func.max(records.c.number)).where(records.c.scope == scope))
    return (last or 0) + 1


def numbered(layer: str, places: Iterable[OwnPlace], first: int) -> Iterator[tuple[str, int, str]]:
    """Id, number and JSON text of each place, numbers counting from ``first``."""
    for number, place in enumerate(places, start=first):
        yield row_id(layer, number), number, dump_place(place)


def dump_place(place: OwnPlace) -> str:
    """JSON text of a place."""
    return ledger.dump(place.model_dump(mode="json", exclude_defaults=True))
