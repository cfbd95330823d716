"""Names in a text, found by longest match.

The names are those of the records and the phrases. A phrase is a wording that names several
entities at once (中蒙俄韩日), or one in place of what its characters seem to say (中非), or none
although it looks as if it did (内蒙古): it hides every shorter name it covers.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType

from ahocorasick_rs import AhoCorasick, MatchKind

from corridors.clauses import Phrase
from corridors.models import Entity, EntityId

# The 日 that ends a date belongs to no name: 1月21日本省 is not Japan.
DATE = re.compile(r"(月[\d一二三四五六七八九十]{1,3})日")


@dataclass(frozen=True)
class Hit:
    """A name in a text: ``text[start:end] == surface``."""

    start: int
    end: int
    surface: str
    entities: tuple[EntityId, ...]


@dataclass(frozen=True)
class Gazetteer:
    """Surfaces with the entities they name, and the automaton that finds them."""

    names: MappingProxyType[str, tuple[EntityId, ...]]
    _surfaces: tuple[str, ...]
    _automaton: AhoCorasick

    @classmethod
    def build(cls, entities: Iterable[Entity], phrases: Iterable[Phrase]) -> "Gazetteer":
        """Collect the names of all records.

        A phrase replaces whatever records claim the same surface. A surface that several records
        claim names all of them, and an entity of a phrase that has no record is left out:
        :func:`corridors.policy.review.review` reports both.
        """
        claims: dict[str, set[EntityId]] = {}
        known: set[EntityId] = set()
        for entity in entities:
            known.add(entity.id)
            for surface in surfaces(entity):
                claims.setdefault(surface, set()).add(entity.id)
        names = {surface: tuple(sorted(ids)) for surface, ids in claims.items()}
        for phrase in phrases:
            names[phrase.surface] = tuple(sorted(known.intersection(phrase.entities)))
        ordered = tuple(sorted(names))
        return cls(
            names=MappingProxyType(names),
            _surfaces=ordered,
            _automaton=AhoCorasick(ordered, matchkind=MatchKind.LeftmostLongest),
        )

    def find(self, text: str) -> list[Hit]:
        """Names in ``text``, leftmost first and longest at each place; they never overlap.

        Offsets are Python string offsets (code points). Wordings that name nothing are left out.
        """
        hits = []
        masked = DATE.sub("\\1\0", text)  # same length, so that offsets hold
        for index, start, end in self._automaton.find_matches_as_indexes(masked):
            surface = self._surfaces[index]
            if entities := self.names[surface]:
                hits.append(Hit(start, end, surface, entities))
        return hits


def surfaces(entity: Entity) -> set[str]:
    """Every wording a record claims: its Chinese name and its aliases."""
    return {surface for surface in (entity.name_zh, *entity.aliases) if surface}
