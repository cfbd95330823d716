"""What the record of an entity itself says: the rows of its card on screen."""

from collections.abc import Iterator

from corridors.briefing.content import Figure
from corridors.briefing.desk import Desk
from corridors.maps import scene
from corridors.models import Dated, Entity, Group, Place, Sourced, Target, Zone
from corridors.vocabulary import Kind, Precision, Term


def facts(desk: Desk, entity: Entity) -> tuple[Figure, ...]:
    """Statements of the record, each with its source."""
    return tuple(_rows(desk, entity))


def _rows(desk: Desk, entity: Entity) -> Iterator[Figure]:
    if isinstance(entity, Place):
        yield from _place(desk, entity)
    if isinstance(entity, Zone) and entity.operator_zh:
        yield desk.figure(desk.say("operator"), entity.operator_zh, entity.operator_source or "")
    if isinstance(entity, Zone) and entity.start:
        yield desk.figure(desk.say("start"), entity.start, entity.start_source or "")
    if isinstance(entity, Target):
        for key in ("baseline", "goal", "outcome"):
            yield _sourced(desk, key, getattr(entity, key))
    for fact in entity.facts:
        label = fact.label_en if desk.lang == "en" else fact.label_zh
        yield desk.figure(label, fact.value, fact.source, fact.date)


def _sourced(desk: Desk, key: str, sourced: Sourced | None) -> Figure:
    if sourced is None:
        return Figure(desk.say(key), "—", doubt=desk.say("no_data"))
    note = f"（{sourced.note_zh}）" if sourced.note_zh else ""
    return desk.figure(desk.say(key), f"{sourced.value:g} {sourced.unit}{note}", sourced.source, sourced.date)


def _place(desk: Desk, place: Place) -> Iterator[Figure]:
    kind = getattr(place, "type", None)
    if isinstance(kind, Term):
        yield Figure(desk.say("type"), desk.term(kind))
    yield from _status(desk, "status_policy", place.status.policy)
    yield from _status(desk, "status_known", place.status.known)
    gauges: tuple[int, ...] = getattr(place, "gauges", ())
    if len(set(gauges)) == 2:
        words = desk.say("gauge_break", a=gauges[0], b=gauges[1])
        yield desk.figure(desk.say("gauges"), words, place.sources[0])
    if place.kind in scene.LAYER_OF_KIND:
        yield desk.figure(desk.say("precision"), _where(desk, place), place.coord_source or "")


def _where(desk: Desk, place: Place) -> str:
    if not place.is_point:
        return desk.say("no_site")
    return f"{desk.term(place.precision)} · {place.lat:.2f}, {place.lon:.2f}"


def _status(desk: Desk, label: str, dated: Dated | None) -> Iterator[Figure]:
    if dated:
        note = f"：{dated.note_zh}" if dated.note_zh else ""
        yield desk.figure(desk.say(label), desk.term(dated.state) + note, dated.source, dated.date)


def related(desk: Desk, entity: Entity) -> tuple[Figure, ...]:
    """Other entities that belong to this one."""
    found: list[tuple[str, list[str]]] = []
    catalog = desk.catalog
    if isinstance(entity, Group):
        found.append(("members", [f"{Kind.COUNTRY}:{iso}" for iso in entity.members]))
    if isinstance(entity, Place):
        home = [f"{Kind.COUNTRY}:{entity.country}"] if entity.country else []
        found.append(("lies_in", [] if entity.kind is Kind.COUNTRY else home))
        found.append(("lies_in", [entity.area] if entity.area else []))
        found.append(("on_corridors", list(catalog.corridors_of_entity.get(entity.id, ()))))
    if entity.kind is Kind.COUNTRY:
        found.append(("in_groups", [g.id for g in catalog.groups_of_country.get(entity.slug, ())]))
    return tuple(Figure(desk.say(key), desk.names(ids)) for key, ids in found if ids)


def state_words(desk: Desk, place: Place) -> str:
    """Latest state of a place with the mark of what is not verified."""
    dated = place.status.known or place.status.policy
    if dated is None:
        return desk.say("no_data")
    doubt = desk.doubt(dated.source)
    words = desk.term(dated.state) + (f" · {dated.date}" if dated.date else "")
    return words + (f" · {doubt}" if doubt else "") + desk.marks(desk.ref(dated.source))


def precision_words(desk: Desk, place: Place) -> str:
    """How well the point of a place is known."""
    known = place.is_point or place.precision is not Precision.COUNTRY
    return desk.term(place.precision) if known else desk.term(Precision.COUNTRY)
