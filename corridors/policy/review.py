"""What is wrong with the data behind the links: words that are not there, names claimed twice."""

from collections.abc import Iterable, Iterator

from corridors.clauses import Clause, Phrase, Topic
from corridors.models import Entity
from corridors.policy.gazetteer import surfaces
from corridors.policy.links import locate
from corridors.records import Kept, Problem


def review(kept: Iterable[Kept], clauses: Iterable[Clause]) -> list[Problem]:
    """Check every record against the clauses and against each other.

    Parameters
    ----------
    kept : iterable of Kept
        All records with the files they came from.
    clauses : iterable of Clause
        All clauses of the documents that are shipped.

    Returns
    -------
    list of Problem
        Sorted by file. One for each surface that several records claim, each quote and each topic
        that is not in its clause, each phrase that names an unknown entity, each phrase that
        stands twice, and each agency in a closing bracket that no record names.
    """
    kept = tuple(kept)
    texts = {clause.id: clause for clause in clauses}
    problems = [
        *_claims(kept),
        *_phrases(kept),
        *_quotes(kept, texts),
        *_agencies(kept, texts.values()),
    ]
    return sorted(problems)


def _claims(kept: tuple[Kept, ...]) -> Iterator[Problem]:
    overridden = {item.record.surface for item in kept if isinstance(item.record, Phrase)}
    owners: dict[str, Entity] = {}
    for item in kept:
        if not isinstance(item.record, Entity):
            continue
        for surface in sorted(surfaces(item.record) - overridden):
            owner = owners.setdefault(surface, item.record)
            if owner.id != item.record.id:
                yield Problem(item.file, "aliases", f"“{surface}” names both {owner.id} and {item.record.id}")


def _phrases(kept: tuple[Kept, ...]) -> Iterator[Problem]:
    known = {item.record.id for item in kept if isinstance(item.record, Entity)}
    first: dict[str, str] = {}
    for item in kept:
        phrase = item.record
        if not isinstance(phrase, Phrase):
            continue
        for unknown in sorted(set(phrase.entities) - known):
            yield Problem(item.file, "entities", f"“{phrase.surface}” names {unknown}, which has no record")
        if first.setdefault(phrase.surface, item.file) != item.file:
            yield Problem(
                item.file, "surface", f"“{phrase.surface}” stands already in {first[phrase.surface]}"
            )


def _quotes(kept: tuple[Kept, ...], texts: dict[str, Clause]) -> Iterator[Problem]:
    for item in kept:
        match item.record:
            case Topic() as topic:
                words = [("quote", topic.clause, topic.quote)]
            case Entity() as entity:
                words = [
                    (f"quotes.{index}", quote.clause, quote.quote)
                    for index, quote in enumerate(entity.quotes)
                ]
            case _:
                continue
        for field, clause, quote in words:
            if clause not in texts:
                yield Problem(item.file, field, f"there is no clause {clause}")
            elif not locate(texts[clause].text, quote):
                yield Problem(item.file, field, f"“{quote}” is not in the text of {clause}")


def _agencies(kept: tuple[Kept, ...], clauses: Iterable[Clause]) -> Iterator[Problem]:
    named = {surface for item in kept if isinstance(item.record, Entity) for surface in surfaces(item.record)}
    for clause in clauses:
        for name in sorted({*clause.lead, *clause.support} - named):
            yield Problem(
                "data/policy/agencies.csv", "name_zh", f"{clause.id} names {name}, which has no record"
            )
