"""What the policy desk computes: who does what, what is covered where, what is alike.

Pure functions over a catalog. They count stated links unless they say otherwise.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from itertools import product
from typing import NamedTuple

from corridors.catalog import Catalog
from corridors.clauses import Clause, Link
from corridors.models import Entity, EntityId, Place, Target, kind_of
from corridors.policy.fold import fold
from corridors.vocabulary import Grade, Kind, Relation

PLACE_KINDS = tuple(kind for kind in Kind if kind not in {Kind.AGENCY, Kind.TARGET, Kind.INDUSTRY})
BASE_YEAR, LAST_YEAR = 2015, 2020


class Instrument(StrEnum):
    """Ways the policies work towards a country, in the order of the table."""

    ZONE = "zone"
    CORRIDOR = "corridor"
    MARKET = "market"
    RESOURCE = "resource"
    CONTRACTING = "contracting"
    MERGER = "merger"


INSTRUMENT_OF = {
    Relation.ZONE_GOAL: Instrument.ZONE,
    Relation.ROUTE: Instrument.CORRIDOR,
    Relation.MARKET: Instrument.MARKET,
    Relation.RESOURCE: Instrument.RESOURCE,
    Relation.CONTRACTING: Instrument.CONTRACTING,
    Relation.MERGER: Instrument.MERGER,
}


class Load(NamedTuple):
    """What one department has to do. ``agency`` is empty where no record has the name."""

    name: str
    agency: str
    lead: tuple[str, ...]
    support: tuple[str, ...]


class Found(NamedTuple):
    """A clause that holds the words looked for, and where: offsets into ``clause.text``."""

    clause: Clause
    spans: tuple[tuple[int, int], ...]


class Comparison(NamedTuple):
    """Entity ids that two clauses both state, and those only one of them states."""

    shared: tuple[EntityId, ...]
    dropped: tuple[EntityId, ...]
    added: tuple[EntityId, ...]


class Pair(NamedTuple):
    """Two clauses on the same topic; ``score`` is between 0 and 1."""

    first: str
    second: str
    score: float
    shared: tuple[EntityId, ...]


class TargetRow(NamedTuple):
    """A target with the clauses that set it; ``reached`` is None where the outcome is unknown."""

    target: Target
    clauses: tuple[str, ...]
    reached: bool | None


def loads(catalog: Catalog, doc: str = "") -> tuple[Load, ...]:
    """Clauses each department leads and supports, busiest first.

    Parameters
    ----------
    catalog : Catalog
        All documents.
    doc : str
        Only this document's clauses, if given.

    Returns
    -------
    tuple of Load
        One for each department; spellings that lead to the same record are one department, and a
        name without a record stands for itself.
    """
    lead: dict[tuple[str, str], dict[str, None]] = {}
    support: dict[tuple[str, str], dict[str, None]] = {}
    for clause in _clauses(catalog, doc):
        recorded = _agencies_as_written(catalog, clause)
        for names, table in ((clause.lead, lead), (clause.support, support)):
            for name in names:
                agency = recorded.get(name, "")
                shown = catalog.entities[agency].name_zh if agency else name
                table.setdefault((shown, agency), {})[clause.id] = None
    found = [
        Load(name, agency, tuple(lead.get((name, agency), ())), tuple(support.get((name, agency), ())))
        for name, agency in {**lead, **support}
    ]
    return tuple(sorted(found, key=lambda one: (-len(one.lead) - len(one.support), -len(one.lead), one.name)))


def coverage(catalog: Catalog, doc: str = "") -> Mapping[str, Counter[Kind]]:
    """How many different entities of each place kind each clause states, by clause id."""
    return {
        clause.id: Counter(kind_of(entity) for entity in _stated(catalog, clause.id, PLACE_KINDS))
        for clause in _clauses(catalog, doc)
    }


def placeless_clauses(catalog: Catalog, doc: str = "") -> tuple[Clause, ...]:
    """Clauses that state no place of any kind."""
    return tuple(c for c in _clauses(catalog, doc) if not _stated(catalog, c.id, PLACE_KINDS))


def unsupported_places(catalog: Catalog, kinds: Iterable[Kind] = PLACE_KINDS) -> tuple[Entity, ...]:
    """Places of some kinds that no clause supports, neither stated nor inferred."""
    wanted = frozenset(kinds)
    return tuple(
        entity
        for entity in catalog.entities.values()
        if entity.kind in wanted and not catalog.links_by_entity.get(entity.id)
    )


def instruments(catalog: Catalog) -> Mapping[EntityId, Mapping[Instrument, tuple[Link, ...]]]:
    """Links behind each cell of the country by instrument table, stated and inferred ones.

    A country's corridor cell also holds the links of the corridor's nodes that lie in it, and of
    words that name the country and a corridor at once (蒙古出海大通道).

    Only countries and groups with at least one link have a row, and no cell is empty.
    """
    cells: dict[EntityId, dict[Instrument, dict[Link, None]]] = {}
    corridors = {
        (link.measure, link.start, link.end)
        for link in catalog.links
        if kind_of(link.entity) is Kind.CORRIDOR
    }
    for link in catalog.links:
        country = _country_of(catalog, link)
        instrument = INSTRUMENT_OF.get(link.relation)
        if (link.measure, link.start, link.end) in corridors and country == link.entity:
            instrument = Instrument.CORRIDOR
        if country and instrument:
            cells.setdefault(country, {}).setdefault(instrument, {})[link] = None
    return {
        country: {instrument: tuple(row[instrument]) for instrument in Instrument if instrument in row}
        for country, row in sorted(cells.items())
    }


def search(catalog: Catalog, words: str, doc: str = "") -> tuple[Found, ...]:
    """Clauses that hold some words, with every place they stand at.

    Width and case make no difference; spaces between words ask for all of them in one clause.
    """
    wanted = [fold(word) for word in fold(words).split()]
    if not wanted:
        return ()
    found = []
    for clause in _clauses(catalog, doc):
        text = fold(clause.text)
        spans = [list(_occurrences(text, word)) for word in wanted]
        if all(spans):
            found.append(Found(clause, tuple(sorted({span for one in spans for span in one}))))
    return tuple(found)


def compare(catalog: Catalog, first: str, second: str, kinds: Iterable[Kind] = ()) -> Comparison:
    """What two clauses both state, what ``second`` leaves out and what it adds.

    Parameters
    ----------
    catalog : Catalog
        All documents.
    first, second : str
        Clause ids.
    kinds : iterable of Kind
        Only entities of these kinds; by default all but departments.
    """
    wanted = tuple(kinds) or tuple(kind for kind in Kind if kind is not Kind.AGENCY)
    before, after = (_stated(catalog, clause, wanted) for clause in (first, second))
    return Comparison(
        tuple(e for e in before if e in after),
        tuple(e for e in before if e not in after),
        tuple(e for e in after if e not in before),
    )


def similar(catalog: Catalog, first: str, second: str, least: float = 0.25) -> tuple[Pair, ...]:
    """Pairs of clauses of two documents that are about the same, best first.

    Two clauses are alike as far as they state the same entities, and a rare entity tells more than
    a common one: the cosine of the vectors of inverse clause frequencies, log(N / n), with log(N)²
    added below the line, so that one common word shared by two short clauses counts for little.

    Parameters
    ----------
    catalog : Catalog
        All documents.
    first, second : str
        Document ids.
    least : float
        Smallest score that counts as alike.
    """
    kinds = tuple(kind for kind in Kind if kind is not Kind.AGENCY)
    stated = {clause: frozenset(_stated(catalog, clause, kinds)) for clause in catalog.clauses}
    count = Counter(entity for entities in stated.values() for entity in entities)
    weight = {entity: math.log(len(stated) / n) for entity, n in count.items()}
    length = {c: math.sqrt(sum(weight[e] ** 2 for e in entities)) for c, entities in stated.items()}
    damping = math.log(max(2, len(stated))) ** 2
    pairs = []
    for a, b in product(_clauses(catalog, first), _clauses(catalog, second)):
        shared = sorted(stated[a.id] & stated[b.id], key=lambda e: (-weight[e], e))
        score = sum(weight[e] ** 2 for e in shared) / (length[a.id] * length[b.id] + damping)
        if shared and score >= least:
            pairs.append(Pair(a.id, b.id, score, tuple(shared)))
    return tuple(sorted(pairs, key=lambda pair: (-pair.score, pair.first, pair.second)))


def targets(catalog: Catalog) -> tuple[TargetRow, ...]:
    """Targets with the clauses that set them and whether they were reached."""
    rows = []
    for target in (e for e in catalog.entities.values() if isinstance(e, Target)):
        links = catalog.links_by_entity.get(target.id, ())
        reached = target.outcome.value >= target.goal.value if target.outcome else None
        rows.append(TargetRow(target, tuple(dict.fromkeys(link.measure for link in links)), reached))
    return tuple(rows)


def growth_curve(target: Target, base: float = 100.0) -> tuple[tuple[int, float], ...]:
    """Years and values of a yearly growth target, from 2015 to 2020.

    Parameters
    ----------
    target : Target
        With a goal in percent a year.
    base : float
        Value of 2015. The policies give no amount, so the default is an index.

    Returns
    -------
    tuple of (year, value)
        ``base * (1 + rate) ** n``; empty for a target that is no yearly growth.
    """
    if not target.goal.unit.endswith("/年"):
        return ()
    rate = target.goal.value / 100
    return tuple((year, base * (1 + rate) ** (year - BASE_YEAR)) for year in range(BASE_YEAR, LAST_YEAR + 1))


def _clauses(catalog: Catalog, doc: str) -> list[Clause]:
    return [clause for clause in catalog.clauses.values() if doc in ("", clause.doc)]


def _stated(catalog: Catalog, clause: str, kinds: Iterable[Kind]) -> tuple[EntityId, ...]:
    """Different entities of some kinds that a clause states, by place in the text."""
    wanted = frozenset(kinds)
    links = catalog.links_by_clause.get(clause, ())
    named = (link.entity for link in links if link.grade is Grade.STATED and kind_of(link.entity) in wanted)
    return tuple(dict.fromkeys(named))


def _agencies_as_written(catalog: Catalog, clause: Clause) -> dict[str, EntityId]:
    links = catalog.links_by_clause.get(clause.id, ())
    return {link.evidence: link.entity for link in links if kind_of(link.entity) is Kind.AGENCY}


def _country_of(catalog: Catalog, link: Link) -> EntityId:
    """The country or group a link is about: itself, or where a node of a corridor lies."""
    if kind_of(link.entity) in {Kind.COUNTRY, Kind.GROUP}:
        return link.entity
    place = catalog.entities.get(link.entity)
    if link.relation is Relation.ROUTE and isinstance(place, Place) and place.country:
        return f"{Kind.COUNTRY}:{place.country}"
    return ""


def _occurrences(text: str, word: str) -> Iterable[tuple[int, int]]:
    start = text.find(word)
    while start >= 0:
        yield start, start + len(word)
        start = text.find(word, start + len(word))
