"""A policy as issued, cut into paragraphs and runs, and which of its clauses a reader asked for.

Pure functions over the catalog. What stands between the clauses (the opening words, the headings
of the chapters, the signature) is part of a policy too and is shown as it was issued.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corridors.catalog import Catalog
from corridors.clauses import Clause, Link
from corridors.policy import marks
from corridors.vocabulary import Grade, Kind

Span = tuple[int, int]


@dataclass(frozen=True)
class Choice:
    """Which clauses to show; what is empty asks for everything.

    ``chapter`` is a key of :func:`chapters`, ``countries`` holds ISO alpha-3 codes, ``agency``,
    ``corridors`` and ``industries`` hold entity ids.
    """

    doc: str = ""
    chapter: str = ""
    agency: str = ""
    kinds: frozenset[Kind] = frozenset()
    countries: frozenset[str] = frozenset()
    corridors: frozenset[str] = frozenset()
    industries: frozenset[str] = frozenset()

    @property
    def is_open(self) -> bool:
        """Whether nothing but whole documents is asked for."""
        return self == Choice(doc=self.doc)


@dataclass(frozen=True)
class Run:
    """Characters with the same links and the same search hit (counted from 1, 0 for none)."""

    text: str
    links: tuple[Link, ...] = ()
    hit: int = 0
    heading: bool = False


@dataclass(frozen=True)
class Item:
    """A clause to show: its paragraphs, each a list of runs."""

    clause: Clause
    paragraphs: tuple[tuple[Run, ...], ...]


@dataclass(frozen=True)
class Line:
    """A line that belongs to no clause."""

    text: str
    is_chapter: bool = False


Block = Item | Line


def chapters(catalog: Catalog) -> dict[str, str]:
    """Headings of all chapters by key: document id, full stop, place in the document."""
    found: dict[str, dict[str, None]] = {}
    for clause in catalog.clauses.values():
        found.setdefault(clause.doc, {}).setdefault(clause.chapter)
    return {
        f"{doc}.{place}": heading
        for doc, headings in found.items()
        for place, heading in enumerate(headings, start=1)
    }


def headings(clauses: Iterable[Clause]) -> list[tuple[str, list[Clause]]]:
    """Clauses under the headings of their chapters, in order."""
    found: dict[str, list[Clause]] = {}
    for clause in clauses:
        found.setdefault(clause.chapter, []).append(clause)
    return list(found.items())


def chosen(catalog: Catalog, choice: Choice) -> list[Clause]:
    """Clauses that pass every part of ``choice``, in the order of the texts."""
    doc, _, _ = choice.chapter.partition(".")
    heading = chapters(catalog).get(choice.chapter, "")
    return [
        clause
        for clause in catalog.clauses.values()
        if choice.doc in ("", clause.doc)
        and (not choice.chapter or (clause.doc, clause.chapter) == (doc, heading))
        and _names(catalog, clause, choice)
    ]


def window(length: int, at: int, size: int) -> tuple[int, int]:
    """Start and end of the stretch of ``size`` that holds place ``at`` (from 0) in a long list."""
    start = min(max(at, 0), max(length - 1, 0)) // size * size
    return start, min(start + size, length)


def _names(catalog: Catalog, clause: Clause, choice: Choice) -> bool:
    links = catalog.links_by_clause.get(clause.id, ())
    named = {link.entity for link in links}
    stated = {link.entity.partition(":")[0] for link in links if link.grade is Grade.STATED}
    countries = {f"{Kind.COUNTRY}:{iso}" for iso in choice.countries}
    return (
        (not choice.agency or choice.agency in named)
        and (not choice.kinds or bool(choice.kinds & stated))
        and (not countries or bool(countries & named))
        and (not choice.corridors or bool(choice.corridors & named))
        and (not choice.industries or bool(choice.industries & named))
    )


def paragraphs(
    clause: Clause, links: Iterable[Link], hits: Iterable[tuple[Span, int]] = ()
) -> tuple[tuple[Run, ...], ...]:
    """Cut the text of a clause at its lines, and each line into runs.

    Parameters
    ----------
    clause : Clause
    links : iterable of Link
        What to mark; inferred links repeat the words of stated ones and are left out.
    hits : iterable of tuple
        Span and number of each search hit; hits do not overlap.

    Returns
    -------
    tuple of tuple of Run
        Joined, the texts are the text of the clause without its line ends and indents.
    """
    stated = [link for link in links if link.grade is Grade.STATED]
    numbered = list(hits)
    return tuple(_runs(clause, line, stated, numbered) for line in _lines(clause.text))


def _lines(text: str) -> list[Span]:
    spans, start = [], 0
    for line in text.split("\n"):
        left = start + len(line) - len(line.lstrip())
        right = start + len(line.rstrip())
        if left < right:
            spans.append((left, right))
        start += len(line) + 1
    return spans


def _runs(
    clause: Clause, line: Span, links: Sequence[Link], hits: Sequence[tuple[Span, int]]
) -> tuple[Run, ...]:
    start, end = line
    over = {edge for span, _ in hits for edge in span if start < edge < end}
    title = {len(clause.title)} if start < len(clause.title) < end else set()
    cuts = sorted({start, end} | over | title)
    found = []
    for left, right in pairwise(cuts):
        hit = next((number for (a, b), number in hits if a <= left and right <= b), 0)
        found += [
            Run(piece.text, piece.links, hit, right <= len(clause.title))
            for piece in marks.pieces(clause.text, links, left, right)
        ]
    return tuple(found)


def blocks(
    clauses: Sequence[Clause], items: Mapping[str, Item], text: str | None, whole: bool
) -> list[Block]:
    """A document from top to bottom: lines between the clauses, and the clauses.

    Parameters
    ----------
    clauses : sequence of Clause
        All clauses of the document, in order.
    items : mapping of str to Item
        Those to show, by clause id.
    text : str or None
        The document as issued; without it only the headings of the chapters stand between.
    whole : bool
        Whether lines that are no heading are shown too.
    """
    found: list[Block] = []
    before, heading = 0, ""
    for clause in clauses:
        item = items.get(clause.id)
        if text is not None and whole:
            found += [
                Line(line, line == clause.chapter)
                for line in _between(text, before, clause.start, clause.number)
            ]
            before = clause.start + len(clause.text)
        elif item and clause.chapter != heading:
            found.append(Line(clause.chapter, is_chapter=True))
            heading = clause.chapter
        if item:
            found.append(item)
    if text is not None and whole:
        found += [Line(line) for line in _between(text, before, len(text), "")]
    return found


def _between(text: str, start: int, end: int, number: str) -> list[str]:
    """Lines of ``text[start:end]`` without the clause number at their end."""
    words = text[start:end].rstrip().removesuffix(number)
    return [line.strip(" \t\r\u3000\ufeff") for line in words.splitlines() if line.strip()]
