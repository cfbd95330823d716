"""GeoJSON, GeoPackage, KML and KMZ to places."""

import json
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer
from shapely import from_wkt
from shapely.geometry import LineString, MultiPoint, MultiPolygon, Point, Polygon, box

from corridors.exchange.errors import ImportFileError
from corridors.exchange.reading import Options, preview, read
from tests.import_files import codes, feature, geojson_bytes, gpkg_bytes, kml_bytes, problem, zip_bytes

POINT = {"type": "Point", "coordinates": [71.43, 51.13, 300.0]}
SQUARE = Polygon([(70, 50), (72, 50), (72, 52), (70, 52)])


def test_geojson_points_lines_and_areas() -> None:
    data = geojson_bytes(
        feature(POINT, 名称="甲", 国家="KAZ", 面积=3.0, 标签=["a", "b"], 空=None),
        feature({"type": "LineString", "coordinates": [[106, 47], [107, 48]]}, name="Line"),
        feature(SQUARE.__geo_interface__, name="面"),
        feature(None, name="Nowhere", 国家="Mongolia"),
        feature({"type": "MultiPoint", "coordinates": [[71, 51]]}, name="One of many"),
    )
    result = read(data, "a.geojson")
    assert not result.problems
    point, line, area, nowhere, one = result.accepted
    assert (point.lon, point.lat, point.wkt, point.extra) == (
        71.43,
        51.13,
        None,
        {"面积": "3", "标签": "a|b"},
    )
    assert line.wkt is not None
    assert from_wkt(line.wkt).equals(LineString([(106, 47), (107, 48)]))
    assert area.lon is not None
    assert area.lat is not None
    assert SQUARE.contains(Point(area.lon, area.lat))
    assert (nowhere.country, nowhere.lon) == ("MNG", None)
    assert (one.lon, one.wkt) == (71.0, None)


def test_geojson_single_feature_and_ids() -> None:
    data = json.dumps(feature(POINT, name="A") | {"id": 7}).encode()
    assert read(data, "a.geojson").accepted[0].id == "7"


def test_geojson_properties_of_later_features_are_columns_too() -> None:
    features = [feature(POINT, name=f"P{n}") for n in range(50)]
    features.append(feature(POINT, name="Last", 备注="晚到"))
    result = read(geojson_bytes(*features), "a.geojson")
    assert result.accepted[-1].note == "晚到"


@pytest.mark.parametrize("declared", ["EPSG:3857", "urn:ogc:def:crs:EPSG::3857"])
def test_geojson_in_another_system_is_reprojected(declared: str) -> None:
    x, y = Transformer.from_crs(4326, 3857, always_xy=True).transform(71.43, 51.13)
    data = geojson_bytes(
        feature({"type": "Point", "coordinates": [x, y]}, name="A"),
        crs={"type": "name", "properties": {"name": declared}},
    )
    found = read(data, "a.geojson").accepted[0]
    assert (found.lon, found.lat) == (pytest.approx(71.43), pytest.approx(51.13))


def test_geojson_in_an_unknown_system_is_refused() -> None:
    data = geojson_bytes(feature(POINT, name="A"), crs={"properties": {"name": "local grid"}})
    with pytest.raises(ImportFileError, match="unknown coordinate system"):
        read(data, "a.geojson")


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        ({"type": "GeometryCollection", "geometries": [POINT]}, "collection"),
        ({"type": "Circle", "coordinates": [1, 2]}, "shape"),
        ({"type": "Point", "coordinates": ["a", 1]}, "shape"),
        ({"type": "Point", "coordinates": [1]}, "shape"),
        ({"type": "Point"}, "shape"),
        ({"type": "Polygon", "coordinates": [[1, 2]]}, "shape"),
        ([1, 2], "shape"),
        ({"type": "LineString", "coordinates": [[500000, 4000000], [500100, 4000000]]}, "shape-range"),
        ({"type": "Point", "coordinates": [500000, 4000000]}, "range"),
        ({"type": "Point", "coordinates": [0, 0]}, "zero"),
    ],
)
def test_geojson_shapes_that_cannot_be_read(geometry: object, code: str) -> None:
    result = read(geojson_bytes(feature(geometry, name="A"), feature(POINT, name="B")), "a.geojson")
    assert problem(result).code == code
    assert problem(result).row == 1
    assert [place.name for place in result.accepted] == ["B"]


