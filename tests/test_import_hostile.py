"""Files that mean harm, or are merely broken: a clear refusal, bounded memory, nothing executed."""

import io
import json
import os
import random
import sqlite3
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from shapely.geometry import Point, box

from corridors import paths
from corridors.exchange.errors import ImportFileError
from corridors.exchange.limits import MIB, Limits
from corridors.exchange.reading import preview, read
from corridors.exchange.templates import corrected_template
from tests.import_files import (
    GOOD,
    HEAD,
    codes,
    csv_bytes,
    feature,
    geojson_bytes,
    gpkg_bytes,
    kml_bytes,
    shared_xlsx_bytes,
    xlsx_bytes,
    zip_bytes,
)

POINT = {"type": "Point", "coordinates": [71.43, 51.13]}
PLACEMARK = "<Placemark><name>甲</name><Point><coordinates>71,51</coordinates></Point></Placemark>"
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def changed(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A zip with one part changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part.filename)
            new.writestr(part.filename, change(content) if part.filename == name else content)
    return stream.getvalue()


def refused(data: bytes, limits: Limits | None = None) -> str:
    """The English reason of a refusal, which is the same for preview and reading."""
    reasons = set()
    for call in (preview, read):
        with pytest.raises(ImportFileError) as caught:
            call(data, "a.csv", limits=limits)
        assert caught.value.zh
        reasons.add(caught.value.en)
    assert len(reasons) == 1
    return reasons.pop()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"),
        (b"\n \0\n", "the file is empty"),
        (b"%PDF-1.7 ...", "this is a PDF"),
        (b"\x89PNG\r\n\x1a\n", "this is a picture"),
        (b"\x1f\x8b\x08\0", "this is a gzip archive"),
        (b"\x7fELF\0\0\0\1", "this is a binary file"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "this is a web page"),
        (b'<?xml version="1.0"?><gpx></gpx>', "this is an XML file"),
        (OLE, "this is an old Office file"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "the workbook has a password"),
        (b"PK\3\4 broken", "the zipped file is damaged"),
        (zip_bytes(readme=b"1"), "this is an archive"),
        (zip_bytes(xl__workbook_bin=b"1", mimetype=b"x"), "this kind of spreadsheet is not supported"),
        (zip_bytes(word__document=b"1"), "this is a document or slides"),
        (zip_bytes(**{"xl/workbook.xml": b"<x/>", "xl/vbaProject.bin": b"1"}), "the workbook holds macros"),
        (zip_bytes(**{"xl/workbook.xml": b"<x/>"}), "the workbook is damaged"),
        (b"SQLite format 3\0" + b"\0" * 200, "the GeoPackage is damaged"),
        (b"{}", "the JSON is no GeoJSON FeatureCollection"),
        (b"[1, 2]", "the JSON is no GeoJSON FeatureCollection"),
        (b'{"type": "FeatureCollection"', "the JSON is damaged"),
        (b'{"type": "FeatureCollection", "features": []}', "the GeoJSON holds no feature"),
        (geojson_bytes(feature({"type": "Point", "coordinates": [1, float("nan")]})), "the JSON holds NaN"),
        (kml_bytes(), "the KML holds no placemark"),
        (kml_bytes(PLACEMARK)[:-20], "the KML is damaged"),
        (zip_bytes(**{"a.kml": b"<kml>"}), "the KML is damaged"),
    ],
)  # fmt: skip
def test_what_it_is_not(data: bytes, reason: str) -> None:
    assert refused(data).startswith(reason)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_in_kml(encoding: str) -> None:
    text = kml_bytes(PLACEMARK.replace("甲", "&f;"), head=ENTITIES).decode()
    data = text.replace('encoding="UTF-8"', f'encoding="{encoding}"').encode(encoding)
    assert "declares entities or a document type" in refused(data)


def test_entities_in_kmz() -> None:
    assert "declares entities" in refused(zip_bytes(**{"doc.kml": kml_bytes(PLACEMARK, head=ENTITIES)}))


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "[Content_Types].xml"])
def test_entities_in_xlsx(part: str) -> None:
    data = shared_xlsx_bytes(HEAD, GOOD)
    assert len(read(data, "a.xlsx").accepted) == 1
    names = ENTITIES.encode() + b"<!-- a long way to the root -->" * 10_000
    infected = changed(data, part, lambda content: names + content.replace("甲园".encode(), b"&f;"))
    assert refused(infected).startswith("the file declares entities or a document type")


