"""Text as outlines: the same on every machine, in pictures and in SVG, without any font there.

Lengths are in points (1/72 inch) of the page.
"""

from functools import lru_cache
from pathlib import Path

from matplotlib.font_manager import FontProperties
from matplotlib.path import Path as Outline
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D

from corridors.briefing import fonts

# Outlines are made once at this size and scaled.
UNIT = 100.0
# Height of a line, and where its baseline stands above its lower edge, in shares of the type size.
LINE, BASELINE = 1.3, 0.36


def _font(bold: bool, text: str) -> Path:
    return fonts.bold_for(text) if bold else fonts.SANS


@lru_cache(maxsize=4096)
def _unit(text: str, bold: bool) -> tuple[Outline, float]:
    path = TextPath((0, 0), text, size=UNIT, prop=FontProperties(fname=_font(bold, text)))  # type: ignore[arg-type]
    outline = Outline(path.vertices, path.codes)
    return outline, float(outline.get_extents().x1) if len(outline.vertices) else 0.0


def width(text: str, size: float, bold: bool = False) -> float:
    """Width of a line of text in points."""
    return _unit(fonts.drawable(text), bold)[1] * size / UNIT


def outline(text: str, x: float, y: float, size: float, bold: bool = False) -> Outline:
    """Outline of a line of text whose box has its lower left corner at ``x``, ``y`` (points)."""
    unit = _unit(fonts.drawable(text), bold)[0]
    return unit.transformed(Affine2D().scale(size / UNIT).translate(x, y + BASELINE * size))


def wrapped(text: str, size: float, room: float) -> list[str]:
    """Break a text into lines of at most ``room`` points.

    Chinese breaks anywhere but before closing punctuation; words in Latin script stay whole.
    """
    lines = [""]
    for word in _words(text):
        joined = lines[-1] + word
        if lines[-1] and width(joined.rstrip(), size) > room and word[0] not in CLOSING:
            lines.append(word.lstrip())
        else:
            lines[-1] = joined
    return [line.rstrip() for line in lines if line.strip()]


CLOSING = frozenset("，。；：、！？）》〉】」』”’,.;:)]")
_CJK_FIRST = "\u2e80"


def _words(text: str) -> list[str]:
    words: list[str] = []
    for char in text:
        glued = words and char < _CJK_FIRST and words[-1][-1] < _CJK_FIRST and words[-1][-1] != " "
        if glued:
            words[-1] += char
        else:
            words.append(char)
    return words
