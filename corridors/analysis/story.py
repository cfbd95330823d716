"""A corridor, a country, a place or a clause told step by step, as plain data.

A step says what it is about, what lights up and where to look; whoever shows it finds the words.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from corridors.analysis import passage, profile
from corridors.analysis.passage import Inside
from corridors.analysis.story_line import Node, stops
from corridors.catalog import Catalog
from corridors.clauses import Clause, Link
from corridors.models import Branch, Corridor, Country, Entity, Group, Place, Zone
from corridors.policy import marks
from corridors.vocabulary import Grade, Kind, LegStatus, Relation, ZoneType

Span = tuple[int, int]

# A quote that is longer takes two steps: what a room reads in the time one speaks about it.
LONGEST_QUOTE = 130
MOST_ZONES = 8
# A line with no more nodes is told in full also where three corridors are told in a row.
FEW_NODES = 6
_HOME = profile.HOME.partition(":")[2]
_NOTHING: Inside = MappingProxyType({})


class Part(StrEnum):
    """What kind of step it is."""

    OPENING = "opening"
    CORRIDOR = "corridor"
    NODE = "node"
    BRANCH = "branch"
    QUOTE = "quote"
    AREA = "area"
    ZONE = "zone"
    THROUGH = "through"
    SUBJECT = "subject"
    CLAUSE = "clause"
    CLOSE = "close"


@dataclass(frozen=True)
class Quote:
    """Sentences of a clause, and the links whose words are marked in them."""

    clause: str
    spans: tuple[Span, ...]
    links: tuple[Link, ...]

    @property
    def relations(self) -> tuple[Relation, ...]:
        """What the clause does with the subject, each once; a mere mention says nothing."""
        return tuple(dict.fromkeys(k.relation for k in self.links if k.relation is not Relation.MENTION))

    @property
    def inferred(self) -> tuple[str, ...]:
        """Words of the clause where it names only what the subject belongs to, else nothing."""
        if any(link.grade is Grade.STATED for link in self.links):
            return ()
        return tuple(dict.fromkeys(link.evidence for link in self.links))


@dataclass(frozen=True)
class Step:
    """One step of a story.

    Attributes
    ----------
    about
        Entity or clause id.
    corridor, branch
        Corridor whose line is told, and which branch of it; empty elsewhere.
    legs
        Legs of ``corridor`` that are lit.
    lights
        Entities that are lit with all that belongs to them.
    look
        Legs and entities to bring into view; empty for everything lit.
    """

    part: Part
    about: str = ""
    corridor: str = ""
    branch: str = ""
    legs: tuple[str, ...] = ()
    lights: tuple[str, ...] = ()
    look: tuple[str, ...] = ()
    node: Node | None = None
    quote: Quote | None = None


def story(catalog: Catalog, selection: str, within: Inside = _NOTHING) -> tuple[Step, ...]:
    """Steps about an entity or a clause, about the three corridors for anything else.

    Parameters
    ----------
    catalog : Catalog
    selection : str
        Entity or clause id.
    within : Inside
        Outcome of :func:`corridors.analysis.passage.inside`, for countries.
    """
    if selection in catalog.clauses:
        return tuple(_clause(catalog, catalog.clauses[selection]))
    entity = catalog.entities.get(selection)
    if entity is None:
        return tuple(_everything(catalog))
    if isinstance(entity, Corridor):
        return tuple(_corridor(catalog, entity))
    if isinstance(entity, Country | Group):
        return tuple(_area(catalog, entity, within))
    return (
        Step(Part.SUBJECT, entity.id, lights=(entity.id,), look=_abroad(entity)),
        *_quotes(catalog, entity),
    )


def _abroad(entity: Entity) -> tuple[str, ...]:
    """A place abroad is looked at in its country; one at home in its own surroundings."""
    if isinstance(entity, Place) and entity.country and entity.country != _HOME:
        return (entity.id, f"{Kind.COUNTRY}:{entity.country}")
    return ()


def _everything(catalog: Catalog) -> Iterable[Step]:
    corridors = tuple(corridor.id for corridor in catalog.corridors)
    yield Step(Part.OPENING, lights=corridors)
    for corridor in catalog.corridors:
        told = [*_line(catalog, corridor)]
        yield told[0]
        nodes = told[1:]
        yield from nodes if len(nodes) <= FEW_NODES else [s for s in nodes if s.node and s.node.matters]
        yield from _tellingly(catalog, corridor)
    yield Step(Part.CLOSE, lights=corridors)


def _corridor(catalog: Catalog, corridor: Corridor) -> Iterable[Step]:
    yield from _line(catalog, corridor)
    for branch in corridor.branches[1:]:
        if branch.status is not LegStatus.COMPARISON:
            yield _whole(catalog, Part.BRANCH, corridor, branch)
    yield from _quotes(catalog, corridor)
    yield _whole(catalog, Part.CLOSE, corridor, corridor.branches[0])


def _whole(catalog: Catalog, part: Part, corridor: Corridor, branch: Branch) -> Step:
    nodes = tuple(catalog.nodes(branch))
    return Step(part, corridor.id, corridor.id, branch.id, branch.legs, nodes, branch.legs)


def _line(catalog: Catalog, corridor: Corridor) -> Iterable[Step]:
    """The corridor as a whole, then its first branch node by node, lit as far as it is told."""
    branch = corridor.branches[0]
    legs = tuple(leg.id for leg in catalog.branch_legs(branch))
    yield Step(Part.CORRIDOR, corridor.id, corridor.id, branch.id, lights=(corridor.id,))
    for number, node in stops(catalog, branch):
        lights = (node.id, *((node.next,) if node.next else ()), *node.near)
        look = (node.onward, node.id) if node.onward else (node.id,)
        quote = _together(catalog, node.id, corridor.id)
        yield Step(Part.NODE, node.id, corridor.id, branch.id, legs[: number + 1], lights, look, node, quote)


def _together(catalog: Catalog, node: str, corridor: str) -> Quote | None:
    """The first sentence that names a node as a part of the corridor."""
    both = _stated(catalog, node), _stated(catalog, corridor)
    for link in both[0]:
        for span in marks.sentences(catalog.clauses[link.measure].text, [link]):
            if any(k.measure == link.measure and k.start < span[1] and k.end > span[0] for k in both[1]):
                return Quote(link.measure, (span,), (link,))
    return None


def _tellingly(catalog: Catalog, corridor: Corridor) -> Iterable[Step]:
    """The sentence that says most about a corridor."""
    links = _stated(catalog, corridor.id)
    if links:
        best = max(links, key=lambda link: len(link.evidence))
        yield from _cut(catalog, best.measure, [best], (corridor.id,))


def _stated(catalog: Catalog, entity: str) -> list[Link]:
    return [k for k in catalog.links_by_entity.get(entity, ()) if k.grade is Grade.STATED]


def _quotes(catalog: Catalog, entity: Entity) -> Iterable[Step]:
    """Each clause that names an entity, in the order of the texts.

    What lies nowhere lights up what the clause touches.
    """
    lies = isinstance(entity, Place | Corridor)
    for clause, links in _by_clause(_stated(catalog, entity.id)).items():
        yield from _cut(catalog, clause, links, (entity.id if lies else clause,))


def _by_clause(links: Iterable[Link]) -> Mapping[str, list[Link]]:
    found: dict[str, list[Link]] = {}
    for link in links:
        found.setdefault(link.measure, []).append(link)
    return found


def _cut(catalog: Catalog, clause: str, links: Sequence[Link], lights: tuple[str, ...]) -> Iterable[Step]:
    """Quotes of a clause: as many of its sentences in one as can be read at once."""
    waiting = marks.sentences(catalog.clauses[clause].text, links)
    while waiting:
        taken = [waiting.pop(0)]
        while waiting and sum(b - a for a, b in [*taken, waiting[0]]) <= LONGEST_QUOTE:
            taken.append(waiting.pop(0))
        within = tuple(k for k in links if any(k.start < b and k.end > a for a, b in taken))
        yield Step(Part.QUOTE, clause, lights=lights, quote=Quote(clause, tuple(taken), within))


def _area(catalog: Catalog, area: Country | Group, within: Inside) -> Iterable[Step]:
    yield Step(Part.AREA, area.id, lights=(area.id,))
    yield from _wishes(catalog, area)
    for zone in zones(catalog, area)[:MOST_ZONES]:
        yield Step(Part.ZONE, zone.id, lights=(zone.id,), look=(zone.id, area.id))
    told = set[str]()
    for way in passage.passages(catalog, area.id, within):
        if way.corridor in told:
            continue
        told.add(way.corridor)
        corridor = next(c for c in catalog.corridors if c.id == way.corridor)
        legs = next(b.legs for b in corridor.branches if b.id == way.branch)
        yield Step(Part.THROUGH, area.id, way.corridor, way.branch, legs, (area.id, *way.nodes), (area.id,))


def zones(catalog: Catalog, area: Country | Group) -> list[Zone]:
    """Zones that exist or are named in a country, or in a member of a group; goals left out."""
    if isinstance(area, Country):
        found = list(profile.zones_in(catalog, area.id))
    else:
        everything = (z for z in catalog.entities.values() if isinstance(z, Zone))
        found = [z for z in everything if z.country in area.members]
    return [zone for zone in found if zone.type is not ZoneType.GOAL]


def _wishes(catalog: Catalog, area: Country | Group) -> Iterable[Step]:
    """Clauses by what they want, the most tangible first; inferred ones where nothing is stated."""
    wanted = profile.wishes(catalog, area.id)
    links = list[Link]()
    for relation, found in wanted.items():
        stated = [link for link in found if link.grade is Grade.STATED]
        if relation is not Relation.MENTION or len(wanted) == 1:
            links += stated or [link for link in found if link.measure == found[0].measure]
    for clause, group in _by_clause(links).items():
        yield from _cut(catalog, clause, group, (area.id,))


def _clause(catalog: Catalog, clause: Clause) -> Iterable[Step]:
    """The clause, then each of its sentences that names more than a department."""
    yield Step(Part.CLAUSE, clause.id, lights=(clause.id,))
    stated = [k for k in catalog.links_by_clause.get(clause.id, ()) if k.grade is Grade.STATED]
    named = [k for k in stated if not k.entity.startswith(f"{Kind.AGENCY}:")]
    for left, right in _sentences(clause, named):
        links = tuple(link for link in named if link.start < right and link.end > left)
        lights = tuple(dict.fromkeys(link.entity for link in links))
        yield Step(Part.QUOTE, clause.id, lights=lights, quote=Quote(clause.id, ((left, right),), links))


def _sentences(clause: Clause, links: Sequence[Link]) -> Sequence[Span]:
    """Sentences with a link, without the title; the first one where there is none."""
    found = [span for span in marks.sentences(clause.text, links) if span[1] > len(clause.title)]
    if found:
        return found
    body = [m.span() for m in marks.SENTENCE.finditer(clause.text) if m.end() > len(clause.title)]
    return body[:1]
