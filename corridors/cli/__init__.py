"""The command line: one JSON document on standard output, errors on standard error.

Nothing here computes: each command asks the layer it stands for and hands out plain dictionaries.
"""

import argparse
import sys
from collections.abc import Callable, Sequence

from corridors.cli import brief, catalog, exchange_in, exchange_out, route, text
from corridors.cli.common import Parser, UsageError
from corridors.policy.library import Library, open_library

FAMILIES = (catalog, exchange_in, exchange_out, route, text, brief)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns
    -------
    int
        0 when done, 1 when ``check`` found problems or something asked for does not exist.
    """
    options = _parser().parse_args(arguments)
    run: Callable[[Library, argparse.Namespace], int] = options.run
    try:
        return run(open_library(), options)
    except UsageError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1


def _parser() -> Parser:
    parser = Parser(prog="python -m corridors", description="Liaoning corridor map")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    shared = Parser(add_help=False)
    shared.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
    for family in FAMILIES:
        family.add(commands, shared)
    return parser
