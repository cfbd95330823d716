"""Folding, words and runs of one-character names: the parts the gazetteer is made of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.policy.fold import fold, tight
from corridors.policy.library import Library
from corridors.policy.words import Words

TRICKY = "（）ＡＰＥＣ８．６％\u3000\u00a0—–-·•〔〕中国\n\t，、。a9😀"


@given(st.text(st.sampled_from(TRICKY)))
def test_folding_keeps_every_offset_and_is_done_once(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded
    searched, origin = tight(folded)
    assert "".join(folded[at] for at in origin) == searched if origin else searched == folded


def test_spaces_inside_wide_words_and_broken_lines_are_left_out() -> None:
    assert tight("韩 国、俄 罗 斯")[0] == "韩国、俄罗斯"
    assert tight("俄罗斯 蒙古")[0] == "俄罗斯 蒙古"
    line = "加强与有关国家在装备制造和产能方面的合作重点是印度尼"
    assert tight(f"{line}\n西亚")[0] == f"{line}西亚"
    assert tight("短标题\n西亚")[0] == "短标题\n西亚"


def test_a_span_that_cuts_words_is_seen() -> None:
    text = "增加纳税人，大连市"
    words = Words.of(text)
    assert words.cut_by(1, 3)
    assert not words.cut_by(0, 2)
    start = text.index("大连")
    assert not words.cut_by(start, start + 2)


RUNS = [
    ("英法德", {"GBR", "FRA", "DEU"}),
    ("其中英法德合作", {"GBR", "FRA", "DEU"}),
    ("中蒙俄", {"CHN", "MNG", "RUS"}),
    ("面向日、韩、俄、蒙开放", {"JPN", "KOR", "RUS", "MNG"}),
    ("对俄、对蒙口岸", {"RUS", "MNG"}),
    ("赴俄考察", {"RUS"}),
    ("英、法、德国", {"GBR", "FRA", "DEU"}),
    ("中新经贸合作", {"CHN", "SGP"}),
    ("其中新增合作", set()),
    ("新、老企业", set()),
    ("对日常工作", set()),
    ("更加美丽", set()),
    ("中老年合作社", set()),
    ("对外、对内", set()),
    ("意法半导体", set()),
    ("德法并举", set()),
]


@pytest.mark.parametrize(("text", "countries"), RUNS)
def test_runs_of_one_character_names(library: Library, text: str, countries: set[str]) -> None:
    found = {entity for hit in library.linker.gazetteer.find(text) for entity in hit.entities}
    assert found == {f"country:{iso3}" for iso3 in countries}


def test_a_zone_named_after_a_country_states_both(library: Library) -> None:
    (hit,) = library.linker.gazetteer.find("柬埔寨西哈努克港经济特区")
    assert hit.entities == ("country:KHM", "zone:sihanoukville")
    (hit,) = library.linker.gazetteer.find("中国（上海）自由贸易试验区")
    assert hit.entities == ("zone:shanghai-ftz",)


def test_every_country_is_found_by_its_name(library: Library) -> None:
    countries = [e for e in library.catalog.entities.values() if e.id.startswith("country:")]
    assert len(countries) > 200
    for country in countries:
        for name in (country.name_zh, *country.aliases):
            hits = library.linker.gazetteer.find(f"与{name}合作。")
            assert [(h.surface, h.entities) for h in hits] == [(name, (country.id,))], name


def test_the_spans_that_are_known_hold_the_blocked_ones_too(library: Library) -> None:
    gazetteer = library.linker.gazetteer
    assert gazetteer.covered("内蒙古与蒙古") == [(0, 3), (4, 6)]
    assert [hit.surface for hit in gazetteer.find("内蒙古与蒙古")] == ["蒙古"]
