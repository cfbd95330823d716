"""A corridor's branches: strips, legs, indicators, and how the branches compare."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from corridors.briefing.content import (
    Block,
    Chart,
    Figure,
    Paragraph,
    Section,
    Stop,
    Stretch,
    Strip,
    Table,
)
from corridors.briefing.desk import Desk
from corridors.maps import palette
from corridors.models import Branch, Corridor, Leg
from corridors.network import strip
from corridors.network.indicators import indicators
from corridors.vocabulary import LegStatus, Mode


def figures(desk: Desk, corridor: Corridor) -> tuple[Figure, ...]:
    """Length, borders and breaks of gauge of the first branch."""
    branch = corridor.branches[0]
    legs = desk.catalog.branch_legs(branch)
    name = _branch_name(desk, branch)
    refs = desk.ref(*(source for leg in legs for source in leg.sources))
    km = sum(desk.catalog.km(leg.id) for leg in legs)
    borders, breaks = len(strip.borders(desk.catalog, legs)), len(strip.gauge_breaks(legs))
    return (
        Figure(desk.say("total", branch=name), f"{km:,.0f}", desk.say("km"), refs),
        desk.count("borders", borders, "count_times", branch=name),
        desk.count("gauge_breaks", breaks, "count_times", branch=name),
    )


def _branch_name(desk: Desk, branch: Branch) -> str:
    return branch.name_en if desk.lang == "en" else branch.name_zh


def strips(desk: Desk, corridor: Corridor) -> Section:
    """Every branch as a strip, those to compare with last."""
    blocks: list[Block] = [_strip(desk, corridor, branch) for branch in corridor.branches]
    return Section("strip", desk.say("strip"), (*blocks, Paragraph(desk.say("reading"))))


def _strip(desk: Desk, corridor: Corridor, branch: Branch) -> Strip:
    catalog = desk.catalog
    legs = catalog.branch_legs(branch)
    compared = branch.status is LegStatus.COMPARISON
    km = sum(catalog.km(leg.id) for leg in legs)
    borders, gauges = strip.borders(catalog, legs), strip.gauge_breaks(legs)
    along = {legs[0].start: 0.0} if legs else {}
    for leg in legs:
        along[leg.end] = max(along.values()) + catalog.km(leg.id)
    stops, stretches = _pieces(desk, legs, along, borders, gauges)
    return Strip(
        title=f"{_branch_name(desk, branch)} · {desk.term(branch.status)}",
        totals=desk.say("totals", km=f"{km:,.0f}", legs=len(legs), borders=len(borders), gauges=len(gauges)),
        color=palette.GREY if compared else palette.CORRIDOR.get(corridor.id, palette.INK),
        stops=stops,
        stretches=stretches,
    )


def _pieces(
    desk: Desk,
    legs: Sequence[Leg],
    along: dict[str, float],
    borders: dict[tuple[str, str], tuple[str, str]],
    gauges: dict[str, tuple[int, int]],
) -> tuple[tuple[Stop, ...], tuple[Stretch, ...]]:
    stops: list[Stop] = []
    stretches: list[Stretch] = []
    for leg in legs:
        nodes = (leg.start, *leg.via, leg.end)
        stops += [_stop(desk, node, along.get(node)) for node in (nodes if not stops else nodes[1:])]
        for number, ends in enumerate(pairwise(nodes)):
            first = number == 0
            sides, gauge = borders.get(ends), gauges.get(leg.id) if first else None
            stretches.append(
                Stretch(
                    mode=leg.mode.value,
                    status=leg.status.value,
                    km=f"{desk.catalog.km(leg.id):,.0f}" if first else "",
                    words=desk.term(leg.mode),
                    border=desk.say(
                        "border", a=desk.name(f"country:{sides[0]}"), b=desk.name(f"country:{sides[1]}")
                    )
                    if sides
                    else "",
                    gauge=desk.say("gauge_here", a=gauge[0], b=gauge[1]) if gauge else "",
                )
            )
    return tuple(stops), tuple(stretches)


def _stop(desk: Desk, node: str, km: float | None) -> Stop:
    return Stop(desk.name(node), node.partition(":")[0], "" if km is None else f"{km:,.0f}")


def legs(desk: Desk, corridor: Corridor) -> Section:
    """Every leg once, under the first branch that has it."""
    seen: set[str] = set()
    blocks: list[Block] = []
    for branch in corridor.branches:
        own = [leg for leg in desk.catalog.branch_legs(branch) if leg.id not in seen]
        gauges = strip.gauge_breaks(desk.catalog.branch_legs(branch))
        seen |= {leg.id for leg in own}
        if own:
            rows = tuple(_leg(desk, leg, gauges.get(leg.id)) for leg in own)
            head = tuple(
                map(desk.say, ("from_to", "mode", "km", "known_from", "gauge_mm", "state", "source"))
            )
            blocks.append(Table(_branch_name(desk, branch), head, rows, (3.4, 1, 1.1, 1.3, 1.7, 1, 1.6)))
    return Section("legs", desk.say("legs"), tuple(blocks))


def _leg(desk: Desk, leg: Leg, change: tuple[int, int] | None) -> tuple[str, ...]:
    length = desk.catalog.lengths.get(leg.id)
    gauge = desk.say("changes", a=change[0], b=change[1]) if change else str(leg.gauge or "—")
    return (
        f"{desk.name(leg.start)}—{desk.name(leg.end)}",
        desk.term(leg.mode),
        f"{length.km:,.0f}" if length else desk.say("no_data"),
        desk.term(length.measure) if length else "—",
        gauge,
        desk.term(leg.status),
        desk.marks(desk.ref(*leg.sources)),
    )


def comparison(desk: Desk, corridor: Corridor) -> Iterator[Block]:
    """Branches side by side, their modes as bars, and performance with "no data" where there is none."""
    rows, names = [], []
    modes: dict[Mode, list[float]] = {mode: [] for mode in Mode}
    for branch in corridor.branches:
        legs = desk.catalog.branch_legs(branch)
        names.append(_branch_name(desk, branch))
        for mode, lengths in modes.items():
            lengths.append(round(sum(desk.catalog.km(leg.id) for leg in legs if leg.mode is mode)))
        rows.append(
            (
                names[-1],
                desk.term(branch.status),
                f"{sum(desk.catalog.km(leg.id) for leg in legs):,.0f}",
                str(len(strip.borders(desk.catalog, legs))),
                str(len(strip.gauge_breaks(legs))),
            )
        )
    head = tuple(map(desk.say, ("branch", "status", "total_km", "border_count", "gauge_count")))
    yield Table("", head, tuple(rows), (4, 1.2, 1.5, 1.2, 1.3))
    series = tuple((desk.term(m), tuple(v)) for m, v in modes.items() if any(v))
    yield Chart(desk.say("by_mode"), tuple(names), series, stacked=True)
    yield _indicators(desk, corridor)


def _indicators(desk: Desk, corridor: Corridor) -> Table:
    rows = []
    for row in indicators(desk.catalog, corridor.id):
        figure = row.figure
        scope = row.scope_en if desk.lang == "en" else row.scope_zh
        label = row.measure.en if desk.lang == "en" else row.measure.zh
        if figure is None:
            rows.append((label, desk.term(row.mode), scope, desk.say("no_data"), "—"))
            continue
        span = f" ({figure.low:g}–{figure.high:g})" if figure.low and figure.high else ""
        doubt = desk.doubt(figure.source)
        refs = desk.marks(desk.ref(figure.source, *figure.range_sources))
        value = f"{figure.value:g} {figure.unit}{span}"
        rows.append(
            (label, desk.term(row.mode), scope, value, " ".join(filter(None, (figure.date, doubt, refs))))
        )
    head = tuple(map(desk.say, ("indicator", "mode", "scope", "value", "source")))
    return Table(desk.say("indicators"), head, tuple(rows), (2, 1, 3, 2, 1.5))
