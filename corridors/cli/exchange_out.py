"""The command that writes layers to files."""

import argparse
from pathlib import Path

from corridors.cli.common import Commands, Parser, UsageError, known, print_json
from corridors.cli.files import write_whole
from corridors.exchange import exporting
from corridors.exchange.exporting import FORMATS, LAYERS, Table
from corridors.policy.library import Library

OWN = "own:"


def add(commands: Commands, shared: Parser) -> None:
    """Add this command to the command line."""
    export = commands.add_parser("export", parents=[shared], help="write a layer to a file")
    export.add_argument("layer", metavar="LAYER", help=f"{', '.join(LAYERS)}, or own:… for an own layer")
    export.add_argument("--format", required=True, choices=FORMATS)
    export.add_argument("--out", required=True, type=Path, metavar="F")
    export.add_argument(
        "--country",
        nargs="+",
        action="extend",
        default=[],
        metavar="ISO3",
        help="only rows of these countries, e.g. IDN IND",
    )
    export.add_argument("--lang", choices=["zh", "en"], default="zh", help="of credits, notes and words")
    export.set_defaults(run=_export)


def _export(library: Library, options: argparse.Namespace) -> int:
    for code in options.country:
        known(f"country:{code}", library.catalog.entities, "country")
    try:
        table = _table(library, options)
        content = exporting.export(table, options.format, lang=options.lang)
    except ValueError as error:
        raise UsageError(str(error)) from error
    try:
        write_whole(options.out, content)
    except OSError as error:
        raise UsageError(f"cannot write {options.out}: {error.strerror or error}") from error
    done = {"layer": table.layer, "format": options.format, "rows": len(table.rows), "out": str(options.out)}
    if options.json:
        print_json(done)
    else:
        print(f"{done['rows']} rows of {done['layer']} written to {done['out']}")
    return 0


def _table(library: Library, options: argparse.Namespace) -> Table:
    catalog, countries = library.catalog, options.country
    if not options.layer.startswith(OWN):
        return exporting.layer_table(catalog, options.layer, countries=countries)
    # Opening a database takes half a second that other layers need not wait for.
    from corridors.exchange.store import StoreError, open_store  # noqa: PLC0415

    try:
        store = open_store()
        layer = store.layer(options.layer)
        rows = store.rows(layer.id)
    except StoreError as error:
        raise UsageError(str(error)) from error
    store.close()
    places = [row.place for row in rows if not countries or row.place.country in countries]
    return exporting.own_table(layer.id, layer.title, places, exporting.names_of(catalog))
