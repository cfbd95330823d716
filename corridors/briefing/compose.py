"""From a selection to a briefing: which sections it has and what they say."""

from collections.abc import Iterable, Sequence

from corridors.analysis import passage
from corridors.briefing import areas, lines, quotes
from corridors.briefing.choices import Choices
from corridors.briefing.content import (
    Block,
    Briefing,
    Chart,
    Facts,
    Figure,
    Figures,
    Paragraph,
    Section,
    Table,
    mapped,
    printable,
)
from corridors.briefing.desk import Desk
from corridors.briefing.facts import facts, precision_words, related, state_words
from corridors.briefing.words import say
from corridors.catalog import Catalog
from corridors.clauses import Clause
from corridors.maps import palette
from corridors.models import Bonded, Corridor, Country, Entity, Group, Place, Target, Zone
from corridors.network.nearby import nearby
from corridors.notices import BOUNDARY, CREDITS
from corridors.vocabulary import Kind, LegStatus

NEAR_KM = 200  # what the corridor page shows unless asked otherwise
OWN_ROWS = 60


class UnknownSelectionError(LookupError):
    """There is no entity and no clause of that id."""

    def __init__(self, select: str) -> None:
        super().__init__(say("wrong_subject", "en", select=repr(select)))
        self.zh = say("wrong_subject", "zh", select=select)


def compose(catalog: Catalog, select: str, choices: Choices) -> Briefing:
    """Gather what a briefing says.

    Parameters
    ----------
    catalog : Catalog
    select : str
        Entity id or clause id.
    choices : Choices

    Raises
    ------
    UnknownSelectionError
        If there is nothing of that id.
    """
    desk = Desk(catalog, choices.lang)
    clause, entity = catalog.clauses.get(select), catalog.entities.get(select)
    if clause is not None:
        found = _of_clause(desk, clause)
        name, kind = f"{clause.number}{clause.title}", desk.say("clause")
    elif entity is not None:
        found = _of_entity(desk, entity)
        name, kind = desk.name(select), desk.term(entity.kind)
    else:
        raise UnknownSelectionError(select)
    found = _with_choices(desk, found, choices)
    kept = [section for section in found if section.key not in choices.without and _says(section)]
    english = choices.lang == "en"
    credits_ = dict.fromkeys(n.en if english else n.zh for n in CREDITS.values() if n is not CREDITS["own"])
    briefing = Briefing(
        select=select,
        lang=choices.lang,
        name=name,
        title=choices.title.strip() or desk.say("title", name=name),
        subtitle=desk.say("subtitle", kind=kind),
        author=choices.author.strip(),
        date=choices.date.isoformat(),
        color=palette.CORRIDOR.get(select, palette.INK),
        boundary=BOUNDARY.en if english else BOUNDARY.zh,
        credits="；".join(credits_) if not english else "; ".join(credits_),
        sections=(*kept, _sources(desk)),
    )
    return mapped(briefing, printable)


def _says(section: Section) -> bool:
    return section.key == "map" or bool(section.blocks)


def _map(desk: Desk) -> Section:
    return Section("map", desk.say("map"))


def _of_clause(desk: Desk, clause: Clause) -> list[Section]:
    catalog = desk.catalog
    linked = dict.fromkeys(link.entity for link in catalog.links_by_clause.get(clause.id, ()))
    named = [catalog.entities[entity] for entity in linked]
    head = [
        _map(desk),
        Section("figures", desk.say("figures"), (quotes.figures(desk, clause),)),
        quotes.of_clause(desk, clause),
        quotes.touched(desk, clause),
        _places(desk, "zones", [e for e in named if isinstance(e, Zone)]),
        _places(desk, "bonded", [e for e in named if isinstance(e, Bonded)]),
        quotes.departments(desk, [clause.id]),
    ]
    return [section for section in head if section]


def _of_entity(desk: Desk, entity: Entity) -> list[Section]:
    clauses = quotes.of_entity(desk, entity.id)
    behind = [link.measure for link in desk.catalog.links_by_entity.get(entity.id, ())]
    sections = [
        _map(desk),
        Section("figures", desk.say("figures"), tuple(_figures(desk, entity))),
        *_kind_sections(desk, entity),
        clauses,
        quotes.departments(desk, behind),
    ]
    if isinstance(entity, Corridor):
        blocks = tuple(lines.comparison(desk, entity))
        sections.append(Section("comparison", desk.say("comparison"), blocks))
    return [section for section in sections if section]


