"""What a slide of the presentation says: few words, large; numbers with units; quotes as issued."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from corridors.analysis import passage
from corridors.analysis.story import Part, Quote, Step, zones
from corridors.analysis.story_line import Node
from corridors.briefing.glosses import GLOSSES
from corridors.catalog import Catalog
from corridors.clauses import Link
from corridors.maps import palette
from corridors.models import Branch, Corridor, Country, Entity, Group, Leg, Place
from corridors.network import strip
from corridors.policy import marks
from corridors.ui.cards import Writer
from corridors.ui.story_slide import Row, Slide
from corridors.ui.texts import text
from corridors.vocabulary import Grade, LegStatus, Term

# More names than this in one row nobody reads from a seat.
NAMES = 2
# A node that is farther away as the crow flies tells nothing about a place.
FAR_KM = 500


@dataclass(frozen=True)
class Teller:
    """Finds the words for steps about ``subject`` (an id, or empty) in one language."""

    w: Writer
    subject: str

    @property
    def catalog(self) -> Catalog:
        return self.w.catalog

    def tell(self, step: Step) -> Slide:
        """Words of a step."""
        return _TELL[step.part](self, step)

    def opening(self, step: Step) -> Slide:
        del step  # it is about everything
        rows = tuple((self.w.name(c.id), self.branches(c)) for c in self.catalog.corridors)
        return Slide(self.w.t("title"), self.w.t("story_opening"), rows)

    def corridor(self, step: Step) -> Slide:
        corridor, branch = self.line(step)
        rows = (*self.lengths(branch), (self.w.t("story_branches"), self.branches(corridor)))
        return Slide(
            self.branch_name(branch),
            self.w.name(corridor.id),
            rows,
            fine=self.measured(step),
            color=_color(step),
        )

    def branch(self, step: Step) -> Slide:
        corridor, branch = self.line(step)
        rows = self.lengths(branch)
        return Slide(
            self.w.name(corridor.id),
            self.branch_name(branch),
            rows,
            fine=self.measured(step),
            color=_color(step),
        )

    def close(self, step: Step) -> Slide:
        if not step.corridor:
            rows = tuple((self.w.name(c.id), self.ends(c.branches[0])) for c in self.catalog.corridors)
            return Slide(self.w.t("title"), self.w.t("story_opening"), rows)
        corridor, branch = self.line(step)
        legs = self.catalog.branch_legs(branch)
        borders, breaks = len(strip.borders(self.catalog, legs)), len(strip.gauge_breaks(legs))
        rows = (
            (self.w.t("story_whole"), self.km(legs)),
            (self.w.t("story_borders"), self.w.t("story_times", count=borders)),
            (self.w.t("story_gauges"), self.w.t("story_times", count=breaks)),
        )
        for status in (LegStatus.PLANNED, LegStatus.ROAD_ONLY):
            missing = [leg for leg in legs if leg.status is status]
            rows += ((self.w.term(status), self.km(missing)),) if missing else ()
        return Slide(
            self.branch_name(branch),
            self.w.name(corridor.id),
            rows,
            fine=self.measured(step),
            color=_color(step),
        )

    def node(self, step: Step) -> Slide:
        corridor, _ = self.line(step)
        node = step.node
        assert node is not None  # noqa: S101 - steps about nodes have one
        rows = [*self.along(node), *self.onward(step)]
        if node.border:
            sides = (self.w.name(f"country:{iso}") for iso in node.border)
            rows.append((self.w.t("story_borders"), " → ".join(sides)))
        if node.gauge:
            rows.append((self.w.t("story_gauges"), self.w.t("story_mm", a=node.gauge[0], b=node.gauge[1])))
        if node.near:
            rows.append((self.w.t("story_near"), self.names(node.near[:1], len(node.near))))
        name, fine = self.w.name(node.id), self.measured(step)
        made = Slide(self.w.name(corridor.id), name, tuple(rows), fine=fine, color=_color(step))
        return self.quoting(made, step.quote)

    def along(self, node: Node) -> list[Row]:
        """Kilometres so far, at the end of the whole way; none at the start and inside a leg."""
        if not node.km:
            return []
        label = self.w.t("story_from_start" if node.onward else "story_whole")
        return [(label, f"{node.km:,.0f} {self.w.t('km')}")]

    def onward(self, step: Step) -> list[Row]:
        node = step.node
        if node is None or not node.onward:
            return []
        leg = self.catalog.legs[node.onward]
        words = [self.w.term(leg.mode)]
        words += [self.km([leg])] if node.km is not None else []
        words += [self.w.term(leg.status)] if leg.status is not LegStatus.OPERATING else []
        return [(self.w.t("story_onward", name=self.w.name(leg.end)), " · ".join(words))]

    def quote(self, step: Step) -> Slide:
        quote = step.quote
        assert quote is not None  # noqa: S101 - steps that quote have one
        rows: tuple[Row, ...] = ()
        if quote.inferred:
            words = "、".join(f"“{word}”" for word in quote.inferred[:NAMES])
            rows = ((self.w.term(Grade.INFERRED), words),)
        about = [self.w.term(r) for r in quote.relations] if self.subject != quote.clause else []
        title = " · ".join(about[:NAMES]) or self.w.t("story_words")
        color = palette.CORRIDOR.get(self.subject or next(iter(step.lights), ""), palette.INK)
        return self.quoting(Slide(self.kicker(step), title, rows, color=color), quote)

    def quoting(self, slide: Slide, quote: Quote | None) -> Slide:
        """A slide with the words of a clause."""
        if quote is None:
            return slide
        clause = self.catalog.clauses[quote.clause]
        sentences = (marks.pieces(clause.text, quote.links, *_trimmed(clause.text, s)) for s in quote.spans)
        return replace(
            slide,
            quote=tuple(map(tuple, sentences)),
            cite=f"{clause.number}{clause.title} · {self.w.document(clause)}",
            gloss=GLOSSES.get(clause.id, "") if self.w.lang == "en" else "",
        )

    def kicker(self, step: Step) -> str:
        about = self.subject or next(iter(step.lights), "")
        return self.catalog.clauses[about].number if about in self.catalog.clauses else self.w.name(about)

    def area(self, step: Step) -> Slide:
        area = self.catalog.entities[step.about]
        assert isinstance(area, Country | Group)  # noqa: S101 - steps about areas are about one
        known = len(zones(self.catalog, area))
        goals = {k.measure for k in self.links(area.id) if k.relation == "zone-goal"}
        rows = [*self.clauses(area.id), (self.w.t("story_zones"), self.count(known))]
        if goals:
            rows.append((self.w.t("story_zone_goals"), self.counted("story_clause", len(goals))))
        return Slide(self.w.term(area.kind), self.w.name(area.id), tuple(rows))

    def zone(self, step: Step) -> Slide:
        place = self.catalog.entities[step.about]
        rows, fine = self.state(place)
        return Slide(self.w.name(self.subject), self.w.name(place.id), rows, fine=fine)

    def through(self, step: Step) -> Slide:
        nodes = [node for node in step.lights if node != step.about]
        rows = ((self.w.t("story_nodes"), self.names(nodes[:NAMES], len(nodes))),) if nodes else ()
        fine = self.branch_name(self.line(step)[1])
        title = self.w.name(step.corridor)
        return Slide(self.w.name(step.about), title, rows, fine=fine, color=_color(step))

    def subject_slide(self, step: Step) -> Slide:
        entity = self.catalog.entities[step.about]
        rows, fine = self.state(entity)
        if isinstance(entity, Place):
            nearest = passage.nearest_node(self.catalog, entity)
            if nearest and nearest.node != entity.id and nearest.km <= FAR_KM:
                label = self.w.t("story_nearest", name=self.w.name(nearest.node))
                rows += ((label, f"{nearest.km:,.0f} {self.w.t('km')}"),)
        return Slide(
            self.w.term(entity.kind), self.w.name(entity.id), (*rows, *self.clauses(entity.id)), fine=fine
        )

    def clause(self, step: Step) -> Slide:
        clause = self.catalog.clauses[step.about]
        gloss = GLOSSES.get(clause.id, "") if self.w.lang == "en" else ""
        rows: tuple[Row, ...] = ()
        if clause.lead:
            rows = ((self.w.t("lead"), self.listed(clause.lead[:NAMES], len(clause.lead))),)
        return Slide(self.w.document(clause), f"{clause.number}{clause.title}", rows, gloss=gloss)

    def line(self, step: Step) -> tuple[Corridor, Branch]:
        corridor = next(c for c in self.catalog.corridors if c.id == step.corridor)
        return corridor, next(b for b in corridor.branches if b.id == step.branch)

    def branch_name(self, branch: Branch) -> str:
        return branch.name_en if self.w.lang == "en" else branch.name_zh

    def branches(self, corridor: Corridor) -> str:
        count = sum(branch.status is not LegStatus.COMPARISON for branch in corridor.branches)
        return self.counted("story_branch", count)

    def lengths(self, branch: Branch) -> tuple[Row, ...]:
        legs = self.catalog.branch_legs(branch)
        return (
            (self.w.t("story_whole"), self.km(legs)),
            (self.w.t("story_status"), self.w.term(branch.status)),
        )

    def ends(self, branch: Branch) -> str:
        nodes, legs = self.catalog.nodes(branch), self.catalog.branch_legs(branch)
        ends = "—".join(self.w.name(node) for node in (*nodes[:1], *nodes[-1:]))
        return f"{ends} {self.km(legs)}"

    def km(self, legs: Iterable[Leg]) -> str:
        return f"{sum(self.catalog.km(leg.id) for leg in legs):,.0f} {self.w.t('km')}"

    def measured(self, step: Step) -> str:
        """How the kilometres of a step are known."""
        legs = step.legs or self.line(step)[1].legs
        known = {self.catalog.lengths[leg].measure for leg in legs if leg in self.catalog.lengths}
        words = "、".join(self.w.term(measure) for measure in sorted(known))
        return self.w.t("story_measured", how=words) if known else ""

    def links(self, entity: str) -> Sequence[Link]:
        return self.catalog.links_by_entity.get(entity, ())

    def clauses(self, entity: str) -> tuple[Row, ...]:
        """How many clauses name an entity, and how many more only what it belongs to."""
        stated = {k.measure for k in self.links(entity) if k.grade is Grade.STATED}
        others = {k.measure for k in self.links(entity)} - stated
        rows = ((self.w.t("story_stated"), self.counted("story_clause", len(stated))),)
        return (
            (*rows, (self.w.term(Grade.INFERRED), self.counted("story_clause", len(others))))
            if others
            else rows
        )

    def state(self, entity: Entity) -> tuple[tuple[Row, ...], str]:
        """Type and latest state of a place; where the state is known from, for the fine print."""
        if not isinstance(entity, Place):
            return (), ""
        kind = getattr(entity, "type", None)
        rows: tuple[Row, ...] = (
            ((self.w.t("story_type"), self.w.term(kind)),) if isinstance(kind, Term) else ()
        )
        dated = entity.status.known or entity.status.policy
        if dated is None:
            return rows, ""
        source = self.w.source(dated.source)
        rows += ((self.w.t("story_status"), self.w.term(dated.state)),)
        known = source["title"] if source["verified"] else self.w.t("unverified")
        return rows, " · ".join(part for part in (known, dated.date) if part)

    def names(self, identifiers: Sequence[str], count: int) -> str:
        return self.listed([self.w.name(identifier) for identifier in identifiers], count)

    def listed(self, names: Sequence[str], count: int) -> str:
        """Some names, and how many there are if these are not all."""
        joined = ("、" if self.w.lang == "zh" else ", ").join(names)
        return joined if count <= len(names) else self.w.t("story_more", names=joined, count=count)

    def counted(self, key: str, number: int) -> str:
        return f"{number} {text.counted(key, self.w.lang, number)}"

    def count(self, number: int) -> str:
        return self.w.t("story_count", count=number) if number else self.w.t("no_data")


def _color(step: Step) -> str:
    return palette.CORRIDOR.get(step.corridor, palette.INK)


def _trimmed(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """A sentence without the indent before it."""
    start, end = span
    return start + len(text[start:end]) - len(text[start:end].lstrip()), end


_TELL: MappingProxyType[Part, Callable[[Teller, Step], Slide]] = MappingProxyType(
    {
        Part.OPENING: Teller.opening,
        Part.CORRIDOR: Teller.corridor,
        Part.NODE: Teller.node,
        Part.BRANCH: Teller.branch,
        Part.QUOTE: Teller.quote,
        Part.AREA: Teller.area,
        Part.ZONE: Teller.zone,
        Part.THROUGH: Teller.through,
        Part.SUBJECT: Teller.subject_slide,
        Part.CLAUSE: Teller.clause,
        Part.CLOSE: Teller.close,
    }
)
