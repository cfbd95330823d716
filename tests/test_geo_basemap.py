"""The base map: shapes against records, China's official view, frame, coverage, budget."""

import csv
import gzip
import hashlib
import json
from collections import Counter
from itertools import combinations

import numpy as np
import pytest
import shapely
from shapely.geometry import LineString, MultiPolygon, Point, box

from corridors import paths, records, shapes
from corridors.build import coverage, official_view
from corridors.exchange import gcj
from corridors.models import Country, Group

BASE_FILES = ("countries.geojson", "liaoning.geojson", "provinces.geojson", "lines.geojson", "labels.csv")
CITIES = (
    *("dalian", "shenyang", "anshan", "fushun", "benxi", "dandong", "jinzhou", "yingkou", "fuxin"),
    *("liaoyang", "panjin", "tieling", "chaoyang", "huludao"),
)
GROUP_SIZES = {
    "group:africa": 54,
    "group:asean": 10,
    "group:cee": 16,
    "group:central-asia": 5,
    "group:east-africa": 10,
    "group:eastern-europe": 10,
    "group:eu": 28,
    "group:europe": 43,
    "group:latin-america": 33,
    "group:north-america": 2,
    "group:south-asia": 8,
    "group:south-pacific": 16,
}
# Longitude and latitude of places well inside the country that the official view puts them in.
POINTS = {
    "Taipei": (121.53, 25.04, "CHN"),
    "Kaohsiung": (120.35, 22.65, "CHN"),
    "Tawang": (91.87, 27.59, "CHN"),
    "southern Tibet": (94.5, 28.0, "CHN"),
    "Aksai Chin": (79.5, 35.2, "CHN"),
    "Hong Kong": (114.1, 22.42, "CHN"),
    "Haikou": (110.3, 19.95, "CHN"),
    "Dalian": (121.602, 38.912, "CHN"),
    "Heixiazi west": (134.45, 48.33, "CHN"),
    "Sevastopol": (33.6, 44.65, "UKR"),
    "Simferopol": (34.1, 44.95, "UKR"),
    "Pristina": (21.16, 42.66, "SRB"),
    "Kunashir": (145.9, 44.1, "RUS"),
    "Golan": (35.78, 33.0, "SYR"),
    "Srinagar": (74.8, 34.08, "IND"),
    "Gilgit": (74.3, 35.92, "PAK"),
    "Murghab": (73.97, 38.17, "TJK"),
    "Choibalsan": (114.53, 48.07, "MNG"),
    "Vladivostok": (131.886, 43.116, "RUS"),
    "Anadyr hinterland": (174.0, 65.5, "RUS"),
    "Egvekinot, beyond 180": (-178.5, 66.5, "RUS"),
    "Suva": (178.42, -18.0, "FJI"),
    "Taveuni, beyond 180": (-179.95, -16.82, "FJI"),
    "Pyongyang": (125.75, 39.03, "PRK"),
    "Seoul": (127.0, 37.56, "KOR"),
    "Longyearbyen": (15.8, 78.2, "SJM"),
}


@pytest.fixture(scope="module")
def countries():
    return shapes.read(paths.GEO / "countries.geojson")


@pytest.fixture(scope="module")
def liaoning():
    return shapes.read(paths.GEO / "liaoning.geojson")


@pytest.fixture(scope="module")
def loaded():
    return records.load()


@pytest.fixture(scope="module")
def country_records(loaded):
    found = {record.id: record for record in loaded.of(Country)}
    assert len(found) > 200
    return found


@pytest.fixture(scope="module")
def groups(loaded):
    return {record.id: record for record in loaded.of(Group)}


def test_tables_load_without_problems(loaded):
    mine = ("data/places/countries.csv", "data/places/groups.csv")
    assert [str(p) for p in loaded.problems if p.file.startswith(mine)] == []


def test_every_shape_has_a_record_and_back(countries, country_records):
    assert set(countries) == set(country_records)


