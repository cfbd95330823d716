"""GeoPackage: one layer, its description and metadata inside; a plain table for rows without shapes."""

import io
import threading
from datetime import date
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import pyogrio
from shapely.geometry.base import BaseGeometry

from corridors.exchange.exporting.imprint import EXPORTED_ON
from corridors.exchange.exporting.table import Table, uniquely

# Names the format keeps for itself.
RESERVED = frozenset({"fid", "geom"})
_TYPES = {"text": "string", "number": "Float64", "integer": "Int64"}
_one_at_a_time = threading.Lock()


def write(table: Table, about: dict[str, str]) -> bytes:
    """The table as a GeoPackage in WGS84 (EPSG:4326)."""
    stream = io.BytesIO()
    frame = _frame(table)
    options: dict[str, Any] = {
        "layer": table.layer.replace(":", "-"),
        "driver": "GPKG",
        # Programs a few years old open this version; nothing here needs a newer one.
        "dataset_options": {"VERSION": "1.2"},
        "layer_options": {"IDENTIFIER": about["title"], "DESCRIPTION": "\n".join(about.values())},
        "layer_metadata": about,
    }
    if table.shapes:
        kind = _kind([shape for shape in table.shapes if shape is not None])
        options |= {"geometry_type": kind, "promote_to_multi": kind.startswith("Multi")}
    with _one_at_a_time:
        # The library would stamp the moment of writing; the day of export makes equal files equal.
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _moment(about)})
        try:
            pyogrio.write_dataframe(frame, stream, **options)
        finally:
            pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
    return stream.getvalue()


def _frame(table: Table) -> pd.DataFrame:
    names = uniquely(tuple(field.key for field in table.fields), RESERVED)
    columns = {
        name: pd.Series([row.get(field.key) for row in table.rows], dtype=_TYPES[field.type])
        for name, field in zip(names, table.fields, strict=True)
    }
    frame = pd.DataFrame(columns)
    if not table.shapes:
        return frame
    return geopandas.GeoDataFrame(frame, geometry=np.array(table.shapes, dtype=object), crs="EPSG:4326")


def _kind(shapes: list[BaseGeometry]) -> str:
    """Type of the layer: of parts if any shape has several, unknown if they are of different kinds."""
    kinds = {shape.geom_type for shape in shapes}
    bases = {kind.removeprefix("Multi") for kind in kinds}
    if len(bases) != 1:
        return "Unknown"
    base = bases.pop()
    return base if kinds == {base} else f"Multi{base}"


def _moment(about: dict[str, str]) -> str:
    return f"{date.fromisoformat(about[EXPORTED_ON]).isoformat()}T00:00:00.000Z"
