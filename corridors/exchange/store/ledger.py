"""Versioned records: write them, show what changed, take a change back.

Layers, rows and notes are all records here, told apart by their scope. A change touches any number
of records; it is stored together with the state it found. Taking a change back is a change of its own,
so that can be taken back as well.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, insert, literal, select, true, update

from corridors.exchange.store.database import Database
from corridors.exchange.store.errors import Conflict, NotThereError
from corridors.exchange.store.schema import changes, records, revisions

Body = Mapping[str, Any]
BATCH = 500
WHO_LENGTH = 80
NOBODY = "未署名"


@dataclass(frozen=True)
class Draft:
    """A change while it is written; it is stored whole when its transaction ends, or not at all."""

    connection: Connection
    change: int
    who: str
    at: str

    def add(self, scope: str, rows: Iterable[tuple[str, int | None, str]]) -> None:
        """Write new records: name, number and JSON body of each."""
        batch: list[tuple[str, int | None, str]] = []
        for row in rows:
            batch.append(row)
            if len(batch) == BATCH:
                self._insert(scope, batch)
                batch = []
        if batch:
            self._insert(scope, batch)

    def _insert(self, scope: str, batch: Sequence[tuple[str, int | None, str]]) -> None:
        of_all = {"scope": scope, "change": self.change, "live": True, "version": 1}
        new = [of_all | {"name": name, "number": number, "body": body} for name, number, body in batch]
        # RETURNING makes SQLAlchemy send a batch as one statement, which a distant server thanks with speed.
        self.connection.execute(insert(records).returning(records.c.number), new)
        before = [{"change": self.change, "scope": scope, "name": row[0], "live": False} for row in batch]
        self.connection.execute(insert(revisions).returning(revisions.c.change), before)

    def replace(self, scope: str, seen: Mapping[str, int], body: str | None = None) -> None:
        """Give records a new body, or delete them (no body), if they still have the version seen.

        Raises
        ------
        NotThereError
            If a record does not exist or was deleted.
        Conflict
            If one was changed by someone else.
        """
        for name, version in seen.items():
            present = get(self.connection, scope, name)
            if present.version != version:
                raise conflict(self.connection, name, present.change, present.version)
        for names in _batches(list(seen)):
            self._keep(and_(records.c.scope == scope, records.c.name.in_(names)))
            new: dict[str, Any] = {"live": False} if body is None else {"body": body}
            self._change(and_(records.c.scope == scope, records.c.name.in_(names)), new)

    def put(self, scope: str, name: str, version: int, body: str) -> int:
        """Write a record that may not be there yet (then ``version`` is 0); returns its new version."""
        here = and_(records.c.scope == scope, records.c.name == name)
        present = self.connection.execute(select(records).where(here)).first()
        if present is None and version == 0:
            self.add(scope, [(name, None, body)])
            return 1
        if present is None:
            raise NotThereError(name)
        if (present.version if present.live else 0) != version:
            raise conflict(self.connection, name, present.change, present.version)
        self._keep(here)
        self._change(here, {"body": body, "live": True})
        return int(present.version) + 1

    def take_back(self, old: int) -> None:
        """Put every record of a change back to the state that the change found.

        Raises
        ------
        Conflict
            If one of them was changed since.
        """
        touched = self.connection.scalar(select(func.count()).where(revisions.c.change == old)) or 0
        mine = records.c.change == old
        if self.connection.scalar(select(func.count()).where(mine)) != touched:
            raise _overtaken(self.connection, old)
        self._keep(mine)
        found = and_(
            revisions.c.change == old,
            revisions.c.scope == records.c.scope,
            revisions.c.name == records.c.name,
        )
        body = select(func.coalesce(revisions.c.body, records.c.body)).where(found).scalar_subquery()
        live = select(revisions.c.live).where(found).scalar_subquery()
        self._change(mine, {"body": body, "live": live})

    def _keep(self, which: ColumnElement[bool]) -> None:
        now = select(literal(self.change), records.c.scope, records.c.name, records.c.body, records.c.live)
        columns = ["change", "scope", "name", "body", "live"]
        self.connection.execute(insert(revisions).from_select(columns, now.where(which)))

    def _change(self, which: ColumnElement[bool], values: Mapping[str, Any]) -> None:
        common = {"change": self.change, "version": records.c.version + 1}
        self.connection.execute(update(records).where(which).values(**common, **values))


@contextmanager
def writing(
    database: Database, who: str, action: str, scope: str, undoes: int | None = None
) -> Iterator[Draft]:
    """Open a change; leaving the block stores it, an error drops all of it."""
    with database.writing() as connection:
        who, at = _signature(who), datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        new = insert(changes).values(who=who, at=at, action=action, scope=scope, items=0, undoes=undoes)
        change = connection.execute(new.returning(changes.c.id)).scalar_one()
        yield Draft(connection, change, who, at)
        items = select(func.count()).where(revisions.c.change == change).scalar_subquery()
        connection.execute(update(changes).where(changes.c.id == change).values(items=items))


def get(connection: Connection, scope: str, name: str) -> Row[Any]:
    """One live record.

    Raises
    ------
    NotThereError
        If it does not exist or was deleted.
    """
    here = and_(records.c.scope == scope, records.c.name == name, records.c.live == true())
    found = connection.execute(select(records).where(here)).first()
    if found is None:
        raise NotThereError(name)
    return found


def of_scope(connection: Connection, scope: str) -> Sequence[Row[Any]]:
    """Live records of a scope in the order of their numbers, then names."""
    here = and_(records.c.scope == scope, records.c.live == true())
    return connection.execute(select(records).where(here).order_by(records.c.number, records.c.name)).all()


def past(
    connection: Connection, which: ColumnElement[bool], most: int
) -> tuple[list[Row[Any]], dict[int, list[Row[Any]]]]:
    """Latest changes first, and for each that touched at most ``most`` records what it did.

    Returns
    -------
    tuple
        Rows of ``changes``; and by change id rows with ``name``, ``before``, ``was_live``, ``after``,
        ``is_live``, where ``after`` is the state the next change found, or the present one.
    """
    found = list(connection.execute(select(changes).where(which).order_by(changes.c.id.desc())))
    small = [change.id for change in found if change.items <= most]
    edits: dict[int, list[Row[Any]]] = {}
    for ids in _batches(small):
        for row in connection.execute(_edits(ids)):
            edits.setdefault(row.change, []).append(row)
    return found, edits


def _edits(ids: Sequence[int]) -> Any:
    before = revisions.alias("before")
    later = revisions.alias("later")
    after = revisions.alias("after")
    same = and_(later.c.scope == before.c.scope, later.c.name == before.c.name)
    following = (
        select(func.min(later.c.change)).where(same, later.c.change > before.c.change).scalar_subquery()
    )
    return (
        select(
            before.c.change,
            before.c.name,
            before.c.body.label("before"),
            before.c.live.label("was_live"),
            func.coalesce(after.c.body, records.c.body).label("after"),
            func.coalesce(after.c.live, records.c.live).label("is_live"),
        )
        .join(records, and_(records.c.scope == before.c.scope, records.c.name == before.c.name))
        .outerjoin(
            after,
            and_(after.c.scope == before.c.scope, after.c.name == before.c.name, after.c.change == following),
        )
        .where(before.c.change.in_(ids))
        .order_by(before.c.change, records.c.number, before.c.name)
    )


def conflict(connection: Connection, name: str, change: int, version: int) -> Conflict:
    """What to tell the one who came second."""
    first = connection.execute(select(changes).where(changes.c.id == change)).one()
    return Conflict(name, who=first.who, at=first.at, action=first.action, version=version)


def _overtaken(connection: Connection, old: int) -> Conflict:
    same = and_(revisions.c.scope == records.c.scope, revisions.c.name == records.c.name)
    later = (
        select(records.c.name, records.c.change, records.c.version)
        .join(revisions, same)
        .where(revisions.c.change == old, records.c.change != old)
        .order_by(records.c.change.desc())
        .limit(1)
    )
    found = connection.execute(later).one()
    return conflict(connection, found.name, found.change, found.version)


def dump(body: Body) -> str:
    """JSON text of a body; characters outside ASCII are escaped, so any encoding of a database will do."""
    return json.dumps(body, separators=(",", ":"), sort_keys=True)


def _signature(who: str) -> str:
    words = "".join(c if c.isprintable() else " " for c in who).split()
    return " ".join(words)[:WHO_LENGTH].strip() or NOBODY


def _batches(items: list[Any]) -> Iterator[list[Any]]:
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))
