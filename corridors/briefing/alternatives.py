"""Ways from one place to another: asked of the network, and side by side in a briefing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corridors.briefing.content import Block, Chart, Paragraph, Table
from corridors.briefing.desk import Desk
from corridors.catalog import Catalog
from corridors.maps import routes as lines
from corridors.maps.overlay import Part, Way
from corridors.words import Lang

if TYPE_CHECKING:  # it brings scipy, which takes its time to load
    from corridors.network.routes import Route

HOURS_A_DAY = 24


@dataclass(frozen=True)
class Comparison:
    """Ways that were found, how the map draws each, and what was shut when they were asked for.

    ``avoid`` holds names or ids as asked, ``month`` is 1 to 12 or None.
    """

    routes: "tuple[Route, ...]"
    drawn: tuple[tuple[Part, ...], ...]
    avoid: tuple[str, ...] = ()
    month: int | None = None

    def ways(self, lang: Lang) -> tuple[Way, ...]:
        """The routes as a map draws them."""
        return lines.ways(self.routes, self.drawn, lambda i, _: name(self, i, lang))


def ask(
    catalog: Catalog, start: str, end: str, avoid: Sequence[str] = (), month: int | None = None
) -> Comparison:
    """Find up to four ways between two places.

    Raises
    ------
    RouteError
        If there is no such place or no way.
    OSError, ValueError
        If the network cannot be read.
    """
    from corridors.network import graph, query  # noqa: PLC0415 - scipy takes its time to load

    found = query.query(catalog, graph.load(), start, end, avoid=avoid, month=month, limit=len(lines.BADGES))
    return Comparison(found, tuple(map(lines.parts, found)), tuple(avoid), month)


def name(compared: Comparison, index: int, lang: Lang) -> str:
    """Badge and name of a route."""
    route = compared.routes[index]
    return f"{lines.BADGES[index]} {route.name_en if lang == 'en' else route.name}"


def blocks(desk: Desk, compared: Comparison) -> Iterator[Block]:
    """What was asked, the ways side by side, and their days as bars."""
    routes = compared.routes
    names = tuple(name(compared, i, desk.lang) for i in range(len(routes)))
    start, end = desk.name(routes[0].legs[0].start), desk.name(routes[0].legs[-1].end)
    columns = zip(*(_column(desk, route) for route in routes), strict=True)
    keys = ("km", "days", "co2e", "border_count", "gauge_count", "transfers", "passages", "missing")
    yield Table(
        desk.say("alternatives", start=start, end=end),
        (desk.say("way"), *names),
        tuple((desk.say(key), *cells) for key, cells in zip(keys, columns, strict=True)),
        (1.3, *(2.0 for _ in routes)),
    )
    asked = [desk.say("avoided", names=desk.names(compared.avoid))] if compared.avoid else []
    asked += [desk.say("in_month", month=compared.month)] if compared.month else []
    yield Paragraph(" ".join([*asked, desk.say("alternatives_note")]))
    days = tuple(round(route.hours / HOURS_A_DAY, 1) for route in routes)
    yield Chart(desk.say("alternatives_chart"), names, ((desk.say("days"), days),))


def _column(desk: Desk, route: "Route") -> tuple[str, ...]:
    gates = [gate.name_en if desk.lang == "en" else gate.name_zh for gate in route.gates]
    missing = [note.en if desk.lang == "en" else note.zh for note in route.missing]
    desk.ref(*(source for leg in route.legs for source in leg.sources))
    return (
        f"{route.km:,.0f}",
        f"{route.hours / HOURS_A_DAY:.1f}",
        f"{route.co2e:,.0f}",
        str(route.borders),
        str(route.gauge_breaks),
        str(route.transfers),
        desk.join(gates) or "—",
        ("; " if desk.lang == "en" else "；").join(missing) or "—",
    )
