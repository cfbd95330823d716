"""The command line: one JSON document on standard output, errors on standard error.

Nothing here computes: each command asks the layer it stands for and hands out plain dictionaries.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from types import MappingProxyType

from corridors.cli.common import Parser, UsageError
from corridors.policy.library import Library, open_library

# A family is imported when one of its commands is called: what briefings need would make each of them wait.
FAMILIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "catalog": ("check", "measures", "links", "places", "corridor"),
        "exchange_in": ("import",),
        "exchange_out": ("export",),
        "route": ("route",),
        "text": ("link-text",),
        "brief": ("brief",),
    }
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns
    -------
    int
        0 when done, 1 when ``check`` found problems or something asked for does not exist.
    """
    given = sys.argv[1:] if arguments is None else arguments
    options = _parser(families(given)).parse_args(given)
    run: Callable[[Library, argparse.Namespace], int] = options.run
    try:
        return run(open_library(), options)
    except UsageError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1


def families(arguments: Sequence[str]) -> list[str]:
    """Modules that hold the command called; all of them where help or an error names every command."""
    called = [name for name, commands in FAMILIES.items() if arguments and arguments[0] in commands]
    return called or list(FAMILIES)


def _parser(modules: Sequence[str]) -> Parser:
    parser = Parser(prog="python -m corridors", description="Liaoning corridor map")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    shared = Parser(add_help=False)
    shared.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
    for name in modules:
        import_module(f"corridors.cli.{name}").add(commands, shared)
    return parser