def test_zip_bombs() -> None:
    bomb = zip_bytes(**{"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b"0" * (50 * MIB)})
    assert len(bomb) < MIB
    assert "times its size" in refused(bomb)
    many = zip_bytes(**{"doc.kml": b"x"} | {f"{n}.bin": os.urandom(MIB) for n in range(4)})
    assert "too many bytes when unpacked" in refused(many, Limits(unzipped=2 * MIB))
    assert "times its size" in refused(zip_bytes(**{"doc.kml": b" " * (20 * MIB)}))


def test_a_zip_that_lies_about_its_size() -> None:
    data = bytearray(zip_bytes(**{"doc.kml": kml_bytes(PLACEMARK) + b" " * 10_000}))
    start = data.rindex(b"PK\1\2")
    struct.pack_into("<I", data, start + 24, 10)
    assert refused(bytes(data)).startswith("the zipped file is damaged")


def test_a_nested_archive_is_not_opened() -> None:
    inner = zip_bytes(**{"doc.kml": kml_bytes(PLACEMARK)})
    assert "unpack it first" in refused(zip_bytes(**{"inner.kmz": inner}))


def test_names_inside_kmz_lead_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert read(zip_bytes(**{"../../evil.kml": kml_bytes(PLACEMARK)}), "a.kmz").rows == 1
    assert list(tmp_path.iterdir()) == []
    assert not (tmp_path.parent / "evil.kml").exists()


def test_an_encrypted_zip() -> None:
    data = bytearray(zip_bytes(**{"doc.kml": kml_bytes(PLACEMARK)}))
    for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        struct.pack_into("<H", data, data.index(mark) + offset, 1)
    assert refused(bytes(data)) == "the file has a password; remove it"


@pytest.mark.parametrize(
    ("data", "limits", "setting"),
    [
        (csv_bytes(GOOD), Limits(bytes=20), "BYTES"),
        (csv_bytes(GOOD, GOOD, GOOD), Limits(rows=2), "ROWS"),
        (csv_bytes(GOOD), Limits(columns=3), "COLUMNS"),
        (geojson_bytes(*[feature(POINT, name="A")] * 3), Limits(rows=2), "ROWS"),
        (geojson_bytes(feature(POINT, **{f"p{n}": 1 for n in range(9)})), Limits(columns=8), "COLUMNS"),
        (kml_bytes(*[PLACEMARK] * 3), Limits(rows=2), "ROWS"),
        (xlsx_bytes(GOOD), Limits(columns=3), "COLUMNS"),
        (xlsx_bytes(GOOD), Limits(unzipped=100), "UNZIPPED"),
    ],
)  # fmt: skip
def test_limits_name_their_setting(data: bytes, limits: Limits, setting: str) -> None:
    assert f"raise CORRIDORS_IMPORT_{setting}" in refused(data, limits)


def test_rows_of_a_workbook_are_limited() -> None:
    with pytest.raises(ImportFileError, match="CORRIDORS_IMPORT_ROWS"):
        read(xlsx_bytes(*[GOOD] * 5), "a.xlsx", limits=Limits(rows=4))


def test_rows_of_a_geopackage_are_limited(tmp_path: Path) -> None:
    data = gpkg_bytes(tmp_path, [Point(71, 51)] * 5, name=list("ABCDE"))
    assert "CORRIDORS_IMPORT_ROWS" in refused(data, Limits(rows=4))


def test_long_cells_and_large_shapes_only_cost_their_row() -> None:
    ring = box(70, 50, 72, 52).segmentize(0.01)
    data = geojson_bytes(
        feature(ring.__geo_interface__, name="A"), feature(POINT, name="B" * 99), feature(POINT, name="C")
    )
    result = read(data, "a.geojson", limits=Limits(shape_points=100, cell_chars=50))
    assert codes(result) == [(1, "wkt", "shape-size"), (2, "name", "long")]
    assert len(result.accepted) == 1
    assert len(result.problems[1].value) <= 201
    corrected_template(result)


def test_unclosed_quotation_mark() -> None:
    data = csv_bytes(GOOD) + b'\n"' + b"x\n" * 3000
    assert "a quotation mark may not be closed" in refused(data, Limits(shape_points=20))


def test_sixteen_thousand_columns() -> None:
    assert "too many columns" in refused(csv_bytes(GOOD, head=(*HEAD, *["x"] * 16_384)))
    assert "too many columns" in refused(xlsx_bytes(GOOD, head=(*HEAD, *["x"] * 16_380)))


def test_a_cell_at_the_far_end_of_a_sheet() -> None:
    book = load_workbook(io.BytesIO(xlsx_bytes(GOOD)))
    assert book.active is not None
    book.active["A1048576"] = "far"
    stream = io.BytesIO()
    book.save(stream)
    assert len(read(stream.getvalue(), "a.xlsx").accepted) == 1


@pytest.mark.parametrize("depth", [50, 200_000])
def test_deep_nesting(depth: int) -> None:
    deep = b"[" * depth + b"]" * depth
    data = geojson_bytes(feature({"type": "MultiPolygon", "coordinates": "X"}, name="A")).replace(
        b'"X"', deep
    )
    assert refused(data) == "the JSON is nested too deeply to be read"
    tags = "<Folder>" * depth + PLACEMARK + "</Folder>" * depth
    if depth > 64:
        assert refused(kml_bytes(tags)) == "the KML is nested too deeply to be read"
    wkt = "GEOMETRYCOLLECTION(" * depth + "POINT(1 2)" + ")" * depth
    for text in (wkt, f"MULTIPOINT({wkt})", wkt.replace("GEOMETRYCOLLECTION", "MULTIPOLYGON")):
        result = read(
            f"name\tcountry\twkt\nA\tMNG\t{text}\n".encode(), "a.csv", limits=Limits(shape_points=10**6)
        )
        assert codes(result)[0][2] in {"collection", "shape"}


@pytest.mark.parametrize("kind", [4, 5, 6, 7])
@pytest.mark.parametrize("order", ["<", ">"])
def test_deeply_nested_binary_shapes_do_not_crash(tmp_path: Path, kind: int, order: str) -> None:
    link = struct.pack(f"{order}BII", order == "<", kind, 1)
    blob = b"GP\0\1" + struct.pack("<i", 4326) + link * 100_000 + struct.pack("<BIdd", 1, 1, 1, 2)
    gpkg_bytes(tmp_path, [Point(71, 51)], name=["A"])
    with sqlite3.connect(tmp_path / "made.gpkg") as connection:
        for (trigger,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f'DROP TRIGGER "{trigger}"')
        connection.execute("UPDATE parks SET geom = ?", (blob,))
    connection.close()
    result = read((tmp_path / "made.gpkg").read_bytes(), "a.gpkg")
    assert codes(result) == [(1, "wkt", "collection" if kind == 7 else "shape")]


def test_expressions_in_a_geopackage_are_not_run(tmp_path: Path) -> None:
    gpkg_bytes(tmp_path, [Point(71, 51)], name=["A"])
    with sqlite3.connect(tmp_path / "made.gpkg") as connection:
        connection.execute("ALTER TABLE parks ADD COLUMN bomb GENERATED ALWAYS AS (hex(zeroblob(400000000)))")
    connection.close()
    result = read((tmp_path / "made.gpkg").read_bytes(), "a.gpkg")
    assert result.headers == ("name",)
    assert len(result.accepted) == 1


SAMPLES = {
    "csv": csv_bytes(GOOD, ("乙", "火星", "x", "1")),
    "gb18030": csv_bytes(GOOD).decode().encode("gb18030"),
    "xlsx": xlsx_bytes(GOOD, GOOD),
    "geojson": geojson_bytes(feature(POINT, name="A"), feature(box(1, 2, 3, 4).__geo_interface__, name="B")),
    "kml": kml_bytes(PLACEMARK),
    "kmz": zip_bytes(**{"doc.kml": kml_bytes(PLACEMARK)}),
}


def survives(data: bytes) -> None:
    """Whatever the bytes, there is a result or one clear refusal."""
    try:
        preview(data, "a.csv")
        result = read(data, "a.csv")
    except ImportFileError:
        return
    assert len(result.accepted) + len(result.refused) == result.rows
    corrected_template(result)


@given(
    st.binary(max_size=300),
    st.sampled_from(["", "PK\3\4", "SQLite format 3\0", "{", "<kml>", "\ufeff", "名称,国家\n"]),
)
@settings(max_examples=150, deadline=None)
def test_random_bytes(data: bytes, head: str) -> None:
    survives(head.encode() + data)


@pytest.mark.parametrize("name", [*SAMPLES, "gpkg"])
def test_damaged_files(name: str, tmp_path: Path) -> None:
    shapes = [Point(71, 51), box(70, 50, 72, 52)]
    data = SAMPLES[name] if name in SAMPLES else gpkg_bytes(tmp_path, shapes, name=["A", "B"])
    chance = random.Random(name)  # noqa: S311 - to be the same each time
    for _ in range(40):
        broken = bytearray(data)
        for _ in range(chance.choice([1, 3, 30])):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        cut = chance.choice([len(broken), len(broken), chance.randrange(len(broken))])
        survives(bytes(broken[:cut]))


KEYS = st.sampled_from(["type", "coordinates", "geometry", "properties", "id", "name"])
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=15,
)


@given(JSON)
@settings(max_examples=100, deadline=None)
def test_features_of_any_shape(value: object) -> None:
    survives(
        json.dumps({"type": "FeatureCollection", "features": [value, feature(POINT, name="A")]}).encode()
    )


LARGE = """
import resource, sys
from corridors.exchange.known import shipped
from corridors.exchange.reading import read
from corridors.exchange.errors import ImportFileError
shipped()
make = {
    "rows": lambda: b"name,country\\n" + b"A,MNG\\n" * 1_000_000,
    "size": lambda: b"x" * (200 << 20),
    "columns": lambda: b"name,country\\n" + b"," * (20 << 20),
    "cell": lambda: b'name,country\\n"' + b"x" * (40 << 20),
    "depth": lambda: b'{"type": "FeatureCollection", "features": ' + b"[" * (40 << 20),
}
data = make[sys.argv[1]]()
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + (400 << 20), -1))
try:
    read(data, "a.csv")
except ImportFileError as error:
    print(error)
"""


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        ("rows", "too many rows"),
        ("size", "the file is too large"),
        ("columns", "a line is longer than"),
        ("cell", "a line is longer than"),
        ("depth", "the JSON is nested too deeply"),
    ],
)
def test_memory_is_bounded(case: str, reason: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LARGE, case], cwd=paths.ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(reason)
