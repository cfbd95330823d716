"""Cells as clean text, and headers and names in a form that can be compared."""

import json
import math
import re
import unicodedata
from datetime import date, datetime, time
from decimal import Decimal

# Control characters, halves of surrogate pairs and two non-characters: no file format here can
# hold them all. Tabs and line ends stay.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_EDGES = " \t\r\n\u00a0\u3000\u200b\ufeff"
LARGEST_EXACT = 2**53


def clean(text: str) -> str:
    """Text without control characters and without space around it."""
    return _UNWRITABLE.sub("", text).strip(_EDGES)


def as_text(value: object) -> str:
    """A cell value of any type as text.

    Dates become ISO 8601, lists of words are joined with |, other nested values are JSON, bytes and
    nothing are empty.
    """
    match value:
        case None | bytes() | bytearray() | memoryview():
            text = ""
        case bool():
            text = str(value).lower()
        case float() | Decimal():
            text = _number(float(value))
        case datetime() if value.time() == time():
            text = value.date().isoformat()
        case date() | time():
            text = value.isoformat()
        case list() if all(isinstance(item, str) for item in value):
            text = "|".join(value)
        case dict() | list():
            text = json.dumps(value, ensure_ascii=False, default=str)
        case _:
            text = str(value)
    return clean(text)


def _number(value: float) -> str:
    if math.isfinite(value) and value.is_integer() and abs(value) < LARGEST_EXACT:
        return str(int(value))
    return repr(value)


def normal(name: str) -> str:
    """A name reduced to its letters and digits, for comparing: full width, case and signs are lost."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(character for character in folded if character.isalnum())


def has_han(text: str) -> bool:
    """Whether a text holds a Chinese character."""
    return any("\u3400" <= character <= "\u9fff" for character in text)
