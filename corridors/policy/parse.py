"""The policies with agreed clause ids to clauses.

Chinese policy documents number their chapters 一、二、… and the items in them （一）（二）…, each
at the start of a paragraph. Items either start again in every chapter, or run on through the
document; a chapter that counts on its own in a document of the second sort is kept apart. Any
other text goes through :mod:`corridors.policy.outline`.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from corridors import paths
from corridors.clauses import Clause, Document
from corridors.policy.numbering import NUMERAL, numeral
from corridors.policy.outline import heading
from corridors.policy.responsible import responsible

INDENT = r"^[ \t\u3000\ufeff]*"

CHAPTER = re.compile(rf"{INDENT}(?P<mark>(?P<numeral>{NUMERAL})、)", re.MULTILINE)
ITEM = re.compile(rf"{INDENT}(?P<mark>[（(](?P<numeral>{NUMERAL})[）)])[ \t\u3000]*", re.MULTILINE)

# Issuers, one a line, then the date on a line of its own: the clauses end before it.
ISSUER = r"^[^\n，。；：、（）]{2,40}\n+"
DATE = rf"{INDENT}[\d〇○零一二三四五六七八九十]+年[^\n，。]{{1,8}}日[ \t\r]*$"
SIGNATURE = re.compile(rf"(?:{ISSUER})+{DATE}", re.MULTILINE)


class Section(NamedTuple):
    """A chapter and the items in it. Offsets are into the document."""

    number: int
    mark: str
    start: int
    end: int
    items: tuple[re.Match[str], ...]

    @property
    def own_end(self) -> int:
        """Where the chapter's own words end and its first item begins."""
        return self.items[0].start() if self.items else self.end


class Piece(NamedTuple):
    """One clause to be: the end of its id, its number as written, and where it stands."""

    name: str
    number: str
    start: int
    end: int


def parse(document: Document, text: str) -> tuple[Clause, ...]:
    """Split a policy text into its numbered clauses.

    Ids are ``<document>-<chapter>-<item>`` where the items start again in every chapter. Where
    they run on through the chapters, ids are ``<document>-<item, two digits>``, and a chapter
    that counts on its own has ``<document>-g<item>``. Words that stand in a chapter outside
    any item are a clause ``<document>-c<chapter>``.

    Parameters
    ----------
    document : Document
        Its id begins the clause ids.
    text : str
        The whole document. Offsets are Python string offsets (code points) into it.

    Returns
    -------
    tuple of Clause
        In document order; ``text[c.start : c.start + len(c.text)] == c.text`` for each.

    Raises
    ------
    ValueError
        If there is no chapter, or if two items would have the same id.
    """
    sections = _sections(text)
    if not sections:
        raise ValueError(
            f"{document.id}: no clause found: looked for chapters that begin a paragraph with 一、 二、 …"
        )
    styles = _id_styles(sections)
    clauses = tuple(
        _clause(text, document.id, section, piece)
        for section in sections
        for piece in _pieces(text, section, styles[section.start])
    )
    ids = [clause.id for clause in clauses]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if twice:
        raise ValueError(f"{document.id}: number used twice: {', '.join(twice)}")
    return clauses


def read(document: Document, folder: Path = paths.POLICY) -> tuple[Clause, ...]:
    """Parse the file a document record names.

    Raises
    ------
    OSError, UnicodeDecodeError
        If the file is missing or is not UTF-8.
    ValueError
        See :func:`parse`.
    """
    # Bytes, because text mode would turn CRLF into LF and move every offset.
    return parse(document, (folder / document.file).read_bytes().decode("utf-8"))


def _sections(text: str) -> list[Section]:
    chapters = list(CHAPTER.finditer(text))
    if not chapters:
        return []
    signature = SIGNATURE.search(text, chapters[0].end())
    body_end = signature.start() if signature else len(text)
    chapters = [chapter for chapter in chapters if chapter.start() < body_end]
    ends = [chapter.start() for chapter in chapters[1:]] + [body_end]
    return [
        Section(
            number=numeral(chapter["numeral"]),
            mark=chapter["mark"],
            start=chapter.end(),
            end=end,
            items=tuple(ITEM.finditer(text, chapter.end(), end)),
        )
        for chapter, end in zip(chapters, ends, strict=True)
    ]


def _id_styles(sections: list[Section]) -> dict[int, str]:
    """Id pattern of the items of each section, by the section's start."""
    runs: list[list[Section]] = []
    for section in sections:
        if not section.items:
            continue
        continues = runs and _number(section.items[0]) == _number(runs[-1][-1].items[-1]) + 1
        if continues:
            runs[-1].append(section)
        else:
            runs.append([section])
    longest = max(runs, key=len, default=[])
    own = "{chapter}-{item}"
    if len(longest) > 1 and len(runs) <= 2:
        own = "g{item}"
    styles = {section.start: own for section in sections}
    if len(longest) > 1:
        styles |= {section.start: "{item:02d}" for section in longest}
    return styles


def _number(item: re.Match[str]) -> int:
    return numeral(item["numeral"])


def _pieces(text: str, section: Section, style: str) -> Iterator[Piece]:
    own = text[section.start : section.own_end].strip()
    beyond_heading = own.removeprefix(heading(own)).strip(" 。\t\r\n\u3000")
    if beyond_heading or not section.items:
        yield Piece(f"c{section.number}", section.mark, section.start, section.own_end)
    ends = [item.start() for item in section.items[1:]] + [section.end]
    for item, end in zip(section.items, ends, strict=False):
        yield Piece(style.format(chapter=section.number, item=_number(item)), item["mark"], item.end(), end)


def _clause(text: str, doc: str, section: Section, piece: Piece) -> Clause:
    raw = text[piece.start : piece.end]
    words = raw.strip()
    roles = responsible(words)
    return Clause(
        id=f"{doc}-{piece.name}",
        doc=doc,
        chapter=section.mark + heading(text[section.start : section.own_end]),
        number=piece.number,
        title=heading(words),
        text=words,
        start=piece.start + len(raw) - len(raw.lstrip()),
        lead=roles.lead,
        support=roles.support,
    )
