"""Slides filled from top to bottom: what does not fit goes on to the next slide."""

from collections.abc import Iterator, Sequence
from typing import Any

from corridors.briefing import deck, measure
from corridors.briefing.deck import BOTTOM, EDGE, LINE, ROOM, TOP, Box, Deck, Grid, Style
from corridors.briefing.words import Lang, say

_SUBTITLE = 36.0


class Flow:
    """Fills slides from top to bottom and begins a new one where something does not fit."""

    def __init__(self, made: Deck) -> None:
        self.deck = made
        self.slide: Any = None
        self.y = BOTTOM
        self._title = ""

    @property
    def lang(self) -> Lang:
        return "en" if self.deck.briefing.lang == "en" else "zh"

    @property
    def room(self) -> float:
        """Height that is left on this slide."""
        return BOTTOM - self.y

    def turn(self) -> None:
        """Go to a new slide."""
        self.slide = self.deck.slide(self._title + say("continued", self.lang))
        self.y = TOP

    def take(self, height: float, space: float = 10.0) -> float:
        """Reserve a height and return where it begins."""
        if height > self.room and self.y > TOP:
            self.turn()
        top = self.y
        self.y += height + space
        return top

    def text(self, words: str, style: Style, space: float = 10.0) -> None:
        """Write a text that fits a slide over the whole width."""
        height = deck.height(words, style.size, ROOM)
        deck.text(self.slide, Box(EDGE, self.take(height, space), ROOM, height), [(words, style)])

    def begin(self, title: str, least: float) -> None:
        """Begin a section: on this slide if it has room for ``least``, else on a new one."""
        if self.y > TOP and self.room >= least + _SUBTITLE:
            self.y += 8
            self.text(title, Style(16, bold=True), 6)
            self._title += f" · {title}"
            self.deck.retitle(self.slide, self._title)
        else:
            self._title = title
            self.slide = self.deck.slide(title)
            self.y = TOP


def parts(flow: Flow, words: str, size: float, room: float, least: int = 3) -> Iterator[str]:
    """A text in parts that fit what is left of each slide."""
    waiting = measure.lines(words, size, room)
    while waiting:
        fit = int(flow.room / (size * LINE))
        if fit < min(least, len(waiting)):
            flow.turn()
            fit = int(flow.room / (size * LINE))
        yield "".join(waiting[:fit])
        waiting = waiting[fit:]


def rows(flow: Flow, head: Sequence[str], content: Sequence[Sequence[str]], grid: Grid) -> None:
    """Rows in as many tables as they need slides, each with the head."""
    top_row = deck.row_height(head, grid)
    waiting = [part for row in content for part in _cut_row(row, grid, BOTTOM - TOP - top_row)]
    heights = [deck.row_height(row, grid) for row in waiting]
    while waiting:
        used, fit = top_row, 0
        while fit < len(waiting) and used + heights[fit] <= flow.room:
            used += heights[fit]
            fit += 1
        if not fit:
            flow.turn()
            continue
        deck.table(flow.slide, flow.take(used), [head, *waiting[:fit]], grid)
        waiting, heights = waiting[fit:], heights[fit:]


def _cut_row(row: Sequence[str], grid: Grid, most: float) -> Iterator[Sequence[str]]:
    """A row, in several where it is taller than a slide."""
    if deck.row_height(row, grid) <= most:
        yield row
        return
    fit = int((most - deck.CELL - 2) / (grid.size * LINE))
    pairs = zip(row, grid.columns, strict=True)
    broken = [measure.lines(cell, grid.size, column - 2 * deck.CELL) for cell, column in pairs]
    for first in range(0, max(map(len, broken)), fit):
        yield ["".join(cell[first : first + fit]) for cell in broken]
