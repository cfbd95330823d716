"""GeoJSON as RFC 7946 has it: WGS84, cut at the date line, outer rings counterclockwise.

What the file says about itself is in the foreign member ``metadata``. Rows without a shape have the
geometry ``null``.
"""

import json
from typing import Any

import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from corridors.exchange.exporting.table import Table, Value


def write(table: Table, about: dict[str, str]) -> bytes:
    """The table as a FeatureCollection, one line a feature."""
    shapes = table.shapes or (None,) * len(table.rows)
    features = ",\n".join(_feature(table, row, shape) for row, shape in zip(table.rows, shapes, strict=True))
    head = f'{{"type":"FeatureCollection","name":{_json(table.layer)},"metadata":{_json(about)}'
    return f'{head},"features":[\n{features}\n]}}\n'.encode()


def _feature(table: Table, row: dict[str, Value] | Any, shape: BaseGeometry | None) -> str:
    properties = {field.key: row.get(field.key) for field in table.fields}
    geometry = None if shape is None else mapping(shapely.orient_polygons(shape))
    feature = {"type": "Feature", "properties": properties, "geometry": geometry}
    return _json(feature)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
