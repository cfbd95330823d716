"""Text that the fonts of the repository can show in full: what they lack is spelt out."""

import unicodedata
from types import MappingProxyType

from corridors.briefing import fonts

MISSING = "〓"  # the printers' mark for a character that is not in the case


# Letters that have no decomposition, in the plain letters they are usually written with.
_PLAIN = MappingProxyType(dict(zip("łŁđĐøØı\u0167\u0166\u0127\u0126", "lLdDoOitThH", strict=True)))


def legible(text: str) -> str:
    """Text in which every character has a glyph.

    A letter with a stroke or accent becomes the plain letter, a symbol such as an emoji its Unicode
    name in brackets, any other character without a glyph the mark 〓; joiners and variation selectors
    are dropped.
    """
    known = fonts.characters(fonts.SANS) | fonts.characters(fonts.SERIF)
    return "".join(char if char in "\n\t" or ord(char) in known else _spelt(char, known) for char in text)


def _spelt(char: str, known: frozenset[int]) -> str:
    plain = _PLAIN.get(char) or unicodedata.normalize("NFKD", char)[0]
    if ord(plain) in known:
        return plain
    kind = unicodedata.category(char)
    if kind in ("Cf", "Mn", "Me", "Sk"):
        return ""
    if kind == "Zs":
        return " "
    return f"[{unicodedata.name(char, MISSING).lower()}]" if kind == "So" else MISSING
