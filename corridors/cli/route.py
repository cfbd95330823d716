"""The route command: ways from one place to another."""

import argparse
import re
from typing import TYPE_CHECKING

from corridors.cli.common import Commands, Parser, UsageError, print_json
from corridors.network import graph
from corridors.network.errors import RouteError
from corridors.policy.library import Library

if TYPE_CHECKING:
    from corridors.network.routes import Route


# Names to avoid may also stand in one argument.
SEPARATORS = re.compile("[,，、;；]")


def add(commands: Commands, shared: Parser) -> None:
    """Add this command to the command line."""
    route = commands.add_parser("route", parents=[shared], help="find ways from one place to another")
    route.add_argument("start", metavar="FROM", help="name in Chinese or English, id, or port code")
    route.add_argument("end", metavar="TO")
    route.add_argument(
        "--avoid",
        metavar="NAME",
        nargs="+",
        action="extend",
        default=[],
        help="passage, border, country, group, mode, port or town",
    )
    route.add_argument("--month", type=int, choices=range(1, 13), metavar="1..12")
    route.set_defaults(run=_route)


def _route(library: Library, options: argparse.Namespace) -> int:
    # scipy takes its time to load and no other command needs it.
    from corridors.network.query import query  # noqa: PLC0415

    try:
        found = query(
            library.catalog,
            graph.load(),
            options.start,
            options.end,
            avoid=[name.strip() for text in options.avoid for name in SEPARATORS.split(text)],
            month=options.month,
        )
    except RouteError as error:
        raise UsageError(error.en) from error
    except (OSError, ValueError) as error:
        raise UsageError(f"routes cannot be computed: {error}") from error
    if options.json:
        print_json([route.to_json() for route in found])
    else:
        for number, route in enumerate(found, start=1):
            _show(number, route)
    return 0


def _show(number: int, route: "Route") -> None:
    print(f"{number}. {route.name} | {route.name_en}")
    print(f"   {route.km:,.0f} km, {route.hours / 24:.1f} days, {route.co2e:,.0f} kg CO2e per TEU")
    print(f"   transfers {route.transfers}, gauge breaks {route.gauge_breaks}, borders {route.borders}")
    for leg in route.legs:
        print(f"   {leg.start} -> {leg.end}  {leg.mode.value}  {leg.km:,.0f} km  {leg.hours:,.0f} h")
    for note in (*route.missing, *route.notes):
        print(f"   * {note.en}")
