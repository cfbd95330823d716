"""What is written can be opened, says whose it is, runs nothing, and comes back unchanged."""

import csv
import io
import json
import shutil
import subprocess
import time
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pyogrio
import pytest
from defusedxml import ElementTree
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import get_parts
from shapely.geometry import shape

from corridors import paths, records
from corridors.catalog import Catalog
from corridors.exchange import exporting
from corridors.exchange.columns import OwnPlace
from corridors.exchange.exporting import FORMATS, LAYERS, ExportError, Format, Table, workbook
from corridors.exchange.exporting.table import Headings, uniquely
from corridors.exchange.reading import read
from corridors.exchange.text import clean
from corridors.notices import BOUNDARY, CREDITS
from corridors.vocabulary import Kind, Precision, State

DAY = date(2026, 11, 22)
KML = "{http://www.opengis.net/kml/2.2}"
HOSTILE = (
    "=1+1",
    "+86 24",
    "-5",
    "@SUM(A1)",
    "＝1+1",
    "\t=1",
    "\r=1",
    "'=1",
    "''-1",
    "<script>alert(1)</script>",
    "]]>&amp;\"'",
    "`${x}`",
    "0042",
    "http://example.org",
    "行一\n行二",
)
ALL = [(layer, fmt) for layer in LAYERS for fmt in FORMATS]


def written(catalog: Catalog, layer: str, fmt: Format) -> tuple[Table, bytes]:
    table = exporting.layer_table(catalog, layer)
    assert table.rows
    return table, exporting.export(table, fmt, DAY)