def test_a_swapped_shape_is_turned_round() -> None:
    data = geojson_bytes(
        feature({"type": "LineString", "coordinates": [[50, 70], [51, 71]]}, name="A", country="KAZ")
    )
    result = read(data, "a.geojson")
    assert problem(result).code == "swapped"
    assert result.accepted[0].wkt == "LINESTRING (70 50, 71 51)"


def test_a_point_given_with_a_shape_is_kept() -> None:
    data = geojson_bytes(feature(SQUARE.__geo_interface__, name="A", lon=70.5, lat=50.5))
    assert (read(data, "a.geojson").accepted[0].lon, read(data, "a.geojson").accepted[0].lat) == (70.5, 50.5)


def test_gcj02_moves_shapes_too() -> None:
    data = geojson_bytes(
        feature(box(121.5, 38.9, 121.6, 39.0).__geo_interface__, name="大连", country="中国")
    )
    found = read(data, "a.geojson", options=Options(crs="gcj02")).accepted[0]
    assert found.wkt is not None
    assert 121.49 < from_wkt(found.wkt).bounds[0] < 121.497


def test_geopackage_of_every_kind_of_shape(tmp_path: Path) -> None:
    bowtie = Polygon([(70, 50), (72, 52), (72, 50), (70, 52)])
    shapes = [
        Point(71, 51, 9),
        LineString([(70, 50), (71, 51)]),
        SQUARE,
        MultiPolygon([SQUARE, box(80, 50, 81, 51)]),
        MultiPoint([(71, 51), (72, 52)]),
        bowtie,
        None,
    ]
    names = ["点", "线", "面", "多面", "多点", "自交", "无"]
    data = gpkg_bytes(tmp_path, shapes, 名称=names, 国家=["KAZ"] * 7, n=[1, 2, 3, 4, 5, 6, None])
    result = read(data, "a.gpkg")
    assert not result.problems
    assert [place.name for place in result.accepted] == names
    assert [bool(place.wkt) for place in result.accepted] == [False, True, True, True, True, True, False]
    assert (result.accepted[0].lon, result.accepted[0].lat) == (71.0, 51.0)
    assert result.accepted[0].extra == {"n": "1"}
    assert preview(data, "a.gpkg").sheets == ("parks",)
    with pytest.raises(ImportFileError, match="there is no layer"):
        read(data, "a.gpkg", options=Options(sheet="zones"))


def test_geopackage_is_reprojected(tmp_path: Path) -> None:
    x, y = Transformer.from_crs(4326, 32642, always_xy=True).transform(71.43, 51.13)
    found = read(gpkg_bytes(tmp_path, [Point(x, y)], "EPSG:32642", name=["A"]), "a.gpkg").accepted[0]
    assert (found.lon, found.lat) == (pytest.approx(71.43), pytest.approx(51.13))


def test_geopackage_collections_are_told(tmp_path: Path) -> None:
    shapes = [from_wkt("GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (1 2, 3 4))"), Point(71, 51)]
    result = read(gpkg_bytes(tmp_path, shapes, name=["A", "B"]), "a.gpkg")
    assert codes(result) == [(1, "wkt", "collection")]


PLACEMARK = "<Placemark><name>{}</name>{}</Placemark>"


