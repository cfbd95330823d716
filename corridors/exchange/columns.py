"""The columns of an own row: what they are called, what they mean, and the record they make.

The same columns head every table and layer that is written, so that what was written can be read
again unchanged. A column that is none of these is kept as text in ``OwnPlace.extra``.
"""

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from corridors.models import Latitude, Longitude, PartialDate, Record
from corridors.vocabulary import Kind, Precision, State

ColumnType = Literal["text", "degrees", "country", "term", "date", "list", "shape"]

# Between the items of a list in one cell, when written.
LIST_SEPARATOR = "|"


@dataclass(frozen=True)
class Column:
    """One column: key for machines, headers for readers; ``spellings``: other headers, | between."""

    key: str
    zh: str
    en: str
    type: ColumnType
    meaning_zh: str
    meaning_en: str
    spellings: str

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other headers that mean this column."""
        return tuple(self.spellings.split("|"))


COLUMNS: tuple[Column, ...] = (
    Column(
        "id",
        "编号",
        "ID",
        "text",
        "您自己的编号，可不填。",
        "Your own number for the row; may stay empty.",
        "代码|园区编号|项目编号|code|identifier|uid",
    ),
    Column(
        "kind",
        "类别",
        "Kind",
        "term",
        "合作区、保税区域、港口、口岸、城市、商品市场等；不填表示未注明。",
        "Cooperation zone, bonded area, port, border crossing, city, market …; empty means not said.",
        "地点类别|category|place kind",
    ),
    Column(
        "name_zh",
        "中文名称",
        "Chinese name",
        "text",
        "中文名称；中英文名称至少填一个。",
        "Name in Chinese; give at least one name.",
        "名称|名稱|园区名称|园区|合作区名称|合作区|项目名称|项目|地点名称|地点|地名|企业名称|单位名称|"
        "全称|中文名|name zh|name_cn|name (zh)|zh name|zone|zone name|park name|project name",
    ),
    Column(
        "name_en",
        "英文名称",
        "English name",
        "text",
        "英文名称；中英文名称至少填一个。",
        "Name in English; give at least one name.",
        "英文名|外文名称|外文名|name (en)|en name|english",
    ),
    Column(
        "country",
        "国家",
        "Country",
        "country",
        "中文或英文国名、全称或 ISO 代码；没有坐标时必填。",
        "Country name in Chinese or English, or its ISO code; needed when there are no coordinates.",
        "所在国|國家|所在国家|国别|国家名称|国家地区|国家或地区|国家/地区|东道国|iso3|iso|iso_a3|"
        "iso code|iso2|iso_a2|country code|country name|nation|host country",
    ),
    Column(
        "lon",
        "经度",
        "Longitude",
        "degrees",
        "东经为正，例如 121.63 或 121°38′E。",
        "Degrees east, such as 121.63 or 121°38′E.",
        "东经|經度|lng|long|x|lon e|经度坐标|x坐标|coord x|point x",
    ),
    Column(
        "lat",
        "纬度",
        "Latitude",
        "degrees",
        "北纬为正，例如 38.92 或 38°55′N。",
        "Degrees north, such as 38.92 or 38°55′N.",
        "北纬|緯度|y|lat n|纬度坐标|y坐标|coord y|point y",
    ),
    Column(
        "precision",
        "位置精度",
        "Precision",
        "term",
        "具体地点、城镇、地区或国家；不填表示未注明。",
        "Site, town, region or country; empty means not said.",
        "精度|坐标精度|定位精度|accuracy",
    ),
    Column(
        "state",
        "状态",
        "Status",
        "term",
        "拟建、申建、在建、运行、中止、已并入或未查到；不填表示未注明。",
        "Wanted, applied for, under construction, operating, suspended, superseded or not found.",
        "现状|建设状态|运营状态|进展|state|condition",
    ),
    Column(
        "type",
        "类型",
        "Type",
        "text",
        "例如：通过考核、辽宁企业、综合保税区；也可用自己的说法。",
        "Such as assessed, Liaoning-run, comprehensive bonded zone; or a word of your own.",
        "园区类型|合作区类型|zone type",
    ),
    Column(
        "operator",
        "运营单位",
        "Operator",
        "text",
        "建设或运营的企业。",
        "Company that builds or runs it.",
        "运营企业|实施企业|建设单位|运营方|企业|主办企业|境内实施企业|承办单位|company|developer",
    ),
    Column(
        "industries",
        "产业",
        "Industries",
        "list",
        "多个用顿号或竖线隔开。",
        "Several are separated by | or ;",
        "主导产业|行业|产业类型|重点产业|industry|sectors|sector",
    ),
    Column(
        "start",
        "启动日期",
        "Start",
        "date",
        "年、年月或年月日，例如 2015-12-02。",
        "Year, month or day, such as 2015-12-02.",
        "成立时间|成立日期|启动时间|开工时间|开工日期|设立时间|建立时间|建设时间|批准时间|日期|"
        "start date|date|founded|established|opened",
    ),
    Column(
        "source",
        "来源",
        "Source",
        "text",
        "这一行从哪里来。",
        "Where the row comes from.",
        "资料来源|数据来源|出处|信息来源|reference",
    ),
    Column(
        "note",
        "备注",
        "Note",
        "text",
        "其他要说的话。",
        "Anything else.",
        "说明|描述|简介|notes|remark|remarks|comment|description|desc",
    ),
    Column(
        "area",
        "着色范围",
        "Shaded area",
        "text",
        "没有坐标、也不止一国时，所属国家组，例如 group:east-africa。",
        "Group of countries, such as group:east-africa, where there is neither a point nor one country.",
        "国家组|country group",
    ),
    Column(
        "wkt",
        "图形",
        "Shape",
        "shape",
        "线或面的 WKT 文本；点不用填。",
        "Line or area as WKT; points need none.",
        "几何|图形wkt|geometry|geom|the_geom|wkt_geom",
    ),
)
BY_KEY: MappingProxyType[str, Column] = MappingProxyType({column.key: column for column in COLUMNS})

# Headers that this app writes beside the data (why a row was refused, credits …) and drops when it
# reads them again.
BESIDE: frozenset[str] = frozenset(
    {"原行号", "问题", "怎样改", "Row", "Problem", "How to mend", "credits", "boundary_note", "exported_on"}
)

# Full-width signs start a formula too.
_FORMULA = re.compile(r"'*(\s*[=+\-@＝＋－＠]|[\t\r\n])")
_SHIELDED = re.compile(r"'+(\s*[=+\-@＝＋－＠]|[\t\r\n])")


def shield(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would run as a formula.

    For text cells of CSV only. :func:`unshield` is its exact inverse.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unshield(text: str) -> str:
    """Take the apostrophe of :func:`shield` away again."""
    return text[1:] if _SHIELDED.match(text) else text


class OwnPlace(Record):
    """One row of an own layer, checked.

    What a row does not say is absent: ``None``, empty text or an empty tuple. Coordinates are WGS84
    degrees. ``wkt`` (WGS84, longitude first, two dimensions) is there for lines and areas only;
    ``lon`` and ``lat`` are then a point on the shape. A place without coordinates has a country or an
    ``area``, and a precision. ``id`` is what the file calls the row, not an id of this app.
    ``industries`` holds ids of industries where the words are known, else the words.
    """

    id: str = ""
    kind: Kind | None = None
    name_zh: str = ""
    name_en: str = ""
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] | None = None
    lon: Longitude | None = None
    lat: Latitude | None = None
    precision: Precision | None = None
    state: State | None = None
    type: str = ""
    operator: str = ""
    industries: tuple[str, ...] = ()
    start: PartialDate | None = None
    source: str = ""
    note: str = ""
    area: str = ""
    wkt: str | None = None
    extra: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _is_somewhere_and_has_a_name(self) -> Self:
        if not (self.name_zh or self.name_en):
            raise ValueError("a place needs a name in Chinese or English")
        if (self.lon is None) != (self.lat is None):
            raise ValueError("lon and lat go together: give both or neither")
        if self.lon is None and self.country is None and not self.area:
            raise ValueError("a place needs coordinates or a country")
        if self.lon is None and self.precision is None:
            raise ValueError("without coordinates the precision must be said")
        if self.wkt is not None and self.lon is None:
            raise ValueError("a shape needs a point on it")
        return self

    @property
    def name(self) -> str:
        """The Chinese name, or the English one where there is none."""
        return self.name_zh or self.name_en
