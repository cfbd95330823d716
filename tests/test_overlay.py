"""What pages lay over the map: encoded lines come back, and the view follows what changed."""

import json

from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Template

from corridors.maps import base, overlay
from corridors.maps.overlay import Overlay, Part, Way
from corridors.vocabulary import LegStatus

COORDINATES = st.tuples(
    st.floats(-30, 330, allow_nan=False).map(lambda x: round(x, 3)),
    st.floats(-84, 84, allow_nan=False).map(lambda y: round(y, 3)),
)


def decode(text: str) -> list[tuple[float, float]]:
    """The other side of the format, as overlay.js reads it."""
    numbers, value, shift = [], 0, 0
    for char in text:
        bits = ord(char) - 63
        value |= (bits & 31) << shift
        shift += 5
        if not bits & 32:
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    lat = lon = 0
    line = []
    for a, b in zip(numbers[::2], numbers[1::2], strict=True):
        lat, lon = lat + a, lon + b
        line.append((lon / overlay.STEP, lat / overlay.STEP))
    return line


@given(st.lists(COORDINATES, min_size=1, max_size=30))
def test_an_encoded_line_comes_back(line: list[tuple[float, float]]) -> None:
    assert decode(overlay.encode(line)) == line


def test_a_published_example() -> None:
    """The example of the format's own page has steps of 1e-5: the same numbers a hundred times smaller."""
    assert overlay.encode([(-12020.0, 3850.0)]) == "_p~iF~ps|U"


def test_a_line_passes_180_without_a_jump() -> None:
    assert decode(overlay.encode([(179.5, 66.0), (190.25, 65.5)])) == [(179.5, 66.0), (190.25, 65.5)]


def test_thin_keeps_the_ends_and_the_bends() -> None:
    assert overlay.thin([(0, 0), (1, 0.001), (2, 0), (2, 5)]) == [(0, 0), (2, 0), (2, 5)]


def way(identifier: str, *line: tuple[float, float], strong: bool = False) -> Way:
    return Way(identifier, "沈阳—满洲里", "A", "#22303c", (Part(LegStatus.OPERATING, line),), strong)


def test_the_view_moves_only_when_lines_change() -> None:
    one, other = way("a", (0, 0), (1, 1)), way("b", (0, 0), (2, 2))
    assert overlay.focus([]) == ""
    assert overlay.focus([one, other]) == overlay.focus([other, one])
    assert overlay.focus([one]) == overlay.focus([way("a", (0, 0), (1, 1), strong=True)])
    assert overlay.focus([one]) != overlay.focus([one, other])


def test_without_anything_nothing_travels() -> None:
    assert Overlay().state() == {}
    assert set(Overlay((way("a", (0, 0), (1, 1)),)).state()) == {"ways", "focus"}


@given(st.text(alphabet="{}%#-\\\"'a ", max_size=12))
def test_a_line_that_looks_like_a_template_stays_data(text: str) -> None:
    """An encoded line holds any character from ? to ~, two braces in a row among them."""
    value = {"ways": [{"line": text}]}
    assert json.loads(Template(base.script_json(value)).render()) == value
