"""Tables of every kind to places, and each bad row explained."""

import io
import time
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from corridors.exchange.columns import BESIDE, COLUMNS, OwnPlace, shield, unshield
from corridors.exchange.errors import Cancelled, ImportFileError
from corridors.exchange.known import shipped
from corridors.exchange.limits import Limits
from corridors.exchange.reading import Options, Result, preview, read
from corridors.vocabulary import Kind, Precision, State
from tests.import_files import GOOD, HEAD, codes, csv_bytes, problem, xlsx_bytes


def one(**cells: str) -> Result:
    """Read a table with one row."""
    return read(csv_bytes(tuple(cells.values()), head=tuple(cells)), "a.csv")


def place(**cells: str) -> OwnPlace:
    result = one(**cells)
    assert not result.errors, result.errors
    return result.accepted[0]


def test_a_whole_row() -> None:
    found = place(
        编号="7", 类别="园区", 园区名称="甲园", 英文名称="Alpha", 所在国="KZ", 经度="71.43", 纬度="51.13",
        位置精度="城镇", 状态="运营中", 类型="辽宁企业", 运营单位="某公司", 主导产业="农业、陌生产业",
        成立时间="2015年12月2日", 来源="表", 备注="好", 面积="3 平方公里",
    )  # fmt: skip
    assert found == OwnPlace(
        id="7",
        kind=Kind.ZONE,
        name_zh="甲园",
        name_en="Alpha",
        country="KAZ",
        lon=71.43,
        lat=51.13,
        precision=Precision.TOWN,
        state=State.OPERATING,
        type="liaoning",
        operator="某公司",
        industries=("industry:agriculture", "陌生产业"),
        start="2015-12-02",
        source="表",
        note="好",
        extra={"面积": "3 平方公里"},
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-32"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "，"])
def test_encodings_and_delimiters(encoding: str, delimiter: str) -> None:
    text = "\r\n".join(delimiter.join(row) for row in (HEAD, GOOD, ("乌兰巴托园", "蒙古", "106.9", "47.9")))
    result = read(text.encode(encoding), "a.csv")
    assert [(p.name_zh, p.country, p.lon) for p in result.accepted] == [
        ("甲园", "KAZ", 71.43),
        ("乌兰巴托园", "MNG", 106.9),
    ]


def test_western_text_is_not_taken_for_chinese() -> None:
    data = "name,country,lon,lat\nParc Réunion été,France,2.3,48.8\n".encode("cp1252")
    assert read(data, "a.csv").accepted[0].name_en == "Parc Réunion été"


def test_a_damaged_character_is_told_in_its_row() -> None:
    data = csv_bytes(GOOD, ("乙园", *GOOD[1:])).replace("乙".encode(), "乙".encode()[:2])
    result = read(data, "a.csv")
    assert codes(result) == [(3, "name_zh", "broken-text")]
    assert len(result.accepted) == 1


def test_encoding_can_be_chosen() -> None:
    data = "名稱,國家,經度,緯度\n烏蘭園,MNG,106,47".encode("big5")
    assert read(data, "a.csv", options=Options(encoding="big5")).accepted[0].name_zh == "烏蘭園"
    with pytest.raises(ImportFileError, match="cannot be read as big5"):
        read("名称\n𠀀".encode("gb18030"), "a.csv", options=Options(encoding="big5"))


def test_title_rows_above_the_header_and_blank_rows_keep_their_numbers() -> None:
    data = (
        "境外园区一览表,,,\n\n名称,国家,经度,纬度\n甲园,哈萨克斯坦,71.43,51.13\n,,,\n乙园,火星,1,1\n".encode()
    )
    assert preview(data, "a.csv").header_row == 3
    result = read(data, "a.csv")
    assert (result.rows, len(result.accepted)) == (2, 1)
    assert codes(result) == [(6, "country", "country")]


def test_excel_separator_hint() -> None:
    assert len(read(b"sep=;\r\n" + csv_bytes(GOOD).replace(b",", b";"), "a.csv").accepted) == 1


@pytest.mark.parametrize(
    ("cells", "field", "code"),
    [
        ({"名称": "", "国家": "蒙古", "经度": "106", "纬度": "47"}, "name_zh", "no-name"),
        ({"名称": "甲", "国家": "火星", "经度": "106", "纬度": "47"}, "country", "country"),
        ({"名称": "甲", "国家": "", "经度": "106", "纬度": ""}, "lat", "half"),
        ({"名称": "甲", "国家": "", "经度": "", "纬度": ""}, "lon, lat", "no-place"),
        ({"名称": "甲", "国家": "", "经度": "NaN", "纬度": "1"}, "lon", "not-finite"),
        ({"名称": "甲", "国家": "", "经度": "1", "纬度": "inf"}, "lat", "not-finite"),
        ({"名称": "甲", "国家": "", "经度": "0", "纬度": "0.0"}, "lon, lat", "zero"),
        ({"名称": "甲", "国家": "", "经度": "200", "纬度": "10"}, "lon", "range"),
        ({"名称": "甲", "国家": "印尼", "经度": "106", "纬度": "95"}, "lat", "range"),
        ({"名称": "甲", "国家": "", "经度": "abc", "纬度": "1"}, "lon", "degrees"),
        ({"名称": "甲", "国家": "蒙古", "经度": "32", "纬度": "0.6"}, "lon, lat", "elsewhere"),
        ({"名称": "甲", "国家": "蒙古", "状态": "不明"}, "state", "term"),
        ({"名称": "甲", "国家": "蒙古", "位置精度": "很准"}, "precision", "term"),
        ({"名称": "甲", "国家": "蒙古", "类别": "饭馆"}, "kind", "term"),
        ({"名称": "甲", "国家": "蒙古", "成立时间": "2015-02-30"}, "start", "date"),
        ({"名称": "甲", "国家": "蒙古", "经纬度": "106"}, "lon", "pair"),
        ({"名称": "甲", "国家": "蒙古", "图形": "POLYGON((1 2"}, "wkt", "shape"),
        ({"名称": "甲", "国家": "蒙古", "图形": "GEOMETRYCOLLECTION(POINT(1 2))"}, "wkt", "collection"),
    ],
)
def test_what_is_wrong_with_a_row(cells: dict[str, str], field: str, code: str) -> None:
    result = one(**cells)
    found = problem(result)
    assert (found.row, found.field, found.code, found.level) == (2, field, code, "error")
    assert result.accepted == ()
    assert found.message_zh
    assert found.mend_zh.endswith(("。", "？"))
    assert found.message_en
    assert found.mend_en
    assert not set("{}") & set("".join((found.message_zh, found.message_en, found.mend_zh, found.mend_en)))
    assert result.refused[0].number == 2


def test_good_rows_go_in_without_the_bad_and_nothing_is_lost() -> None:
    result = read(csv_bytes(GOOD, ("乙", "火星", "x", "1"), ("丙", "蒙古", "106", "47")), "a.csv")
    assert [p.name for p in result.accepted] == ["甲园", "丙"]
    assert codes(result) == [(3, "country", "country"), (3, "lon", "degrees")]
    assert result.refused[0].cells == ("乙", "火星", "x", "1")
    assert result.rows == len(result.accepted) + len(result.refused)


@pytest.mark.parametrize(
    ("country", "lon", "lat"), [("印尼", "-6.2", "106.8"), ("泰国", "13", "101.1"), ("", "38.9", "121.6")]
)
def test_swapped_coordinates_are_turned_round_and_told(country: str, lon: str, lat: str) -> None:
    result = one(名称="甲", 国家=country, 经度=lon, 纬度=lat)
    assert (result.accepted[0].lon, result.accepted[0].lat) == (float(lat), float(lon))
    assert (problem(result).code, problem(result).level) == ("swapped", "notice")


def test_letters_tell_swapped_columns() -> None:
    result = one(名称="甲", 经度="38°54′N", 纬度="121°36′E")
    assert (result.accepted[0].lon, result.accepted[0].lat) == (pytest.approx(121.6), pytest.approx(38.9))
    assert problem(result).code == "swapped"


def test_a_pier_may_stand_off_the_coast() -> None:
    assert place(名称="大窑湾", 国家="中国", 经度="121.93", 纬度="38.98").country == "CHN"


def test_a_row_without_coordinates_is_as_precise_as_its_country() -> None:
    found = place(名称="甲", 国家="塞尔维亚", 位置精度="具体地点")
    assert (found.precision, found.lon) == (Precision.COUNTRY, None)


def test_precision_is_not_guessed() -> None:
    assert place(名称="甲", 经度="106", 纬度="47").precision is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("印尼", "IDN"), ("印度尼西亚", "IDN"), ("Indonesia", "IDN"), ("id", "IDN"), ("IDN", "IDN"),
        ("哈萨克斯坦共和国", "KAZ"), ("Republic of Kazakhstan", "KAZ"), ("the Kingdom of Thailand", "THA"),
        ("Russian Federation", "RUS"), ("俄罗斯联邦", "RUS"), ("Viet Nam", "VNM"), ("Lao PDR", "LAO"),
        ("South Korea", "KOR"), ("Republic of Korea", "KOR"), ("DPRK", "PRK"), ("UAE", "ARE"),
        ("Cote d’Ivoire", "CIV"), ("刚果（金）", "COD"), ("刚果(布)", "COG"),
        ("Democratic Republic of the Congo", "COD"),
        ("台湾", "CHN"), ("中国香港", "CHN"), ("HKG", "CHN"), ("ＫＡＺ", "KAZ"), (" kazakhstan ", "KAZ"),
    ],
)  # fmt: skip
def test_names_of_countries(text: str, code: str) -> None:
    assert shipped().country(text) == code


