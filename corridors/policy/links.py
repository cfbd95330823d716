"""Clauses to links: which entity a clause supports, how, and by which of its words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from corridors.clauses import Abbreviation, Clause, Cue, Link, Phrase, Topic
from corridors.models import Entity, EntityId, Group, kind_of
from corridors.policy.cues import Cues
from corridors.policy.decisions import Decision, apply
from corridors.policy.gazetteer import Gazetteer
from corridors.policy.responsible import responsible
from corridors.vocabulary import Grade, Kind, Relation

Span = tuple[int, int]


@dataclass(frozen=True)
class Linker:
    """What is needed to link any clause, put together once.

    Attributes
    ----------
    gazetteer
        Finds the names.
    quoting, topics
        Records with quotes of their own; the topics of the shipped documents.
    cues
        Words that tell the relation in a document nobody has written topics for.
    members
        Country ids of each group.
    """

    gazetteer: Gazetteer
    quoting: tuple[Entity, ...]
    topics: tuple[Topic, ...]
    cues: Cues
    members: Mapping[EntityId, tuple[EntityId, ...]]

    @classmethod
    def build(
        cls,
        entities: Iterable[Entity],
        phrases: Iterable[Phrase],
        topics: Iterable[Topic] = (),
        abbreviations: Iterable[Abbreviation] = (),
        cues: Iterable[Cue] = (),
    ) -> "Linker":
        """Build the gazetteer and the indexes."""
        entities, topics = tuple(entities), tuple(topics)
        gazetteer = Gazetteer.build(entities, phrases, abbreviations)
        quoting = tuple(entity for entity in entities if entity.quotes)
        return cls(gazetteer, quoting, topics, Cues.of(cues, topics), group_members(entities))

    def link(self, clauses: Iterable[Clause]) -> tuple[Link, ...]:
        """Link clauses to entities; see :func:`derive`."""
        return tuple(link for clause in clauses for link in self.link_one(clause))

    def link_one(self, clause: Clause, decisions: Iterable[Decision] = ()) -> list[Link]:
        """Links of one clause after what was decided about them, by place in its text."""
        stated = apply(_stated(clause, self), clause, decisions)
        return sorted((*stated, *_inferred(stated, self.members)), key=_order)


def derive(
    clauses: Iterable[Clause],
    entities: Iterable[Entity],
    phrases: Iterable[Phrase],
    topics: Iterable[Topic],
) -> tuple[Link, ...]:
    """Link clauses to entities, each link with the exact words behind it.

    *Stated* links come from names found in the clause and from the quotes on the records. A
    name has the relation of the narrowest topic around it, an agency where the clause says who is in
    charge its role there, a target ``goal``; anything else is a ``mention``. In a document without
    topics the cues in the same sentence tell the relation. A quote brings its own relation.

    *Inferred* links reach the members of a country group with the words that name the group,
    once for each relation, unless the clause itself names the country.

    Quotes and topics whose words are not in the clause yield nothing here:
    :func:`corridors.policy.review.review` reports them.

    Returns
    -------
    tuple of Link
        In the order of the clauses, then by place in the text; no link twice. Offsets are into
        ``clause.text``.
    """
    return Linker.build(entities, phrases, topics).link(clauses)


def group_members(entities: Iterable[Entity]) -> dict[EntityId, tuple[EntityId, ...]]:
    """Country ids of each group, leaving out countries that have no record."""
    entities = tuple(entities)
    known = {entity.id for entity in entities}
    return {
        group.id: tuple(country for iso3 in group.members if (country := f"country:{iso3}") in known)
        for group in entities
        if isinstance(group, Group)
    }


def locate(text: str, quote: str) -> Span | None:
    """Span of the first occurrence of ``quote``, or None."""
    start = text.find(quote)
    return None if start < 0 else (start, start + len(quote))


def _stated(clause: Clause, linker: Linker) -> list[Link]:
    quoted = dict(_from_quotes(clause, linker.quoting))
    # The quote on a record was chosen with care and holds the name: one link is enough.
    named = {
        (entity, span): relation
        for (entity, span), relation in _from_names(clause, linker)
        if not any(entity == other and _within(span, words) for other, words in quoted)
    }
    return [
        Link(
            measure=clause.id,
            entity=entity,
            relation=relation,
            grade=Grade.STATED,
            evidence=clause.text[start:end],
            start=start,
            end=end,
        )
        for (entity, (start, end)), relation in (quoted | named).items()
    ]


def _from_names(clause: Clause, linker: Linker) -> Iterator[tuple[tuple[EntityId, Span], Relation]]:
    spans = sorted(
        (
            (span, topic.relation)
            for topic in linker.topics
            if topic.clause == clause.id and (span := locate(clause.text, topic.quote))
        ),
        key=lambda item: (item[0][1] - item[0][0], item[0], item[1]),
    )
    charge = responsible(clause.text).spans
    for hit in linker.gazetteer.find(clause.text):
        span = (hit.start, hit.end)
        topical = next((value for words, value in spans if _within(span, words)), None)
        for entity in hit.entities:
            match kind_of(entity):
                case Kind.TARGET:
                    relation = Relation.GOAL
                case Kind.AGENCY if any(_within(span, words) for words in charge):
                    relation = _role(hit.surface, clause)
                case kind:
                    relation = topical or linker.cues.relation(clause, span, kind)
            yield (entity, span), relation


def _from_quotes(
    clause: Clause, entities: tuple[Entity, ...]
) -> Iterator[tuple[tuple[EntityId, Span], Relation]]:
    for entity in entities:
        for quote in entity.quotes:
            if quote.clause == clause.id and (span := locate(clause.text, quote.quote)):
                yield (entity.id, span), quote.relation


def _inferred(stated: list[Link], members: Mapping[EntityId, tuple[EntityId, ...]]) -> list[Link]:
    named = {link.entity for link in stated}
    reached: dict[tuple[EntityId, Relation], Link] = {}
    for link in sorted(stated, key=_order):
        for country in members.get(link.entity, ()):
            if country not in named:
                reached.setdefault(
                    (country, link.relation),
                    link.model_copy(update={"entity": country, "grade": Grade.INFERRED}),
                )
    return list(reached.values())


def _role(surface: str, clause: Clause) -> Relation:
    if surface in clause.lead:
        return Relation.LEAD
    if surface in clause.support:
        return Relation.SUPPORT
    return Relation.MENTION


def _within(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _order(link: Link) -> tuple[int, int, bool, EntityId, Relation]:
    return (link.start, link.end, link.grade is Grade.INFERRED, link.entity, link.relation)
