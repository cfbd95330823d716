"""A row of an own layer as the text of its cells, and back with what was changed in them.

Cells are read by the same rules as a foreign table, so what may stand in a file may be typed too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from pydantic import ValidationError

from corridors.exchange.columns import BY_KEY, COLUMNS, OwnPlace
from corridors.exchange.known import Known
from corridors.exchange.limits import Limits
from corridors.exchange.messages import CellError, RowProblem, describe
from corridors.exchange.rows import draft
from corridors.exchange.rows import place as build
from corridors.exchange.source import SourceRow
from corridors.notices import Notice
from corridors.vocabulary import BondedType, Term, ZoneType

Lang = Literal["zh", "en"]
# A column that is none of ours, so that a heading such as "kind" cannot be taken for the field.
EXTRA = "extra:"
KEYS = tuple(column.key for column in COLUMNS if column.key != "wkt")
_TYPES = MappingProxyType({term.value: term for kind in (ZoneType, BondedType) for term in kind})
# Where a row lies is judged together.
_POSITION = frozenset({"lon", "lat", "country", "area"})


@dataclass(frozen=True)
class Edited:
    """An edited place, or none and what is wrong; notices tell what was repaired."""

    place: OwnPlace | None
    problems: tuple[RowProblem, ...]


def cells(place: OwnPlace, names: Mapping[str, Notice], lang: Lang) -> dict[str, str]:
    """Text of each column that can be edited, then of the further ones.

    Parameters
    ----------
    place : OwnPlace
    names : mapping of str to Notice
        What countries (by code) and industries (by id) are called.
    lang : {"zh", "en"}
        Language of terms and names.
    """
    found = {key: _text(key, getattr(place, key), names, lang) for key in KEYS}
    return found | {EXTRA + heading: words for heading, words in place.extra.items()}


def _text(key: str, value: object, names: Mapping[str, Notice], lang: Lang) -> str:
    if value is None:
        return ""
    if key == "type":
        value = _TYPES.get(str(value), value)
    if isinstance(value, Term):
        return value.en if lang == "en" else value.zh
    if isinstance(value, tuple):
        return "|".join(_named(item, names, lang) for item in value)
    if isinstance(value, float):
        return repr(value)
    return _named(str(value), names, lang) if key == "country" else str(value)


def _named(identifier: str, names: Mapping[str, Notice], lang: Lang) -> str:
    notice = names.get(identifier)
    return getattr(notice, lang) if notice else identifier


def edit(  # noqa: PLR0913 - what the cells mean hangs on all of it
    before: OwnPlace | None,
    shown: Mapping[str, str],
    changes: Mapping[str, str],
    known: Known,
    limits: Limits,
    *,
    number: int = 1,
) -> Edited:
    """Apply changed cells to a place; what was not changed stays as it is to the last digit.

    Parameters
    ----------
    before : OwnPlace, optional
        None for a new row.
    shown : mapping of str to str
        All cells as :func:`cells` gave them.
    changes : mapping of str to str
        Cells that were changed.
    known : Known
        Countries and industries.
    limits : Limits
        Length of cells.
    number : int
        Row number for messages.
    """
    changed = {key: text for key, text in changes.items() if text.strip() != shown.get(key, "")}
    if before is not None and before.wkt and changed.keys() & {"lon", "lat"}:
        fault = CellError("on-shape", "lon, lat", "")
        return Edited(None, (describe(fault, number, "lon, lat"),))
    everything = {**shown, **changed}
    headings = tuple(everything)
    mapping = {heading: heading if heading in BY_KEY else "" for heading in headings}
    row = SourceRow(number, tuple(everything[heading].strip() for heading in headings))
    read = draft(row, headings, mapping, known, limits)
    made = build(read)
    faults = [(error, "error") for error in read.errors] + [(n, "notice") for n in read.position.notices]
    problems = tuple(describe(fault, number, fault.field, level) for fault, level in faults)  # type: ignore[arg-type]
    if made is None:
        return Edited(None, problems)
    extra = {heading.removeprefix(EXTRA): words for heading, words in made.extra.items()}
    made = made.model_copy(update={"extra": extra})
    return Edited(made if before is None else _keeping(before, made, set(changed)), problems)


def _keeping(before: OwnPlace, made: OwnPlace, changed: set[str]) -> OwnPlace:
    """The place before with the changed fields of the one made of its cells."""
    wanted = changed & set(KEYS)
    if wanted & _POSITION:
        wanted |= _POSITION | {"precision"}
    if any(key.startswith(EXTRA) for key in changed):
        wanted.add("extra")
    return OwnPlace.model_validate(before.model_dump() | {key: getattr(made, key) for key in wanted})


def merged(before: OwnPlace, mine: OwnPlace, theirs: OwnPlace) -> OwnPlace:
    """Their place with what I changed in it; mine as it is where the two cannot be joined."""
    fields = {key: getattr(mine, key) for key in OwnPlace.model_fields}
    changed = {key: value for key, value in fields.items() if value != getattr(before, key)}
    try:
        return OwnPlace.model_validate(theirs.model_dump() | changed)
    except ValidationError:
        return mine