def test_taiwan_hong_kong_and_macao_are_not_countries(countries, country_records):
    parts = {"country:TWN", "country:HKG", "country:MAC"}
    assert not parts & (set(countries) | set(country_records))
    assert country_records["country:CHN"].aliases == ("中华人民共和国",)


@pytest.mark.parametrize(
    "name", ["countries.geojson", "liaoning.geojson", "lines.geojson", "provinces.geojson"]
)
def test_features_hold_an_id_and_a_geometry_only(name):
    features = json.loads((paths.GEO / name).read_text(encoding="utf-8"))["features"]
    assert features
    assert {frozenset(feature) for feature in features} == {frozenset(("type", "id", "geometry"))}


def test_shapes_are_valid_and_inside_the_frame(countries, liaoning):
    for key, shape in (countries | liaoning).items():
        assert shape.is_valid, key
        assert not shape.is_empty, key
        west, south, east, north = shape.bounds
        assert west >= -30, key
        assert east <= 330, key
        assert -90 < south < north < 90, key


def test_countries_share_their_borders(countries):
    assert shapely.coverage_is_valid(list(countries.values()))


def test_countries_do_not_overlap(countries):
    outlines = list(countries.values())
    tree = shapely.STRtree(outlines)
    pairs = {
        tuple(sorted(pair)) for pair in tree.query(outlines, predicate="intersects").T if pair[0] != pair[1]
    }
    assert len(pairs) > 250
    for first, second in pairs:
        assert outlines[first].intersection(outlines[second]).area < 1e-6


@pytest.mark.parametrize("place", POINTS)
def test_places_lie_in_their_country(countries, place):
    lon, lat, code = POINTS[place]
    point = Point(shapes.to_frame(lon), lat)
    assert [key for key, shape in countries.items() if shape.contains(point)] == [f"country:{code}"]


@pytest.mark.parametrize(
    ("name", "lon", "lat"),
    [
        ("钓鱼岛", 123.47, 25.74),
        ("赤尾屿", 124.56, 25.92),
        ("永兴岛", 112.34, 16.83),
        ("黄岩岛", 117.76, 15.15),
        ("曾母暗沙", 112.28, 3.97),
        ("东沙岛", 116.72, 20.70),
    ],
)
def test_small_islands_of_china_are_kept(countries, name, lon, lat):
    assert countries["country:CHN"].distance(Point(lon, lat)) < 0.04, name


def test_nothing_is_cut_at_the_date_line(countries):
    seam = LineString([(180, -60), (180, 84)])
    for key, shape in countries.items():
        shared = shape.boundary.intersection(seam)
        assert shared.length < 0.02, f"{key} has an edge along 180°"
    mainland = max(countries["country:RUS"].geoms, key=lambda part: part.area)
    assert mainland.contains(Point(175, 66))
    assert mainland.contains(Point(187, 66.5))


def test_label_points_lie_in_the_largest_polygon(countries, country_records):
    for key, record in country_records.items():
        largest = max(shapely.get_parts(countries[key]), key=lambda part: part.area)
        assert largest.distance(Point(shapes.to_frame(record.lon), record.lat)) < 0.01, key
        assert record.country == key.removeprefix("country:")


def test_no_wording_names_two_countries_or_groups(country_records, groups):
    named = Counter(
        surface
        for record in (*country_records.values(), *groups.values())
        for surface in {record.name_zh, *record.aliases}
    )
    assert [surface for surface, count in named.items() if count > 1] == []
    assert [surface for surface in named if len(surface) < 2] == []
    assert "中非" not in named
    assert "刚果" not in named


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("KGZ", "吉尔吉斯斯坦"),
        ("MKD", "北马其顿"),
        ("IDN", "印度尼西亚"),
        ("KOR", "韩国"),
        ("PRK", "朝鲜"),
        ("LAO", "老挝"),
        ("COD", "刚果（金）"),
        ("COG", "刚果（布）"),
        ("CIV", "科特迪瓦"),
        ("SWZ", "斯威士兰"),
        ("CAF", "中非共和国"),
    ],
)
def test_names_are_the_usual_ones(country_records, code, name):
    assert country_records[f"country:{code}"].name_zh == name


