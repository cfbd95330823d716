"""The sentences behind links, cut along the words that evidence them."""

from collections.abc import Iterable
from typing import Any

from corridors.catalog import Catalog
from corridors.clauses import Link
from corridors.policy import marks
from corridors.vocabulary import Grade


def excerpts(catalog: Catalog, links: Iterable[Link]) -> list[dict[str, Any]]:
    """For each clause of the links its sentences cut along the evidence, and how they hold."""
    by_clause: dict[str, list[Link]] = {}
    for link in links:
        by_clause.setdefault(link.measure, []).append(link)
    found = []
    for identifier, group in by_clause.items():
        clause = catalog.clauses[identifier]
        spans = marks.sentences(clause.text, group)
        stated = any(link.grade is Grade.STATED for link in group)
        found.append(
            {
                "clause": clause,
                "sentences": [marks.pieces(clause.text, group, *span) for span in spans],
                "stated": stated,
                "words": "、".join(dict.fromkeys(link.evidence for link in group)),
            }
        )
    return found
