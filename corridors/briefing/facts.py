"""What the record of an entity itself says, as its card on screen says it, with numbered sources."""

from corridors.analysis import facts as records
from corridors.analysis.facts import Fact
from corridors.briefing.content import Figure
from corridors.briefing.desk import Desk
from corridors.models import Country, Entity, Place
from corridors.vocabulary import Precision


def facts(desk: Desk, entity: Entity) -> tuple[Figure, ...]:
    """Statements of the record, each with its source."""
    return tuple(_figure(desk, fact) for fact in records.facts(entity, desk.lang))


def _figure(desk: Desk, fact: Fact) -> Figure:
    if not fact.value:
        return Figure(fact.label, "—", doubt=desk.say("no_data"))
    return desk.figure(fact.label, fact.value, fact.source, fact.date)


def related(desk: Desk, entity: Entity) -> tuple[Figure, ...]:
    """Other entities that belong to this one; a country's zones and corridors have sections of their own."""
    found = records.related(desk.catalog, entity, desk.lang)
    if isinstance(entity, Country):
        found = tuple(item for item in found if item.key == "in_groups")
    return tuple(Figure(item.label, desk.names(item.ids)) for item in found)


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
