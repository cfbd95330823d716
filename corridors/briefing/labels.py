"""Labels that never overlap and never leave the map: the weightier one is placed first."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from corridors.briefing import lettering
from corridors.briefing.page import Box
from corridors.briefing.projections import Coordinates

GAP = 1.2


@dataclass(frozen=True)
class Label:
    """A name that wants a place.

    ``offset`` is how far from the point it stands (points), 0 for a name that is centred on it;
    ``room`` is the width of the country it names, and a name wider than that is left out.
    ``symbol`` is the place's own symbol; unless it is drawn in any case (``sure``), a symbol that
    another label or symbol covers costs the place its name too. ``also`` are further points a
    centred name may take.
    """

    id: str
    text: str
    x: float
    y: float
    size: float
    color: str
    weight: float
    offset: float = 0.0
    bold: bool = False
    room: float | None = None
    symbol: Box | None = None
    sure: bool = False
    also: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class Placed:
    """A label and the room it got."""

    label: Label
    box: Box


def place(
    labels: Iterable[Label], inside: Box, blocked: Sequence[Box], lines: Coordinates
) -> tuple[Placed, ...]:
    """Find room for as many labels as possible.

    Parameters
    ----------
    labels : iterable of Label
    inside : Box
        Where labels may stand.
    blocked : sequence of Box
        What no label may touch: legend, insets.
    lines : ndarray
        Points (n, 2) along the lines that matter: a label prefers the spot that hides fewest.
    """
    wanted = sorted(labels, key=lambda one: (-one.weight, one.id))
    placed: list[Placed] = []
    sure = [one for one in wanted if one.sure and one.symbol]
    taken = _Crowd(blocked, len(wanted))
    symbols = _Crowd((one.symbol for one in sure if one.symbol), len(wanted))
    own = {one.id: number for number, one in enumerate(sure)}
    for label in wanted:
        mine = own.get(label.id)
        if (
            label.symbol
            and not label.sure
            and (taken.covers(label.symbol) or symbols.covers(label.symbol, but=mine))
        ):
            continue

        def covered(box: Box, mine: int | None = mine) -> bool:
            return taken.covers(box, GAP) or symbols.covers(box, but=mine)

        spot = _best(label, inside, covered, lines)
        if spot is not None:
            taken.add(spot)
            placed.append(Placed(label, spot))
            if label.symbol and mine is None:
                symbols.add(label.symbol)
    return tuple(placed)


class _Crowd:
    """Rectangles, asked all at once: thousands of names meet thousands of symbols."""

    def __init__(self, boxes: Iterable[Box], room: int) -> None:
        begun = [(box.left, box.bottom, box.right, box.top) for box in boxes]
        # Nothing is less or more than what is no number, so rows that are still free cover nothing.
        self._sides = np.full((len(begun) + room, 4), np.nan)
        self._count = len(begun)
        if begun:
            self._sides[: self._count] = begun

    def add(self, box: Box) -> None:
        """Put one more there."""
        self._sides[self._count] = (box.left, box.bottom, box.right, box.top)
        self._count += 1

    def covers(self, box: Box, gap: float = 0.0, but: int | None = None) -> bool:
        """Whether any of them, but for one, comes closer to a rectangle than ``gap``."""
        left, bottom, right, top = self._sides[: self._count].T
        close = (box.left < right + gap) & (left < box.right + gap)
        close &= (box.bottom < top + gap) & (bottom < box.top + gap)
        if but is not None:
            close[but] = False
        return bool(close.any())


def _best(label: Label, inside: Box, covered: Callable[[Box], bool], lines: Coordinates) -> Box | None:
    width = lettering.width(label.text, label.size, label.bold)
    if not width or (label.room is not None and width > label.room):
        return None
    free = [spot for spot in _spots(label, width) if inside.holds(spot) and not covered(spot)]
    return min(free, key=lambda spot: _hidden(spot, lines), default=None)


def _hidden(spot: Box, lines: Coordinates) -> int:
    if not len(lines):
        return 0
    x, y = lines[:, 0], lines[:, 1]
    return int(np.count_nonzero((x > spot.left) & (x < spot.right) & (y > spot.bottom) & (y < spot.top)))


def _spots(label: Label, width: float) -> Iterator[Box]:
    """Beside a point: right, left, above, below, then the corners; a country's name near its middle."""
    height = lettering.LINE * label.size
    x, y, off = label.x, label.y, label.offset
    middle, centre = y - height / 2, x - width / 2
    if not off:
        steps = [(centre, middle + step * height) for step in (0, 1, -1)]
        corners = steps + [(left - width / 2, low - height / 2) for left, low in label.also]
    else:
        near = off * 0.7
        corners = [
            *((x + off, middle), (x - off - width, middle), (centre, y + off), (centre, y - off - height)),
            *((x + near, y + near), (x - near - width, y + near)),
            *((x + near, y - near - height), (x - near - width, y - near - height)),
        ]
    for left, bottom in corners:
        yield Box(left, bottom, left + width, bottom + height)
