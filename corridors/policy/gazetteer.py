"""Names in a text: the longest name at each place, unless it cuts through other words.

The names are those of the records and the phrases. A phrase is a wording that names several
entities at once (大连、营口港), or one in place of what its characters seem to say (中非), or none
although it looks as if it did (内蒙古): it hides every shorter name it covers. Runs of one-character
country names (英法德) are read by :mod:`corridors.policy.combinations`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from ahocorasick_rs import AhoCorasick, MatchKind

from corridors.clauses import Abbreviation, Phrase
from corridors.models import Country, Entity, EntityId, Zone, kind_of
from corridors.policy.combinations import Combinations
from corridors.policy.fold import fold, tight
from corridors.policy.words import Words
from corridors.vocabulary import Kind

# The 日 that ends a date belongs to no name: 1月21日本省 is not Japan.
DATE = re.compile(r"(月[\d一二三四五六七八九十]{1,3})日")
# 中国(黑龙江)自由贸易试验区 and 中国(沈阳)制博会 name no country, and a university is not its city.
PILOT = re.compile(r"中国(?:\([^()]{2,8}\)[^、,。;()]{0,6}(?:试验区|示范区|实验区|单一窗口|服务中心)|(?=\())")
LAW = re.compile(r"《中华人民共和国[^》]{1,30}(?:法|条例|规定|办法|细则)》")
WORD = r"[^\W\d_和与及等的在到]"
INSTITUTION = re.compile(
    rf"(?:海关|海事局|边检(?:总)?站|(?!市|区|县){WORD}{{0,6}}?(?:大学|学院|商品交易所|海事法院|海事局|铁路局)"
    rf"|市{WORD}{{2,10}}?(?:局|委|委员会|办公室)(?=[、,。;)\s]|$|会同|牵头|负责|配合|研究|制定|办理|要|应|按))"
)
HOME = "country:CHN"
# Longer names are not formed by chance across two words.
CHANCE_LENGTH = 2


@dataclass(frozen=True)
class Hit:
    """A name in a text: ``text[start:end] == surface``."""

    start: int
    end: int
    surface: str
    entities: tuple[EntityId, ...]


@dataclass(frozen=True)
class Gazetteer:
    """Surfaces with the entities they name, and what finds them."""

    names: MappingProxyType[str, tuple[EntityId, ...]]
    combinations: Combinations

    @classmethod
    def build(
        cls,
        entities: Iterable[Entity],
        phrases: Iterable[Phrase],
        abbreviations: Iterable[Abbreviation] = (),
    ) -> "Gazetteer":
        """Collect the names of all records.

        A phrase replaces whatever records claim the same surface. A surface that several records
        claim names all of them, and an entity of a phrase that has no record is left out:
        :func:`corridors.policy.review.review` reports both. The name of a cooperation zone that
        contains the name of the foreign country it lies in names both.
        """
        entities = tuple(entities)
        claims: dict[str, set[EntityId]] = {}
        for entity in entities:
            for surface in surfaces(entity):
                claims.setdefault(surface, set()).add(entity.id)
        _add_countries_of_zones(entities, claims)
        names = {surface: tuple(sorted(ids)) for surface, ids in claims.items()}
        known = {entity.id for entity in entities}
        for phrase in phrases:
            names[phrase.surface] = tuple(sorted(known.intersection(phrase.entities)))
        short = {a.character: a for a in abbreviations if a.entity in known}
        full = frozenset(fold(surface) for surface in claims if len(surface) > 1)
        return cls(MappingProxyType(names), Combinations(short, full))

    @cached_property
    def _folded(self) -> dict[str, tuple[EntityId, ...]]:
        merged: dict[str, set[EntityId]] = {}
        for surface, entities in self.names.items():
            merged.setdefault(fold(surface), set()).update(entities)
        return {surface: tuple(sorted(entities)) for surface, entities in merged.items()}

    @cached_property
    def _ordered(self) -> tuple[str, ...]:
        return tuple(sorted(self._folded))

    @cached_property
    def _automaton(self) -> AhoCorasick:
        return AhoCorasick(self._ordered, matchkind=MatchKind.Standard)

    def find(self, text: str) -> list[Hit]:
        """Names in ``text``, leftmost first and longest at each place; they never overlap.

        Offsets are Python string offsets (code points). Wordings that name nothing are left out.
        Width, case and spaces inside words set wide make no difference.
        """
        return [hit for hit in self._known(text) if hit.entities]

    def covered(self, text: str) -> list[tuple[int, int]]:
        """Spans of ``text`` whose meaning is known, be it that they name nothing."""
        return [(hit.start, hit.end) for hit in self._known(text)]

    def _known(self, text: str) -> Iterator[Hit]:
        searched, origin = tight(fold(text))
        for start, end, entities in self._names_in(searched):
            first, last = (origin[start], origin[end - 1]) if origin else (start, end - 1)
            yield Hit(first, last + 1, text[first : last + 1], entities)

    def _names_in(self, text: str) -> Iterator[tuple[int, int, tuple[EntityId, ...]]]:
        text = DATE.sub("\\1\0", text)  # same length, so that offsets hold
        words = Words.of(text)
        end = 0
        for start, stop, entities in sorted(self._matches(text, words), key=_leftmost_longest):
            if start < end:
                continue
            end = stop
            yield start, stop, () if _is_institution(text, stop, entities) else entities

    def _matches(self, text: str, words: Words) -> Iterator[tuple[int, int, tuple[EntityId, ...]]]:
        for pattern in (PILOT, LAW):
            for found in pattern.finditer(text):
                if found[0] == "中国" or found[0] not in self._folded:
                    yield found.start(), found.end(), ()
        for index, start, stop in self._automaton.find_matches_as_indexes(text, overlapping=True):
            surface = self._ordered[index]
            entities = self._folded[surface]
            if not entities or stop - start > CHANCE_LENGTH or not words.cut_by(start, stop):
                yield start, stop, entities
        yield from self.combinations.find(text, words)


def surfaces(entity: Entity) -> set[str]:
    """Every wording a record claims: its Chinese name and its aliases."""
    return {surface for surface in (entity.name_zh, *entity.aliases) if surface}


def _add_countries_of_zones(entities: tuple[Entity, ...], claims: dict[str, set[EntityId]]) -> None:
    countries = {entity.id: entity for entity in entities if isinstance(entity, Country)}
    for zone in entities:
        country = countries.get(f"country:{zone.country}") if isinstance(zone, Zone) else None
        if not country or country.id == HOME:
            continue
        for surface in surfaces(zone):
            if any(name in surface for name in surfaces(country)):
                claims[surface].add(country.id)


def _leftmost_longest(match: tuple[int, int, tuple[EntityId, ...]]) -> tuple[int, int, bool]:
    start, end, entities = match
    return start, -end, bool(entities)


def _is_institution(text: str, end: int, entities: tuple[EntityId, ...]) -> bool:
    return (
        bool(entities)
        and all(kind_of(entity) is Kind.CITY for entity in entities)
        and bool(INSTITUTION.match(text, end))
    )
