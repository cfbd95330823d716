"""Rows as cells and back: what was not changed stays, what was typed is read as in a file."""

import pytest

from corridors.exchange import editing
from corridors.exchange.columns import OwnPlace
from corridors.exchange.known import Known, shipped
from corridors.exchange.limits import Limits
from corridors.notices import Notice
from corridors.vocabulary import Precision, State

NAMES = {"KEN": Notice("肯尼亚", "Kenya"), "industry:logistics": Notice("物流", "Logistics")}
PLACE = OwnPlace(
    id="7",
    name_zh="甲园",
    country="KEN",
    lon=36.812345678901,
    lat=-1.3,
    state=State.OPERATING,
    type="assessed",
    industries=("industry:logistics", "养蜂"),
    extra={"kind": "不是类别", "联系电话": "123"},
)


@pytest.fixture(scope="module")
def known() -> Known:
    return shipped()


def change(place: OwnPlace | None, known: Known, **changes: str) -> editing.Edited:
    shown = editing.cells(place, NAMES, "zh") if place else {}
    return editing.edit(place, shown, changes, known, Limits())


def test_cells_are_words_in_the_readers_language() -> None:
    zh, en = editing.cells(PLACE, NAMES, "zh"), editing.cells(PLACE, NAMES, "en")
    assert (zh["country"], zh["state"], zh["type"]) == ("肯尼亚", "运行", "通过考核")
    assert (en["country"], en["state"]) == ("Kenya", State.OPERATING.en)
    assert zh["industries"] == "物流|养蜂"
    assert zh["extra:kind"] == "不是类别"
    assert zh["operator"] == ""
    assert "wkt" not in zh


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_a_change_nothing_changes(known: Known, lang: editing.Lang) -> None:
    shown = editing.cells(PLACE, NAMES, lang)
    assert editing.edit(PLACE, shown, shown, known, Limits()).place == PLACE


def test_only_what_was_typed_changes(known: Known) -> None:
    edited = change(PLACE, known, operator="某公司", **{"extra:联系电话": "456"})
    assert edited.problems == ()
    assert edited.place == PLACE.model_copy(
        update={"operator": "某公司", "extra": {"kind": "不是类别", "联系电话": "456"}}
    )


def test_typed_coordinates_are_read_as_in_a_file(known: Known) -> None:
    edited = change(PLACE, known, lon="36°30′E", lat="１.５ S")
    assert edited.place is not None
    assert (edited.place.lon, edited.place.lat) == (36.5, -1.5)


def test_swapped_coordinates_are_turned_round_and_said(known: Known) -> None:
    edited = change(PLACE, known, lon="-1.3", lat="36.8")
    assert edited.place is not None
    assert (edited.place.lon, edited.place.lat) == (36.8, -1.3)
    assert [p.code for p in edited.problems] == ["swapped"]


def test_what_cannot_be_read_is_explained(known: Known) -> None:
    edited = change(PLACE, known, country="没有这个国家", state="???")
    assert edited.place is None
    assert {p.code for p in edited.problems} == {"country", "term"}
    assert all(p.mend_zh and p.mend_en for p in edited.problems)


def test_a_place_without_a_name_is_refused(known: Known) -> None:
    assert [p.code for p in change(PLACE, known, name_zh="  ").problems] == ["no-name"]


def test_a_new_row(known: Known) -> None:
    edited = change(None, known, name_zh="乙园", country="Kenya")
    assert edited.place == OwnPlace(name_zh="乙园", country="KEN", precision=Precision.COUNTRY)


def test_a_point_on_a_line_stays(known: Known) -> None:
    line = PLACE.model_copy(update={"wkt": "LINESTRING (36 -1, 37 -2)"})
    assert [p.code for p in change(line, known, lon="36.5").problems] == ["on-shape"]
    assert change(line, known, note="改").place == line.model_copy(update={"note": "改"})


def test_two_edits_of_different_fields_are_joined() -> None:
    mine, theirs = (PLACE.model_copy(update=update) for update in ({"note": "我"}, {"operator": "他"}))
    assert editing.merged(PLACE, mine, theirs) == PLACE.model_copy(update={"note": "我", "operator": "他"})


def test_two_edits_that_cannot_be_joined_leave_mine() -> None:
    mine = PLACE.model_copy(update={"lon": None, "lat": None, "precision": Precision.COUNTRY})
    theirs = PLACE.model_copy(update={"wkt": "LINESTRING (36 -1, 37 -2)"})
    assert editing.merged(PLACE, mine, theirs) == mine
