"""A policy on screen is the policy as issued: nothing lost, nothing added, nothing out of place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.catalog import Catalog
from corridors.clauses import Clause, Link
from corridors.ui import documents
from corridors.ui.policy_text import Choice, Item, Line, blocks, chapters, chosen, paragraphs, window
from corridors.vocabulary import Grade, Kind, Relation


def plain(text: str) -> str:
    return "".join(text.split())


def whole(catalog: Catalog, doc: str) -> list[Item | Line]:
    clauses = [c for c in catalog.clauses.values() if c.doc == doc]
    items = {c.id: Item(c, paragraphs(c, catalog.links_by_clause.get(c.id, ()))) for c in clauses}
    return blocks(clauses, items, documents.text_of(catalog, doc), whole=True)


@pytest.mark.parametrize("doc", ["guide", "impl"])
def test_a_document_is_shown_word_for_word(catalog: Catalog, doc: str) -> None:
    shown = ""
    for block in whole(catalog, doc):
        if isinstance(block, Line):
            shown += block.text
        else:
            shown += block.clause.number + "".join(r.text for p in block.paragraphs for r in p)
    issued = documents.text_of(catalog, doc)
    assert issued
    assert len(issued) > 3000
    assert plain(shown) == plain(issued)


@pytest.mark.parametrize(("doc", "count"), [("guide", 5), ("impl", 8)])
def test_headings_are_told_from_other_lines(catalog: Catalog, doc: str, count: int) -> None:
    lines = [b for b in whole(catalog, doc) if isinstance(b, Line)]
    assert sum(line.is_chapter for line in lines) == count
    assert not lines[0].is_chapter
    assert "年" in lines[-1].text


def test_without_its_file_a_document_still_has_its_headings(catalog: Catalog) -> None:
    clauses = [c for c in catalog.clauses.values() if c.doc == "impl"]
    items = {c.id: Item(c, paragraphs(c, ())) for c in clauses}
    found = blocks(clauses, items, None, whole=True)
    assert [b.text[:2] for b in found if isinstance(b, Line)] == [
        "一、",
        "二、",
        "三、",
        "四、",
        "五、",
        "六、",
        "七、",
        "八、",
    ]


def test_chapters_have_keys_for_the_address(catalog: Catalog) -> None:
    found = chapters(catalog)
    assert found["guide.3"] == "三、“走出去”的重点任务"
    assert len(found) == 13


@pytest.mark.parametrize(
    ("choice", "inside", "outside"),
    [
        (Choice(doc="guide"), "guide-3-1", "impl-13"),
        (Choice(chapter="guide.3"), "guide-3-1", "guide-4-1"),
        (Choice(agency="agency:finance-department"), "impl-29", "impl-13"),
        (Choice(kinds=frozenset({Kind.BONDED})), "impl-23", "impl-13"),
        (Choice(countries=frozenset({"SRB"})), "impl-13", "impl-29"),
        (Choice(corridors=frozenset({"corridor:liao-meng-ou"})), "guide-3-1", "guide-3-3"),
        (Choice(industries=frozenset({"industry:coal"})), "guide-3-5", "guide-3-3"),
    ],
)
def test_filters_choose_clauses(catalog: Catalog, choice: Choice, inside: str, outside: str) -> None:
    assert all(i in catalog.entities for i in choice.industries | choice.corridors)
    found = {clause.id for clause in chosen(catalog, choice)}
    assert inside in found
    assert outside not in found


def test_no_filter_chooses_everything(catalog: Catalog) -> None:
    assert len(chosen(catalog, Choice())) == len(catalog.clauses) == 59
    assert Choice().is_open
    assert Choice(doc="impl").is_open
    assert not Choice(doc="impl", agency="agency:x").is_open


@given(st.text(alphabet="省、对外\n 　。\t", max_size=60), st.data())
def test_runs_join_to_the_text(text: str, data: st.DataObject) -> None:
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(lambda s: s[0] < s[1])
    clause = Clause(id="a-1", doc="a", chapter="", number="", title=text[:3], text=text, start=0)
    marked = data.draw(st.lists(spans, max_size=4)) if text else []
    links = [
        Link(
            measure="a-1",
            entity="country:MNG",
            relation=Relation.MENTION,
            grade=Grade.STATED,
            evidence=text[a:b],
            start=a,
            end=b,
        )
        for a, b in marked
    ]
    hit = data.draw(spans) if text else None
    found = paragraphs(clause, links, [(hit, 1)] if hit else [])
    assert plain("".join(r.text for p in found for r in p)) == plain(text)
    if hit:
        assert plain("".join(r.text for p in found for r in p if r.hit)) == plain(text[slice(*hit)])


@given(st.integers(0, 2000), st.integers(-5, 2500), st.integers(1, 300))
def test_a_stretch_holds_the_place_asked_for(length: int, at: int, size: int) -> None:
    start, end = window(length, at, size)
    assert 0 <= start <= end <= length
    assert end - start <= size
    if 0 <= at < length:
        assert start <= at < end


def test_marks_and_hits_may_cross(catalog: Catalog) -> None:
    clause = catalog.clauses["impl-13"]
    at = clause.text.index("东非、俄罗斯")
    runs = [
        run
        for paragraph in paragraphs(clause, catalog.links_by_clause["impl-13"], [((at, at + 6), 7)])
        for run in paragraph
    ]
    hit = [run for run in runs if run.hit == 7]
    assert "".join(run.text for run in hit) == "东非、俄罗斯"
    assert "group:east-africa" in {link.entity for link in hit[0].links}
    assert runs[0].heading
    assert not runs[-1].heading
