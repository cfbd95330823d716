"""Any policy text to clauses, whatever its numbering.

A clause is the smallest numbered piece that is a measure of its own: an article (第三条) with all its
items; else an item （一）; else a numbered point 1. with sentences of its own; points in brackets
(1), ① only where most of them name a department. What stands between a heading and its first item
is a clause too. A text without numbers yields its paragraphs.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from corridors.clauses import Clause
from corridors.policy.fold import HARD_BREAK
from corridors.policy.frame import TITLE, parts
from corridors.policy.numbering import Mark, Rank, marks
from corridors.policy.responsible import responsible

CONTENTS = re.compile(r"^[^\n]*(?:…{2,}|\.{4,}|·{4,})[ \t]*\d+[ \t]*\r?$", re.MULTILINE)
DECIMAL = re.compile(r"[\d０-９]+[.．][\d０-９]")
SENTENCE_LENGTH = 40


class Node(NamedTuple):
    """A mark with the text up to the next one, and the marks above it."""

    mark: Mark
    end: int
    above: tuple[Mark, ...]


class Piece(NamedTuple):
    """One clause to be: the end of its id, its number as written, and where it stands."""

    name: str
    number: str
    chapter: str
    start: int
    end: int


def outline(text: str, doc: str) -> tuple[Clause, ...]:
    """Split any policy text into clauses.

    Ids are the document's id and the numbers on the way down, ``<doc>-2-3``; the words below a
    heading and before its first item have the heading's own id, ``<doc>-2``. Paragraphs without
    any number are ``<doc>-p1``, …; what stands before the first number is ``<doc>-p0``; an
    attachment behind the signature goes by ``<doc>-a1-…``. A number used twice gets ``-x2``.

    Parameters
    ----------
    text : str
        The whole document with ``LF`` line ends. Offsets are into it.
    doc : str
        Id of the document, lower-case letters and digits.

    Returns
    -------
    tuple of Clause
        In document order; ``text[c.start : c.start + len(c.text)] == c.text`` for each.
    """
    pieces = [
        piece
        for number, (start, end) in enumerate(parts(text))
        for piece in _pieces(text, start, end, f"a{number}-" if number else "")
    ]
    used: dict[str, int] = {}
    clauses = []
    for piece in pieces:
        clause = _clause(text, doc, piece)
        if not clause:
            continue
        used[clause.id] = used.get(clause.id, 0) + 1
        again = used[clause.id]
        clauses.append(clause if again == 1 else clause.model_copy(update={"id": f"{clause.id}-x{again}"}))
    return tuple(clauses)


def heading(words: str) -> str:
    """Words before the first 。 or the end of the line."""
    return re.split("[。\r\n]", words.strip(), maxsplit=1)[0]


def _pieces(text: str, start: int, end: int, prefix: str) -> Iterator[Piece]:
    body = CONTENTS.sub(lambda found: "\0" * len(found[0]), text[start:end])
    nodes = _nodes(body)
    if not nodes:
        yield from _paragraphs(body, start, prefix)
        return
    yield Piece(f"{prefix}p0", "", "", start, start + nodes[0].mark.start)
    cut = _cut_ranks(body, nodes)
    kept = [node for node in nodes if node.mark.rank in cut and not _in_article(node)]
    ends = [*(node.mark.start for node in kept[1:]), len(body)]
    for index, (node, stop) in enumerate(zip(kept, ends, strict=True)):
        has_items = index + 1 < len(kept) and kept[index + 1].mark.rank > node.mark.rank
        words = body[node.mark.end : stop]
        if has_items and not _beyond_heading(words):
            continue
        path = [mark for mark in node.above if mark.rank in cut]
        name = prefix + "-".join(str(mark.number) for mark in (*path, node.mark))
        chapter = _chapter(body, path[0] if path else node.mark)
        yield Piece(name, node.mark.written, chapter, start + node.mark.end, start + stop)


def _nodes(body: str) -> list[Node]:
    nodes: list[Node] = []
    above: list[Mark] = []
    found = marks(body)
    ends = [*(mark.start for mark in found[1:]), len(body)]
    for mark, end in zip(found, ends, strict=False):
        while above and above[-1].rank >= mark.rank:
            above.pop()
        nodes.append(Node(mark, end, tuple(above)))
        above.append(mark)
    return nodes


def _cut_ranks(body: str, nodes: list[Node]) -> set[Rank]:
    """Ranks at which the text is cut into clauses."""
    ranks = sorted({node.mark.rank for node in nodes})
    cut = {rank for rank in ranks if rank <= Rank.ITEM} or {ranks[0]}
    for rank in ranks:
        if rank in cut:
            continue
        of_rank = [node for node in nodes if node.mark.rank is rank]
        measures = [
            node for node in of_rank if _is_measure(body[node.mark.end : node.end].strip(), node.mark)
        ]
        if 2 * len(measures) >= len(of_rank):
            cut.add(rank)
    return cut


def _is_measure(words: str, mark: Mark) -> bool:
    if responsible(words).spans:
        return True
    is_point = mark.rank is Rank.NUMBER or DECIMAL.match(mark.written) is not None
    return is_point and ("。" in words[:-1] or len(words) > SENTENCE_LENGTH)


def _in_article(node: Node) -> bool:
    return any(mark.rank is Rank.ARTICLE for mark in node.above)


def _beyond_heading(words: str) -> str:
    own = words.strip()
    return own.removeprefix(heading(own)).strip(" 。\t\r\n\u3000\0")


def _chapter(body: str, mark: Mark) -> str:
    return mark.written + heading(body[mark.end :])


def _paragraphs(body: str, start: int, prefix: str) -> Iterator[Piece]:
    """Lines as pieces; a line that was broken by hand goes on in the next one, a title does not."""
    lines = [found.span() for found in re.finditer(r"[^\n]*\S[^\n]*", body)]
    joined: list[tuple[int, int]] = []
    for first, last in lines:
        before = joined[-1] if joined else None
        if before and _goes_on(body, before, first):
            joined[-1] = (before[0], last)
        else:
            joined.append((first, last))
    for number, (first, last) in enumerate(joined, start=1):
        yield Piece(f"{prefix}p{number}", "", "", start + first, start + last)


def _goes_on(body: str, before: tuple[int, int], first: int) -> bool:
    is_next = before[1] + 1 == first
    return is_next and bool(HARD_BREAK.match(body, before[1])) and not TITLE.search(body[slice(*before)])


def _clause(text: str, doc: str, piece: Piece) -> Clause | None:
    raw = text[piece.start : piece.end]
    words = raw.strip(" \t\r\n\u3000\u00a0\ufeff\0")
    if not words:
        return None
    roles = responsible(words)
    return Clause(
        id=f"{doc}-{piece.name}",
        doc=doc,
        chapter=piece.chapter,
        number=piece.number,
        title=heading(words),
        text=words,
        start=piece.start + raw.index(words),
        lead=roles.lead,
        support=roles.support,
    )
