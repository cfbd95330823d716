"""The units the base map is made of, in WGS84 and in the map's frame."""

import shapely
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from corridors.build import coverage, inputs, official_view
from corridors.build.coverage import FRAME, Units, Window
from corridors.build.fetch import Archive
from corridors.exchange import gcj

WINDOWS = (
    Window((118.4, 38.2, 126.2, 43.8), tolerance=0.006, min_area=5e-5, decimals=3),
    Window((116.8, 33.0, 131.5, 43.8), tolerance=0.018, min_area=7e-4, decimals=3),
    Window((109.0, 3.4, 113.0, 7.5), tolerance=0.008, min_area=0.003, decimals=3),
    Window((109.6, 7.5, 117.0, 17.4), tolerance=0.008, min_area=0.003, decimals=3),
    Window((108.0, 38.0, 136.0, 54.0), tolerance=0.035, min_area=0.005, decimals=3),
    Window((73.0, 17.0, 150.0, 56.0), tolerance=0.06, min_area=0.006, decimals=3),
    Window((90.0, -12.0, 150.0, 17.0), tolerance=0.11, min_area=0.03, decimals=2),
    Window((150.0, -30.0, 220.0, 15.0), tolerance=0.06, min_area=0.006, decimals=2),
    Window((-12.0, 34.0, 45.0, 72.0), tolerance=0.11, min_area=0.03, decimals=2),
    Window((30.0, 62.0, 200.0, 82.0), tolerance=0.12, min_area=0.03, decimals=2),
    Window(FRAME, tolerance=0.23, min_area=0.1, decimals=2),
)
# Where China's public maps show every island: 南海诸岛, 东沙群岛, 钓鱼岛 and 赤尾屿.
SHOWN_ISLANDS = ((108.0, 3.0, 118.5, 18.0), (116.0, 20.3, 117.2, 21.0), (123.3, 25.6, 124.8, 26.1))

# Detail that no window shows is cut off early, because the overlay of everything is slow.
CHINESE_THIN = 0.0015
FOREIGN_THIN = 0.006

COAST_BOX = (105.0, 15.0, 126.0, 42.0)
# Smaller parts are islands, whose published outline is their coast.
CARVED_FROM_AREA = 0.05
FRAGMENT_AREA = 5e-4
# The vertices of both sides differ by the rounding to the grid.
BORDER_REACH = 1.5 * coverage.GRID

CHINA, PAKISTAN = "100000", "586"


def chinese_units(cnmaps: Archive, atlas: Archive) -> Units:
    """Liaoning's cities (``city:``) and the other provinces (``province:``), cut back to the coast.

    The published outlines are administrative: off Liaoning, Hainan and Taiwan they run up to 8 km
    out at sea. What Natural Earth counts as sea is taken off the large parts.
    """
    published: Units = {}
    for code in inputs.PROVINCES:
        if code == inputs.LIAONING:
            for city, slug in inputs.LIAONING_CITIES.items():
                published[f"city:{slug}"] = inputs.chinese_unit(cnmaps, city)
        else:
            published[f"province:{code}"] = inputs.chinese_unit(cnmaps, code)
    sea = box(*COAST_BOX).difference(inputs.natural_earth(atlas, "land-10m.json", "land"))
    units: Units = {}
    for key, shape in published.items():
        coastal = _carve(shapely.transform(shape, gcj.to_wgs84), sea)
        units[key] = coverage.thin(coastal, CHINESE_THIN, WINDOWS, SHOWN_ISLANDS)
    return units


def foreign_units(cnmaps: Archive, atlas: Archive, chinese: Units) -> Units:
    """Countries and territories outside China (``country:`` and ISO alpha-3 code).

    Where they border on China the package copied the Chinese vertices, so these are moved from
    GCJ-02 as well.
    """
    border = inputs.chinese_unit(cnmaps, CHINA).boundary
    published = inputs.foreign_areas(cnmaps)
    for code, numeric, limits in official_view.MISSING_ISLANDS:
        whole = inputs.natural_earth(atlas, "countries-10m.json", "countries", numeric)
        islands = [part for part in shapely.get_parts(whole) if box(*limits).covers(part)]
        published[code] = shapely.geometrycollections([published[code], *islands])
    areas = {
        code: _move_border(coverage.thin(inputs.polygons(shape), FOREIGN_THIN, WINDOWS), border)
        for code, shape in published.items()
    }
    pakistan = inputs.natural_earth(atlas, "countries-10m.json", "countries", PAKISTAN)
    countries = official_view.assign(areas, pakistan)
    strip = _unclaimed(official_view.TAJIK_STRIP_BOX, [*chinese.values(), *countries.values()])
    countries["TJK"] = countries["TJK"].union(strip)
    return {f"country:{code}": inputs.polygons(shape) for code, shape in sorted(countries.items())}


def _carve(shape: BaseGeometry, sea: BaseGeometry) -> BaseGeometry:
    kept: list[BaseGeometry] = []
    for part in shapely.get_parts(shape):
        if part.area < CARVED_FROM_AREA or not part.intersects(sea):
            kept.append(part)
        else:
            dry = shapely.get_parts(inputs.polygons(part.difference(sea)))
            kept.extend(piece for piece in dry if piece.area >= FRAGMENT_AREA)
    return inputs.polygons(shapely.geometrycollections(kept))


def _move_border(shape: BaseGeometry, border: BaseGeometry) -> BaseGeometry:
    """Move the vertices that lie on the published Chinese border from GCJ-02 to WGS84."""
    if not shape.intersects(box(*border.bounds)):
        return shape
    shapely.prepare(border)

    def move(coordinates: gcj.Coordinates) -> gcj.Coordinates:
        on_border = shapely.dwithin(border, shapely.points(coordinates), BORDER_REACH)
        moved = coordinates.copy()
        moved[on_border] = gcj.to_wgs84(coordinates[on_border])
        return moved

    return inputs.polygons(shapely.transform(shape, move))


def _unclaimed(limits: coverage.Box, shapes: list[BaseGeometry]) -> BaseGeometry:
    region = box(*limits)
    near = [shape for shape in shapes if shape.intersects(region)]
    return region.difference(shapely.union_all(near))
