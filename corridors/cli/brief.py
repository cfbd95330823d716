"""The command that turns a selection into slides, a document, a picture or one file to carry."""

import argparse
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

from corridors.analysis.rows import OwnLayer
from corridors.briefing.alternatives import Comparison, ask
from corridors.briefing.choices import SECTIONS, ChoiceError, Choices, checked_logo
from corridors.briefing.make import FORMATS, Made, make
from corridors.catalog import Catalog
from corridors.cli.common import Commands, Parser, UsageError, print_json
from corridors.cli.files import write_whole
from corridors.models import Corridor
from corridors.network.errors import RouteError
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
    brief.add_argument("--branch", default="", metavar="ID", help="picture of one branch of a corridor")
    brief.add_argument(
        "--compare",
        nargs=2,
        metavar=("FROM", "TO"),
        help="compare the ways between two places",
    )
    brief.add_argument("--avoid", nargs="+", action="extend", default=[], metavar="NAME")
    brief.add_argument("--month", type=int, choices=range(1, 13), metavar="1..12")
    brief.add_argument(
        "--own", nargs="+", action="extend", default=[], metavar="LAYER", help="own layers, by id or title"
    )
    brief.set_defaults(run=_brief)


def _brief(library: Library, options: argparse.Namespace) -> int:
    catalog = library.catalog
    if not options.select.strip():
        raise UsageError("name an entity or clause, e.g. country:IDN or impl-13")
    if options.select not in catalog.entities and options.select not in catalog.clauses:
        raise UsageError(f"no entity or clause {options.select!r}; see places --json and measures --json")
    try:
        chosen = _choices(catalog, options)
    except ChoiceError as error:
        raise UsageError(str(error)) from error
    try:
        made = make(catalog, options.select, options.format, chosen)
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


def _choices(catalog: Catalog, options: argparse.Namespace) -> Choices:
    return Choices(
        lang=options.lang,
        without=frozenset(options.without),
        title=options.title,
        author=options.author,
        date=options.date or date.today(),
        logo=checked_logo(_read(options.logo)) if options.logo else b"",
        dpi=options.dpi,
        branch=_branch(catalog, options),
        compared=_compared(catalog, options),
        own=_own(options.own) if options.own else (),
    )


def _branch(catalog: Catalog, options: argparse.Namespace) -> str:
    if not options.branch:
        return ""
    corridor = catalog.entities.get(options.select)
    known = [branch.id for branch in corridor.branches] if isinstance(corridor, Corridor) else []
    if options.branch not in known:
        there = f"there are {', '.join(known)}" if known else "only corridors have branches"
        raise UsageError(f"no branch {options.branch!r} of {options.select}; {there}")
    return str(options.branch)


def _compared(catalog: Catalog, options: argparse.Namespace) -> Comparison | None:
    if not options.compare:
        if options.avoid or options.month:
            raise UsageError("--avoid and --month go with --compare FROM TO")
        return None
    try:
        start, end = options.compare
        return ask(catalog, start, end, options.avoid, options.month)
    except RouteError as error:
        raise UsageError(error.en) from error
    except (OSError, ValueError) as error:
        raise UsageError(f"routes cannot be computed: {error}") from error


def _own(wanted: Sequence[str]) -> tuple[OwnLayer, ...]:
    # A database takes its time to load; few briefings need it.
    from corridors.exchange.store import StoreError, open_store  # noqa: PLC0415

    try:
        with closing(open_store()) as store:
            layers = {name: layer for layer in store.layers() for name in (layer.title, layer.id)}
            missing = [name for name in wanted if name not in layers]
            if missing:
                known = ", ".join(layer.id for layer in store.layers()) or "none"
                raise UsageError(f"no own layer {missing[0]!r}; there are {known}")
            chosen = {layers[name].id: layers[name] for name in wanted}
            return tuple(
                OwnLayer(key, layer.title, {row.id: row.place for row in store.rows(key)})
                for key, layer in chosen.items()
            )
    except StoreError as error:
        raise UsageError(str(error)) from error


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
