"""The relation of a mention, guessed from the words of its sentence.

The two shipped documents have topics chosen by hand (``data/policy/topics.csv``). A document that
was just added has none; there the cues of ``data/policy/cues.csv`` decide, so that the country by
instrument table is not empty. A cue is a guess about the relation, never about what is named.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corridors.clauses import Clause, Cue, Topic
from corridors.vocabulary import Kind, Relation

SENTENCE_END = "。；;！？\n"


@dataclass(frozen=True)
class Cues:
    """Cues in order, and the documents that have topics and need none."""

    patterns: tuple[tuple[Cue, re.Pattern[str]], ...]
    reviewed: frozenset[str]

    @classmethod
    def of(cls, cues: Iterable[Cue], topics: Iterable[Topic]) -> "Cues":
        """Compile the cues."""
        patterns = tuple((cue, _pattern(cue)) for cue in cues)
        return cls(patterns, frozenset(topic.clause.partition("-")[0] for topic in topics))

    def relation(self, clause: Clause, span: tuple[int, int], kind: Kind) -> Relation:
        """Relation of a mention at ``span`` of ``clause.text``; ``mention`` where nothing tells it."""
        if clause.doc in self.reviewed or kind is Kind.AGENCY:
            return Relation.MENTION
        sentence = _sentence(clause.text, *span)
        for cue, pattern in self.patterns:
            if (not cue.kinds or kind in cue.kinds) and pattern.search(sentence):
                return cue.relation
        return Relation.MENTION


def _pattern(cue: Cue) -> re.Pattern[str]:
    """Alternatives in any order; the words of one joined by + may stand apart, in that order."""
    return re.compile("|".join(".*".join(map(re.escape, words.split("+"))) for words in cue.words))


def _sentence(text: str, start: int, end: int) -> str:
    first = max(text.rfind(mark, 0, start) for mark in SENTENCE_END) + 1
    ends = [at for mark in SENTENCE_END if (at := text.find(mark, end)) >= 0]
    return text[first : min(ends, default=len(text))]
