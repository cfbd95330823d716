"""Sea ways against searoute's on the same ports: as long, unless its line crosses land."""

import pytest
from sea.pairs import SeaPair, compare, over_land

from corridors.network import graph

PAIRS, SEED = 60, 7


@pytest.fixture(scope="module")
def pairs(library) -> list[SeaPair]:
    return compare(library.catalog, graph.load(), PAIRS, SEED)


def test_nearly_all_lengths_are_within_two_per_cent(pairs) -> None:
    assert len(pairs) > 0.95 * PAIRS
    odd = [(pair.start, pair.end, f"{pair.off:+.1%}", pair.why) for pair in pairs if not pair.within]
    assert len(odd) <= 0.07 * PAIRS, odd


def test_a_way_that_is_longer_is_so_for_the_land_that_searoute_crosses(pairs) -> None:
    for pair in pairs:
        assert pair.off < 0.02 or pair.cut, (pair.start, pair.end, pair.off)


def test_a_way_that_is_shorter_is_not_so_for_crossing_land(pairs) -> None:
    for pair in pairs:
        assert pair.off > -0.02 or pair.land_km <= pair.other_land_km, (pair.start, pair.end, pair.off)


def test_land_under_a_line_is_seen() -> None:
    assert over_land([(100.0, 30.0), (101.0, 30.0)]) > 90
    assert over_land([(-30.0, 30.0), (-31.0, 30.0)]) == 0
