"""Own layers as tables: the columns of an own row, then whatever else its file had."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from corridors.exchange.columns import COLUMNS, LIST_SEPARATOR, OwnPlace
from corridors.exchange.exporting import dateline
from corridors.exchange.exporting.table import WKT, Field, Table, Value, own_field, uniquely
from corridors.notices import CREDITS, Notice


def own_table(
    layer: str,
    title: str,
    places: Sequence[OwnPlace],
    names: Mapping[str, Notice] = MappingProxyType({}),
) -> Table:
    """Rows of an own layer, or some of them, as a table.

    Parameters
    ----------
    layer, title : str
        Id and title of the layer.
    places : sequence of OwnPlace
        Rows in order.
    names : mapping
        What countries and industries are called, as :func:`layers.names_of` gives it.
    """
    common = tuple(own_field(column.key) for column in COLUMNS if column.key != WKT)
    extra = tuple(dict.fromkeys(key for place in places for key in place.extra))
    headings = uniquely(extra, frozenset(field.key for field in common) | {WKT})
    fields = (*common, *(Field(name, name, name) for name in headings))
    renamed = dict(zip(extra, headings, strict=True))
    return Table(
        layer,
        Notice(title, title),
        fields,
        tuple(_row(place, renamed) for place in places),
        tuple(_shape(place) for place in places),
        CREDITS["own"],
        names,
    )


def _row(place: OwnPlace, renamed: Mapping[str, str]) -> dict[str, Value]:
    values = place.model_dump(mode="json", exclude={"industries", "extra", WKT})
    values["industries"] = LIST_SEPARATOR.join(place.industries)
    row: dict[str, Value] = {key: None if value == "" else value for key, value in values.items()}
    return row | {renamed[key]: value for key, value in place.extra.items()}


def _shape(place: OwnPlace) -> BaseGeometry | None:
    if place.wkt is not None:
        try:
            return dateline.cut(shapely.from_wkt(place.wkt))
        except ShapelyError:
            return None
    return None if place.lon is None or place.lat is None else Point(place.lon, place.lat)
