"""What a briefing says, before it is a document: sections of plain blocks that each format lays out.

Everything is text in one language and frozen; numbers stand as they are shown on screen.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

from corridors.words import Lang

T = TypeVar("T")


@dataclass(frozen=True)
class Figure:
    """A statement with its label.

    Attributes
    ----------
    value, unit
        As shown; ``unit`` is empty where the value is words.
    refs
        Numbers of its sources in the list at the end.
    doubt
        Marks what is unverified or without data, else empty.
    """

    label: str
    value: str
    unit: str = ""
    refs: tuple[int, ...] = ()
    doubt: str = ""
    date: str = ""

    @property
    def shown(self) -> str:
        """Value and unit in one."""
        return f"{self.value} {self.unit}".strip()

    @property
    def marks(self) -> str:
        """Numbers of its sources as they stand behind it."""
        return "".join(f"[{number}]" for number in self.refs)

    @property
    def statement(self) -> str:
        """Value, unit, doubt, sources and date as running text."""
        doubt = f"（{self.doubt}）" if self.doubt else ""
        return " ".join(filter(None, (self.shown + doubt + self.marks, self.date)))


@dataclass(frozen=True)
class Figures:
    """Numbers at a glance."""

    items: tuple[Figure, ...]


@dataclass(frozen=True)
class Facts:
    """Statements in words."""

    items: tuple[Figure, ...]


@dataclass(frozen=True)
class Picture:
    """A map: of the whole selection, or of one branch of a corridor, which then has a title."""

    title: str = ""
    branch: str = ""


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True)
class Table:
    """Rows of text; ``widths`` are shares of the width, one a column."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]


@dataclass(frozen=True)
class Chart:
    """Bars: one group a category, one bar in it a series; a value may be absent."""

    title: str
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    stacked: bool = False


@dataclass(frozen=True)
class Quote:
    """Words of a clause, exactly as issued.

    Attributes
    ----------
    heading
        Number and title of the clause, in Chinese.
    gloss
        Our own English gloss of the title, marked as ours; empty in Chinese briefings.
    where
        Document, date and chapter.
    sentences
        The sentences that hold the evidence, or the whole clause.
    """

    clause: str
    heading: str
    gloss: str
    where: str
    sentences: tuple[str, ...]
    departments: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The sentences in one, an ellipsis where something between them is left out."""
        return "…".join(self.sentences)


@dataclass(frozen=True)
class Stop:
    """A node of a strip; ``km`` from the start, empty where it is not known."""

    name: str
    kind: str
    km: str = ""


@dataclass(frozen=True)
class Stretch:
    """The line from one stop to the next. ``km`` stands once a leg, at its first stretch."""

    mode: str
    status: str
    km: str = ""
    words: str = ""
    border: str = ""
    gauge: str = ""


@dataclass(frozen=True)
class Strip:
    """A branch as a strip: ``stretches[i]`` leads from ``stops[i]`` to ``stops[i + 1]``."""

    title: str
    totals: str
    color: str
    stops: tuple[Stop, ...]
    stretches: tuple[Stretch, ...]


Block = Picture | Figures | Facts | Paragraph | Table | Chart | Quote | Strip


@dataclass(frozen=True)
class Section:
    """Blocks under one heading; the section ``map`` has pictures, which each format draws."""

    key: str
    title: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Briefing:
    """A briefing in one language.

    Attributes
    ----------
    select
        Id of the entity or clause.
    color
        Colour of the corridor, or of the ink for everything else (#rrggbb).
    boundary, credits
        What every map that leaves the app has to say.
    """

    select: str
    lang: Lang
    name: str
    title: str
    subtitle: str
    author: str
    date: str
    color: str
    boundary: str
    credits: str
    sections: tuple[Section, ...]

    def section(self, key: str) -> Section | None:
        """The section of that key, None where it was left out or has nothing to say."""
        return next((section for section in self.sections if section.key == key), None)

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Its maps, in the order in which they stand."""
        found = self.section("map")
        return tuple(b for b in found.blocks if isinstance(b, Picture)) if found else ()

    def drawn(self, files: Sequence[bytes]) -> tuple[tuple[Picture, bytes], ...]:
        """Its maps, each with its file; empty where there is none."""
        missing = len(self.pictures) - len(files)
        return tuple(zip(self.pictures, (*files, *[b""] * missing), strict=True))

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of its sections in order."""
        return tuple(section.key for section in self.sections)


def mapped(value: T, change: Callable[[str], str]) -> T:
    """Change every text inside a value: a text, a tuple, or a dataclass of such."""
    return _mapped(value, change)  # type: ignore[no-any-return]


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_mapped(item, change) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in fields(value)]
        return replace(value, **{name: _mapped(getattr(value, name), change) for name in names})
    return value


def printable(text: str) -> str:
    """Text without what no document can hold: control characters, halves of pairs, non-characters."""
    return "".join(char for char in text if char in "\n\t" or _allowed(ord(char)))


def _allowed(code: int) -> bool:
    surrogate = 0xD800 <= code <= 0xDFFF
    control = code < 0x20 or 0x7F <= code <= 0x9F
    return not surrogate and not control and code & 0xFFFE != 0xFFFE and not 0xFDD0 <= code <= 0xFDEF
