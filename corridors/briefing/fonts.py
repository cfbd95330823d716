"""The fonts that come with the repository, so that no machine shows boxes.

Sans Regular has every character of GBK; Bold and Serif have GB 2312 and every character of our own
texts and records. What letters of Europe they lack (Č, ı, ł, ź), the Latin fonts have.
"""

import re
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
LATIN = FOLDER / "NotoSans-Regular.ttf"
LATIN_BOLD = FOLDER / "NotoSans-Bold.ttf"
LATIN_SERIF = FOLDER / "NotoSerif-Regular.ttf"
CHINESE = (SANS, SANS_BOLD, SERIF)
# What a Chinese font lacks is looked for in its Latin companion.
COMPANION = MappingProxyType({SANS: LATIN, SANS_BOLD: LATIN_BOLD, SERIF: LATIN_SERIF})
FILES = (*CHINESE, *COMPANION.values())
_RUNS = re.compile("[\u0000-\u2e7f]+|[^\u0000-\u2e7f]+")


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
def drawable(text: str) -> str:
    """The text as the sans fonts can show it.

    Letters with accents that they lack lose them; emoji and control characters are left out.
    """
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(map(_nearest, composed)).split())


def _nearest(char: str) -> str:
    known = characters(SANS) | characters(LATIN)
    if ord(char) in known:
        return char
    base = unicodedata.normalize("NFKD", char)[0]
    return base if ord(base) in known else " "


@lru_cache(maxsize=8192)
def runs(text: str, bold: bool = False) -> tuple[tuple[Path, str], ...]:
    """A drawable text in pieces, each with the font that can show it.

    Words in one script stay in one font: the bold one if it has all of their letters, its Latin
    companion if only that has them, else the regular ones.
    """
    order = (SANS_BOLD, LATIN_BOLD, SANS, LATIN) if bold else (SANS, LATIN)
    found: list[tuple[Path, str]] = []
    for run in _RUNS.findall(text):
        whole = next((font for font in order if covers(font, run)), None)
        parts = [(whole, run)] if whole else [(_font_of(char, order), char) for char in run]
        found += parts
    return tuple(found)


def _font_of(char: str, order: tuple[Path, ...]) -> Path:
    return next((font for font in order if covers(font, char)), SANS)
