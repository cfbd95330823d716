"""Text as outlines: the same on every machine, in pictures and in SVG, without any font there.

Lengths are in points (1/72 inch) of the page.
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from fontTools.ttLib import TTFont
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path as Outline
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D

from corridors.briefing import fonts

# Outlines are made once at this size and scaled.
UNIT = 100.0
# Height of a line, and where its baseline stands above its lower edge, in shares of the type size.
LINE, BASELINE = 1.3, 0.36


@cache
def _advances(font: Path) -> Mapping[int, float]:
    """Width of each code point in shares of the type size."""
    with TTFont(font, lazy=True) as opened:
        units, widths = opened["head"].unitsPerEm, opened["hmtx"].metrics
        return MappingProxyType(
            {code: widths[name][0] / units for code, name in opened.getBestCmap().items()}
        )


@lru_cache(maxsize=4096)
def _unit(text: str, bold: bool) -> Outline:
    pieces, x = [], 0.0
    for font, run in fonts.runs(text, bold):
        if not run.isspace():
            # Between two dollar signs the library would set a formula; escaped ones are signs like others.
            signs = run.replace("$", r"\$")
            path = TextPath((x, 0), signs, size=UNIT, prop=FontProperties(fname=font))
            pieces.append(Outline(path.vertices, path.codes))
        x += UNIT * _run_width(font, run)
    return Outline.make_compound_path(*pieces)


def _run_width(font: Path, run: str) -> float:
    advances = _advances(font)
    return sum(advances[ord(char)] for char in run)


def width(text: str, size: float, bold: bool = False) -> float:
    """Width of a line of text in points; what no font can show has none."""
    return size * sum(_run_width(*run) for run in fonts.runs(fonts.drawable(text), bold))


def outline(text: str, x: float, y: float, size: float, bold: bool = False) -> Outline:
    """Outline of a line of text whose box has its lower left corner at ``x``, ``y`` (points)."""
    unit = _unit(fonts.drawable(text), bold)
    return unit.transformed(Affine2D().scale(size / UNIT).translate(x, y + BASELINE * size))


def wrapped(text: str, size: float, room: float) -> list[str]:
    """Break a text into lines of at most ``room`` points.

    Chinese breaks anywhere but before closing punctuation; words in Latin script stay whole.
    """
    lines = [""]
    used = 0.0
    for word in _words(text):
        wide = width(word, size)
        if lines[-1] and used + wide > room and word[0] not in CLOSING:
            lines.append("")
            used = 0.0
        lines[-1] += word
        used += wide + (width("x", size) / 2 if word.endswith(" ") else 0)
    return [line.strip() for line in lines if line.strip()]


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
