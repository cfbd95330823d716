"""Clauses behind a selection: their exact words, and the departments in charge."""

from collections.abc import Iterable, Sequence

from corridors.briefing.content import Block, Figure, Figures, Paragraph, Quote, Section, Table
from corridors.briefing.desk import Desk
from corridors.briefing.glosses import GLOSSES
from corridors.clauses import Clause, Link
from corridors.policy import marks
from corridors.vocabulary import Grade, Kind, Relation


def split(desk: Desk, entity_id: str) -> tuple[list[Link], list[Link]]:
    """Links that name an entity, and those of further clauses that name only what it belongs to."""
    links = desk.catalog.links_by_entity.get(entity_id, ())
    stated = [link for link in links if link.grade is Grade.STATED]
    named_in = {link.measure for link in stated}
    return stated, [link for link in links if link.measure not in named_in]


def of_entity(desk: Desk, entity_id: str) -> Section:
    """Quotes of all clauses behind an entity."""
    stated, inferred = split(desk, entity_id)
    blocks: list[Block] = [*quotes(desk, stated)]
    if inferred:
        blocks += [Paragraph(desk.say("inferred_note")), *quotes(desk, inferred)]
    return Section("clauses", desk.say("clauses"), tuple(blocks) or (Paragraph(desk.say("no_clause")),))


def quotes(desk: Desk, links: Iterable[Link]) -> list[Quote]:
    """For each clause of the links the sentences that hold their evidence."""
    by_clause: dict[str, list[Link]] = {}
    for link in links:
        by_clause.setdefault(link.measure, []).append(link)
    found = []
    for identifier, group in by_clause.items():
        clause = desk.catalog.clauses[identifier]
        spans = marks.sentences(clause.text, group)
        relations = dict.fromkeys(link.relation for link in group)
        tags = tuple(desk.term(r) for r in relations if r is not Relation.MENTION)
        found.append(quote(desk, clause, [clause.text[a:b].strip() for a, b in spans], tags))
    return found


def quote(desk: Desk, clause: Clause, sentences: Sequence[str], tags: tuple[str, ...] = ()) -> Quote:
    """Some sentences of a clause with everything that tells where they stand."""
    document = desk.catalog.documents[clause.doc]
    refs = desk.marks(desk.ref(clause.id))
    gloss = GLOSSES.get(clause.id, "") if desk.lang == "en" else ""
    title = document.title_en if desk.lang == "en" else document.title_zh
    return Quote(
        clause=clause.id,
        heading=f"{clause.number}{clause.title}",
        gloss=desk.say("gloss", gloss=gloss) if gloss else "",
        where=" · ".join(part for part in (title, document.date, clause.chapter) if part) + refs,
        sentences=tuple(sentences),
        departments=_departments(desk, clause),
        tags=tags,
    )


def _departments(desk: Desk, clause: Clause) -> tuple[tuple[str, str], ...]:
    if not clause.lead:
        return ((desk.say("lead"), desk.say("no_agency")),)
    pairs = [(desk.say("lead"), "、".join(clause.lead))]
    return tuple(pairs + ([(desk.say("support"), "、".join(clause.support))] if clause.support else []))


def departments(desk: Desk, clauses: Iterable[str]) -> Section | None:
    """Departments that lead or support the clauses, None where the clauses name none."""
    leads: dict[str, list[str]] = {}
    supports: dict[str, list[str]] = {}
    for identifier in dict.fromkeys(clauses):
        clause = desk.catalog.clauses[identifier]
        for agencies, found in ((clause.lead, leads), (clause.support, supports)):
            for name in agencies:
                found.setdefault(name, []).append(identifier)
    names = sorted({**leads, **supports}, key=lambda name: (-len(leads.get(name, ())), name))
    if not names:
        return None
    rows = [(n, ", ".join(leads.get(n, ())) or "—", ", ".join(supports.get(n, ())) or "—") for n in names]
    head = (desk.say("agency"), desk.say("leads"), desk.say("supports"))
    return Section("departments", desk.say("departments"), (Table("", head, tuple(rows), (2, 2, 3)),))


def of_clause(desk: Desk, clause: Clause) -> Section:
    """The whole clause."""
    return Section("clauses", desk.say("clause"), (quote(desk, clause, [clause.text]),))


def figures(desk: Desk, clause: Clause) -> Figures:
    """How many departments a clause names and what else it touches."""
    links = desk.catalog.links_by_clause.get(clause.id, ())
    named = {link.entity for link in links if link.grade is Grade.STATED}
    inferred = {link.entity for link in links if link.grade is Grade.INFERRED}
    return Figures(
        (
            desk.count("lead", len(clause.lead), "count_agencies"),
            desk.count("support", len(clause.support), "count_agencies"),
            Figure(desk.say("named"), str(len(named))),
            desk.count("inferred_members", len(inferred), "count_countries"),
        )
    )


def touched(desk: Desk, clause: Clause) -> Section | None:
    """What a clause names, by kind."""
    links = desk.catalog.links_by_clause.get(clause.id, ())
    named = dict.fromkeys(link.entity for link in links if link.grade is Grade.STATED)
    rows = []
    for kind in Kind:
        found = [entity for entity in named if entity.startswith(f"{kind}:")]
        if found:
            rows.append((desk.term(kind), desk.names(found)))
    if not rows:
        return None
    table = Table("", (desk.say("kind"), desk.say("names")), tuple(rows), (1, 5))
    return Section("profile", desk.say("touches"), (table,))