def test_policy_wordings_are_aliases(country_records):
    assert "印尼" in country_records["country:IDN"].aliases
    assert "蒙古国" in country_records["country:MNG"].aliases


def test_groups_have_their_members_and_every_member_a_record(groups, country_records):
    assert {key: len(group.members) for key, group in groups.items()} == GROUP_SIZES
    for key, group in groups.items():
        assert len(set(group.members)) == len(group.members), key
        assert {f"country:{code}" for code in group.members} <= set(country_records), key


def test_groups_follow_the_policy(groups):
    eastern = groups["group:eastern-europe"].members
    assert {"SRB", "ROU", "POL"} <= set(eastern)
    assert "RUS" not in eastern
    assert "RUS" not in groups["group:europe"].members
    assert "GBR" in groups["group:eu"].members
    assert "UGA" in groups["group:east-africa"].members


def test_liaoning_cities_fill_the_province_and_share_its_coast(liaoning, countries):
    assert set(liaoning) == {f"city:{slug}" for slug in CITIES}
    cities = list(liaoning.values())
    assert shapely.coverage_is_valid(cities)
    for first, second in combinations(cities, 2):
        assert first.intersection(second).area < 1e-9
    province = shapely.coverage_union_all(cities)
    assert province.difference(countries["country:CHN"]).area < 1e-9
    coast = shapely.intersection(province.boundary, countries["country:CHN"].boundary)
    assert coast.length > 10, "Liaoning's coast and border in degrees, the same vertices in both files"


@pytest.mark.parametrize(
    ("slug", "lon", "lat"),
    [
        ("shenyang", 123.433, 41.792),
        ("dalian", 121.602, 38.912),
        ("yingkou", 122.228, 40.665),
        ("jinzhou", 121.142, 41.108),
        ("dandong", 124.395, 40.129),
        ("tieling", 123.841, 42.293),
        ("panjin", 122.074, 41.121),
        ("liaoyang", 123.173, 41.272),
        ("anshan", 122.990, 41.124),
        ("huludao", 120.836, 40.752),
    ],
)
def test_city_points_lie_in_their_city(liaoning, slug, lon, lat):
    assert liaoning[f"city:{slug}"].distance(Point(lon, lat)) < 0.01


def test_dashes_are_ten_and_the_first_is_east_of_taiwan():
    dashes = shapes.read(paths.GEO / "lines.geojson")
    assert len(dashes) == 10
    assert all(key.startswith("line:south-china-sea-") for key in dashes)
    assert dashes["line:south-china-sea-01"].distance(Point(122.65, 24.0)) < 0.2


def test_provincial_borders_lie_within_china(countries):
    (borders,) = shapes.read(paths.GEO / "provinces.geojson").values()
    assert borders.length > 200
    assert borders.difference(countries["country:CHN"].buffer(0.002)).length < 1e-6


def test_labels_stand_beside_islands_of_china(countries):
    with (paths.GEO / "labels.csv").open(encoding="utf-8", newline="") as stream:
        labels = {row["name_zh"]: row for row in csv.DictReader(stream)}
    assert {"东沙群岛", "西沙群岛", "中沙群岛", "南沙群岛", "钓鱼岛", "赤尾屿", "黄岩岛", "曾母暗沙"} == set(
        labels
    )
    for name, row in labels.items():
        point = Point(float(row["lon"]), float(row["lat"]))
        assert countries["country:CHN"].distance(point) < 1.0, name


