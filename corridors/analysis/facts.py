"""What the record of an entity itself says, and which other entities belong to it, in one language."""

from collections.abc import Iterator
from dataclasses import dataclass

from corridors.analysis.rows import KINDS
from corridors.catalog import Catalog
from corridors.models import Dated, Entity, Group, Place, Sourced, Target, Zone
from corridors.vocabulary import Kind, Term
from corridors.words import Lang, Words

_say = Words("record")


@dataclass(frozen=True)
class Fact:
    """A statement of a record; ``value`` is empty where there are no data, ``source`` an id."""

    label: str
    value: str
    source: str = ""
    date: str = ""


@dataclass(frozen=True)
class Related:
    """Entities that belong to another one, by id; ``key`` says how, ``label`` says it in words."""

    key: str
    label: str
    ids: tuple[str, ...]


def facts(entity: Entity, lang: Lang) -> tuple[Fact, ...]:
    """Statements of the record in the order in which they are read."""
    return tuple(_statements(entity, lang))


def _statements(entity: Entity, lang: Lang) -> Iterator[Fact]:
    if isinstance(entity, Place):
        yield from _place(entity, lang)
    if isinstance(entity, Zone) and entity.operator_zh:
        yield Fact(_say("operator", lang), entity.operator_zh, entity.operator_source or "")
    if isinstance(entity, Zone) and entity.start:
        yield Fact(_say("start", lang), entity.start, entity.start_source or "")
    if isinstance(entity, Target):
        for key in ("baseline", "goal", "outcome"):
            yield _sourced(_say(key, lang), getattr(entity, key))
    for fact in entity.facts:
        label = fact.label_en if lang == "en" else fact.label_zh
        yield Fact(label, fact.value, fact.source, fact.date or "")


def _sourced(label: str, sourced: Sourced | None) -> Fact:
    if sourced is None:
        return Fact(label, "")
    note = f"（{sourced.note_zh}）" if sourced.note_zh else ""
    return Fact(label, f"{sourced.value:g} {sourced.unit}{note}", sourced.source, sourced.date or "")


def _place(place: Place, lang: Lang) -> Iterator[Fact]:
    kind = getattr(place, "type", None)
    if isinstance(kind, Term):
        yield Fact(_say("type", lang), _term(kind, lang))
    yield from _status(_say("status_policy", lang), place.status.policy, lang)
    yield from _status(_say("status_known", lang), place.status.known, lang)
    gauges: tuple[int, ...] = getattr(place, "gauges", ())
    if len(set(gauges)) == 2:
        words = _say("gauge_break", lang, a=gauges[0], b=gauges[1])
        yield Fact(_say("gauges", lang), words, place.sources[0])
    if place.kind in KINDS:
        yield Fact(_say("precision", lang), _where(place, lang), place.coord_source or "")


def _where(place: Place, lang: Lang) -> str:
    if not place.is_point:
        return _say("no_site", lang)
    return f"{_term(place.precision, lang)} · {place.lat:.2f}, {place.lon:.2f}"


def _status(label: str, dated: Dated | None, lang: Lang) -> Iterator[Fact]:
    if dated:
        note = f"：{dated.note_zh}" if dated.note_zh else ""
        yield Fact(label, _term(dated.state, lang) + note, dated.source, dated.date or "")


def _term(term: Term, lang: Lang) -> str:
    return term.en if lang == "en" else term.zh


def related(catalog: Catalog, entity: Entity, lang: Lang) -> tuple[Related, ...]:
    """Other entities that belong to this one, under their headings."""
    found = (Related(key, _say(key, lang), tuple(ids)) for key, ids in _belonging(catalog, entity))
    return tuple(item for item in found if item.ids)


def _belonging(catalog: Catalog, entity: Entity) -> Iterator[tuple[str, list[str]]]:
    if isinstance(entity, Group):
        yield "members", [f"{Kind.COUNTRY}:{iso}" for iso in entity.members]
    if isinstance(entity, Place) and entity.kind is not Kind.COUNTRY:
        home = f"{Kind.COUNTRY}:{entity.country}" if entity.country else ""
        yield "lies_in", list(dict.fromkeys(place for place in (home, entity.area) if place))
        yield "on_corridors", list(catalog.corridors_of_entity.get(entity.id, ()))
    if entity.kind is Kind.COUNTRY:
        iso = entity.slug
        yield "in_groups", [group.id for group in catalog.groups_of_country.get(iso, ())]
        yield "zones_there", [z.id for z in catalog.places(Kind.ZONE) if iso in catalog.countries_of(z)]
        yield "on_corridors", [c.id for c in catalog.corridors if iso in catalog.countries_of(c)]