def test_kml_placemarks() -> None:
    data = kml_bytes(
        PLACEMARK.format(
            "甲",
            "<description><![CDATA[<b>好</b>]]></description><ExtendedData>"
            '<Data name="国家"><value>KAZ</value></Data><SchemaData><SimpleData name="面积">3</SimpleData>'
            "</SchemaData></ExtendedData><Point><coordinates> 71.43,51.13,0 </coordinates></Point>",
        ),
        PLACEMARK.format("Line", "<LineString><coordinates>70,50 71,51\n72,52</coordinates></LineString>"),
        PLACEMARK.format(
            "Ring",
            "<Polygon><outerBoundaryIs><LinearRing><coordinates>70,50 72,50 72,52 70,50</coordinates>"
            "</LinearRing></outerBoundaryIs></Polygon>",
        ),
        PLACEMARK.format(
            "Two",
            "<MultiGeometry><Point><coordinates>70,50</coordinates></Point>"
            "<MultiGeometry><Point><coordinates>71,51</coordinates></Point></MultiGeometry></MultiGeometry>",
        ),
    )
    for name, content in (("a.kml", data), ("a.kmz", zip_bytes(**{"doc.kml": data, "x.png": b"1"}))):
        result = read(content, name)
        assert not result.problems
        assert not result.notices
        first, line, ring, two = result.accepted
        assert (first.name_zh, first.country, first.lon, first.lat) == ("甲", "KAZ", 71.43, 51.13)
        assert (first.note, first.extra) == ("<b>好</b>", {"面积": "3"})
        assert line.wkt == "LINESTRING (70 50, 71 51, 72 52)"
        assert str(ring.wkt).startswith("POLYGON")
        assert str(two.wkt).startswith("MULTIPOINT")


def test_kml_of_this_app_repeats_its_names_and_they_are_read_once() -> None:
    fields = "".join(
        f'<Data name="{key}"><value>{value}</value></Data>'
        for key, value in {"name_zh": "甲", "name_en": "", "note": "原话", "country": "KAZ"}.items()
    )
    data = kml_bytes(
        PLACEMARK.format("甲", f"<description>长篇</description><ExtendedData>{fields}</ExtendedData>")
    )
    found = read(data, "a.kml").accepted[0]
    assert (found.name_zh, found.note, found.extra) == ("甲", "原话", {})


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        ("<Point><coordinates>a,b</coordinates></Point>", "shape"),
        ("<Point><coordinates>71</coordinates></Point>", "shape"),
        ("<Point><coordinates></coordinates></Point>", "shape"),
        ("<Point><coordinates>nan,51</coordinates></Point>", "not-finite"),
        ("<Point><coordinates>inf,51</coordinates></Point>", "not-finite"),
        (
            "<MultiGeometry><Point><coordinates>70,50</coordinates></Point>"
            "<LineString><coordinates>70,50 71,51</coordinates></LineString></MultiGeometry>",
            "collection",
        ),
    ],
)
def test_kml_shapes_that_cannot_be_read(shape: str, code: str) -> None:
    result = read(kml_bytes(PLACEMARK.format("甲", shape)), "a.kml")
    assert problem(result).code == code


@given(st.floats(-180, 180), st.floats(-90, 90))
@settings(max_examples=30, deadline=None)
def test_coordinates_survive_geojson_and_kml_exactly(lon: float, lat: float) -> None:
    geojson = geojson_bytes(feature({"type": "Point", "coordinates": [lon, lat]}, name="A"))
    kml = kml_bytes(PLACEMARK.format("A", f"<Point><coordinates>{lon!r},{lat!r}</coordinates></Point>"))
    for data in (geojson, kml):
        for place in read(data, "a").accepted:
            assert (place.lon, place.lat) == (lon, lat)


def test_views_of_a_geopackage_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "made.gpkg"
    gpkg_bytes(tmp_path, [Point(71, 51)], name=["A"])
    with sqlite3.connect(path) as connection:
        connection.execute(
            "CREATE VIEW loop AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x FROM n) SELECT x FROM n"
        )
        connection.execute("UPDATE gpkg_contents SET table_name = 'loop'")
    connection.close()
    with pytest.raises(ImportFileError, match="holds no layer"):
        read(path.read_bytes(), "a.gpkg")
