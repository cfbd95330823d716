"""Marks that begin a numbered paragraph, in the forms Chinese documents use.

第一章, 第二节, 第三条, 一、, （一）, 1., 1.2, (1), ① and their full-width and bare variants. A mark has a
rank: the smaller, the higher its level.
"""

import re
from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
PLACES = {"十": 10, "百": 100}
NUMERAL = f"[{''.join(DIGITS)}{''.join(PLACES)}]+"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
FULL_WIDTH = str.maketrans("０１２３４５６７８９．", "0123456789.")
BLANK = r"[ \t\u3000\u00a0]"
INDENT = rf"^{BLANK[:-1]}\ufeff#*]*"


class Rank(IntEnum):
    """Level of a mark, from the outside in."""

    PART = 0
    CHAPTER = 1
    SECTION = 2
    ARTICLE = 3
    HEADING = 4
    ITEM = 5
    NUMBER = 6
    BRACKET = 7
    CIRCLE = 8


class Mark(NamedTuple):
    """A number at the beginning of a paragraph: ``text[start:end]`` is its line up to the words."""

    rank: Rank
    number: int
    written: str
    start: int
    end: int


FORMS: tuple[tuple[Rank, str], ...] = (
    (Rank.PART, rf"第(?P<n>{NUMERAL}|\d+)(?:编|篇|部分)"),
    (Rank.CHAPTER, rf"第(?P<n>{NUMERAL}|\d+)章"),
    (Rank.SECTION, rf"第(?P<n>{NUMERAL}|\d+)节"),
    (Rank.ARTICLE, rf"第(?P<n>{NUMERAL}|\d+)条(?:之[一二三四五六七八九])?(?!第|规定)"),
    (Rank.ITEM, rf"第(?P<n>{NUMERAL}|\d+)[款项](?!规定)"),
    (Rank.HEADING, rf"(?P<n>{NUMERAL}){BLANK}?[、．.]"),
    (Rank.ITEM, rf"[（(]{BLANK}?(?P<n>{NUMERAL}){BLANK}?[）)]"),
    (Rank.ITEM, rf"(?P<n>{NUMERAL})[）)]"),
    (Rank.HEADING, rf"(?P<n>{NUMERAL}){BLANK}+(?=[\u4e00-\u9fff])"),
    (Rank.BRACKET, rf"[（(]{BLANK}?(?P<n>[\d０-９]{{1,2}}){BLANK}?[）)]"),
    (Rank.BRACKET, r"(?P<n>[\d０-９]{1,2})[）)]"),
    (
        Rank.NUMBER,
        r"(?P<n>(?:[\d０-９]{1,2}[.．])+[\d０-９]{1,2})(?:[.．、]|(?![\d０-９%％亿万千百倍个年米吨公元美]))",
    ),
    (Rank.NUMBER, r"(?P<n>[\d０-９]{1,2})(?:[、．.](?![\d０-９]))"),
    (Rank.NUMBER, rf"(?P<n>[\d０-９]{{1,2}}){BLANK}+(?=[\u4e00-\u9fff])"),
    (Rank.CIRCLE, rf"(?P<n>[{CIRCLED}])"),
)
PATTERNS = tuple(
    (rank, re.compile(rf"{INDENT}(?P<mark>{form}){BLANK}*", re.MULTILINE)) for rank, form in FORMS
)


def marks(text: str) -> list[Mark]:
    """Marks at the beginnings of lines, in order, at most one a line."""
    found: dict[int, Mark] = {}
    for rank, pattern in PATTERNS:
        for match in pattern.finditer(text):
            found.setdefault(match.start(), _mark(rank, match))
    return list(_in_sequence(found[start] for start in sorted(found)))


def numeral(written: str) -> int:
    """Value of a number below 1000: Chinese, Arabic, full-width or circled; the last of 1.2.3.

    >>> numeral("三"), numeral("十"), numeral("二十三"), numeral("一百零二"), numeral("１２"), numeral("③")
    (3, 10, 23, 102, 12, 3)
    """
    if written in CIRCLED:
        return CIRCLED.index(written) + 1
    arabic = written.translate(FULL_WIDTH)
    if arabic[0].isdigit() and arabic[0].isascii():
        return int(arabic.split(".")[-1])
    total = digit = 0
    for character in written:
        if character in PLACES:
            total += (digit or 1) * PLACES[character]
            digit = 0
        else:
            digit = DIGITS[character]
    return total + digit


def _mark(rank: Rank, match: re.Match[str]) -> Mark:
    written = match["mark"]
    dots = match["n"].translate(FULL_WIDTH).count(".")
    # 1.1 lies below 1: a decimal number goes one level down for each dot.
    level = Rank(min(rank + dots, Rank.CIRCLE)) if rank is Rank.NUMBER else rank
    return Mark(level, numeral(match["n"]), written.strip(), match.start(), match.end())


def _in_sequence(found: Iterator[Mark]) -> Iterator[Mark]:
    """Leave out numbers that continue nothing, such as a figure at the beginning of a line."""
    last: dict[Rank, int] = {}
    for mark in found:
        before = last.get(mark.rank)
        if before is None or mark.number == 1 or before <= mark.number <= before + 5:
            # Articles number through; everything else starts again below a new heading.
            keep = {rank: n for rank, n in last.items() if rank <= mark.rank or rank is Rank.ARTICLE}
            last = keep | {mark.rank: mark.number}
            yield mark
