"""Strips: stations in columns, branches in lanes, borders and breaks of gauge where they are."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.catalog import Catalog
from corridors.network.strip import Run, arrange, borders, gauge_breaks, runs
from corridors.ui.strip import Band, joined, lines, pale, text_width


def chain(*stations: str) -> list[Run]:
    return [Run(f"{a}{b}", (a, b)) for a, b in pairwise(stations)]


def test_branches_share_the_stations_they_share() -> None:
    strip = arrange([chain(*"abcd"), chain(*"xbcy")])
    assert {key: (s.column, s.lane) for key, s in strip.spots.items()} == {
        "a": (0, 0),
        "b": (1, 0),
        "c": (2, 0),
        "d": (3, 0),
        "x": (0, 1),
        "y": (3, 1),
    }
    assert (strip.columns, strip.lanes) == (4, 2)
    assert len(strip.pieces) == 5


def test_a_branch_that_begins_later_stands_next_to_what_follows() -> None:
    strip = arrange([chain(*"abcde"), chain(*"xd")])
    assert (strip.spots["x"].column, strip.spots["x"].lane) == (2, 1)


def test_a_way_round_keeps_its_lane_free() -> None:
    strip = arrange([chain(*"abcdef"), chain(*"axf"), chain(*"cyd")])
    assert strip.spots["x"].lane == 1
    assert strip.spots["y"].lane == 2, "the way by x runs along lane 1 up to f"


def test_two_legs_between_the_same_stations_run_side_by_side() -> None:
    strip = arrange([[Run("rail", ("a", "b"))], [Run("road", ("a", "b"))]])
    assert [(piece.leg, piece.twin) for piece in strip.pieces] == [("rail", 0), ("road", 1)]


def test_a_loop_still_has_an_end() -> None:
    assert set(arrange([chain(*"abc"), chain(*"ca")]).spots) == set("abc")


def test_nothing_is_nothing() -> None:
    strip = arrange([])
    assert (strip.columns, strip.lanes, strip.pieces) == (0, 0, ())


@given(st.lists(st.lists(st.sampled_from("abcdefgh"), min_size=2, max_size=8, unique=True), max_size=5))
def test_no_two_stations_stand_in_one_spot(branches: list[list[str]]) -> None:
    strip = arrange([chain(*branch) for branch in branches])
    assert set(strip.spots) == {station for branch in branches for station in branch}
    assert len({(s.column, s.lane) for s in strip.spots.values()}) == len(strip.spots)


@pytest.mark.parametrize("slug", ["liao-hai-ou", "liao-man-ou", "liao-meng-ou"])
def test_the_corridors_run_from_left_to_right(catalog: Catalog, slug: str) -> None:
    corridor = next(c for c in catalog.corridors if c.slug == slug)
    strip = arrange([runs(catalog, branch) for branch in corridor.branches])
    assert len({(s.column, s.lane) for s in strip.spots.values()}) == len(strip.spots)
    for branch in corridor.branches:
        columns = [strip.spots[node].column for node in catalog.nodes(branch)]
        assert columns == sorted(set(columns)), branch.id


def branch_legs(catalog: Catalog, slug: str, branch_id: str) -> list:  # type: ignore[type-arg]
    corridor = next(c for c in catalog.corridors if c.slug == slug)
    return catalog.branch_legs(next(b for b in corridor.branches if b.id == branch_id))


@pytest.mark.parametrize(
    ("slug", "branch", "expected"),
    [
        (
            "liao-man-ou",
            "dalian",
            {"manzhouli-zabaikalsk": (1435, 1520), "brest-malaszewicze": (1520, 1435)},
        ),
        (
            "liao-meng-ou",
            "shenyang-erenhot",
            {"erenhot-zamyn-uud": (1435, 1520), "brest-malaszewicze": (1520, 1435)},
        ),
        ("liao-meng-ou", "jinzhou-road", {"brest-malaszewicze": (1520, 1435)}),
        ("liao-hai-ou", "arctic", {}),
    ],
)
def test_gauge_breaks_are_where_the_sources_say(
    catalog: Catalog, slug: str, branch: str, expected: dict[str, tuple[int, int]]
) -> None:
    assert gauge_breaks(branch_legs(catalog, slug, branch)) == expected


def test_borders_stand_between_the_stations_of_two_countries(catalog: Catalog) -> None:
    found = borders(catalog, branch_legs(catalog, "liao-man-ou", "dalian"))
    assert found["crossing:manzhouli", "crossing:zabaikalsk"] == ("CHN", "RUS")
    assert found["crossing:brest", "crossing:malaszewicze"] == ("BLR", "POL")
    assert list(found.values()) == [
        ("CHN", "RUS"),
        ("RUS", "BLR"),
        ("BLR", "POL"),
        ("POL", "DEU"),
    ]
    assert borders(catalog, branch_legs(catalog, "liao-hai-ou", "south")) == {}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("沈阳", ["沈阳"]),
        ("后贝加尔斯克", ["后贝加", "尔斯克"]),
        ("Brest", ["Brest"]),
        ("Port of Rotterdam", ["Port of", "Rotterdam"]),
    ],
)
def test_long_names_take_two_lines(name: str, expected: list[str]) -> None:
    assert lines(name) == expected


def test_chinese_is_wider() -> None:
    assert text_width("沈阳", 12) == 24
    assert text_width("ab", 12) < 24


def test_neighbours_of_one_kind_are_one_band() -> None:
    rail, sea = ("g1435", "铁路"), ("sea", "海运")
    bands = [
        Band("a", "b", *rail, 1),
        Band("b", "c", *rail, 2),
        Band("c", "d", *sea, 4),
        Band("d", "e", *rail, 8),
    ]
    assert [(b.first, b.last, b.km) for b in joined(bands)] == [("a", "c", 3), ("c", "d", 4), ("d", "e", 8)]


def test_pale_keeps_the_hue() -> None:
    assert pale("#000000") == "#9e9e9e"
    assert pale("#ffffff") == "#ffffff"
