"""Longitudes and latitudes as people write them."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.exchange import gcj
from corridors.exchange.coordinates import Axis, angle, pair
from corridors.exchange.messages import CellError

LON = 121 + 38 / 60 + 12 / 3600


@pytest.mark.parametrize(
    ("text", "degrees", "axis"),
    [
        ("121.63", 121.63, None),
        ("121,63", 121.63, None),
        ("１２１．６３", 121.63, None),
        ("−121.63", -121.63, None),
        ("－１２１．６３", -121.63, None),
        ("+121.63", 121.63, None),
        ("1.2163E+02", 121.63, None),
        ("121.63°", 121.63, None),
        ("E121.63", 121.63, "lon"),
        ("121.63 E", 121.63, "lon"),
        ("W 5.5", -5.5, "lon"),
        ("东经121.63度", 121.63, "lon"),
        ("西经5度30分", -5.5, "lon"),
        ("121°38′12″E", LON, "lon"),
        ("121°38'12\"E", LON, "lon"),
        ("121º38’12’’ E", LON, "lon"),
        ("121 38 12", LON, None),
        ("121:38:12", LON, None),
        ("121度38分12秒", LON, None),
        ("121°38.2′E", LON, "lon"),
        ("１２１°３８′１２″Ｅ", LON, "lon"),
        ("38°54′N", 38.9, "lat"),
        ("南纬6度12分", -6.2, "lat"),
        ("0", 0.0, None),
    ],
)
def test_notations(text: str, degrees: float, axis: Axis | None) -> None:
    found = angle(text, "lon")
    assert found.degrees == pytest.approx(degrees, abs=1e-9)
    assert found.axis == axis


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "degrees"),
        ("东", "degrees"),
        ("12a", "degrees"),
        ("121°61′", "degrees"),
        ("121°30′60″", "degrees"),
        ("121.5°30′", "degrees"),
        ("-121W", "degrees"),
        ("E121E", "degrees"),
        ("1e999", "degrees"),
        ("1,234,5", "degrees"),
        ("nan", "not-finite"),
        ("-inf", "not-finite"),
        ("Infinity", "not-finite"),
        ("∞", "not-finite"),
        ("500000", "range"),
        ("181", "range"),
        ("95N", "range"),
    ],
)
def test_what_is_no_angle_is_told(text: str, code: str) -> None:
    with pytest.raises(CellError) as caught:
        angle(text, "lon")
    assert caught.value.code == code


@pytest.mark.parametrize(
    "text",
    [
        "121.6,38.9",
        "121.6，38.9",
        "(121.6, 38.9)",
        "121,6;38,9",
        "121,6,38,9",
        "121.6 38.9",
        "121.6/38.9",
        "121°36′E 38°54′N",
        "E121°36′ N38°54′",
        "东经121.6度，北纬38.9度",
        "东经121°36′北纬38°54′",
    ],
)
def test_both_in_one_cell(text: str) -> None:
    lon, lat = pair(text, "lon")
    assert (lon.degrees, lat.degrees) == (pytest.approx(121.6), pytest.approx(38.9))


@pytest.mark.parametrize("text", ["121.6", "a,b", "1,2,3", "121.6,"])
def test_no_pair_is_told(text: str) -> None:
    with pytest.raises(CellError) as caught:
        pair(text, "lon")
    assert caught.value.code == "pair"


@given(st.floats(-180, 180))
def test_decimal_degrees_are_read_exactly(degrees: float) -> None:
    assert angle(format(degrees, "f" if abs(degrees) < 1e-4 else ""), "lon").degrees == pytest.approx(
        degrees, abs=1e-6
    )


@given(
    st.integers(0, 179),
    st.integers(0, 59),
    st.integers(0, 599),
    st.sampled_from("EW"),
    st.sampled_from(
        ["{d}°{m}′{s}″{h}", "{h}{d}°{m}'{s}\"", "{d} {m} {s} {h}", "{d}度{m}分{s}秒{h}", "{d}:{m}:{s}{h}"]
    ),
    st.booleans(),
)
def test_degrees_minutes_seconds_round_trip(
    d: int, m: int, tenths: int, h: str, form: str, wide: bool
) -> None:
    text = form.format(d=d, m=m, s=tenths / 10, h=h)
    if wide:
        text = text.translate({code: code + 0xFEE0 for code in range(0x30, 0x3A)})
    expected = d + m / 60 + tenths / 36000
    assert angle(text, "lon").degrees == pytest.approx(-expected if h == "W" else expected, abs=1e-9)


@given(st.text(max_size=40))
def test_any_text_is_read_or_told(text: str) -> None:
    try:
        found = angle(text, "lat")
    except CellError:
        return
    assert math.isfinite(found.degrees)
    assert abs(found.degrees) <= 180


def test_gcj02_and_bd09_of_one_place_meet() -> None:
    wgs84 = np.array([[121.6147, 38.9140]])
    gcj02 = wgs84 + gcj.offset(wgs84)
    x, y = gcj02[:, 0], gcj02[:, 1]
    radius = np.hypot(x, y) + 0.00002 * np.sin(y * gcj.BAIDU_ANGLE)
    turn = np.arctan2(y, x) + 0.000003 * np.cos(x * gcj.BAIDU_ANGLE)
    bd09 = np.column_stack([radius * np.cos(turn) + gcj.BAIDU_EAST, radius * np.sin(turn) + gcj.BAIDU_NORTH])
    assert np.abs(gcj.to_wgs84(gcj02) - wgs84).max() < 1e-6
    assert np.abs(gcj.bd09_to_wgs84(bd09) - wgs84).max() < 1e-4
    metres = np.hypot(*((gcj02 - wgs84)[0] * [86_600, 111_000]))
    assert 200 < metres < 900
