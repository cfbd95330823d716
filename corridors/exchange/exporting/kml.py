"""KML 2.2: one placemark a row, its values as typed data, the imprint in the document's description.

Rows without a shape become placemarks without geometry. Longitudes are within ±180, as KML asks for,
and lines are cut at the date line. Every text is escaped; signs that XML cannot hold are replaced.
"""

import re
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape

import shapely
from shapely.geometry.base import BaseGeometry

from corridors.exchange.exporting.table import Field, Table, Value

_TYPES = {"text": "string", "number": "double", "integer": "int"}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE = "\n"
_QUOTED = {'"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}
_NAMES = ("name_zh", "title", "evidence", "name_en", "id")
_NOTES = ("note", "text")


def write(table: Table, about: dict[str, str]) -> bytes:
    """The table as a KML document."""
    return "".join(_document(table, about)).encode()


def _document(table: Table, about: dict[str, str]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n<Document>\n'
    yield f"<name>{_text(about['title'])}</name>\n"
    yield f"<description>{_text(_LINE.join(about.values()))}</description>\n<ExtendedData>\n"
    for key, value in about.items():
        yield f'<Data name="{_quoted(key)}"><value>{_text(value)}</value></Data>\n'
    yield '</ExtendedData>\n<Schema name="rows" id="rows">\n'
    for field in table.fields:
        yield f'<SimpleField type="{_TYPES[field.type]}" name="{_quoted(field.key)}">'
        yield f"<displayName>{_text(field.zh)}</displayName></SimpleField>\n"
    yield "</Schema>\n"
    shapes = table.shapes or (None,) * len(table.rows)
    for row, shape in zip(table.rows, shapes, strict=True):
        yield _placemark(table.fields, row, shape)
    yield "</Document>\n</kml>\n"


def _placemark(fields: tuple[Field, ...], row: Mapping[str, Value], shape: BaseGeometry | None) -> str:
    data = "".join(
        f'<SimpleData name="{_quoted(field.key)}">{_text(_plain(row.get(field.key)))}</SimpleData>'
        for field in fields
        if field.type == "text" or row.get(field.key) is not None
    )
    geometry = "" if shape is None else _geometry(shape)
    return (
        f"<Placemark><name>{_first(row, _NAMES)}</name><description>{_first(row, _NOTES)}</description>"
        f'<ExtendedData><SchemaData schemaUrl="#rows">{data}</SchemaData></ExtendedData>{geometry}'
        "</Placemark>\n"
    )


def _plain(value: Value) -> str:
    return "" if value is None else str(value)


def _first(row: Mapping[str, Value], keys: tuple[str, ...]) -> str:
    return _text(next((str(row[key]) for key in keys if row.get(key)), ""))


def _geometry(shape: BaseGeometry) -> str:
    match shape.geom_type:
        case "Point":
            return f"<Point>{_coordinates(shape)}</Point>"
        case "LineString":
            return f"<LineString><tessellate>1</tessellate>{_coordinates(shape)}</LineString>"
        case "Polygon":
            outer, *inner = shapely.get_rings(shape)
            holes = "".join(f"<innerBoundaryIs>{_ring(ring)}</innerBoundaryIs>" for ring in inner)
            return f"<Polygon><outerBoundaryIs>{_ring(outer)}</outerBoundaryIs>{holes}</Polygon>"
        case _:
            parts = "".join(_geometry(part) for part in shapely.get_parts(shape))
            return f"<MultiGeometry>{parts}</MultiGeometry>"


def _ring(ring: BaseGeometry) -> str:
    return f"<LinearRing>{_coordinates(ring)}</LinearRing>"


def _coordinates(shape: BaseGeometry) -> str:
    points = " ".join(f"{lon!r},{lat!r}" for lon, lat in shapely.get_coordinates(shape).tolist())
    return f"<coordinates>{points}</coordinates>"


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", text), {"\r": "&#13;"})


def _quoted(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", text), _QUOTED)
