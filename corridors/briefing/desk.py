"""What every part of a briefing asks for: names, terms, figures and the numbered sources."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from corridors.briefing.content import Figure
from corridors.briefing.words import Lang, say
from corridors.catalog import Catalog
from corridors.maps.scene import EVERYTHING, Filters, passing
from corridors.models import Place
from corridors.vocabulary import Term


@dataclass
class Desk:
    """A catalog read in one language; ``used`` numbers the sources in the order of their use."""

    catalog: Catalog
    lang: Lang
    used: dict[str, int] = field(default_factory=dict)
    filters: Filters = EVERYTHING

    @cached_property
    def passes(self) -> Callable[[Place], bool]:
        """Tells which places the filters let through."""
        return passing(self.catalog, self.filters)

    def say(self, key: str, **values: object) -> str:
        """Words of the briefing."""
        return say(key, self.lang, **values)

    def term(self, term: Term) -> str:
        """Label of a term."""
        return term.en if self.lang == "en" else term.zh

    def name(self, identifier: str) -> str:
        """Name of an entity or clause, else the id or name itself."""
        entity = self.catalog.entities.get(identifier)
        if entity is not None:
            return entity.name_en if self.lang == "en" else entity.name_zh
        clause = self.catalog.clauses.get(identifier)
        return f"{clause.number}{clause.title}" if clause else identifier

    def names(self, identifiers: Iterable[str]) -> str:
        """Names in a row."""
        return self.join([self.name(identifier) for identifier in identifiers])

    def join(self, words: Iterable[str]) -> str:
        """Words in a row, each once."""
        return (", " if self.lang == "en" else "、").join(dict.fromkeys(words))

    def ref(self, *sources: str | None) -> tuple[int, ...]:
        """Numbers of sources, given to them at their first use; a clause counts as its document."""
        found = []
        for source in sources:
            clause = self.catalog.clauses.get(source or "")
            key = self.catalog.documents[clause.doc].source if clause else source
            if key:
                found.append(self.used.setdefault(key, len(self.used) + 1))
        return tuple(dict.fromkeys(found))

    def marks(self, refs: Sequence[int]) -> str:
        """Source numbers as they stand behind a statement."""
        return "".join(f"[{number}]" for number in refs)

    def doubt(self, *sources: str) -> str:
        """未核实 if any of the sources is general knowledge."""
        records = [self.catalog.sources.get(source) for source in sources]
        return self.say("unverified") if any(r and not r.verified for r in records) else ""

    def figure(self, label: str, value: str, source: str = "", date: str | None = None) -> Figure:
        """A statement with one source; an empty source means our own count."""
        doubt = self.doubt(source) if source else ""
        return Figure(label, value, refs=self.ref(source), doubt=doubt, date=date or "")

    def count(self, key: str, number: int, unit: str, **values: str) -> Figure:
        """A count of the catalog."""
        return Figure(self.say(key, **values), f"{number:,}", say.counted(unit, self.lang, number))