@pytest.mark.parametrize("text", ["刚果", "Congo", "朝韩", "非洲", "", "x"])
def test_what_is_no_single_country(text: str) -> None:
    assert shipped().country(text) is None


def test_a_misspelt_country_is_recognised_in_the_mend() -> None:
    found = problem(one(名称="甲", 国家="哈萨克斯但", 经度="71", 纬度="51"))
    assert "哈萨克斯坦" in found.mend_zh
    assert "Kazakhstan" in found.mend_en


def test_gcj02_moves_points_in_china_only() -> None:
    data = csv_bytes(("大连", "中国", "121.62", "38.92"), ("阿斯塔纳", "哈萨克斯坦", "71.43", "51.13"))
    plain, moved = (read(data, "a.csv", options=Options(crs=crs)).accepted for crs in ("wgs84", "gcj02"))
    baidu = read(data, "a.csv", options=Options(crs="bd09")).accepted
    assert plain[1] == moved[1] == baidu[1]
    assert plain[0].lon is not None
    assert moved[0].lon is not None
    assert baidu[0].lon is not None
    assert 0.003 < plain[0].lon - moved[0].lon < 0.008
    assert 0.003 < moved[0].lon - baidu[0].lon < 0.012


def test_duplicates_are_left_out_and_told() -> None:
    result = read(csv_bytes(GOOD, ("乙", *GOOD[1:]), GOOD), "a.csv")
    assert codes(result) == [(4, "", "duplicate")]
    assert "2" in problem(result).message_zh
    assert len(result.accepted) == 2


