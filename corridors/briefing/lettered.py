"""Text that the fonts of the repository can show in full: what they lack is spelt out."""

import unicodedata

from corridors.briefing import fonts

MISSING = "〓"  # the printers' mark for a character that is not in the case


def legible(text: str) -> str:
    """Text in which every character has a glyph.

    A letter with a rare accent becomes the plain letter, a symbol such as an emoji its Unicode name
    in brackets, any other character without a glyph the mark 〓; joiners and variation selectors are
    dropped.
    """
    known = frozenset().union(*map(fonts.characters, fonts.FILES))
    return "".join(char if char in "\n\t" or ord(char) in known else _spelt(char, known) for char in text)


def _spelt(char: str, known: frozenset[int]) -> str:
    plain = unicodedata.normalize("NFKD", char)[0]
    if ord(plain) in known:
        return plain
    kind = unicodedata.category(char)
    if kind in ("Cf", "Mn", "Me", "Sk"):
        return ""
    if kind == "Zs":
        return " "
    return f"[{unicodedata.name(char, MISSING).lower()}]" if kind == "So" else MISSING
