"""Text that the fonts of the repository can show in full: what they lack is spelt out."""

import unicodedata

from corridors.briefing import fonts

MISSING = "〓"  # the printers' mark for a character that is not in the case


def legible(text: str) -> str:
    """Text in which every character has a glyph.

    A symbol such as an emoji becomes its Unicode name in brackets, any other character without a
    glyph the mark 〓; joiners and variation selectors are dropped.
    """
    known = fonts.characters(fonts.SANS) | fonts.characters(fonts.SERIF)
    return "".join(char if char in "\n\t" or ord(char) in known else _spelt(char) for char in text)


def _spelt(char: str) -> str:
    kind = unicodedata.category(char)
    if kind in ("Cf", "Mn", "Me", "Sk"):
        return ""
    if kind == "Zs":
        return " "
    return f"[{unicodedata.name(char, MISSING).lower()}]" if kind == "So" else MISSING
