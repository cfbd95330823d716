"""Files to records: TOML for one record a file, CSV for tidy tables.

Loading never stops at the first fault. It returns what could be read and every problem found,
each with the file and the field, so that whoever edits the data sees them all at once.

CSV conventions: UTF-8, one row a record, an empty cell is an absent field, ``a.b`` is field ``b``
inside ``a``, and lists are separated by ``|``.
"""

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar, get_origin

from pydantic import BaseModel, ValidationError

from corridors import clauses, models, paths, transport
from corridors.models import Record

LIST_SEPARATOR = "|"

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, order=True)
class Problem:
    """Something wrong in the data: where it is and what to do about it."""

    file: str
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.field}: {self.message}" if self.field else f"{self.file}: {self.message}"


@dataclass(frozen=True)
class Kept:
    """A record and the file it came from."""

    record: Record
    file: str


@dataclass
class Loaded:
    """All records by model, and all problems met on the way."""

    kept: list[Kept] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def of(self, model: type[R]) -> list[R]:
        """Records of ``model`` or a subclass of it, in file order."""
        return [kept.record for kept in self.kept if isinstance(kept.record, model)]


# What lies where: a glob below data/, and the record in it. CSV holds a row a record.
LAYOUT: MappingProxyType[str, type[Record]] = MappingProxyType(
    {
        "sources/*.csv": models.Source,
        "policy/*.toml": clauses.Document,
        "policy/agencies.csv": models.Agency,
        "policy/industries.csv": models.Industry,
        "policy/targets.csv": models.Target,
        "policy/phrases.csv": clauses.Phrase,
        "policy/abbreviations.csv": clauses.Abbreviation,
        "policy/topics.csv": clauses.Topic,
        "policy/cues.csv": clauses.Cue,
        "places/countries.csv": models.Country,
        "places/groups.csv": models.Group,
        "places/ports.csv": models.Port,
        "places/crossings.csv": models.Crossing,
        "places/straits.csv": models.Strait,
        "places/cities.csv": models.City,
        "places/platforms.csv": models.Platform,
        "places/market/*.toml": models.Market,
        "places/zone/*.toml": models.Zone,
        "places/bonded/*.toml": models.Bonded,
        "corridors/legs.csv": models.Leg,
        "corridors/*.toml": models.Corridor,
        "transport/speeds.csv": transport.Figure,
        "transport/dwell.csv": transport.Dwell,
        "transport/emissions.csv": transport.Figure,
        "transport/choices.csv": transport.Figure,
        "transport/seasons.csv": transport.Season,
        "transport/trips.csv": transport.Trip,
        "transport/indicators.csv": transport.Indicator,
        "geo/lengths.csv": models.TrackLength,
        "geo/labels.csv": models.Label,
    }
)


def load(data: Path = paths.DATA) -> Loaded:
    """Read every record below ``data``.

    Returns
    -------
    Loaded
        Records in a stable order, and one :class:`Problem` for each fault.
    """
    loaded = Loaded()
    for pattern, model in LAYOUT.items():
        files = sorted(data.glob(pattern))
        if not files:
            loaded.problems.append(Problem(f"data/{pattern}", "", "no such file: records are missing"))
        for path in files:
            _load_file(path, path.relative_to(data.parent).as_posix(), model, loaded)
    return loaded


def _load_file(path: Path, name: str, model: type[Record], loaded: Loaded) -> None:
    try:
        rows = list(_rows(path, name, model))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, csv.Error, OSError) as error:
        loaded.problems.append(Problem(name, "", f"cannot be read: {error}"))
        return
    if not rows:
        loaded.problems.append(Problem(name, "", "holds no record"))
    for label, values in rows:
        _build(model, values, label, loaded)


def _rows(path: Path, name: str, model: type[Record]) -> Iterator[tuple[str, dict[str, Any]]]:
    if path.suffix == ".toml":
        with path.open("rb") as stream:
            yield name, tomllib.load(stream)
        return
    with path.open(encoding="utf-8", newline="") as stream:
        for number, row in enumerate(csv.DictReader(stream, strict=True), start=2):
            yield f"{name}:{number}", _unflatten(row, model)


def _unflatten(row: dict[str, str], model: type[Record]) -> dict[str, Any]:
    """Turn a CSV row into nested values: ``a.b`` columns, ``|`` lists, empty cells dropped."""
    values: dict[str, Any] = {}
    for column, cell in row.items():
        if column is None:  # DictReader puts cells beyond the header here
            values["(cells beyond the header)"] = cell
        elif cell:
            _put(values, column.split("."), cell, model)
    return values


def _put(values: dict[str, Any], keys: list[str], cell: str, model: type[BaseModel]) -> None:
    head, *rest = keys
    if rest:
        _put(values.setdefault(head, {}), rest, cell, model)
        return
    info = model.model_fields.get(head)
    is_list = info is not None and get_origin(info.annotation) is tuple
    values[head] = cell.split(LIST_SEPARATOR) if is_list else cell


def _build(model: type[Record], values: dict[str, Any], label: str, loaded: Loaded) -> None:
    try:
        record = model.model_validate(values)
    except ValidationError as error:
        who = f"{label} ({values['id']})" if "id" in values else label
        for detail in error.errors():
            where = ".".join(str(part) for part in detail["loc"])
            loaded.problems.append(Problem(who, where, detail["msg"]))
        return
    loaded.kept.append(Kept(record, label))
