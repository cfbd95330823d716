"""Automatic numbers of a Word document: they are not in its text, but clauses are found by them."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.etree.ElementTree import Element

NUMERALS = "〇一二三四五六七八九"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def chinese(number: int) -> str:
    """Chinese numeral of a number below 100.

    >>> chinese(7), chinese(10), chinese(12), chinese(30), chinese(45)
    ('七', '十', '十二', '三十', '四十五')
    """
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else NUMERALS[tens]) + "十" if tens else ""
    return head + (NUMERALS[ones] if ones or not tens else "")


def _circled(number: int) -> str:
    return CIRCLED[number - 1] if number <= len(CIRCLED) else str(number)


WRITTEN: dict[str, Callable[[int], str]] = {
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "ideographDigital": chinese,
    "chineseLegalSimplified": chinese,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimal": str,
}


class Level(NamedTuple):
    """How one level of a list is numbered: ``pattern`` holds %1 for the number of level one."""

    form: str
    pattern: str
    start: int


@dataclass
class Numbers:
    """Lists of a document and how far each was counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    counts: defaultdict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def read(cls, root: Element | None) -> "Numbers":
        """Read ``word/numbering.xml``; without it nothing is numbered."""
        if root is None:
            return cls()
        abstract = {_value(e, "abstractNumId"): dict(_levels(e)) for e in _children(root, "abstractNum")}
        levels = {}
        for number in _children(root, "num"):
            target = next(_children(number, "abstractNumId"), None)
            if target is not None:
                levels[_value(number, "numId")] = abstract.get(_value(target, "val"), {})
        return cls(levels)

    def mark(self, paragraph: Element) -> str:
        """The number before a paragraph as Word shows it, or the empty string."""
        place = _place(paragraph)
        if place is None:
            return ""
        name, depth = place
        level = self.levels.get(name, {}).get(depth)
        if level is None or level.form not in WRITTEN:
            return ""
        counts = self.counts[name]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        return self._written(name, level, depth)

    def _written(self, name: str, level: Level, depth: int) -> str:
        text = level.pattern
        for at in range(depth + 1):
            form = self.levels[name][at].form if at in self.levels[name] else "decimal"
            number = self.counts[name].get(at, 1)
            text = text.replace(f"%{at + 1}", WRITTEN.get(form, str)(number))
        return text


def _place(paragraph: Element) -> tuple[str, int] | None:
    for properties in _children(paragraph, "pPr"):
        for number in _children(properties, "numPr"):
            identity = next((_value(e, "val") for e in _children(number, "numId")), "")
            depth = next((_value(e, "val") for e in _children(number, "ilvl")), "0")
            return (identity, int(depth)) if identity and depth.isdigit() else None
    return None


def _levels(abstract: Element) -> Iterator[tuple[int, Level]]:
    for level in _children(abstract, "lvl"):
        form = next((_value(e, "val") for e in _children(level, "numFmt")), "decimal")
        pattern = next((_value(e, "val") for e in _children(level, "lvlText")), "")
        start = next((_value(e, "val") for e in _children(level, "start")), "1")
        depth = _value(level, "ilvl")
        if depth.isdigit():
            yield int(depth), Level(form, pattern, int(start) if start.isdigit() else 1)


def _children(element: Element, name: str) -> Iterator[Element]:
    return (child for child in element if str(child.tag).rpartition("}")[2] == name)


def _value(element: Element, name: str) -> str:
    return next((v for key, v in element.attrib.items() if key.rpartition("}")[2] == name), "")
