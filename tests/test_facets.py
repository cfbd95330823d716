"""Rows, facets, counts and search of the table of places, small and with 50,000 rows."""

import random
import time
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.analysis import facets, table
from corridors.analysis.rows import BUILT_IN, KINDS, OwnLayer, rows
from corridors.analysis.search import Names, syllables
from corridors.analysis.table import Table
from corridors.catalog import Catalog
from corridors.exchange.columns import OwnPlace
from corridors.maps import scene
from corridors.vocabulary import Kind

SURNAMES = "华青东长海江山新经技重厦乌柬埔寨老银行开发"
Item = tuple[frozenset[str], frozenset[str]]
ITEMS = st.lists(st.tuples(*[st.frozensets(st.sampled_from("abcd")) for _ in range(2)]), max_size=30)
CHOICES = st.fixed_dictionaries({key: st.frozensets(st.sampled_from("abcde")) for key in ("one", "two")})


def own_places(count: int) -> OwnLayer:
    chance = random.Random(7)  # noqa: S311
    codes = ["IDN", "IND", "RUS", "MNG", "KAZ", "UGA", "JPN"]

    def place(number: int) -> OwnPlace:
        name = "".join(chance.choices(SURNAMES, k=5)) + f"工业园{number}"
        return OwnPlace(
            name_zh=name,
            country=chance.choice(codes),
            lon=chance.uniform(-179, 179),
            lat=chance.uniform(-60, 70),
            operator=f"公司,{number % 300}",
            industries=(chance.choice(["industry:logistics", "自己的说法"]),),
        )

    return OwnLayer("own:list", "清单", {f"own:list-{n + 1}": place(n) for n in range(count)})


@pytest.fixture(scope="module")
def shipped(catalog: Catalog) -> Table:
    return table.build(catalog)


def found(shipped: Table, query: str, **chosen: set[str]) -> list[str]:
    narrowed = shipped.narrow(chosen, query)
    return [shipped.rows[n].id for n in shipped.listed(narrowed)]


@given(ITEMS, CHOICES, st.data())
def test_narrow_agrees_with_a_plain_count(
    items: list[Item], chosen: dict[str, frozenset[str]], data: st.DataObject
) -> None:
    among = data.draw(st.lists(st.booleans(), min_size=len(items), max_size=len(items)))
    values = {"one": lambda item: item[0], "two": lambda item: item[1]}
    got = facets.narrow(facets.index(items, values), chosen, np.array(among, dtype=bool))

    def passes(item: Item, leaving_out: str = "") -> bool:
        return all(
            not chosen[key] or key == leaving_out or bool(chosen[key] & of(item))
            for key, of in values.items()
        )

    assert list(got.flags) == [flag and passes(item) for item, flag in zip(items, among, strict=True)]
    for key, of in values.items():
        expected = Counter(
            value
            for item, flag in zip(items, among, strict=True)
            if flag and passes(item, key)
            for value in of(item)
        )
        assert got.counts[key] == dict(expected)


def test_every_place_the_map_can_draw_is_a_row_once(catalog: Catalog, shipped: Table) -> None:
    ids = [row.id for row in shipped.rows]
    assert len(ids) == len(set(ids))
    assert {p.id for p in scene.points(catalog)} <= set(ids)
    assert {z.id for z in scene.goals(catalog)} <= set(ids)


def test_facets_of_a_known_zone(shipped: Table) -> None:
    row = shipped.rows[shipped.numbers["zone:uganda-liaoshen"]]
    assert row.countries == ("UGA",)
    assert "group:east-africa" in row.groups
    assert row.type == "liaoning"
    goal = shipped.rows[shipped.numbers["zone:goal-east-africa"]]
    assert {"UGA", "KEN"} <= set(goal.countries)
    assert goal.lon is None
    assert goal.clauses == ("impl-13",)


def test_counts_of_a_facet_ignore_its_own_choice(shipped: Table) -> None:
    narrowed = shipped.narrow({"kinds": {"zone"}, "countries": {"IDN"}})
    assert narrowed.counts["countries"]["RUS"] == 6
    assert narrowed.counts["kinds"]["port"] == 1
    assert sum(narrowed.flags) == narrowed.counts["countries"]["IDN"] == 4


