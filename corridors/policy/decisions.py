"""What a person decided about links, as plain data that can be kept anywhere.

A decision is tied to the words, not to ids: to the hash of a clause's text and a span in it. So it
holds when the document gets another id, and no longer applies when the clause is worded anew.
"""

import hashlib
from collections.abc import Iterable
from enum import StrEnum

from corridors.clauses import Clause, Link
from corridors.models import EntityId, Record
from corridors.vocabulary import Grade, Relation


class Action(StrEnum):
    """What was decided."""

    ACCEPT = "accept"
    DROP = "drop"
    CORRECT = "correct"


class Decision(Record):
    """One decision about the words ``clause.text[start:end]`` and an entity.

    ``accept`` holds the link even if the names no longer find it. ``drop`` removes it, and what was
    inferred from it. ``correct`` puts ``instead`` in the place of ``entity``; ``relation`` replaces
    the relation if given.
    """

    clause: str
    start: int
    end: int
    entity: EntityId
    action: Action
    instead: EntityId | None = None
    relation: Relation | None = None
    who: str = ""
    when: str = ""


def clause_key(clause: Clause) -> str:
    """Hash of the words of a clause: SHA-256, sixteen hexadecimal digits."""
    return hashlib.sha256(clause.text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def decision(link: Link, clause: Clause, action: Action, instead: EntityId | None = None) -> Decision:
    """Write down a decision about a link as it is shown."""
    return Decision(
        clause=clause_key(clause),
        start=link.start,
        end=link.end,
        entity=link.entity,
        action=action,
        instead=instead,
    )


def apply(stated: Iterable[Link], clause: Clause, decisions: Iterable[Decision]) -> list[Link]:
    """Stated links of a clause after what was decided; the last decision about a link holds.

    Decisions about other clauses, and spans outside the text, change nothing. The order of the
    decisions matters only where two are about the same words and entity.
    """
    key = clause_key(clause)
    last = {(d.start, d.end, d.entity): d for d in decisions if d.clause == key and _fits(d, clause)}
    if not last:
        return list(stated)
    result: dict[tuple[int, int, str, Relation], Link] = {}
    for link in stated:
        decided = last.get((link.start, link.end, link.entity))
        if not decided:
            result[_key(link)] = link
        elif decided.action is not Action.DROP:
            changed = _changed(link, decided)
            result[_key(changed)] = changed
    present = {(link.start, link.end, link.entity) for link in result.values()}
    for decided in last.values():
        entity = decided.instead or decided.entity
        if decided.action is not Action.DROP and (decided.start, decided.end, entity) not in present:
            added = _link(decided, clause, entity)
            result[_key(added)] = added
    return list(result.values())


def _fits(decided: Decision, clause: Clause) -> bool:
    return 0 <= decided.start < decided.end <= len(clause.text)


def _changed(link: Link, decided: Decision) -> Link:
    entity = decided.instead or link.entity
    return link.model_copy(update={"entity": entity, "relation": decided.relation or link.relation})


def _link(decided: Decision, clause: Clause, entity: EntityId) -> Link:
    return Link(
        measure=clause.id,
        entity=entity,
        relation=decided.relation or Relation.MENTION,
        grade=Grade.STATED,
        evidence=clause.text[decided.start : decided.end],
        start=decided.start,
        end=decided.end,
    )


def _key(link: Link) -> tuple[int, int, str, Relation]:
    return link.start, link.end, link.entity, link.relation
