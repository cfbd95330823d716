"""Tables of places: near a corridor, in a country, named by a clause, or the reader's own."""

from collections.abc import Iterable, Sequence

from corridors.analysis.rows import OwnLayer
from corridors.briefing.content import Block, Paragraph, Section, Table
from corridors.briefing.desk import Desk
from corridors.briefing.facts import precision_words, state_words
from corridors.models import Bonded, Corridor, Place, Zone
from corridors.network.nearby import nearby
from corridors.vocabulary import Kind, LegStatus

NEAR_KM = 200  # what the corridor page shows unless asked otherwise
OWN_ROWS = 60


def near(desk: Desk, corridor: Corridor, key: str, kind: Kind) -> Section:
    """Places of a kind near a corridor's own branches, those that pass the filters."""
    own = [b for b in corridor.branches if b.status is not LegStatus.COMPARISON]
    legs = dict.fromkeys(leg for branch in own for leg in branch.legs)
    nodes = dict.fromkeys(node for branch in own for node in desk.catalog.nodes(branch))
    near_it = nearby(desk.catalog, legs, nodes, NEAR_KM, (kind,))
    found = [item for item in near_it if desk.passes(item.place)]
    if not found:
        words = desk.say("near_none", km=NEAR_KM, what=desk.say(key))
        return Section(key, desk.say(key), (Paragraph(words),))
    km = {item.place.id: f"{item.km:,.0f}" for item in found}
    table = _table(desk, [item.place for item in found], km)
    return Section(key, desk.say(key), (Paragraph(desk.say("near_note", km=NEAR_KM)), table))


def listed(desk: Desk, key: str, places: Sequence[Place]) -> Section | None:
    """Places that pass the filters; None where there are none to begin with."""
    kept = [place for place in places if desk.passes(place)]
    if not places:
        return None
    block = _table(desk, kept) if kept else Paragraph(desk.say("none_passes"))
    return Section(key, desk.say(key), (block,))


def _table(desk: Desk, places: Sequence[Place], km: dict[str, str] | None = None) -> Table:
    keys = ["name", "country", "type", "state", "precision", *(["to_line"] if km else []), "clauses_column"]
    rows = []
    for place in places:
        kind = place.type if isinstance(place, Zone | Bonded) else None
        where = place.area or (f"{Kind.COUNTRY}:{place.country}" if place.country else "")
        clauses = {link.measure for link in desk.catalog.links_by_entity.get(place.id, ())}
        rows.append(
            (
                desk.name(place.id),
                desk.name(where) or "—",
                desk.term(kind) if kind else "—",
                state_words(desk, place),
                precision_words(desk, place),
                *([km[place.id]] if km else []),
                str(len(clauses)),
            )
        )
    widths = (3.2, 1.6, 1.6, 2.2, 1.2, *((1.2,) if km else ()), 0.8)
    return Table("", tuple(map(desk.say, keys)), tuple(rows), widths)


def own(desk: Desk, layers: Iterable[OwnLayer]) -> Section:
    """Places of own layers, a table a layer."""
    blocks: list[Block] = []
    for layer in layers:
        places = list(layer.places.values())
        rows = []
        for place in places[:OWN_ROWS]:
            english = desk.lang == "en"
            name = (place.name_en or place.name_zh) if english else (place.name_zh or place.name_en)
            country = desk.name(f"{Kind.COUNTRY}:{place.country}") if place.country else "—"
            rows.append((name, country, place.type or "—", desk.term(place.state) if place.state else "—"))
        head = tuple(map(desk.say, ("name", "country", "type", "state")))
        blocks.append(Table(layer.title, head, tuple(rows), (3, 1.5, 1.5, 1.2)))
        if len(places) > OWN_ROWS:
            blocks.append(Paragraph(desk.say("own_more", count=len(places) - OWN_ROWS)))
    return Section("own", desk.say("own"), tuple(blocks))