def package(content: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "x.gpkg"
    path.write_bytes(content)
    return path


def hostile_table() -> Table:
    places = [
        OwnPlace(
            id=text, name_zh=text, name_en="x", country="UGA", lon=-1.5, lat=-2, note=text, extra={text: text}
        )
        for text in HOSTILE
    ]
    return exporting.own_table("own:x", "=cmd|' /C calc'!A0 <b>", places)


def csv_rows(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


# What is inside


@pytest.mark.parametrize("layer", LAYERS)
def test_every_row_is_in_every_format(catalog: Catalog, layer: str, tmp_path: Path) -> None:
    table = exporting.layer_table(catalog, layer)
    key = "id" if layer != "links" else "evidence"
    expected = [str(row[key]) for row in table.rows]
    files = {fmt: exporting.export(table, fmt, DAY, headings="key") for fmt in FORMATS}
    header, *rows = csv_rows(files["csv"])
    sheet = openpyxl.load_workbook(io.BytesIO(files["xlsx"])).worksheets[0]
    names, *cells = list(sheet.iter_rows(values_only=True))
    placemarks = ElementTree.fromstring(files["kml"]).iter(f"{KML}SimpleData")
    found = {
        "csv": [row[header.index(key)] for row in rows],
        "xlsx": [row[names.index(key)] for row in cells],
        "geojson": [f["properties"][key] for f in json.loads(files["geojson"])["features"]],
        "gpkg": list(pyogrio.read_dataframe(package(files["gpkg"], tmp_path))[key]),
        "kml": [data.text for data in placemarks if data.get("name") == key],
    }
    assert found == dict.fromkeys(FORMATS, expected)


@pytest.mark.parametrize(("layer", "fmt"), ALL)
def test_credits_boundary_note_and_date_are_inside(
    catalog: Catalog, layer: str, fmt: Format, tmp_path: Path
) -> None:
    _, content = written(catalog, layer, fmt)
    if fmt == "xlsx":
        notes = openpyxl.load_workbook(io.BytesIO(content))["说明"]
        text = "\n".join(str(cell) for row in notes.iter_rows(values_only=True) for cell in row)
    elif fmt == "gpkg":
        text = str(pyogrio.read_info(package(content, tmp_path))["layer_metadata"])
    else:
        text = content.decode("utf-8")
    for part in (BOUNDARY.zh, CREDITS[layer].zh, DAY.isoformat()):
        assert part in text


@pytest.mark.parametrize("layer", LAYERS)
def test_every_row_names_its_sources(catalog: Catalog, layer: str) -> None:
    table = exporting.layer_table(catalog, layer)
    for row in table.rows:
        assert row["source"], row
        for source in str(row["source"]).split("|"):
            assert source in catalog.sources
            assert f"[{source}]" in str(row["source_titles"])


def test_credits_name_the_licences_of_the_shapes() -> None:
    with (paths.GEO / "versions.csv").open(encoding="utf-8") as stream:
        built = list(csv.DictReader(stream))
    for file, layer in (("legs.geojson", "corridors"), ("countries.geojson", "countries")):
        named = [row["credit"] for row in built if row["file"] == file]
        assert named
        for credit in named:
            for part in credit.replace("）", "").split("（"):
                assert all(word in CREDITS[layer].zh for word in part.split("、")), part
    assert "ODbL" in CREDITS["corridors"].zh
    assert "ODbL" in CREDITS["corridors"].en
    assert set(CREDITS) == {*LAYERS, "own"}


def test_english_is_english(catalog: Catalog) -> None:
    table = exporting.layer_table(catalog, "zones")
    book = openpyxl.load_workbook(io.BytesIO(exporting.export(table, "xlsx", DAY, lang="en")))
    assert book.sheetnames == ["Data", "About"]
    assert book["Data"]["C1"].value == "Chinese name"
    assert BOUNDARY.en in exporting.export(table, "csv", DAY, lang="en").decode("utf-8-sig")


def test_a_sheet_for_people_has_words(catalog: Catalog) -> None:
    table = exporting.layer_table(catalog, "zones", ids=["zone:uganda-liaoshen"])
    sheet = openpyxl.load_workbook(io.BytesIO(exporting.export(table, "xlsx", DAY)))["数据"]
    names, row = list(sheet.iter_rows(values_only=True))
    cells = dict(zip(names, row, strict=True))
    assert (cells["国家"], cells["状态"], cells["类型"]) == ("乌干达", "运行", "辽宁企业")
    assert cells["中文名称"] == "乌干达辽沈工业园"
    assert cells["经度"] == 32.25


@pytest.mark.parametrize("fmt", FORMATS)
def test_the_same_table_on_the_same_day_is_the_same_file(catalog: Catalog, fmt: Format) -> None:
    table, content = written(catalog, "zones", fmt)
    time.sleep(1.1 if fmt in {"gpkg", "xlsx"} else 0)  # they could hold the time
    assert exporting.export(table, fmt, DAY) == content
    assert exporting.export(table, fmt, date(2026, 11, 23)) != content


def test_today_is_the_day_of_export(catalog: Catalog) -> None:
    content = exporting.export(exporting.layer_table(catalog, "zones"), "geojson")
    assert json.loads(content)["metadata"]["exported_on"] in {
        DAY.fromtimestamp(moment).isoformat() for moment in (time.time() - 60, time.time())
    }


# Which rows


def test_ids_and_countries_narrow_a_layer(catalog: Catalog) -> None:
    def ids(layer: str, **narrow: Any) -> set[object]:
        return {row["id"] for row in exporting.layer_table(catalog, layer, **narrow).rows}

    zones = ids("zones", countries=["IDN", "UGA"])
    assert zones == {p.id for code in ("IDN", "UGA") for p in catalog.places(Kind.ZONE, code)}
    assert len(zones) > 2
    assert ids("zones", ids=["zone:uganda-liaoshen", "bonded:tongerpu-warehouse"]) == {"zone:uganda-liaoshen"}
    assert ids("countries", countries=["SRB"]) == {"country:SRB"}
    assert ids("measures", ids=["impl-13"]) == {"impl-13"}
    assert "impl-13" in ids("measures", countries=["SRB"])
    assert ids("measures", countries=["SRB"]) < ids("measures")
    assert ids("zones", ids=[]) == set()


def test_links_narrow_by_country(catalog: Catalog) -> None:
    rows = exporting.layer_table(catalog, "links", countries=["SRB"]).rows
    assert {row["entity"] for row in rows} >= {"country:SRB", "zone:goal-serbia"}
    assert all(
        (place := catalog.entities[str(row["entity"])]).slug == "SRB"
        or getattr(place, "country", "") == "SRB"
        for row in rows
    )


def test_corridors_narrow_to_what_passes_a_country(catalog: Catalog) -> None:
    rows = exporting.layer_table(catalog, "corridors", countries=["MNG"]).rows
    assert {row["corridor"] for row in rows} == {"corridor:liao-meng-ou"}
    assert "choibalsan-ereentsav" in {row["leg"] for row in rows}
    assert "warsaw-duisburg" not in {row["leg"] for row in rows}


def test_corridors_are_whole_branches_in_order(catalog: Catalog) -> None:
    rows = exporting.layer_table(catalog, "corridors").rows
    for corridor in catalog.corridors:
        for branch in corridor.branches:
            mine = [row for row in rows if (row["corridor"], row["branch"]) == (corridor.id, branch.id)]
            assert [row["leg"] for row in mine] == [leg.id for leg in catalog.branch_legs(branch)]
            assert [row["order"] for row in mine] == list(range(1, len(mine) + 1))


def test_an_unknown_layer_or_format_is_named(catalog: Catalog) -> None:
    with pytest.raises(ExportError, match="no layer 'moon'"):
        exporting.layer_table(catalog, "moon")
    with pytest.raises(ExportError, match="no format 'doc'"):
        exporting.export(exporting.layer_table(catalog, "zones"), "doc")  # type: ignore[arg-type]


# Shapes


@pytest.mark.parametrize("layer", [layer for layer in LAYERS if layer not in {"measures", "links"}])
def test_geojson_is_valid_and_within_the_world(catalog: Catalog, layer: str) -> None:
    collection = json.loads(written(catalog, layer, "geojson")[1])
    shapes = [shape(f["geometry"]) for f in collection["features"] if f["geometry"]]
    assert shapes
    for each in shapes:
        west, south, east, north = each.bounds
        assert -180 <= west <= east <= 180
        assert -90 <= south <= north <= 90
        assert each.is_valid


def test_outer_rings_run_counterclockwise(catalog: Catalog) -> None:
    features = json.loads(written(catalog, "countries", "geojson")[1])["features"]
    polygons = [part for f in features for part in get_parts(shape(f["geometry"]))]
    assert len(polygons) > 500
    assert all(polygon.exterior.is_ccw for polygon in polygons)


def test_a_goal_without_a_site_has_no_shape(catalog: Catalog) -> None:
    features = json.loads(written(catalog, "zones", "geojson")[1])["features"]
    goals = [f for f in features if f["properties"]["type"] == "goal"]
    assert goals
    assert all(f["geometry"] is None for f in goals)


@pytest.mark.parametrize("layer", ["measures", "links"])
def test_without_shapes_there_is_no_geometry(catalog: Catalog, layer: str, tmp_path: Path) -> None:
    features = json.loads(written(catalog, layer, "geojson")[1])["features"]
    assert {f["geometry"] for f in features} == {None}
    kml = ElementTree.fromstring(written(catalog, layer, "kml")[1])
    assert len(list(kml.iter(f"{KML}Placemark"))) == len(features)
    assert not list(kml.iter(f"{KML}coordinates"))
    assert pyogrio.read_info(package(written(catalog, layer, "gpkg")[1], tmp_path))["geometry_type"] is None


@pytest.mark.parametrize(("layer", "fmt"), ALL)
def test_gdal_opens_it(catalog: Catalog, layer: str, fmt: Format, tmp_path: Path) -> None:
    tool = shutil.which("ogrinfo")
    assert tool, "this test needs ogrinfo: scripts/setup.sh dev installs it, or: apt-get install gdal-bin"
    table, content = written(catalog, layer, fmt)
    path = tmp_path / f"layer.{fmt}"
    path.write_bytes(content)
    seen = subprocess.run([tool, "-ro", "-al", "-so", path], capture_output=True, text=True, check=True)
    assert "ERROR" not in seen.stderr
    counts = [int(line.rpartition(" ")[2]) for line in seen.stdout.splitlines() if "Feature Count" in line]
    # GDAL takes a heading of XLSX for a row where the first row is all words.
    assert counts[0] in {len(table.rows), len(table.rows) + (fmt == "xlsx")}


# Nothing runs


def test_no_cell_of_csv_is_a_formula() -> None:
    header, *rows = csv_rows(exporting.export(hostile_table(), "csv", DAY))
    texts = [(name, cell) for row in (header, *rows) for name, cell in zip(header, row, strict=True)]
    assert len(texts) > 100
    for name, cell in texts:
        if name not in {"lon", "lat"}:
            assert not cell.lstrip(" ").startswith(
                ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
            ), cell
    assert rows[0][header.index("lon")] == "-1.5"


@pytest.mark.parametrize("headings", ["key", "zh", "en"])
def test_no_cell_of_a_workbook_is_a_formula_or_link(headings: Headings) -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(exporting.export(hostile_table(), "xlsx", DAY, headings=headings))
    )
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert not [cell for cell in cells if cell.hyperlink]
    assert {text for text in HOSTILE if "\r" not in text} <= {cell.value for cell in cells}
    assert all(cell.quotePrefix for cell in cells if str(cell.value) == "=1+1")


def test_names_stay_text_in_kml() -> None:
    content = exporting.export(hostile_table(), "kml", DAY)
    assert b"<!DOCTYPE" not in content
    assert b"<script" not in content
    names = [
        place.findtext(f"{KML}name") for place in ElementTree.fromstring(content).iter(f"{KML}Placemark")
    ]
    assert names == list(HOSTILE)


def test_signs_that_xml_cannot_hold_are_replaced() -> None:
    table = exporting.own_table("own:x", "x\0", [OwnPlace(name_zh="a\x07b\ufffe", lon=1, lat=1)])
    place = next(ElementTree.fromstring(exporting.export(table, "kml", DAY)).iter(f"{KML}Placemark"))
    assert place.findtext(f"{KML}name") == "a\ufffdb\ufffd"


# There and back


def same(table: Table, content: bytes, fmt: Format) -> None:
    """What is read is what was written, in every column and every row."""
    result = read(content, f"x.{fmt}")
    assert not result.problems
    back = exporting.own_table("own:back", "back", result.accepted, table.names)
    headings = {field.key: field.key for field in table.fields}
    if fmt == "xlsx":
        known = {field.key for field in back.fields}
        headings = {f.key: f.key if f.key in known else f.zh for f in table.fields}
    expected = [{k: row.get(k) or None for k in headings} for row in table.rows]
    assert [{k: row.get(h) or None for k, h in headings.items()} for row in back.rows] == expected
    assert [s and s.normalize() for s in back.shapes] == [s and s.normalize() for s in table.shapes]


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("layer", ["zones", "bonded", "markets", "nodes"])
def test_a_layer_comes_back_unchanged(catalog: Catalog, layer: str, fmt: Format) -> None:
    table, content = written(catalog, layer, fmt)
    same(table, content, fmt)


@pytest.mark.parametrize("kind", ["zones", "bonded"])
def test_every_field_of_the_records_is_written(catalog: Catalog, kind: str) -> None:
    """A field somebody adds to the records must not stay behind in silence."""
    model = records.LAYOUT[f"places/{'zone' if kind == 'zones' else 'bonded'}/*.toml"]
    elsewhere = {
        "status": {"policy_state", "known_state"},
        "sources": {"source"},
        "note_zh": {"note"},
        "operator_zh": {"operator"},
    }
    keys = {field.key for field in exporting.layer_table(catalog, kind).fields}
    for name in model.model_fields:
        assert elsewhere.get(name, {name}) <= keys, name


TEXT = st.text(min_size=1, max_size=20).map(clean).filter(lambda t: t and "\ufffd" not in t and "\r" not in t)
OWN = st.builds(
    OwnPlace,
    id=st.just("") | TEXT,
    kind=st.none() | st.sampled_from(Kind),
    name_zh=TEXT,
    name_en=st.just("") | TEXT,
    lon=st.integers(-1_790_000, 1_790_000).map(lambda n: n / 10_000),
    lat=st.integers(-890_000, 890_000).map(lambda n: n / 10_000),
    precision=st.none() | st.sampled_from(Precision),
    state=st.none() | st.sampled_from(State),
    operator=st.just("") | TEXT,
    source=st.just("") | TEXT,
    note=st.just("") | TEXT | st.sampled_from(HOSTILE).map(clean),
    start=st.sampled_from([None, "2015", "2015-12", "2015-12-30"]),
).filter(lambda p: (p.lon, p.lat) != (0, 0))


@pytest.mark.parametrize("fmt", FORMATS)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(places=st.lists(OWN, min_size=1, max_size=4, unique_by=lambda p: p.model_dump_json()))
def test_own_rows_come_back_unchanged(fmt: Format, places: list[OwnPlace]) -> None:
    content = exporting.export(exporting.own_table("own:x", "x", places), fmt, DAY)
    result = read(content, f"x.{fmt}")
    assert not result.errors
    assert list(result.accepted) == places


@pytest.mark.parametrize("fmt", FORMATS)
def test_lines_areas_and_further_columns_come_back(fmt: Format) -> None:
    places = [
        OwnPlace(name_zh="线", lon=1, lat=1, wkt="LINESTRING (0 0, 1 1, 2 0.5)", extra={"联系人": "张三"}),
        OwnPlace(
            name_zh="面", lon=0.5, lat=0.5, wkt="POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))", extra={"电话": "+86"}
        ),
        OwnPlace(name_zh="点", lon=3, lat=4, industries=("自定产业", "另一种")),
        OwnPlace(name_zh="国", country="SRB", precision=Precision.COUNTRY),
    ]
    result = read(exporting.export(exporting.own_table("own:x", "x", places), fmt, DAY), f"x.{fmt}")
    assert not result.errors
    for place, back in zip(places, result.accepted, strict=True):
        assert (back.name_zh, back.extra, back.country) == (place.name_zh, place.extra, place.country)
        assert (back.wkt is None) == (place.wkt is None)
        if place.wkt is None:
            assert back == place


def test_columns_that_differ_in_case_alone_stay_apart(tmp_path: Path) -> None:
    assert uniquely(("a", "A", "fid", "a_2"), frozenset({"fid"})) == ("a", "A_2", "fid_2", "a_2_2")
    places = [OwnPlace(name_zh="x", lon=1, lat=2, extra={"GEOM": "1", "fid": "2", "Fid": "3", "id": "4"})]
    content = exporting.export(exporting.own_table("own:x", "x", places), "gpkg", DAY)
    row = pyogrio.read_dataframe(package(content, tmp_path)).iloc[0]
    assert list(row[["GEOM_2", "fid_2", "Fid_2_2", "id_2"]]) == ["1", "2", "3", "4"]


@pytest.mark.parametrize("fmt", FORMATS)
def test_an_empty_layer_is_a_file_too(fmt: Format, tmp_path: Path) -> None:
    content = exporting.export(exporting.own_table("own:x", "空", []), fmt, DAY)
    (tmp_path / f"x.{fmt}").write_bytes(content)
    if fmt in {"geojson", "gpkg"}:
        assert pyogrio.read_info(tmp_path / f"x.{fmt}")["features"] == 0
    assert len(content) > 100


# Limits of Excel


def test_a_cell_too_long_for_excel_is_cut_and_said() -> None:
    table = exporting.own_table("own:x", "x", [OwnPlace(name_zh="x", lon=1, lat=1, note="长" * 40_000)])
    book = openpyxl.load_workbook(io.BytesIO(exporting.export(table, "xlsx", DAY)))
    (cut,) = [cell.value for row in book["数据"].iter_rows() for cell in row if str(cell.value).endswith("…")]
    assert len(cut) == workbook.MOST_SIGNS
    notes = [row[0] for row in book["说明"].iter_rows(values_only=True)]
    assert workbook.WORDS["zh"]["cut"] in notes


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch, catalog: Catalog) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    with pytest.raises(ExportError, match="CSV or GeoPackage"):
        exporting.export(exporting.layer_table(catalog, "zones"), "xlsx")
