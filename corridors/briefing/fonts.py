"""The fonts that come with the repository, so that no machine shows boxes.

Sans Regular has every character of GBK; Bold and Serif have GB 2312 and every character of our own
texts and records.
"""

from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from corridors import paths

FOLDER = paths.DATA / "fonts"
SANS = FOLDER / "NotoSansSC-Regular.ttf"
SANS_BOLD = FOLDER / "NotoSansSC-Bold.ttf"
SERIF = FOLDER / "NotoSerifSC-Regular.ttf"
FILES = (SANS, SANS_BOLD, SERIF)
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


def drawable(text: str, font: Path = SANS) -> str:
    """The text without what the font cannot show (emoji, control characters)."""
    known = characters(font)
    return " ".join("".join(char if ord(char) in known else " " for char in text).split())


def bold_for(text: str) -> Path:
    """The bold font where it can show the whole text, else the regular one, which has more."""
    return SANS_BOLD if covers(SANS_BOLD, text) else SANS
