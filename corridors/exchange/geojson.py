"""GeoJSON, feature by feature, so that a large file never becomes one large object."""

import io
import re
from collections.abc import Iterator
from typing import Any

import ijson
import numpy as np

from corridors.exchange.errors import ImportFileError
from corridors.exchange.geometry import Reprojection, from_geojson, reprojection
from corridors.exchange.limits import Limits
from corridors.exchange.source import Source, SourceRow, Watch, unique
from corridors.exchange.text import as_text, clean

# Deeper than any sound feature: properties, geometry, polygon, ring, point.
DEEPEST = 12
CHUNK = 1 << 20
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_STEP = np.zeros(256, dtype=np.int8)
_STEP[list(b"[{")] = 1
_STEP[list(b"]}")] = -1
_NO_NUMBER = re.compile(rb"[:,\[]\s*-?(NaN|Infinity)\b")


def open_geojson(data: bytes, limits: Limits, watch: Watch) -> Source:
    """Open a FeatureCollection or a single Feature.

    Raises
    ------
    ImportFileError
        If it is damaged, no GeoJSON, too large, or in a coordinate system that is not known.
    """
    prefix, declared = _survey(data)
    headers: dict[str, None] = {}
    total = 0
    for feature in _features(data, prefix):
        total += 1
        watch.row(total)
        headers.update(dict.fromkeys(_properties(feature)))
        if len(headers) > limits.columns:
            unique(list(headers), limits)
    if not total:
        raise ImportFileError("GeoJSON 里没有要素。", "the GeoJSON holds no feature")
    project = reprojection(declared)
    names = list(headers)

    def rows() -> Iterator[SourceRow]:
        for number, feature in enumerate(_features(data, prefix), start=1):
            yield _row(number, feature, names, project, limits)

    return Source("geojson", unique([clean(name) for name in names], limits), rows, None, total)


def _row(
    number: int, feature: Any, names: list[str], project: Reprojection | None, limits: Limits
) -> SourceRow:
    properties = _properties(feature)
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    shape, fault = from_geojson(geometry, project, limits)
    return SourceRow(number, tuple(as_text(properties.get(name)) for name in names), shape, fault)


def _properties(feature: Any) -> dict[str, Any]:
    if not isinstance(feature, dict):
        return {}
    properties = feature.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    identifier = feature.get("id")
    return properties if identifier is None or "id" in properties else {"id": identifier} | properties


def _survey(data: bytes) -> tuple[str, str]:
    """Where the features are, and the coordinate system that is declared (before RFC 7946 it could be)."""
    if _depth(data) > DEEPEST:
        raise ImportFileError("JSON 嵌套过深，不予读取。", "the JSON is nested too deeply to be read")
    kind = next(_events(ijson.items, data, "type"), None)
    if kind not in ("FeatureCollection", "Feature"):
        raise ImportFileError(
            "不是 GeoJSON 要素集（FeatureCollection）。", "the JSON is no GeoJSON FeatureCollection"
        )
    declared = next(_events(ijson.items, data, "crs.properties.name"), "") if b'"crs"' in data else ""
    return ("features.item" if kind == "FeatureCollection" else ""), str(declared)


def _depth(data: bytes) -> int:
    """How deeply brackets are nested; the parser would build all levels in memory to find out."""
    deepest = depth = 0
    bare = _STRING.sub(b"", data)
    for start in range(0, len(bare), CHUNK):
        steps = np.cumsum(_STEP[np.frombuffer(bare[start : start + CHUNK], dtype=np.uint8)], dtype=np.int64)
        deepest = max(deepest, depth + int(steps.max()))
        depth += int(steps[-1])
    return deepest


def _features(data: bytes, prefix: str) -> Iterator[Any]:
    return _events(ijson.items, data, prefix)


def _events(read: Any, data: bytes, prefix: str) -> Iterator[Any]:
    try:
        yield from read(io.BytesIO(data), prefix, use_float=True)
    except (ijson.JSONError, UnicodeError, OverflowError) as error:
        if _NO_NUMBER.search(data):
            raise ImportFileError(
                "JSON 里有 NaN 或 Infinity，不是合法的数。请改为 null 或实际坐标。",
                "the JSON holds NaN or Infinity, which are no numbers there; write null or real coordinates",
            ) from error
        raise ImportFileError(
            "JSON 有语法错误或不完整。请重新导出。", "the JSON is damaged or cut off; export it again"
        ) from error