def test_an_unknown_value_finds_nothing(shipped: Table) -> None:
    assert not shipped.narrow({"operators": {"没有这家"}}).flags.any()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("辽沈", "zone:uganda-liaoshen"),
        ("印尼", "zone:kitic"),
        ("yinni", "zone:kitic"),
        ("YN", "zone:kitic"),
        ("Indonesia", "zone:kitic"),
        ("ｉｎｄｏｎｅｓｉａ", "zone:kitic"),
        ("ydnxy", "zone:kitic"),
        ("wgdlsgyy", "zone:uganda-liaoshen"),
        ("wuganda gongye", "zone:uganda-liaoshen"),
        ("东非", "zone:goal-east-africa"),
        ("lvshun", "port:lushun"),
        ("lushun", "port:lushun"),
        ("guangxi nongken", "zone:kitic"),
        ("Lüshun", "port:lushun"),
    ],
)
def test_search_finds(shipped: Table, query: str, expected: str) -> None:
    assert expected in found(shipped, query)


def test_search_leaves_out_what_does_not_fit(shipped: Table) -> None:
    assert found(shipped, "yinni wuganda") == []
    assert "zone:kitic" not in found(shipped, "inni")  # pinyin begins with a syllable
    assert len(found(shipped, "")) == len(shipped.rows)
    assert found(shipped, "没有这样的地方") == []
    assert found(shipped, "[(*\\") == []


def test_pinyin_knows_words() -> None:
    assert syllables("重庆长春厦门") == ["chong", "qing", "chang", "chun", "xia", "men"]
    assert syllables("Kapeeka 12") == []


@given(st.lists(st.lists(st.text(max_size=8), max_size=3), max_size=8), st.text(max_size=5))
def test_any_text_can_be_searched(names: list[list[str]], query: str) -> None:
    flags = Names([tuple(some) for some in names]).find(query)
    assert len(flags) == len(names)
    if not query.split():
        assert flags.all()


def test_a_name_finds_itself(shipped: Table) -> None:
    assert len(shipped.rows) > 100
    for row in shipped.rows:
        assert row.id in found(shipped, row.name_zh)
        assert row.id in found(shipped, "".join(syllables(row.name_zh)))


def test_own_places_join_as_rows(catalog: Catalog) -> None:
    joined = table.build(catalog, [own_places(3)])
    own = joined.rows[-3:]
    assert [row.id for row in own] == ["own:list-1", "own:list-2", "own:list-3"]
    assert {row.kind for row in own} == {Kind.ZONE}
    assert joined.narrow({"layer": {BUILT_IN}}).flags.sum() == len(joined.rows) - 3
    assert joined.narrow({"operators": {"公司，1"}}).flags.sum() == 1
    assert joined.narrow({}, "自己的说法").flags[-3:].any()


def test_sorting(shipped: Table) -> None:
    everything = shipped.narrow({})
    by_clauses = [len(shipped.rows[n].clauses) for n in shipped.listed(everything, "clauses")]
    assert by_clauses == sorted(by_clauses, reverse=True)
    names = [shipped.rows[n].name_zh for n in shipped.listed(everything, "name")]
    assert names.index("鞍山") < names.index("本溪") < names.index("沈阳")
    kinds = [shipped.rows[n].kind for n in shipped.listed(everything, "kind")]
    assert kinds == sorted(kinds, key=KINDS.index)


@pytest.mark.parametrize("count", [10_000, 50_000])
def test_many_rows_stay_fluid(catalog: Catalog, count: int) -> None:
    many = Table(rows(catalog, [own_places(count)]))
    chosen = {"kinds": {"zone"}, "countries": {"IDN", "IND"}, "operators": {"公司，1", "公司，2"}}
    many.listed(many.narrow(chosen, "gongye"), "name")  # indexes are made once
    begun = time.process_time()
    for query in ("", "工业", "gongye", "yinni gongyeyuan"):
        narrowed = many.narrow(chosen, query)
        many.listed(narrowed, "name")
        assert narrowed.flags.any()
    assert (time.process_time() - begun) / 4 < 0.1
