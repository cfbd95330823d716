"""Clauses to links: which entity a clause supports, how, and by which of its words."""

from collections.abc import Iterable, Iterator, Mapping

from corridors.clauses import Clause, Link, Phrase, Topic
from corridors.models import Entity, EntityId, Group, kind_of
from corridors.policy.gazetteer import Gazetteer
from corridors.policy.parse import closing_bracket
from corridors.vocabulary import Grade, Kind, Relation

Span = tuple[int, int]


def derive(
    clauses: Iterable[Clause],
    entities: Iterable[Entity],
    phrases: Iterable[Phrase],
    topics: Iterable[Topic],
) -> tuple[Link, ...]:
    """Link clauses to entities, each link with the exact words behind it.

    *Stated* links come from names found in the clause and from the quotes on the records. A
    name has the relation of the narrowest topic around it, an agency in the closing bracket its
    role there, a target ``goal``; anything else is a ``mention``. A quote brings its own relation.

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
    entities = tuple(entities)
    topics = tuple(topics)
    gazetteer = Gazetteer.build(entities, phrases)
    members = group_members(entities)
    links: list[Link] = []
    for clause in clauses:
        stated = _stated(clause, gazetteer, entities, topics)
        inferred = _inferred(stated, members)
        links.extend(sorted((*stated, *inferred), key=_order))
    return tuple(links)


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


def _stated(
    clause: Clause, gazetteer: Gazetteer, entities: tuple[Entity, ...], topics: tuple[Topic, ...]
) -> list[Link]:
    quoted = dict(_from_quotes(clause, entities))
    # The quote on a record was chosen with care and holds the name: one link is enough.
    named = {
        (entity, span): relation
        for (entity, span), relation in _from_names(clause, gazetteer, topics)
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


def _from_names(
    clause: Clause, gazetteer: Gazetteer, topics: tuple[Topic, ...]
) -> Iterator[tuple[tuple[EntityId, Span], Relation]]:
    spans = sorted(
        (
            (span, topic.relation)
            for topic in topics
            if topic.clause == clause.id and (span := locate(clause.text, topic.quote))
        ),
        key=lambda item: (item[0][1] - item[0][0], item[0], item[1]),
    )
    bracket = closing_bracket(clause.text)
    for hit in gazetteer.find(clause.text):
        span = (hit.start, hit.end)
        topical = next((value for words, value in spans if _within(span, words)), Relation.MENTION)
        for entity in hit.entities:
            match kind_of(entity):
                case Kind.TARGET:
                    relation = Relation.GOAL
                case Kind.AGENCY if bracket and _within(span, bracket):
                    relation = _role(hit.surface, clause)
                case _:
                    relation = topical
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