@pytest.mark.parametrize(
    ("name", "raw", "packed"),
    [
        ("countries.geojson", 600_000, 170_000),
        ("liaoning.geojson", 150_000, 50_000),
        ("provinces.geojson", 120_000, 40_000),
        ("lines.geojson", 20_000, 5_000),
    ],
)
def test_files_are_within_budget(name, raw, packed):
    content = (paths.GEO / name).read_bytes()
    assert len(content) <= raw
    assert len(gzip.compress(content)) <= packed


@pytest.mark.parametrize("name", BASE_FILES)
def test_register_holds_the_checksum_of_each_file(name):
    with (paths.GEO / "versions.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["file"] == name]
    digest = hashlib.sha256((paths.GEO / name).read_bytes()).hexdigest()
    assert {row["sha256"] for row in rows} == {digest}
    assert all(row["licence"] and row["credit"] and len(row["input_sha256"]) == 64 for row in rows)


def test_gcj_offset_is_some_hundred_metres_and_its_inverse_holds():
    wgs84 = np.array([[121.6, 38.9], [114.2, 22.3], [87.6, 43.8]])
    offset = gcj.offset(wgs84)
    assert (np.abs(offset) < 0.008).all()
    assert (np.abs(offset).max(axis=1) > 0.001).all()
    assert np.allclose(gcj.to_wgs84(wgs84 + offset), wgs84, atol=1e-8)


def test_an_area_without_a_decision_stops_the_build():
    area = shapely.box(0, 0, 1, 1)
    codes = {"IND-PAK-JK", "PAK", "IND", *official_view.MERGED}
    codes |= {decision.country for decision in official_view.MERGED.values()}
    areas = dict.fromkeys(codes, area)
    assert set(official_view.assign(areas, area)) == {code for code in codes if len(code) == 3} - {"XKX"}
    with pytest.raises(ValueError, match="AAA-BBB"):
        official_view.assign(areas | {"AAA-BBB": area}, area)


def test_the_date_line_dissolves_and_the_frame_clips():
    halves = shapely.MultiPolygon([shapely.box(170, 0, 180, 10), shapely.box(-180, 0, -170, 10)])
    whole = coverage.to_frame(halves)
    assert len(whole.geoms) == 1
    assert whole.bounds == (170, 0, 190, 10)
    greenland = coverage.to_frame(shapely.box(-40, 60, -20, 70))
    assert sorted(part.bounds[0] for part in greenland.geoms) == [-30, 320]


def test_simplified_neighbours_still_touch_across_windows():
    wiggle = [(x / 10, 0.02 * (-1) ** x) for x in range(101)]
    units = {
        "north": shapely.Polygon([*wiggle, (10, 5), (0, 5)]),
        "south": shapely.Polygon([*wiggle, (10, -5), (0, -5)]),
    }
    windows = (
        coverage.Window((2, -2, 4, 2), tolerance=0.001, min_area=0, decimals=3),
        coverage.Window((-1, -6, 11, 6), tolerance=0.5, min_area=0, decimals=2),
    )
    slim = coverage.simplify(coverage.clean(units), windows)
    assert shapely.coverage_is_valid(list(slim.values()))
    assert shapely.union_all(list(slim.values())).area == pytest.approx(100, rel=0.01)
    kept = [x for x, _ in shapely.get_coordinates(slim["north"])]
    fine = sum(2 <= x <= 4 for x in kept)
    assert fine > 15
    assert len(kept) - fine < 20


def test_no_crumb_of_a_country_lies_far_from_home(countries):
    assert coverage.bring_strays_home(countries) == countries


def test_a_crumb_goes_to_the_neighbour_it_touches():
    crumb = box(80, 30, 80.005, 30.005)
    units = {"a": MultiPolygon([box(0, 0, 1, 1), crumb]), "b": box(80.005, 29, 81, 31)}
    home = coverage.bring_strays_home(units)
    assert home["a"].equals(box(0, 0, 1, 1))
    assert home["b"].covers(crumb)
