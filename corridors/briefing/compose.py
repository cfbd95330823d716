"""From a selection to a briefing: which sections it has and what they say."""

from collections.abc import Iterable

from corridors.analysis import passage
from corridors.briefing import alternatives, areas, lines, places, quotes
from corridors.briefing.choices import Choices
from corridors.briefing.content import (
    Block,
    Briefing,
    Chart,
    Facts,
    Figure,
    Figures,
    Paragraph,
    Picture,
    Section,
    Table,
    mapped,
    printable,
)
from corridors.briefing.desk import Desk
from corridors.briefing.facts import facts, related
from corridors.briefing.filters import filtered
from corridors.briefing.subject import apart
from corridors.briefing.words import say
from corridors.catalog import Catalog
from corridors.clauses import Clause
from corridors.maps import palette
from corridors.models import Bonded, Branch, Corridor, Country, Entity, Group, Place, Target, Zone
from corridors.notices import BOUNDARY, CREDITS
from corridors.vocabulary import Kind


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
    desk = Desk(catalog, choices.lang, filters=choices.filters)
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
        subtitle=" · ".join((desk.say("subtitle", kind=kind), *filtered(desk))),
        author=choices.author.strip(),
        date=choices.date.isoformat(),
        color=palette.CORRIDOR.get(select, palette.INK),
        boundary=BOUNDARY.en if english else BOUNDARY.zh,
        credits="；".join(credits_) if not english else "; ".join(credits_),
        sections=(*kept, _sources(desk)),
    )
    return mapped(briefing, printable)


def _says(section: Section) -> bool:
    return bool(section.blocks)


def _map(desk: Desk, branches: Iterable[Branch] = ()) -> Section:
    apart = (
        Picture(branch.name_en if desk.lang == "en" else branch.name_zh, branch.id) for branch in branches
    )
    return Section("map", desk.say("map"), (Picture(), *apart))


def _of_clause(desk: Desk, clause: Clause) -> list[Section]:
    catalog = desk.catalog
    linked = dict.fromkeys(link.entity for link in catalog.links_by_clause.get(clause.id, ()))
    named = [catalog.entities[entity] for entity in linked]
    head = [
        _map(desk),
        Section("figures", desk.say("figures"), (quotes.figures(desk, clause),)),
        quotes.of_clause(desk, clause),
        quotes.touched(desk, clause),
        places.listed(desk, "zones", [e for e in named if isinstance(e, Zone)]),
        places.listed(desk, "bonded", [e for e in named if isinstance(e, Bonded)]),
        quotes.departments(desk, [clause.id]),
    ]
    return [section for section in head if section]


def _of_entity(desk: Desk, entity: Entity) -> list[Section]:
    clauses = quotes.of_entity(desk, entity.id)
    behind = [link.measure for link in desk.catalog.links_by_entity.get(entity.id, ())]
    sections = [
        _map(desk, apart(desk.catalog, entity) if isinstance(entity, Corridor) else ()),
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
            places.near(desk, entity, "zones", Kind.ZONE),
            places.near(desk, entity, "bonded", Kind.BONDED),
        ]
    if isinstance(entity, Country | Group):
        found = areas.zones(desk.catalog, entity)
        local = desk.catalog.places(Kind.BONDED, entity.slug) if isinstance(entity, Country) else []
        zones = places.listed(desk, "zones", found) or Section(
            "zones", desk.say("zones"), (Paragraph(desk.say("no_zone")),)
        )
        return [areas.profile_section(desk, entity), zones, places.listed(desk, "bonded", local)]
    return []


def _with_choices(desk: Desk, sections: list[Section], choices: Choices) -> list[Section]:
    """Sections with the comparison of chosen ways and the own data at their place."""
    found = [section for section in sections if section.key != "comparison"]
    compared = [block for s in sections if s.key == "comparison" for block in s.blocks]
    if choices.compared:
        compared += alternatives.blocks(desk, choices.compared)
    if compared:
        found.append(Section("comparison", desk.say("comparison"), tuple(compared)))
    if choices.own:
        found.append(places.own(desk, choices.own))
    return found


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
