"""Headers of a foreign table to our columns.

A mapping gives for each header the key of a column, ``""`` for a column kept as text, or ``None``
for one that is dropped. Besides the columns there are three stand-ins: ``name`` goes to the Chinese
or the English name by its script, ``lonlat`` and ``latlon`` hold both coordinates in one cell.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import TypeAlias

from corridors.exchange.columns import BESIDE, BY_KEY, COLUMNS
from corridors.exchange.errors import ImportFileError
from corridors.exchange.source import LONGEST_HEADER
from corridors.exchange.text import normal

Mapped: TypeAlias = Mapping[str, str | None]

STAND_INS: MappingProxyType[str, str] = MappingProxyType(
    {
        "name": "name|名字|title|label|标题",
        "lonlat": "经纬度|坐标|经纬度坐标|位置坐标|地理坐标|经度纬度|lonlat|lnglat|coordinates|coordinate|"
        "longitude latitude|lon lat|lng lat|xy",
        "latlon": "纬经度|纬度经度|latlon|latlng|latitude longitude|lat lon|lat lng|gps",
    }
)
FIELDS: frozenset[str] = frozenset(BY_KEY) | frozenset(STAND_INS)
# Headers that hold these words mean the column, whatever else they say; the order decides.
STEMS = (
    ("经纬度", "lonlat"),
    ("经度", "lon"),
    ("纬度", "lat"),
    ("longitude", "lon"),
    ("latitude", "lat"),
    ("英文名", "name_en"),
    ("国家", "country"),
    ("名称", "name_zh"),
)
_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")


def match(headers: Sequence[str]) -> dict[str, str | None]:
    """Find the column of each header; each column is found at most once, exact names first."""
    claimed: dict[str, str] = {}
    for find in (_exact, _alias, _stem):
        for header in headers:
            field = find(header)
            if field and field not in claimed.values() and header not in claimed:
                claimed[header] = field
    if {"lon", "lat"} <= set(claimed.values()):
        claimed = {header: field for header, field in claimed.items() if field not in {"lonlat", "latlon"}}
    return {header: None if header in BESIDE else claimed.get(header, "") for header in headers}


def known_count(headers: Sequence[str]) -> int:
    """How many headers are columns of ours: what tells a header from a row of data."""
    short = [header for header in headers if len(header) <= LONGEST_HEADER]
    return len({field for header in short if (field := _exact(header) or _alias(header))})


def corrected(headers: Sequence[str], mapping: Mapped | None) -> dict[str, str | None]:
    """The columns as found, with what the reader corrected.

    Raises
    ------
    ImportFileError
        If the correction names a header or column that does not exist, or a column twice.
    """
    result = match(headers)
    for header, field in (mapping or {}).items():
        if header not in result:
            raise ImportFileError(f"文件里没有“{header}”这一列。", f"the file has no column {header!r}")
        if field and field not in FIELDS:
            raise ImportFileError(f"没有名为“{field}”的字段。", f"there is no field {field!r}")
        result[header] = field
    fields = [field for field in result.values() if field]
    twice = next((field for field in fields if fields.count(field) > 1), None)
    if twice:
        raise ImportFileError(
            f"有两列都对应“{twice}”，请只留一列。", f"two columns are mapped to {twice!r}; keep one"
        )
    return result


@cache
def _names(exact: bool) -> MappingProxyType[str, str]:
    names: dict[str, str] = {}
    for column in COLUMNS:
        for name in (column.key, column.zh, column.en) if exact else column.aliases:
            names.setdefault(normal(name), column.key)
    if not exact:
        for key, spellings in STAND_INS.items():
            for name in spellings.split("|"):
                names.setdefault(normal(name), key)
    return MappingProxyType(names)


def _exact(header: str) -> str | None:
    return _names(True).get(normal(header))


def _alias(header: str) -> str | None:
    bare = normal(_BRACKETS.sub("", header))
    return _names(False).get(normal(header)) or _names(False).get(bare) or _names(True).get(bare)


def _stem(header: str) -> str | None:
    plain = normal(header)
    return next((field for stem, field in STEMS if stem in plain), None)
