"""Cards of the detail panel: what an entity or a clause is, as HTML.

The functions gather plain values from the catalog; the templates lay them out. Jinja escapes
every value, so text from records, policies and addresses stays text.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from corridors.analysis import facts
from corridors.catalog import Catalog
from corridors.clauses import Clause, Link
from corridors.exchange.columns import COLUMNS
from corridors.maps import palette
from corridors.models import Branch, Corridor, Entity, Sourced
from corridors.policy import marks
from corridors.ui import own_layers
from corridors.ui.texts import Lang, text
from corridors.vocabulary import Grade, Kind, LegStatus, Term


@cache
def _templates() -> Environment:
    folder = Path(__file__).parent / "templates"
    return Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined)


@dataclass(frozen=True)
class Writer:
    """What the templates ask for: words, names, addresses and sources in one language."""

    catalog: Catalog
    lang: Lang

    def t(self, key: str, **values: object) -> str:
        return text(key, self.lang, **values)

    def term(self, term: Term) -> str:
        return term.en if self.lang == "en" else term.zh

    def name(self, identifier: str) -> str:
        entity = self.catalog.entities.get(identifier)
        if entity is not None:
            return entity.name_en if self.lang == "en" else entity.name_zh
        clause = self.catalog.clauses.get(identifier)
        if clause is not None:
            return f"{clause.number}{clause.title}"
        own = own_layers.place(identifier)
        return own.name if own else identifier

    def note(self, about: Entity | Branch) -> str:
        """The remark on something, in Chinese where there is no English one; empty if there is none."""
        return (about.note_en or about.note_zh) if self.lang == "en" else about.note_zh

    def href(self, identifier: str) -> str:
        return "?" + urlencode(
            {"select": identifier} | ({"lang": "en"} if self.lang == "en" else {}), safe=":"
        )

    def source(self, identifier: str) -> dict[str, Any]:
        """Title, address and soundness of a source; a clause is its own source."""
        source = self.catalog.sources.get(identifier)
        if source is not None:
            return {"title": source.title_zh, "url": source.url, "verified": source.verified, "clause": ""}
        return {"title": identifier, "url": "", "verified": True, "clause": identifier}

    def document(self, clause: Clause) -> str:
        document = self.catalog.documents[clause.doc]
        return f"{document.issuer} {document.date}"

    def number(self, sourced: Sourced) -> str:
        return f"{sourced.value:g} {sourced.unit}"


def detail(catalog: Catalog, selection: str, lang: Lang) -> str:
    """HTML of the detail panel for a selected entity or clause, or the overview for neither."""
    if selection in catalog.clauses:
        return _clause_card(catalog, catalog.clauses[selection], lang)
    if selection in catalog.entities:
        return _entity_card(catalog, catalog.entities[selection], lang)
    home = own_layers.home_of(selection)
    if home is not None:
        return _own_card(catalog, home, selection, lang)
    return _overview(catalog, lang)


def _own_card(catalog: Catalog, home: own_layers.Kept, identifier: str, lang: Lang) -> str:
    who, at = own_layers.edited(identifier)
    return render(
        "own_card.html",
        catalog,
        lang,
        place=home.rows[identifier].place,
        columns=COLUMNS,
        layer=home.layer,
        added=local_time(home.layer.at),
        who=who,
        edited=local_time(at) if at else "",
    )


def local_time(at: str) -> str:
    """A moment of the store (UTC, ISO 8601) as the clock of this machine has it."""
    return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")


def render(name: str, catalog: Catalog, lang: Lang, **values: Any) -> str:
    """Lay out a template of ui/templates with a writer for ``lang``."""
    return _templates().get_template(name).render(w=Writer(catalog, lang), **values)


def _overview(catalog: Catalog, lang: Lang) -> str:
    counts = {doc: sum(c.doc == doc for c in catalog.clauses.values()) for doc in catalog.documents}
    return render(
        "overview.html",
        catalog,
        lang,
        corridors=[_corridor_line(c) for c in catalog.corridors],
        documents=[(document, counts[key]) for key, document in catalog.documents.items()],
        chapters=_chapters(catalog),
    )


def _corridor_line(corridor: Corridor) -> dict[str, Any]:
    return {"id": corridor.id, "color": palette.CORRIDOR.get(corridor.id, palette.INK), "note": corridor}


def _chapters(catalog: Catalog) -> dict[str, list[tuple[str, list[Clause]]]]:
    """Clauses by document and chapter, in the order of the text."""
    found: dict[str, dict[str, list[Clause]]] = {}
    for clause in catalog.clauses.values():
        found.setdefault(clause.doc, {}).setdefault(clause.chapter, []).append(clause)
    return {doc: list(chapters.items()) for doc, chapters in found.items()}


def _clause_card(catalog: Catalog, clause: Clause, lang: Lang) -> str:
    links = catalog.links_by_clause.get(clause.id, ())
    stated = [link for link in links if link.grade is Grade.STATED]
    return render(
        "clause.html",
        catalog,
        lang,
        clause=clause,
        pieces=marks.pieces(clause.text, stated),
        named=by_kind(stated),
        inferred=len({link.entity for link in links if link.grade is Grade.INFERRED}),
    )


def by_kind(links: Iterable[Link]) -> list[tuple[Kind, list[str]]]:
    """Entities of the links, each once, by kind in the order of the vocabulary."""
    entities = list(dict.fromkeys(link.entity for link in links))
    kinds = {kind: [e for e in entities if e.startswith(f"{kind}:")] for kind in Kind}
    return [(kind, found) for kind, found in kinds.items() if found]


def _entity_card(catalog: Catalog, entity: Entity, lang: Lang) -> str:
    links = catalog.links_by_entity.get(entity.id, ())
    stated = [link for link in links if link.grade is Grade.STATED]
    named_in = {link.measure for link in stated}
    inferred = [link for link in links if link.measure not in named_in]
    return render(
        "entity.html",
        catalog,
        lang,
        entity=entity,
        color=palette.CORRIDOR.get(entity.id, ""),
        rows=facts.facts(entity, lang),
        related=facts.related(catalog, entity, lang),
        branches=_branches(catalog, entity) if isinstance(entity, Corridor) else [],
        stated=excerpts(catalog, stated),
        inferred=excerpts(catalog, inferred),
    )


def _branches(catalog: Catalog, corridor: Corridor) -> list[dict[str, Any]]:
    found = []
    for branch in corridor.branches:
        legs = [(leg, catalog.lengths.get(leg.id)) for leg in catalog.branch_legs(branch)]
        found.append(
            {
                "branch": branch,
                "compared": branch.status is LegStatus.COMPARISON,
                "km": sum(length.km for _, length in legs if length),
                "legs": legs,
            }
        )
    return found


def excerpts(catalog: Catalog, links: list[Link]) -> list[dict[str, Any]]:
    """For each clause the sentences that hold the evidence, cut along it."""
    by_clause: dict[str, list[Link]] = {}
    for link in links:
        by_clause.setdefault(link.measure, []).append(link)
    found = []
    for clause_id, group in by_clause.items():
        clause = catalog.clauses[clause_id]
        spans = marks.sentences(clause.text, group)
        found.append(
            {
                "clause": clause,
                "relations": list(dict.fromkeys(link.relation for link in group)),
                "sentences": [marks.pieces(clause.text, group, *span) for span in spans],
            }
        )
    return found
