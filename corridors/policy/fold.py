"""Spellings that make no difference, folded without moving a single offset.

Policies are typed and scanned by many hands: full-width and half-width brackets, letters and
digits, capital letters, non-breaking spaces. Each character is folded to exactly one character,
so that an offset into the folded text is an offset into the text as written.
"""

import re

HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
SPACES = dict.fromkeys(map(ord, "\u3000\u00a0\u2002\u2003\u2009\u202f\t"), " ")
DOTS = dict.fromkeys(map(ord, "・•‧∙"), "·")
DASHES = dict.fromkeys(map(ord, "-–―−‐‑"), "—")
QUOTES = dict.fromkeys(map(ord, "〔［【"), "[") | dict.fromkeys(map(ord, "〕］】"), "]")
LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
WIDE_CAPITALS = {code: code - 0xFEE0 + 32 for code in range(0xFF21, 0xFF3B)}
TABLE = HALF_WIDTH | SPACES | DOTS | DASHES | QUOTES | LOWER | WIDE_CAPITALS

# Words set wide (韩　国) and lines that were broken by hand inside a word (印度尼\n西亚).
HAN = r"[\u4e00-\u9fff]"
SPACED = re.compile(rf"(?<!{HAN})({HAN}(?: {{1,4}}{HAN}){{1,6}})(?!{HAN})")
HARD_BREAK = re.compile(rf"(?<=[^\n]{{18}})(?<=[\u4e00-\u9fff,、])\n(?={HAN})")


def fold(text: str) -> str:
    """Fold width, case and look-alike marks; the result is as long as ``text``.

    >>> fold("刚果（金）ＡＰＥＣ")
    '刚果(金)apec'
    """
    return text.translate(TABLE)


def tight(folded: str) -> tuple[str, list[int] | None]:
    """Leave out spaces inside words set wide and line ends inside broken lines.

    Parameters
    ----------
    folded : str
        Text from :func:`fold`.

    Returns
    -------
    tuple of (str, list of int or None)
        The text to search, and for each of its characters the offset it came from; None where
        nothing was left out and the offsets are the same.
    """
    dropped: set[int] = {found.start() for found in HARD_BREAK.finditer(folded)}
    for found in SPACED.finditer(folded):
        dropped.update(at for at in range(found.start(), found.end()) if folded[at] == " ")
    if not dropped:
        return folded, None
    kept = [at for at in range(len(folded)) if at not in dropped]
    return "".join(folded[at] for at in kept), kept
