"""Labels that never overlap and never leave the map: the weightier one is placed first."""

from collections.abc import Iterable, Iterator, Sequence
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
    taken = list(blocked)
    symbols = {one.id: one.symbol for one in wanted if one.sure and one.symbol}
    for label in wanted:
        others = [box for key, box in symbols.items() if key != label.id]
        if label.symbol and not label.sure and _covered(label.symbol, [*taken, *others]):
            continue
        spot = _best(label, inside, taken, others, lines)
        if spot is not None:
            taken.append(spot)
            placed.append(Placed(label, spot))
            symbols |= {label.id: label.symbol} if label.symbol else {}
    return tuple(placed)


def _best(
    label: Label, inside: Box, taken: Sequence[Box], symbols: Sequence[Box], lines: Coordinates
) -> Box | None:
    width = lettering.width(label.text, label.size, label.bold)
    if not width or (label.room is not None and width > label.room):
        return None
    free = [
        spot
        for spot in _spots(label, width)
        if inside.holds(spot) and not _covered(spot, taken, GAP) and not _covered(spot, symbols)
    ]
    return min(free, key=lambda spot: _hidden(spot, lines), default=None)


def _covered(box: Box, others: Iterable[Box], gap: float = 0.0) -> bool:
    return any(box.overlaps(other, gap) for other in others)


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
