"""Longitudes and latitudes as people write them, to decimal degrees.

Read are decimal degrees (``121.63``, ``121,63``, ``-5.2``), degrees and minutes with or without
seconds (``121°38′12″E``, ``121 38 12``, ``121度38分``), hemispheres before or after (``E121.63``,
``东经121.63``), full-width characters, and both in one cell (``121.63, 38.92``).
"""

import math
import re
import unicodedata
from typing import Literal, NamedTuple

from corridors.exchange.messages import CellError

Axis = Literal["lon", "lat"]
LIMIT: dict[Axis, float] = {"lon": 180.0, "lat": 90.0}
EXAMPLE: dict[Axis, str] = {"lon": "121.63", "lat": "38.92"}

_SIGNS = str.maketrans(
    {
        **dict.fromkeys("º˚°度゜", "°"),
        **dict.fromkeys("′’‘‵＇´`分ʹ", "'"),
        **dict.fromkeys("″”“〃＂秒ʺ", '"'),
        **dict.fromkeys("−–—－﹣‐‑", "-"),
        **dict.fromkeys("，、﹐", ","),
        **dict.fromkeys("；", ";"),
    }
)
_HEMISPHERES = (
    ("东经", "E"), ("西经", "W"), ("北纬", "N"), ("南纬", "S"),
    ("EAST", "E"), ("WEST", "W"), ("NORTH", "N"), ("SOUTH", "S"),
    ("东", "E"), ("西", "W"), ("北", "N"), ("南", "S"),
)  # fmt: skip
_ANGLE = re.compile(
    r"""(?P<before>[NSEW])?\s*
        (?P<sign>[+-])?\s*
        (?P<degrees>\d{1,9}(?:\.\d*)?|\.\d+)(?P<power>[E][+-]\d{1,2})?
        (?:\s*[°:\s]\s*
           (?:(?P<minutes>\d{1,2}(?:\.\d*)?)\s*(?:['\s:]\s*
              (?:(?P<seconds>\d{1,2}(?:\.\d*)?)\s*(?:"|'')?)?)?)?
        )?\s*
        (?P<after>[NSEW])?""",
    re.VERBOSE,
)
_NOT_FINITE = re.compile(r"[+-]?(nan|inf(inity)?|∞|1\.#.*)", re.IGNORECASE)
_COMMA = re.compile(r"(\d),(\d)")


class Angle(NamedTuple):
    """Degrees, and the axis if a hemisphere letter tells it."""

    degrees: float
    axis: Axis | None


def angle(text: str, axis: Axis) -> Angle:
    """Read one angle that stands in the column of ``axis``.

    Raises
    ------
    CellError
        If it cannot be read or is out of the range of any axis.
    """
    plain = _plain(text)
    if _NOT_FINITE.fullmatch(plain):
        raise CellError("not-finite", axis, text)
    if plain.count(",") == 1 and "." not in plain:
        plain = _COMMA.sub(r"\1.\2", plain)
    found = _ANGLE.fullmatch(plain)
    value = _value(found) if found else None
    if found is None or value is None:
        raise CellError("degrees", axis, text, example=EXAMPLE[axis])
    letter = found["before"] or found["after"]
    told: Axis | None = None if letter is None else ("lon" if letter in "EW" else "lat")
    if abs(value) > LIMIT[told or "lon"]:
        raise out_of_range(told or axis, text)
    return Angle(value, told)


def pair(text: str, first: Axis) -> tuple[Angle, Angle]:
    """Read two angles from one cell, in the order they are written.

    Raises
    ------
    CellError
        If there are not two, or one cannot be read.
    """
    second: Axis = "lat" if first == "lon" else "lon"
    for parts in _splits(_plain(text)):
        try:
            return angle(parts[0], first), angle(parts[1], second)
        except CellError as fault:
            if fault.code in {"range", "not-finite"}:
                raise
    raise CellError("pair", first, text)


def out_of_range(axis: Axis, text: str) -> CellError:
    """The fault of an angle beyond its range."""
    limit = int(LIMIT[axis])
    return CellError("range", axis, text, low=-limit, high=limit)


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text.translate(_SIGNS)).translate(_SIGNS).strip("()[] \t\n").upper()
    for word, letter in _HEMISPHERES:
        plain = plain.replace(word, letter)
    return plain


def _value(found: re.Match[str]) -> float | None:
    letter = found["before"] or found["after"]
    minutes, seconds = float(found["minutes"] or 0), float(found["seconds"] or 0)
    degrees = float(found["degrees"] + (found["power"] or ""))
    # Only the last part may have decimals: 121.5°30′ is a mistake.
    decimals = (not degrees.is_integer() and found["minutes"]) or (
        not minutes.is_integer() and found["seconds"]
    )
    twice = (found["before"] and found["after"]) or (found["sign"] == "-" and letter)
    if decimals or twice or minutes >= 60 or seconds >= 60 or not math.isfinite(degrees):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    return -value if found["sign"] == "-" or letter in ("W", "S") else value


def _splits(plain: str) -> list[tuple[str, str]]:
    """Ways to cut a cell into two, the surest first."""
    cuts = [plain.partition(separator) for separator in ";|/\n\t" if plain.count(separator) == 1]
    commas = [index for index, character in enumerate(plain) if character == ","]
    if len(commas) in (1, 3):
        middle = commas[len(commas) // 2]
        cuts.append((plain[:middle], ",", plain[middle + 1 :]))
    after = re.fullmatch(r"(.*[NSEW])\s*(.*[NSEW])", plain)
    before = re.fullmatch(r"([NSEW][^NSEW]*)([NSEW][^NSEW]*)", plain)
    cuts += [(m[1], "", m[2]) for m in (after, before) if m]
    words = plain.split()
    if len(words) == 2:
        cuts.append((words[0], "", words[1]))
    return [(first.strip(), second.strip()) for first, _, second in cuts]
