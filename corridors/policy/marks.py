"""Policy text cut into pieces along the words that evidence a link."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from corridors.clauses import Link

SENTENCE = re.compile(r"[^。；\n]+[。；]?")


@dataclass(frozen=True)
class Piece:
    """A run of characters and the links whose evidence covers it, shortest evidence first."""

    text: str
    links: tuple[Link, ...] = ()


def pieces(text: str, links: Iterable[Link], start: int = 0, end: int | None = None) -> list[Piece]:
    """Cut ``text[start:end]`` wherever an evidence begins or ends.

    Returns
    -------
    list of Piece
        In order; joined, their texts give ``text[start:end]`` again.
    """
    end = len(text) if end is None else end
    links = [link for link in links if link.start < end and link.end > start]
    edges = {start, end} | {edge for link in links for edge in (link.start, link.end) if start < edge < end}
    cuts = sorted(edges)
    found = []
    for left, right in pairwise(cuts):
        over = [link for link in links if link.start <= left and link.end >= right]
        over.sort(key=lambda link: (link.end - link.start, link.grade != "stated", link.entity))
        found.append(Piece(text[left:right], tuple(over)))
    return found


def sentences(text: str, links: Iterable[Link]) -> list[tuple[int, int]]:
    """Spans of the sentences in which an evidence stands, in order, each once."""
    links = list(links)
    spans = [match.span() for match in SENTENCE.finditer(text)]
    return [
        (left, right)
        for left, right in spans
        if any(link.start < right and link.end > left for link in links)
    ]
