"""The command that turns a selection into slides, a document, a picture or one file to carry."""

import argparse
from datetime import date
from pathlib import Path

from corridors.briefing.choices import SECTIONS, ChoiceError, Choices, checked_logo
from corridors.briefing.make import FORMATS, Made, make
from corridors.cli.common import Commands, Parser, UsageError, print_json
from corridors.cli.files import write_whole
from corridors.policy.library import Library


def add(commands: Commands, shared: Parser) -> None:
    """Add this command to the command line."""
    brief = commands.add_parser("brief", parents=[shared], help="make a briefing of an entity or clause")
    brief.add_argument("select", metavar="SELECT", help="entity or clause, e.g. country:IDN, impl-13")
    brief.add_argument("--format", required=True, choices=FORMATS)
    brief.add_argument("--out", required=True, type=Path, metavar="F")
    brief.add_argument("--lang", choices=["zh", "en"], default="zh")
    brief.add_argument("--title", default="", help="instead of the usual title")
    brief.add_argument("--author", default="")
    brief.add_argument("--date", type=date.fromisoformat, default=None, metavar="YYYY-MM-DD")
    brief.add_argument(
        "--without",
        nargs="+",
        action="extend",
        default=[],
        metavar="SECTION",
        help=f"leave out: {', '.join(SECTIONS)}",
    )
    brief.add_argument("--logo", type=Path, metavar="F", help="PNG or JPEG")
    brief.add_argument("--dpi", type=int, default=150, metavar="50..600", help="of the map; 300 for print")
    brief.set_defaults(run=_brief)


def _brief(library: Library, options: argparse.Namespace) -> int:
    catalog = library.catalog
    if options.select not in catalog.entities and options.select not in catalog.clauses:
        raise UsageError(f"no entity or clause {options.select!r}")
    try:
        made = make(catalog, options.select, options.format, _choices(options))
    except ChoiceError as error:
        raise UsageError(str(error)) from error
    except (OSError, ValueError, RuntimeError) as error:
        raise UsageError(f"the briefing could not be made: {' '.join(str(error).split())}") from error
    _write(options.out, made)
    answer = {
        "select": options.select,
        "format": options.format,
        "out": str(options.out),
        "bytes": len(made.content),
        "sections": list(made.sections),
    }
    if options.json:
        print_json(answer)
    else:
        print(f"{answer['bytes']} bytes written to {answer['out']}")
    return 0


def _choices(options: argparse.Namespace) -> Choices:
    return Choices(
        lang=options.lang,
        without=frozenset(options.without),
        title=options.title,
        author=options.author,
        date=options.date or date.today(),
        logo=checked_logo(_read(options.logo)) if options.logo else b"",
        dpi=options.dpi,
    )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror or error}") from error


def _write(path: Path, made: Made) -> None:
    try:
        write_whole(path, made.content)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror or error}") from error