def test_script_in_names_stays_text() -> None:
    name = "${alert(1)}`<script>alert(1)</script>\\"
    assert place(Name=name, 国家="蒙古").name_en == name
    assert place(中文名称=name, 国家="蒙古").name_zh == name


@given(st.text())
def test_shield_round_trips(text: str) -> None:
    assert unshield(shield(text)) == text
    assert not shield(text).lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


def test_shielded_cells_are_unshielded() -> None:
    assert place(名称="'=1+1", 国家="蒙古").name == "=1+1"


def test_columns_are_found_by_any_of_their_names() -> None:
    for column in COLUMNS:
        for header in (column.key, column.zh, column.en, *column.aliases):
            found = preview(csv_bytes(("x",), head=(header, "别的")), "a.csv").mapping
            assert found[header] == column.key, header


def test_exact_headers_win_and_each_column_is_found_once() -> None:
    head = ("名称", "name_zh", "Name", "国别", "所在国", "经度（°）", "纬度 (N)", "序号")
    found = preview(csv_bytes(("a",) * 8, head=head), "a.csv").mapping
    assert found == {
        "名称": "", "name_zh": "name_zh", "Name": "name", "国别": "country", "所在国": "", "经度（°）": "lon",
        "纬度 (N)": "lat", "序号": "",
    }  # fmt: skip


def test_what_stands_beside_the_data_is_dropped() -> None:
    for header in BESIDE:
        assert place(**{"名称": "甲", "国家": "蒙古", header: "x"}).extra == {}


