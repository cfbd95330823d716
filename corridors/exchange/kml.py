"""KML and KMZ: placemarks with their data fields. Styles, pictures, links and scripts are left alone."""

import io
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from corridors.exchange.archive import damaged, open_zip
from corridors.exchange.columns import BY_KEY
from corridors.exchange.errors import ImportFileError
from corridors.exchange.geometry import Read, from_geojson
from corridors.exchange.limits import Limits
from corridors.exchange.source import Format, Source, SourceRow, Watch, unique
from corridors.exchange.text import clean

PARTS = {"Point": "MultiPoint", "LineString": "MultiLineString", "Polygon": "MultiPolygon"}
DEEPEST = 64


def unpack_kmz(data: bytes, limits: Limits) -> bytes:
    """The KML inside a KMZ: ``doc.kml``, else the first one.

    Raises
    ------
    ImportFileError
        If there is none, or unpacking is not safe.
    """
    archive = open_zip(data, limits)
    names = [part.filename for part in archive.infolist() if part.filename.lower().endswith(".kml")]
    if not names:
        raise ImportFileError("KMZ 里没有 KML。", "the KMZ holds no KML")
    try:
        return archive.read("doc.kml" if "doc.kml" in names else names[0])
    except Exception as error:  # zipfile lets errors of every decompressor through
        raise damaged() from error


def open_kml(data: bytes, limits: Limits, watch: Watch, kind: Format = "kml") -> Source:
    """Open the placemarks of a KML file.

    Raises
    ------
    ImportFileError
        If it is damaged, declares entities or a document type, or holds no placemark.
    """
    headers: dict[str, None] = {}
    total = 0
    for placemark in _placemarks(data):
        total += 1
        watch.row(total)
        headers.update(dict.fromkeys(_fields(placemark)))
        if len(headers) > limits.columns:
            unique(list(headers), limits)
    if not total:
        raise ImportFileError("KML 里没有地标（Placemark）。", "the KML holds no placemark")
    names = tuple(headers)

    def rows() -> Iterator[SourceRow]:
        for number, placemark in enumerate(_placemarks(data), start=1):
            fields = _fields(placemark)
            shape, fault = _shape(placemark, limits)
            yield SourceRow(number, tuple(fields.get(name, "") for name in names), shape, fault)

    return Source(kind, unique(names, limits), rows, None, total)


def _placemarks(data: bytes) -> Iterator[Element]:
    path: list[Element] = []
    try:
        for event, element in iterparse(io.BytesIO(data), events=("start", "end"), forbid_dtd=True):
            if event == "start":
                path.append(element)
                if len(path) > DEEPEST:
                    raise ImportFileError(
                        "KML 嵌套过深，不予读取。", "the KML is nested too deeply to be read"
                    )
                continue
            path.pop()
            if _tag(element) == "Placemark":
                yield element
            if path and not any(_tag(parent) == "Placemark" for parent in path):
                path[-1].remove(element)
    except DefusedXmlException as error:
        raise ImportFileError(
            "KML 里声明了实体或文档类型（DTD），为安全起见不予读取。",
            "the KML declares entities or a document type, which is not safe to read",
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        if isinstance(error, ImportFileError):
            raise
        raise ImportFileError(
            "KML 有语法错误或不完整。请重新导出。", "the KML is damaged or cut off; export it again"
        ) from error


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _fields(placemark: Element) -> dict[str, str]:
    """Name, description and data fields; files of this app repeat the first two in the fields."""
    data = {}
    for element in placemark.iter():
        tag = _tag(element)
        if tag == "Data":
            values = [child.text or "" for child in element if _tag(child) == "value"]
            data[clean(element.get("name", ""))] = clean(values[0]) if values else ""
        elif tag == "SimpleData":
            data[clean(element.get("name", ""))] = clean(element.text or "")
    own = {
        _tag(child): clean("".join(child.itertext()))
        for child in placemark
        if _tag(child) in {"name", "description"}
    }
    return data if "name_zh" in data and "name_en" in data and data.keys() & BY_KEY.keys() else own | data


def _shape(placemark: Element, limits: Limits) -> Read:
    shapes = [found for child in placemark if (found := _geometry(child, 0)) is not None]
    parts = [part for shape in shapes for part in shape]
    if not parts:
        return None, ""
    kinds = {kind for kind, _ in parts}
    if len(kinds) > 1:
        return None, "collection"
    coordinates = [part for _, part in parts]
    if any(part is None for part in coordinates):
        return None, "shape"
    return from_geojson({"type": PARTS[kinds.pop()], "coordinates": coordinates}, None, limits)


def _geometry(element: Element, level: int) -> list[tuple[str, Any]] | None:
    tag = _tag(element)
    if tag == "MultiGeometry" and level < DEEPEST:
        return [part for child in element for part in _geometry(child, level + 1) or []]
    if tag == "Polygon":
        rings = [
            _points(ring)
            for side in ("outerBoundaryIs", "innerBoundaryIs")
            for ring in _children(element, side)
        ]
        return [(tag, rings if rings and all(rings) else None)]
    if tag in {"LineString", "LinearRing"}:
        return [("LineString", _points(element))]
    if tag == "Point":
        points = _points(element)
        return [(tag, points[0] if points else None)]
    return None


def _children(element: Element, tag: str) -> list[Element]:
    return [child for child in element if _tag(child) == tag]


def _points(element: Element) -> list[list[float]] | None:
    """Points of the ``coordinates`` below an element: ``lon,lat[,height]`` with space between."""
    text = next((found.text or "" for found in element.iter() if _tag(found) == "coordinates"), "")
    try:
        return [[float(number) for number in point.split(",")[:2]] for point in text.split()] or None
    except ValueError:
        return None
