"""A layer or a filtered table on its way out: rows, shapes, and what has to be said with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal, TypeAlias

from shapely.geometry.base import BaseGeometry

from corridors.exchange.columns import BY_KEY
from corridors.notices import Notice

Value: TypeAlias = str | int | float | None
FieldType = Literal["text", "number", "integer"]
WKT = "wkt"
Headings = Literal["key", "zh", "en"]


@dataclass(frozen=True)
class Field:
    """A column: key for machines, headings for readers."""

    key: str
    zh: str
    en: str
    type: FieldType = "text"

    def heading(self, headings: Headings) -> str:
        """What stands above the column."""
        return {"key": self.key, "zh": self.zh, "en": self.en}[headings]


@dataclass(frozen=True)
class Table:
    """Rows of one layer.

    Attributes
    ----------
    layer
        Name of the layer, or id of an own layer.
    title
        What it is called.
    fields
        Columns in order.
    rows
        Values by key of the field; lists are texts with ``|`` between.
    shapes
        A shape for each row, WGS84 longitude, latitude within ±180 and ±90; None for rows without.
        Empty for a layer that has no shapes at all.
    credit
        Whose the data are and under which licence.
    names
        What the ids of countries and industries among the values are called, for sheets that people read.
    """

    layer: str
    title: Notice
    fields: tuple[Field, ...]
    rows: tuple[Mapping[str, Value], ...]
    shapes: tuple[BaseGeometry | None, ...]
    credit: Notice
    names: Mapping[str, Notice] = field(default_factory=lambda: MappingProxyType({}))


class ExportError(ValueError):
    """A table that cannot be written; the message, in two languages, says why and what can."""

    def __init__(self, zh: str, en: str) -> None:
        self.zh, self.en = zh, en
        super().__init__(en)


def own_field(key: str) -> Field:
    """A column that own data have too, under the same key and headings."""
    column = BY_KEY[key]
    return Field(key, column.zh, column.en, "number" if column.type == "degrees" else "text")


def uniquely(names: tuple[str, ...], taken: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Names that stay different where upper and lower case do not count; ``_2`` and so on is added."""
    seen = set(taken)
    result = []
    for name in names:
        candidate, number = name, 2
        while candidate.casefold() in seen:
            candidate, number = f"{name}_{number}", number + 1
        seen.add(candidate.casefold())
        result.append(candidate)
    return tuple(result)


def with_wkt(table: Table) -> Table:
    """The table for a sheet: lines and areas become a column of WKT. Outlines of countries are too long."""
    drawn = [None if s is None or s.geom_type == "Point" else s.wkt for s in table.shapes]
    if table.layer == "countries" or not any(drawn):
        return table
    rows = tuple({**row, WKT: wkt} for row, wkt in zip(table.rows, drawn, strict=True))
    return replace(table, fields=(*table.fields, own_field(WKT)), rows=rows)
