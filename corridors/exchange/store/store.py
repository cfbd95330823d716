"""Own layers, kept beside the built-in records and never instead of them.

A layer's id is ``own:SLUG``, a row's ``own:SLUG-N``; a number is never given twice. Whoever edits says which
version was seen; if someone else was faster, nothing is written and :class:`Conflict` tells who, when
and what.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from sqlalchemy import ColumnElement, Connection, func, or_, select, true
from sqlalchemy.engine import Row as Found

from corridors.exchange.columns import OwnPlace
from corridors.exchange.store import ledger, sheet
from corridors.exchange.store.database import Database
from corridors.exchange.store.errors import NotThereError, StoreError, Trouble
from corridors.exchange.store.ledger import dump
from corridors.exchange.store.model import Change, Edit, Layer, Note, Row, Saved, ids_for, layer_of
from corridors.exchange.store.schema import LAYERS, changes, pulse, records, revisions
from corridors.exchange.store.sheet import dump_place, next_number, numbered

NOTE = "note:"
TITLE_LENGTH = 200
# Changes of more records than this are told in numbers, not record by record.
DETAIL = 50


class Store:
    """Reads and writes own layers. Every method raises :class:`StoreError` when the store cannot be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def where(self) -> str:
        """The file, or host and database, for people; holds no password."""
        return self._database.address.label

    def serial(self) -> int:
        """A number that grows with every change: compare it to know whether what was read is stale."""
        with self._database.reading() as connection:
            return int(connection.scalar(select(pulse.c.serial)) or 0)

    def stamps(self) -> Mapping[str, int]:
        """Last change of each layer that has rows, by its id: the same number means the same rows."""
        query = (
            select(records.c.scope, func.max(records.c.change).label("last"))
            .where(records.c.number.is_not(None), records.c.scope != LAYERS)
            .group_by(records.c.scope)
        )
        with self._database.reading() as connection:
            return {row.scope: row.last for row in connection.execute(query)}

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    # Layers

    def layers(self) -> tuple[Layer, ...]:
        """All layers, oldest first."""
        counts = (
            select(records.c.scope, func.count().label("rows"))
            .where(records.c.live == true(), records.c.number.is_not(None), records.c.scope != LAYERS)
            .group_by(records.c.scope)
            .subquery()
        )
        query = (
            select(records, func.coalesce(counts.c.rows, 0).label("rows"))
            .outerjoin(counts, counts.c.scope == records.c.name)
            .where(records.c.scope == LAYERS, records.c.live == true())
            .order_by(records.c.number)
        )
        with self._database.reading() as connection:
            found = connection.execute(query).all()
        return tuple(self._layer(row) for row in found)

    def layer(self, layer: str) -> Layer:
        """One layer.

        Raises
        ------
        NotThereError
            If there is none with this id.
        """
        found = next((each for each in self.layers() if each.id == layer), None)
        if found is None:
            raise NotThereError(layer)
        return found

    def add_layer(self, title: str, places: Iterable[OwnPlace], who: str, note: str = "") -> Layer:
        """Add a layer with its rows, all of it or, whatever happens on the way, nothing.

        Parameters
        ----------
        title : str
            Free text; the id is made from its Latin letters and digits, if any.
        places : iterable of OwnPlace
            Rows in order; may be a generator, it is read once inside the transaction.
        who : str
            Who adds it.
        note : str
            Where it comes from or what it is for.
        """
        with ledger.writing(self._database, who, "add-layer", LAYERS) as draft:
            number = next_number(draft.connection, LAYERS)
            layer = _free_id(draft.connection, title)
            body = {"title": _title(title), "note": note, "who": draft.who, "at": draft.at}
            draft.add(LAYERS, [(layer, number, dump(body))])
            draft.add(layer, numbered(layer, places, 1))
        return self.layer(layer)

    def edit_layer(self, layer: str, title: str, who: str, version: int, note: str = "") -> Layer:
        """Give a layer another title and note; its id stays."""
        with ledger.writing(self._database, who, "edit-layer", LAYERS) as draft:
            body = self._json(layer, ledger.get(draft.connection, LAYERS, layer).body)
            draft.replace(LAYERS, {layer: version}, dump({**body, "title": _title(title), "note": note}))
        return self.layer(layer)

    def delete_layer(self, layer: str, who: str, version: int) -> int:
        """Delete a layer; returns the change, which ``undo`` takes back, rows and all."""
        with ledger.writing(self._database, who, "delete-layer", LAYERS) as draft:
            draft.replace(LAYERS, {layer: version})
        return draft.change

    # Rows

    def rows(self, layer: str) -> tuple[Row, ...]:
        """Rows of a layer in order."""
        with self._database.reading() as connection:
            ledger.get(connection, LAYERS, layer)
            found = ledger.of_scope(connection, layer)
        return tuple(Row(row.name, row.version, self._place(row.name, row.body)) for row in found)

    def row(self, row: str) -> Row:
        """One row by its id."""
        layer = layer_of(row)
        with self._database.reading() as connection:
            ledger.get(connection, LAYERS, layer)
            found = ledger.get(connection, layer, row)
        return Row(found.name, found.version, self._place(found.name, found.body))

    def add_rows(self, layer: str, places: Iterable[OwnPlace], who: str) -> int:
        """Add rows at the end of a layer; returns the change."""
        with ledger.writing(self._database, who, "add-rows", layer) as draft:
            ledger.get(draft.connection, LAYERS, layer)
            draft.add(layer, numbered(layer, places, next_number(draft.connection, layer)))
        return draft.change

    def edit_row(self, row: str, place: OwnPlace, who: str, version: int) -> Row:
        """Replace a row by an edited one, if it still has the version that was seen."""
        layer = layer_of(row)
        with ledger.writing(self._database, who, "edit-row", layer) as draft:
            ledger.get(draft.connection, LAYERS, layer)
            draft.replace(layer, {row: version}, dump_place(place))
        return Row(row, version + 1, place)

    def remove_rows(self, layer: str, seen: Mapping[str, int], who: str) -> int:
        """Remove rows, given by id and the version that was seen; returns the change."""
        with ledger.writing(self._database, who, "remove-rows", layer) as draft:
            ledger.get(draft.connection, LAYERS, layer)
            draft.replace(layer, seen)
        return draft.change

    def save_rows(
        self,
        layer: str,
        edited: Mapping[str, tuple[int, OwnPlace]],
        added: Sequence[OwnPlace],
        removed: Mapping[str, int],
        who: str,
    ) -> Saved:
        """Write what was done to a sheet of rows, as one change.

        Whatever stops it, nothing of it is stored; asked for again it is stored once, even if only the
        answer to the first time was lost. A row that someone else was faster with is left out and named.

        Parameters
        ----------
        layer : str
        edited : mapping
            Version that was seen and new content, by row id.
        added : sequence of OwnPlace
            New rows in order.
        removed : mapping
            Versions that were seen, by row id.
        who : str
        """
        return sheet.save(self._database, layer, sheet.Work(edited, added, removed), who)

    # Notes of other modules

    def notes(self, kind: str) -> tuple[Note, ...]:
        """All notes of a kind, by key."""
        with self._database.reading() as connection:
            found = ledger.of_scope(connection, NOTE + kind)
        return tuple(Note(kind, row.name, self._json(row.name, row.body), row.version) for row in found)

    def put_note(self, kind: str, key: str, value: Mapping[str, Any], who: str, version: int = 0) -> Note:
        """Write a note; ``version`` is the one seen, 0 for a note that should not be there yet."""
        with ledger.writing(self._database, who, "put-note", NOTE + kind) as draft:
            new = draft.put(NOTE + kind, key, version, dump(value))
        return Note(kind, key, value, new)

    def drop_note(self, kind: str, key: str, who: str, version: int) -> int:
        """Delete a note; returns the change."""
        with ledger.writing(self._database, who, "drop-note", NOTE + kind) as draft:
            draft.replace(NOTE + kind, {key: version})
        return draft.change

    # What happened

    def history(
        self, layer: str | None = None, kind: str | None = None, limit: int = 200
    ) -> tuple[Change, ...]:
        """Changes, latest first: of one layer, of one kind of notes, or all of them."""
        newest = select(changes.c.id).where(_which(layer, kind)).order_by(changes.c.id.desc()).limit(limit)
        with self._database.reading() as connection:
            found, edits = ledger.past(connection, changes.c.id.in_(newest), DETAIL)
        return tuple(self._change(row, edits.get(row.id, [])) for row in found)

    def undo(self, change: int, who: str) -> int:
        """Take a change back; returns the change that does so, which can be taken back in turn.

        Raises
        ------
        NotThereError
            If there is no such change.
        Conflict
            If something of it was changed or taken back since.
        """
        with self._database.reading() as connection:
            old = connection.execute(select(changes).where(changes.c.id == change)).first()
        if old is None:
            raise NotThereError(f"change {change}")
        with ledger.writing(self._database, who, "undo", old.scope, undoes=change) as draft:
            draft.take_back(change)
        return draft.change

    # From the database's rows

    def _layer(self, found: Found[Any]) -> Layer:
        body = self._json(found.name, found.body)
        return Layer(
            found.name, body["title"], body["note"], body["who"], body["at"], found.rows, found.version
        )

    def _place(self, name: str, body: str) -> OwnPlace:
        try:
            return OwnPlace.model_validate_json(body)
        except ValidationError:
            raise StoreError(Trouble.DAMAGED, f"{self.where}, {name}") from None

    def _json(self, name: str, body: str) -> dict[str, Any]:
        try:
            value: dict[str, Any] = json.loads(body)
        except ValueError:
            raise StoreError(Trouble.DAMAGED, f"{self.where}, {name}") from None
        return value

    def _change(self, found: Found[Any], edits: list[Found[Any]]) -> Change:
        told = tuple(
            Edit(
                row.name,
                self._json(row.name, row.before) if row.was_live else None,
                self._json(row.name, row.after) if row.is_live else None,
            )
            for row in edits
        )
        return Change(
            found.id, found.at, found.who, found.action, found.scope, found.items, found.undoes, told
        )


def _title(title: str) -> str:
    clean = " ".join(title.split())[:TITLE_LENGTH]
    if not clean:
        raise StoreError(Trouble.VALUE, zh="图层要有名称。", en="A layer needs a title.")
    return clean


def _free_id(connection: Connection, title: str) -> str:
    taken = set(connection.scalars(select(records.c.name).where(records.c.scope == LAYERS)))
    return next(each for each in ids_for(title) if each not in taken)


def _which(layer: str | None, kind: str | None) -> ColumnElement[bool]:
    if layer is not None:
        of_layer = revisions.c.scope == LAYERS, revisions.c.name == layer
        return or_(changes.c.scope == layer, changes.c.id.in_(select(revisions.c.change).where(*of_layer)))
    return changes.c.scope == NOTE + kind if kind is not None else true()
