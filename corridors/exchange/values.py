"""Words of a row to terms, dates and lists."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import cache
from types import MappingProxyType

from corridors.exchange.messages import CellError
from corridors.exchange.text import clean, normal
from corridors.vocabulary import BondedType, Kind, State, Term, ZoneType

# What offices write for a term; only words that mean the same.
SYNONYMS: MappingProxyType[Term, tuple[str, ...]] = MappingProxyType(
    {
        State.OPERATING: ("运营", "运营中", "运行中", "在运营", "已运营", "已投产", "已投用", "in operation"),
        State.BUILDING: ("建设中", "施工中", "在建中", "under construction", "construction"),
        State.APPLIED: ("申请中", "申报中"),
        State.SUSPENDED: ("停运", "已停", "停用", "暂停"),
        State.SUPERSEDED: ("已合并", "merged"),
        Kind.ZONE: ("园区", "境外园区", "经贸合作区", "境外经贸合作区", "工业园", "zone"),
        Kind.BONDED: ("保税区", "综合保税区", "海关特殊监管区域"),
        Kind.MARKET: ("市场",),
    }
)
_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?月?)?年?(?:[T ]00:00(:00)?)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_ITEMS = re.compile(r"[|;；、，,\n]")


def term(kind: type[Term], field: str, text: str) -> Term:
    """A term by its value, its Chinese or English label, or a synonym.

    Raises
    ------
    CellError
        If there is none; it lists what there is.
    """
    found = _terms(kind).get(normal(text))
    if found is None:
        labels = {"terms_zh": "、".join(t.zh for t in kind), "terms_en": ", ".join(kind)}
        raise CellError("term", field, text, **labels)
    return found


def place_type(text: str) -> str:
    """The value of a type of zone or bonded area, or the text as it is."""
    key = normal(text)
    found = _terms(ZoneType).get(key) or _terms(BondedType).get(key)
    return found.value if found else text


@cache
def _terms(kind: type[Term]) -> MappingProxyType[str, Term]:
    names: dict[str, Term] = {}
    for found in kind:
        for name in (found.value, found.zh, found.en, *SYNONYMS.get(found, ())):
            names.setdefault(normal(name), found)
    return MappingProxyType(names)


def partial_date(text: str) -> str:
    """A year, month or day as ISO 8601.

    Raises
    ------
    CellError
        If it is none, or no day of the calendar.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _COMPACT.fullmatch(plain) or _DATE.fullmatch(plain)
    if not found:
        raise CellError("date", "start", text)
    year, month, day = found[1], found[2], found[3]
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError as error:
        raise CellError("date", "start", text) from error
    return "-".join([year, *(f"{int(part):02d}" for part in (month, day) if part)])


def items(text: str) -> Iterable[str]:
    """The items of a list in one cell, each once."""
    return dict.fromkeys(item for part in _ITEMS.split(text) if (item := clean(part)))
