"""Policy text cut along its evidence comes together again, with every word marked."""

from hypothesis import given
from hypothesis import strategies as st

from corridors.catalog import Catalog
from corridors.clauses import Link
from corridors.policy import marks
from corridors.vocabulary import Grade, Relation


def link(text: str, start: int, end: int, entity: str = "country:IDN") -> Link:
    return Link(
        measure="impl-01",
        entity=entity,
        relation=Relation.MENTION,
        grade=Grade.STATED,
        evidence=text[start:end],
        start=start,
        end=end,
    )


@given(st.text(min_size=1, max_size=60), st.data())
def test_pieces_join_to_the_text_and_cover_each_evidence(text: str, data: st.DataObject) -> None:
    spans = data.draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=6))
    links = [link(text, a, b) for a, b in spans if a < b]
    cut = marks.pieces(text, links)
    assert "".join(piece.text for piece in cut) == text
    for one in links:
        assert "".join(p.text for p in cut if one in p.links) == one.evidence


def test_the_shortest_evidence_comes_first() -> None:
    text = "在印尼建设合作区"
    cut = marks.pieces(text, [link(text, 0, 8, "zone:goal-indonesia"), link(text, 1, 3)])
    assert [(p.text, [x.entity for x in p.links]) for p in cut] == [
        ("在", ["zone:goal-indonesia"]),
        ("印尼", ["country:IDN", "zone:goal-indonesia"]),
        ("建设合作区", ["zone:goal-indonesia"]),
    ]


def test_sentences_hold_the_evidence() -> None:
    text = "稳定日本市场。开拓俄罗斯；做好展会。"
    spans = marks.sentences(text, [link(text, 9, 12)])
    assert [text[a:b] for a, b in spans] == ["开拓俄罗斯；"]


def test_every_clause_comes_together_again(catalog: Catalog) -> None:
    assert catalog.clauses
    for clause in catalog.clauses.values():
        cut = marks.pieces(clause.text, catalog.links_by_clause.get(clause.id, ()))
        assert "".join(piece.text for piece in cut) == clause.text