def _figures(desk: Desk, entity: Entity) -> Iterable[Block]:
    numbers: list[Figure] = []
    if isinstance(entity, Corridor):
        numbers += lines.figures(desk, entity)
    if isinstance(entity, Country | Group):
        numbers += areas.figures(desk, entity)
    numbers += _clause_counts(desk, entity)
    if isinstance(entity, Place) and not isinstance(entity, Country | Group):
        nearest = passage.nearest_node(desk.catalog, entity)
        if nearest and nearest.node != entity.id:
            label = desk.say("nearest", node=desk.name(nearest.node))
            numbers.append(Figure(label, f"{nearest.km:,.0f}", desk.say("km"), desk.ref(entity.coord_source)))
    yield Figures(tuple(numbers))
    note = (entity.note_en or entity.note_zh) if desk.lang == "en" else entity.note_zh
    if note:
        yield Paragraph(note)
    rows = facts(desk, entity)
    if not isinstance(entity, Country | Group):
        rows += related(desk, entity)
    if rows:
        yield Facts(rows)
    if isinstance(entity, Target):
        yield from _target_chart(desk, entity)
    desk.ref(*entity.sources)


def _clause_counts(desk: Desk, entity: Entity) -> list[Figure]:
    stated, inferred = quotes.split(desk, entity.id)
    if entity.kind is Kind.AGENCY:
        lead = {k.measure for k in stated if k.relation == "lead"}
        support = {k.measure for k in stated if k.relation == "support"}
        return [
            desk.count("leads", len(lead), "count_clauses"),
            desk.count("supports", len(support), "count_clauses"),
        ]
    return [
        desk.count("stated_in", len({k.measure for k in stated}), "count_clauses"),
        desk.count("inferred_in", len({k.measure for k in inferred}), "count_clauses"),
    ]


def _target_chart(desk: Desk, target: Target) -> Iterable[Chart]:
    points = [(key, getattr(target, key)) for key in ("baseline", "goal", "outcome")]
    known = [
        (desk.say(key), point.value) for key, point in points if point and point.unit == target.goal.unit
    ]
    if len(known) > 1:
        title = desk.say("target_chart", name=desk.name(target.id), unit=target.goal.unit)
        yield Chart(title, tuple(k for k, _ in known), ((desk.name(target.id), tuple(v for _, v in known)),))


def _kind_sections(desk: Desk, entity: Entity) -> list[Section | None]:
    if isinstance(entity, Corridor):
        return [
            lines.strips(desk, entity),
            lines.legs(desk, entity),
            _near(desk, entity, "zones", Kind.ZONE),
            _near(desk, entity, "bonded", Kind.BONDED),
        ]
    if isinstance(entity, Country | Group):
        found = areas.zones(desk.catalog, entity)
        local = desk.catalog.places(Kind.BONDED, entity.slug) if isinstance(entity, Country) else []
        zones = _places(desk, "zones", found) or Section(
            "zones", desk.say("zones"), (Paragraph(desk.say("no_zone")),)
        )
        return [areas.profile_section(desk, entity), zones, _places(desk, "bonded", local)]
    return []


def _near(desk: Desk, corridor: Corridor, key: str, kind: Kind) -> Section:
    own = [b for b in corridor.branches if b.status is not LegStatus.COMPARISON]
    legs = dict.fromkeys(leg for branch in own for leg in branch.legs)
    nodes = dict.fromkeys(node for branch in own for node in desk.catalog.nodes(branch))
    near = nearby(desk.catalog, legs, nodes, NEAR_KM, (kind,))
    if not near:
        words = desk.say("near_none", km=NEAR_KM, what=desk.say(key))
        return Section(key, desk.say(key), (Paragraph(words),))
    km = {item.place.id: f"{item.km:,.0f}" for item in near}
    table = _table(desk, [item.place for item in near], km)
    return Section(key, desk.say(key), (Paragraph(desk.say("near_note", km=NEAR_KM)), table))


def _places(desk: Desk, key: str, places: Sequence[Place]) -> Section | None:
    return Section(key, desk.say(key), (_table(desk, places),)) if places else None


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


def _with_choices(desk: Desk, sections: list[Section], choices: Choices) -> list[Section]:
    """Sections with the comparison of chosen ways and the own data at their place."""
    found = [section for section in sections if section.key != "comparison"]
    compared = [block for s in sections if s.key == "comparison" for block in s.blocks]
    if choices.alternatives:
        compared += lines.alternatives(desk, choices.alternatives)
    if compared:
        found.append(Section("comparison", desk.say("comparison"), tuple(compared)))
    if choices.own:
        found.append(_own(desk, choices))
    return found


def _own(desk: Desk, choices: Choices) -> Section:
    blocks: list[Block] = []
    for layer in choices.own:
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


def _sources(desk: Desk) -> Section:
    rows = []
    for identifier, number in desk.used.items():
        source = desk.catalog.sources.get(identifier)
        title = source.title_zh if source else identifier
        doubt = "" if source is None or source.verified else f"（{desk.say('unverified')}）"
        rows.append(
            (str(number), title + doubt, source.url if source else "", source.read_on if source else "")
        )
    head = tuple(map(desk.say, ("number", "source", "address", "read_on")))
    return Section("sources", desk.say("sources"), (Table("", head, tuple(rows), (0.6, 4, 4, 1.4)),))
