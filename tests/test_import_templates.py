"""Tables to start from, and refused rows that can be mended and sent again."""

import io
from typing import Any

from openpyxl import load_workbook
from shapely.geometry import box

from corridors.exchange.columns import COLUMNS
from corridors.exchange.reading import Options, preview, read
from corridors.exchange.templates import corrected_template, template, template_csv
from corridors.vocabulary import State
from tests.import_files import GOOD, HEAD, csv_bytes, feature, geojson_bytes

NAMES = [column.zh for column in COLUMNS]
KEYS = {column.zh: column.key for column in COLUMNS}


def cells(data: bytes, sheet: int = 0) -> list[list[Any]]:
    return [list(row) for row in load_workbook(io.BytesIO(data)).worksheets[sheet].iter_rows()]


def test_templates_hold_every_column_and_can_be_imported() -> None:
    for data, name in ((template(), "t.xlsx"), (template_csv(), "t.csv")):
        assert dict(preview(data, name).mapping) == KEYS
        result = read(data, name)
        assert (result.rows, result.problems, result.notices) == (0, (), ())
    assert template_csv().startswith(b"\xef\xbb\xbf")


def test_the_template_explains_columns_and_terms() -> None:
    words = {cell.value for row in cells(template(), 1) for cell in row}
    for column in COLUMNS:
        assert {column.zh, column.en, column.meaning_zh, column.meaning_en} <= words
    for state in State:
        assert f"{state.zh}：{state.meaning}" in words


def test_refused_rows_are_marked_mended_and_sent_again() -> None:
    rows = [GOOD, ("=1+1", "火星", "71", "51"), GOOD, ("乙", "蒙古", "32", "0.6")]
    result = read(csv_bytes(*rows), "a.csv")
    table = cells(corrected_template(result))
    assert [cell.value for cell in table[0]] == [
        "原行号",
        "问题",
        "怎样改",
        "中文名称",
        "国家",
        "经度",
        "纬度",
    ]
    assert [row[0].value for row in table[1:]] == ["3", "5"]  # the duplicate needs no mending
    assert "国家" in table[1][1].value
    marked = [[cell.column for cell in row if cell.fill.fill_type == "solid"] for row in table[1:]]
    assert marked == [[5], [6, 7]]
    assert {cell.data_type for row in table for cell in row if cell.value} == {"s"}

    book = load_workbook(io.BytesIO(corrected_template(result)))
    sheet = book.worksheets[0]
    sheet["E2"], sheet["F3"], sheet["G3"] = "哈萨克斯坦", "106.9", "47.9"
    stream = io.BytesIO()
    book.save(stream)
    again = read(stream.getvalue(), "a.xlsx")
    assert not again.problems
    assert [(place.name, place.country, place.extra) for place in again.accepted] == [
        ("=1+1", "KAZ", {}),
        ("乙", "MNG", {}),
    ]


def test_a_correction_of_the_columns_is_kept() -> None:
    data = csv_bytes(("甲", "火星", "内"), head=("甲列", "乙列", "丙列"))
    result = read(data, "a.csv", {"甲列": "name_zh", "乙列": "country", "丙列": None})
    assert [cell.value for cell in cells(corrected_template(result))[0]][3:] == ["中文名称", "国家"]


def test_shapes_of_a_layer_become_cells() -> None:
    area = box(1, 2, 3, 4).__geo_interface__
    point = {"type": "Point", "coordinates": [32.5, 0.5]}
    data = geojson_bytes(feature(area, name="A", country="MNG"), feature(point, name="B", country="MNG"))
    result = read(data, "a.geojson")
    again = read(corrected_template(result), "a.xlsx")
    assert [(p.field, p.code) for p in again.problems] == [(p.field, p.code) for p in result.problems]
    assert len(again.refused) == 2


def test_coordinates_in_one_cell_stay_in_one_cell() -> None:
    result = read(csv_bytes(("甲", "蒙古", "32 0.6"), head=("名称", "国家", "纬经度")), "a.csv")
    assert "纬经度" in read(corrected_template(result), "a.xlsx", options=Options()).headers


def test_a_table_without_bad_rows_has_only_its_head() -> None:
    assert len(cells(corrected_template(read(csv_bytes(GOOD, head=HEAD), "a.csv")))) == 1
