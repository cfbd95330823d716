"""What can be wrong with a row, in both languages: what it is, and how to mend it."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, NamedTuple

from corridors.exchange.columns import BY_KEY

Level = Literal["error", "notice"]
SHOWN = 200


class Wording(NamedTuple):
    zh: str
    en: str
    mend_zh: str
    mend_en: str


DEGREES = Wording(
    "不是能看懂的{zh}",
    "is not a {en} that can be read",
    "请写成小数度（如 {example}）或度分秒。",
    "write decimal degrees such as {example}, or degrees, minutes and seconds",
)

WORDINGS: MappingProxyType[str, Wording] = MappingProxyType(
    {
        "no-name": Wording(
            "没有名称", "has no name", "请填中文或英文名称。", "give a Chinese or English name"
        ),
        "no-place": Wording(
            "既没有坐标，也没有国家",
            "has neither coordinates nor a country",
            "请填经纬度；不知道地点的，至少填国家。",
            "give coordinates, or at least a country",
        ),
        "half": Wording(
            "经度、纬度只有一个",
            "has only one of longitude and latitude",
            "请补上另一个，或两个都不填。",
            "give the other too, or neither",
        ),
        "degrees": DEGREES,
        "pair": Wording(
            "不是能看懂的一对经纬度",
            "is not a pair of coordinates that can be read",
            "请写成“经度,纬度”，如 121.63,38.92。",
            "write longitude, latitude such as 121.63,38.92",
        ),
        "not-finite": Wording(
            "不是数字",
            "is not a number",
            "请填实际坐标，或留空。",
            "give real coordinates, or leave it empty",
        ),
        "range": Wording(
            "超出{zh}范围（{low} 到 {high}）",
            "is outside the range of a {en} ({low} to {high})",
            "请核对；投影坐标（米）请先转换成经纬度。",
            "check it; convert projected metres to degrees first",
        ),
        "zero": Wording(
            "坐标为 0,0，通常表示没有坐标",
            "are 0,0, which usually means that there are none",
            "请填实际坐标，或留空。",
            "give real coordinates, or leave them empty",
        ),
        "elsewhere": Wording(
            "该点不在{country_zh}境内",
            "lie outside {country_en}",
            "请核对坐标和国家，哪一个不对就改哪一个。",
            "check coordinates and country, and correct the wrong one",
        ),
        "swapped": Wording(
            "经度、纬度写反了，已对调为 {read}",
            "had longitude and latitude swapped; read as {read}",
            "无需处理；如不对，请改正后重新导入。",
            "nothing to do, unless this is wrong",
        ),
        "country": Wording(
            "没有找到这个国家",
            "is no country that is known here",
            "请用中文或英文国名，或 ISO 代码{hint_zh}",
            "use its Chinese or English name or ISO code{hint_en}",
        ),
        "term": Wording(
            "不是“{zh}”可用的词",
            "is no term of {en}",
            "可用：{terms_zh}；或把这一列改为按文字保留。",
            "use one of {terms_en}; or keep the column as text",
        ),
        "date": Wording(
            "不是能看懂的日期",
            "is not a date that can be read",
            "请写成 2015、2015-12 或 2015-12-02。",
            "write 2015, 2015-12 or 2015-12-02",
        ),
        "long": Wording(
            "文字过长：{found:,} 字，上限 {limit:,}",
            "is too long: {found:,} characters, the limit is {limit:,}",
            "请缩短，或由管理员调整 CORRIDORS_IMPORT_CELL_CHARS。",
            "shorten it, or raise CORRIDORS_IMPORT_CELL_CHARS",
        ),
        "broken-text": Wording(
            "含有无法识别的字符",
            "holds characters that cannot be decoded",
            "请在原文件中改正，另存为 UTF-8 后重新导入。",
            "correct them in the file and save it as UTF-8",
        ),
        "wide": Wording(
            "这一行的格子比前面的行多",
            "stand to the right of all columns",
            "请给多出的列加列名，或移到正确的列。",
            "give their column a heading, or move them to where they belong",
        ),
        "duplicate": Wording(
            "与第 {first} 行完全相同",
            "is the same as row {first}",
            "无需处理，重复的一行没有导入。",
            "nothing to do; it was left out",
        ),
        "shape": Wording(
            "图形无法识别",
            "is not a shape that can be read",
            "请用点、线、面或它们的多部分类型。",
            "use points, lines, areas or their multi-part types",
        ),
        "on-shape": Wording(
            "是线或面上的点，不能单独改",
            "is a point on a line or area and cannot be moved alone",
            "请在原文件中改图形，再导入一次。",
            "change the shape in its file and import it again",
        ),
        "collection": Wording(
            "是几何集合，不能作为一个地点",
            "is a geometry collection, which is no single place",
            "请拆成点、线、面，一行一个。",
            "split it into points, lines and areas, one a row",
        ),
        "shape-size": Wording(
            "图形的点过多，上限 {limit:,}",
            "has too many points; the limit is {limit:,}",
            "请简化，或由管理员调整 CORRIDORS_IMPORT_SHAPE_POINTS。",
            "simplify it, or raise CORRIDORS_IMPORT_SHAPE_POINTS",
        ),
        "shape-range": Wording(
            "图形超出经纬度范围",
            "lies outside the range of longitude and latitude",
            "请转换成 WGS84 经纬度，或在文件中注明坐标系。",
            "convert it to WGS84 degrees, or declare its coordinate system in the file",
        ),
    }
)


@dataclass(frozen=True)
class RowProblem:
    """What is wrong with a row of the file, and how to mend it.

    ``row`` counts as the file does: in a table the first line is row 1, in a layer the first
    feature is. ``field`` is the key of a column, ``header`` what the file calls it. An ``error``
    keeps the row out; a ``notice`` tells what was repaired in a row that went in. ``code`` is the key of
    its wording.
    """

    row: int
    field: str
    header: str
    value: str
    level: Level
    code: str
    message_zh: str
    message_en: str
    mend_zh: str
    mend_en: str


class CellError(ValueError):
    """Something wrong with one value; :func:`describe` turns it into a :class:`RowProblem`."""

    def __init__(self, code: str, field: str, value: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.value = value
        self.details = details


def describe(fault: CellError, row: int, header: str, level: Level = "error") -> RowProblem:
    """Put a fault into words."""
    column = BY_KEY.get(fault.field)
    names = {"zh": column.zh, "en": column.en.lower()} if column else {"zh": fault.field, "en": fault.field}
    parts = [part.format(**names | fault.details) for part in WORDINGS[fault.code]]
    value = fault.value if len(fault.value) <= SHOWN else fault.value[:SHOWN] + "…"
    return RowProblem(row, fault.field, header, value, level, fault.code, *parts)