def test_the_reader_corrects_the_columns() -> None:
    data = csv_bytes(("甲", "乙", "蒙古", "秘密"), head=("名称", "公司", "国家", "内部"))
    result = read(data, "a.csv", {"名称": "", "公司": "name_zh", "内部": None})
    assert (result.accepted[0].name_zh, result.accepted[0].extra) == ("乙", {"名称": "甲"})


@pytest.mark.parametrize("mapping", [{"没有": "lon"}, {"名称": "colour"}, {"名称": "lon"}])
def test_a_wrong_correction_is_refused(mapping: dict[str, str]) -> None:
    with pytest.raises(ImportFileError):
        read(csv_bytes(GOOD), "a.csv", mapping)


@pytest.mark.parametrize(
    "head", [("甲", "乙", "丙", "丁"), ("名称", "乙", "丙", "丁"), ("甲", "国家", "经度", "纬度")]
)
def test_a_table_without_names_or_positions_is_refused_once(head: tuple[str, ...]) -> None:
    with pytest.raises(ImportFileError, match="among"):
        read(csv_bytes(GOOD, head=head), "a.csv")


def test_xlsx_values_of_every_type() -> None:
    head = ("名称", "国家", "经度", "纬度", "启动日期", "数", "真")
    data = xlsx_bytes(("甲", "蒙古", 106.9, 47.9, datetime(2015, 12, 2), 5.0, True), head=head)
    result = read(data, "a.xlsx")
    found = result.accepted[0]
    assert (found.lon, found.lat, found.start) == (106.9, 47.9, "2015-12-02")
    assert found.extra == {"数": "5", "真": "true"}


def test_xlsx_sheets_can_be_chosen() -> None:
    book = load_workbook(io.BytesIO(xlsx_bytes(GOOD)))
    other = book.create_sheet("另一张")
    other.append(HEAD)
    other.append(("乙", "蒙古", 106, 47))
    book.create_sheet("空")
    stream = io.BytesIO()
    book.save(stream)
    data = stream.getvalue()
    assert preview(data, "a.xlsx").sheets == ("表", "另一张", "空")
    assert read(data, "a.xlsx").accepted[0].name == "甲园"
    assert read(data, "a.xlsx", options=Options(sheet="另一张")).accepted[0].name == "乙"
    with pytest.raises(ImportFileError, match="there is no sheet"):
        read(data, "a.xlsx", options=Options(sheet="没有"))


def test_xlsx_cells_to_the_right_of_the_columns_are_told() -> None:
    rows = [(f"园{n}", *GOOD[1:]) for n in range(30)] + [("末", *GOOD[1:], "多余")]
    result = read(xlsx_bytes(*rows), "a.xlsx")
    assert (problem(result).code, problem(result).value, problem(result).row) == ("wide", "多余", 32)


def test_the_name_of_a_file_does_not_decide() -> None:
    for name in ("a.xlsx", "a.kml", "a"):
        result = read(csv_bytes(GOOD), name)
        assert len(result.accepted) == 1
        assert "CSV" in result.notices[0].zh
    assert read(csv_bytes(GOOD), "a.CSV").notices == ()


def test_progress_and_cancel() -> None:
    data = csv_bytes(*((f"园{n}", *GOOD[1:]) for n in range(2000)))
    seen: list[tuple[int, int | None]] = []
    read(data, "a.csv", progress=lambda done, total: seen.append((done, total)))
    assert seen == [(500, 2000), (1000, 2000), (1500, 2000), (2000, 2000), (2000, 2000)]

    def stop(done: int, total: int | None) -> None:
        raise Cancelled(f"{done} of {total}")

    with pytest.raises(Cancelled, match="500 of 2000"):
        read(data, "a.csv", progress=stop)


def test_ten_thousand_rows_take_seconds() -> None:
    data = xlsx_bytes(*((f"园{n}", *GOOD[1:]) for n in range(10_000)))
    started = time.process_time()
    assert len(read(data, "a.xlsx").accepted) == 10_000
    assert time.process_time() - started < 15


def test_time_is_limited() -> None:
    with pytest.raises(ImportFileError, match="more than 0 s"):
        read(csv_bytes(*((f"园{n}", *GOOD[1:]) for n in range(600))), "a.csv", limits=Limits(seconds=0))
