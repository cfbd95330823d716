"""What the store hands out, and how ids of own layers and rows are made."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from corridors.exchange.columns import OwnPlace
from corridors.exchange.store.errors import NotThereError, StoreError

PREFIX = "own:"
SLUG_LENGTH = 40
UNNAMED = "list"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROW = re.compile(r"^(own:[a-z0-9]+(?:-[a-z0-9]+)*)-[0-9]+$")


@dataclass(frozen=True)
class Layer:
    """An own layer; ``who`` added it and ``at`` when (UTC), ``rows`` is how many it has."""

    id: str
    title: str
    note: str
    who: str
    at: str
    rows: int
    version: int


@dataclass(frozen=True)
class Row:
    """A row of an own layer and the version that was read."""

    id: str
    version: int
    place: OwnPlace


@dataclass(frozen=True)
class Note:
    """A small JSON record of another module, kept with the same care as a row."""

    kind: str
    key: str
    value: Mapping[str, Any]
    version: int


@dataclass(frozen=True)
class Edit:
    """One record in a change: what it was, what it became; None where it did not exist."""

    id: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


@dataclass(frozen=True)
class Change:
    """Who did what when (UTC). ``edits`` is empty for changes of more than 50 records: see ``items``."""

    id: int
    at: str
    who: str
    action: str
    scope: str
    items: int
    undoes: int | None
    edits: tuple[Edit, ...]


@dataclass(frozen=True)
class Saved:
    """What became of a sheet of rows.

    ``rows`` were written, in ``change`` (None if all of it was there already); ``overtaken`` are those that
    someone else changed or removed first, by id: they are as that person left them.
    """

    rows: int
    change: int | None
    overtaken: Mapping[str, StoreError]


def ids_for(title: str) -> Iterator[str]:
    """Ids a layer with this title may get, the nicest first.

    Made of the Latin letters and digits of the title; ``list`` where it has none. The last part is
    never a number, because ``-N`` at the end is what marks a row.
    """
    words = re.findall(r"[a-z0-9]+", title.lower().replace("'", ""))
    slug = "-".join(words)[:SLUG_LENGTH].strip("-") or UNNAMED
    if slug.rpartition("-")[2].isdecimal():
        slug += f"-{UNNAMED}"
    yield PREFIX + slug
    for number in count(1):
        yield f"{PREFIX}{slug}-{_in_letters(number)}"


def _in_letters(number: int) -> str:
    """1 is b, 25 is z, 26 is ba."""
    higher, lowest = divmod(number, len(_LETTERS))
    return (_in_letters(higher) if higher else "") + _LETTERS[lowest]


def row_id(layer: str, number: int) -> str:
    """Id of a row in a layer."""
    return f"{layer}-{number}"


def layer_of(row: str) -> str:
    """Id of the layer a row belongs to.

    Raises
    ------
    NotThereError
        If this cannot be the id of a row.
    """
    match = _ROW.match(row)
    if match is None:
        raise NotThereError(row)
    return match[1]
