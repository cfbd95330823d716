"""Adding a document, and what people decide about its links."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors import checks, paths, records
from corridors.clauses import Clause, Link
from corridors.policy import desk
from corridors.policy.added import AlreadyThereError, Meta, NothingFoundError, add_document, suggest_meta
from corridors.policy.decisions import Action, Decision, apply, clause_key, decision
from corridors.policy.library import Library
from corridors.policy.link_text import link_text
from corridors.vocabulary import Grade, Relation

TEXT = "某市开放行动方案\n一、与俄罗斯合作。（某市商务局牵头）\n二、面向东盟建设境外经贸合作区。\n"
META = Meta(title="某市开放行动方案", added_on="2026-11-22")


def test_a_document_joins_the_catalog_and_the_old_one_stays_as_it_was(library: Library) -> None:
    before = library.catalog
    added = add_document(library, TEXT, META)
    catalog = added.catalog
    (new,) = catalog.documents.keys() - before.documents.keys()
    assert new not in before.documents
    assert [c.id for c in catalog.clauses.values() if c.doc == new] == [f"{new}-1", f"{new}-2"]
    assert catalog.links[: len(before.links)] == before.links
    assert {x.measure for x in catalog.links_by_entity["country:RUS"]} >= {f"{new}-1", "impl-13"}
    assert catalog.sources[new].title_zh == META.title
    assert (catalog.documents[new].issuer, catalog.documents[new].date) == ("", "")
    assert f"{new}-1" not in before.clauses


def test_everything_downstream_works(library: Library) -> None:
    catalog = add_document(library, TEXT, META).catalog
    (new,) = catalog.documents.keys() - library.catalog.documents.keys()
    assert desk.Load("某市商务局", "", (f"{new}-1",), ()) in desk.loads(catalog)
    assert f"{new}-2" in {x.measure for x in desk.instruments(catalog)["group:asean"][desk.Instrument.ZONE]}
    assert desk.coverage(catalog, new).keys() == {f"{new}-1", f"{new}-2"}
    material = checks.Material(
        records.load(), catalog.clauses, catalog.links, catalog.leg_shapes, {}, paths.DATA
    )
    assert list(checks.links_are_exact(material)) == []


def test_what_is_there_or_empty_is_refused(library: Library) -> None:
    again = add_document(library, TEXT, META)
    with pytest.raises(AlreadyThereError):
        add_document(again, TEXT, META)
    shipped = (paths.POLICY / library.catalog.documents["guide"].file).read_text(encoding="utf-8")
    with pytest.raises(AlreadyThereError, match="guide"):
        add_document(library, shipped, META)
    with pytest.raises(NothingFoundError):
        add_document(library, " \n ", META)


def test_meta_is_taken_from_the_text_and_never_guessed(library: Library) -> None:
    linked = link_text(library, TEXT)
    assert suggest_meta(linked, "a.txt", "2026-11-22") == META.model_copy(update={"file": "a.txt"})
    bare = suggest_meta(link_text(library, "一、甲。\n"), "b.txt", "2026-11-22")
    assert (bare.title, bare.issuer, bare.date, bare.number) == ("b.txt", "", None, "")


# ------------------------------------------------------------------------------------- decisions


def clause(text: str = "与俄罗斯、蒙古合作") -> Clause:
    return Clause(id="doc-1", doc="doc", chapter="", number="", title="", text=text, start=0)


def link(entity: str = "country:RUS", start: int = 1, end: int = 4) -> Link:
    return Link(
        measure="doc-1",
        entity=entity,
        relation=Relation.MENTION,
        grade=Grade.STATED,
        evidence=clause().text[start:end],
        start=start,
        end=end,
    )


def test_drop_accept_and_correct() -> None:
    here, russia = clause(), link()
    assert apply([russia], here, [decision(russia, here, Action.DROP)]) == []
    assert apply([russia], here, [decision(russia, here, Action.ACCEPT)]) == [russia]
    assert apply([], here, [decision(russia, here, Action.ACCEPT)]) == [russia]
    corrected = apply([russia], here, [decision(russia, here, Action.CORRECT, "country:BLR")])
    assert corrected == [russia.model_copy(update={"entity": "country:BLR"})]
    again = decision(russia, here, Action.ACCEPT).model_copy(update={"relation": Relation.MARKET})
    assert apply([russia], here, [again])[0].relation is Relation.MARKET


def test_the_last_decision_holds() -> None:
    here, russia = clause(), link()
    drop, accept = (decision(russia, here, action) for action in (Action.DROP, Action.ACCEPT))
    assert apply([russia], here, [drop, accept]) == [russia]
    assert apply([russia], here, [accept, drop]) == []


def test_a_decision_does_not_outlive_the_words_it_was_about() -> None:
    drop = decision(link(), clause(), Action.DROP)
    assert apply([link()], clause("与俄罗斯、蒙古国合作"), [drop]) == [link()]
    beyond = Decision(
        clause=clause_key(clause()), start=3, end=99, entity="country:RUS", action=Action.ACCEPT
    )
    assert apply([], clause(), [beyond]) == []


def test_decisions_survive_storage_as_plain_data() -> None:
    one = decision(link(), clause(), Action.CORRECT, "country:BLR")
    assert Decision.model_validate_json(one.model_dump_json()) == one


def test_a_dropped_group_takes_what_was_inferred_from_it_along(library: Library) -> None:
    linked = link_text(library, TEXT)
    (asean,) = [x for x in linked.links if x.entity == "group:asean"]
    assert [x for x in linked.links if x.grade is Grade.INFERRED]
    about = next(c for c in linked.clauses if c.id == asean.measure)
    after = link_text(library, TEXT, decisions=[decision(asean, about, Action.DROP)])
    assert not [x for x in after.links if x.grade is Grade.INFERRED]
    added = add_document(library, TEXT, META, [decision(asean, about, Action.DROP)])
    assert added.catalog.links == (*library.catalog.links, *after.links)


actions = st.sampled_from(list(Action))
entities = st.sampled_from(["country:RUS", "country:MNG", "country:BLR"])


@given(st.lists(st.tuples(entities, actions, st.none() | entities), max_size=6))
def test_applying_twice_is_applying_once(drawn: list[tuple[str, Action, str | None]]) -> None:
    here = clause()
    key = clause_key(here)
    made = [
        Decision(clause=key, start=1, end=4, entity=entity, action=action, instead=instead)
        for entity, action, instead in drawn
    ]
    first = apply([link()], here, made)
    assert first == apply([link()], here, list(made))
    assert all(here.text[x.start : x.end] == x.evidence for x in first)
    assert len(set(first)) == len(first)
