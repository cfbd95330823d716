"""What a briefing says: the same as the screen, exact where it quotes, every source in its list."""

import html
import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from corridors.briefing import measure
from corridors.briefing.choices import SECTIONS, ChoiceError, Choices, checked_logo
from corridors.briefing.compose import UnknownSelectionError, compose
from corridors.briefing.content import Facts, Figures, Strip, Table, printable
from corridors.briefing.glosses import GLOSSES
from corridors.briefing.lettered import legible
from corridors.catalog import Catalog
from corridors.models import Corridor
from corridors.ui import corridor_tables
from tests.brief_files import briefing, picture, quotes

SHOWN = (
    "corridor:liao-man-ou",
    "country:RUS",
    "country:ISL",
    "group:asean",
    "zone:uganda-liaoshen",
    "port:dalian",
    "crossing:manzhouli",
    "agency:commerce-department",
    "target:manufactured-export-share",
)


def test_totals_of_each_branch_equal_those_on_screen(catalog: Catalog) -> None:
    compared = 0
    for corridor in catalog.corridors:
        section = briefing(catalog, corridor.id).section("strip")
        assert section
        strips = [block for block in section.blocks if isinstance(block, Strip)]
        for branch, strip in zip(corridor.branches, strips, strict=True):
            assert strip.totals in html.unescape(corridor_tables.heading(catalog, corridor, branch, "zh"))
            assert len(strip.stops) == len(strip.stretches) + 1
            compared += 1
    assert compared >= 10


def test_quotes_are_the_words_of_the_clause(catalog: Catalog) -> None:
    compared = 0
    for select in (*SHOWN, *catalog.clauses):
        for lang in ("zh", "en"):
            for quote in quotes(briefing(catalog, select, lang=lang)):
                clause = catalog.clauses[quote.clause]
                assert quote.sentences
                assert all(sentence in clause.text for sentence in quote.sentences)
                assert bool(quote.gloss) == (lang == "en")
                assert not clause.lead or quote.departments[0][1] == "、".join(clause.lead)
                compared += 1
    assert compared > 150


def test_a_clause_is_quoted_whole(catalog: Catalog) -> None:
    for clause in catalog.clauses.values():
        assert [quote.text for quote in quotes(briefing(catalog, clause.id))] == [clause.text]


def test_everything_has_a_briefing_and_each_mark_a_source(catalog: Catalog) -> None:
    for select in (*catalog.entities, *catalog.clauses):
        made = briefing(catalog, select)
        sources = made.section("sources")
        assert sources
        table = sources.blocks[0]
        assert isinstance(table, Table)
        assert [row[0] for row in table.rows] == [str(n + 1) for n in range(len(table.rows))]
        used = {int(number) for number in re.findall(r"\[(\d+)\]", repr(made.sections))}
        used |= {
            ref
            for s in made.sections
            for b in s.blocks
            if isinstance(b, Figures | Facts)
            for i in b.items
            for ref in i.refs
        }
        assert used <= set(range(1, len(table.rows) + 1))
        assert made.boundary
        assert made.title


def test_tables_are_rectangular(catalog: Catalog) -> None:
    for select in SHOWN:
        for section in briefing(catalog, select).sections:
            for block in section.blocks:
                if isinstance(block, Table):
                    assert {len(row) for row in block.rows} <= {len(block.head)}
                    assert len(block.widths) == len(block.head)


def test_no_data_is_said(catalog: Catalog) -> None:
    corridor = catalog.entities["corridor:liao-meng-ou"]
    assert isinstance(corridor, Corridor)
    comparison = briefing(catalog, corridor.id).section("comparison")
    assert "暂无数据" in repr(comparison)
    iceland = briefing(catalog, "country:ISL")
    assert "没有已知或拟建的合作区" in repr(iceland.section("zones"))


def test_general_knowledge_is_marked(catalog: Catalog) -> None:
    assert "未核实" in repr(briefing(catalog, "corridor:liao-man-ou").section("sources"))


def test_sections_can_be_left_out_but_not_the_sources(catalog: Catalog) -> None:
    made = briefing(catalog, "corridor:liao-man-ou", without=frozenset(SECTIONS))
    assert made.keys == ("sources",)
    with pytest.raises(ChoiceError, match="no section 'sources'") as caught:
        Choices(without=frozenset({"sources"}))
    assert "没有" in caught.value.zh


def test_title_and_author_are_chosen(catalog: Catalog) -> None:
    made = briefing(catalog, "country:IDN", title=" 题目 ", author="某处")
    assert (made.title, made.author, made.date) == ("题目", "某处", "2026-11-22")
    with pytest.raises(ChoiceError):
        Choices(title="长" * 301)


def test_an_unknown_selection_is_refused(catalog: Catalog) -> None:
    with pytest.raises(UnknownSelectionError, match="country:XXX") as caught:
        compose(catalog, "country:XXX", Choices())
    assert "country:XXX" in caught.value.zh


def test_every_clause_has_an_english_gloss(catalog: Catalog) -> None:
    assert set(GLOSSES) == set(catalog.clauses)


def test_a_logo_is_made_small() -> None:
    small = checked_logo(picture(2000, 1000))
    with Image.open(io.BytesIO(small)) as opened:
        assert opened.size == (600, 300)


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"<svg/>", b"\x89PNG\r\n\x1a\nrest", b"x" * 5_000_001])
def test_what_is_no_logo_is_refused(content: bytes) -> None:
    with pytest.raises(ChoiceError):
        checked_logo(content)


@settings(deadline=None)  # the first call reads the font
@given(st.text(), st.floats(30, 400))
def test_lines_lose_nothing_and_fit(text: str, room: float) -> None:
    lines = measure.lines(text, 12, room)
    assert "".join(lines) == text
    assert all(measure.width(line.rstrip(), 12) <= room + 12 * 1.06 for line in lines)


def test_closing_punctuation_does_not_begin_a_line() -> None:
    lines = measure.lines("大连，沈阳。营口、锦州（辽宁）" * 9, 12, 100)
    assert len(lines) > 5
    assert not any(line[0] in measure.CLOSING for line in lines)


@given(st.text())
def test_printable_text_fits_any_document(text: str) -> None:
    kept = printable(text)
    assert printable(kept) == kept
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]", kept)


def test_what_the_fonts_lack_is_spelt_out() -> None:
    assert legible("大连🚀A") == "大连[rocket]A"
    assert legible("\U00010000") == "〓"
    assert legible("Ma\u0142aszewicze") in ("Małaszewicze", "Malaszewicze")


def test_every_name_of_the_records_can_be_shown(catalog: Catalog) -> None:
    names = [name for e in catalog.entities.values() for name in (e.name_zh, e.name_en)]
    assert len(names) > 900
    assert not [name for name in names if "〓" in legible(name)]
