"""The fonts that come with the repository, so that no machine shows boxes.

Sans Regular has every character of GBK; Bold and Serif have GB 2312 and every character of our own
texts and records.
"""

import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from fontTools.ttLib import TTFont

from corridors import paths

FOLDER = paths.DATA / "fonts"
SANS = FOLDER / "NotoSansSC-Regular.ttf"
SANS_BOLD = FOLDER / "NotoSansSC-Bold.ttf"
SERIF = FOLDER / "NotoSerifSC-Regular.ttf"
FILES = (SANS, SANS_BOLD, SERIF)
# Letters that no decomposition leads back to the alphabet, and that the fonts lack.
PLAIN = MappingProxyType({"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i"})
SANS_FAMILY = "Noto Sans SC"
SERIF_FAMILY = "Noto Serif SC"


@cache
def characters(font: Path) -> frozenset[int]:
    """Code points a font has a glyph for.

    Raises
    ------
    OSError
        If the font is missing.
    """
    with TTFont(font, lazy=True) as opened:
        return frozenset(opened.getBestCmap())


def covers(font: Path, text: str) -> bool:
    """Whether a font can show every character of a text."""
    return all(ord(char) in characters(font) for char in text)


@lru_cache(maxsize=8192)
def drawable(text: str, font: Path = SANS) -> str:
    """The text as the font can show it.

    Letters with strokes or accents that it lacks (Małaszewicze) lose them; emoji and control
    characters are left out.
    """
    known = characters(font)
    return " ".join("".join(_nearest(char, known) for char in text).split())


def _nearest(char: str, known: frozenset[int]) -> str:
    if ord(char) in known:
        return char
    base = PLAIN.get(char) or unicodedata.normalize("NFKD", char)[0]
    return base if ord(base) in known else " "


def bold_for(text: str) -> Path:
    """The bold font where it can show the whole text, else the regular one, which has more."""
    return SANS_BOLD if covers(SANS_BOLD, text) else SANS
