"""How wide text is and where it breaks, measured with the fonts of the repository.

Lengths are in points. Nothing is lost on the way: the lines of a text, put together, are the text.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from fontTools.ttLib import TTFont

from corridors.briefing import fonts

# The office's typefaces are a little wider than ours; what fits here fits there.
SAFETY = 1.06
# Not at the beginning of a line (the common part of GB/T 15834 and of every word processor).
CLOSING = frozenset("，。；：、！？）》〉】」』”’…,.;:!?)]}%·")
OPENING = frozenset("（《〈【「『“‘([{")


@cache
def _advances(font: Path) -> Mapping[int, float]:
    """Advance width of each code point in shares of the type size."""
    with TTFont(font, lazy=True) as opened:
        units = opened["head"].unitsPerEm
        widths = opened["hmtx"].metrics
        return MappingProxyType(
            {code: widths[name][0] / units for code, name in opened.getBestCmap().items()}
        )


def width(text: str, size: float) -> float:
    """Width of a line of text; a character without a glyph counts as a full square."""
    advances, latin = _advances(fonts.SANS), _advances(fonts.LATIN)
    wide = (advances.get(ord(char)) or latin.get(ord(char), 1.0) for char in text)
    return SAFETY * size * sum(wide)


def lines(text: str, size: float, room: float) -> list[str]:
    """Break a text into lines that fit ``room``; a word too long for a line is cut.

    Returns
    -------
    list of str
        At least one; joined they give ``text`` again, line feeds included.
    """
    found: list[str] = []
    for paragraph in text.splitlines(keepends=True) or [""]:
        found += _broken(paragraph, size, room)
    return found


def _broken(text: str, size: float, room: float) -> list[str]:
    found = [""]
    used = 0.0
    for word in words(text):
        wide = width(word.rstrip(), size)
        if found[-1] and used + wide > room:
            found.append("")
            used = 0.0
        if wide > room:
            for char in word:
                step = width(char, size)
                if found[-1] and used + step > room:
                    found.append("")
                    used = 0.0
                found[-1] += char
                used += step
            continue
        found[-1] += word
        used += width(word, size)
    return found


def words(text: str) -> list[str]:
    """Pieces that are not broken.

    A Latin word with the spaces behind it; a Chinese character with the punctuation that belongs to it.
    """
    found: list[str] = []
    for char in text:
        last = found[-1][-1] if found else ""
        glued = bool(last) and (
            char in CLOSING or char.isspace() or last in OPENING or (_latin(char) and _latin(last))
        )
        if glued:
            found[-1] += char
        else:
            found.append(char)
    return found


def _latin(char: str) -> bool:
    return not char.isspace() and ord(char) < 0x2E80


def fitting(text: str, sizes: tuple[float, ...], room: float, most: int) -> float:
    """The first of the sizes at which a text takes at most ``most`` lines, else the last."""
    return next((size for size in sizes if len(lines(text, size, room)) <= most), sizes[-1])


def cut(text: str, size: float, room: float, most: int = 1) -> str:
    """A text that takes at most ``most`` lines, an ellipsis in place of what does not fit."""
    broken = lines(text, size, room)
    if len(broken) <= most:
        return text
    kept = "".join(broken[:most]).rstrip()
    while kept and len(lines(kept + "…", size, room)) > most:
        kept = kept[:-1]
    return kept + "…"
