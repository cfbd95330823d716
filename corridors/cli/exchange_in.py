"""Command over foreign files: import."""

import argparse
import getpass
import sys
from contextlib import closing
from pathlib import Path
from typing import get_args

from corridors import paths, shapes
from corridors.cli.common import Commands, Json, Parser, UsageError, print_json
from corridors.exchange.errors import ImportFileError
from corridors.exchange.known import Known, known
from corridors.exchange.limits import Limits, too_many
from corridors.exchange.messages import RowProblem
from corridors.exchange.reading import Options, Result, read
from corridors.exchange.sink import CoordinateSystem
from corridors.policy.library import Library


def add(commands: Commands, shared: Parser) -> None:
    """Add this command to the command line."""
    into = commands.add_parser("import", parents=[shared], help="check a table or layer of your own")
    into.add_argument("file", metavar="FILE", type=Path, help="CSV, XLSX, GeoJSON, GeoPackage, KML or KMZ")
    into.add_argument(
        "--crs", choices=get_args(CoordinateSystem), default="wgs84", help="coordinates of the file"
    )
    into.add_argument(
        "--sheet", default="", metavar="NAME", help="sheet of a workbook, layer of a GeoPackage"
    )
    into.add_argument("--encoding", default="", metavar="NAME", help="of a text table, if it is not found")
    into.add_argument("--store", action="store_true", help="keep the good rows as an own layer")
    into.add_argument(
        "--layer", default="", metavar="TITLE", help="title of that layer; the file's name if left out"
    )
    into.set_defaults(run=_import)


def _import(library: Library, options: argparse.Namespace) -> int:
    try:
        limits = Limits.from_environment()
        content = _content(options.file, limits)
        result = read(
            content,
            options.file.name,
            options=Options(options.crs, options.sheet, options.encoding),
            limits=limits,
            known=_known(library),
        )
        if options.store:
            _store(result, options)
    except ImportFileError as error:
        raise UsageError(f"{options.file.name}: {error}") from error
    for notice in result.notices:
        print(f"note: {notice.en}", file=sys.stderr)
    if options.json:
        print_json(result_json(result))
    else:
        for problem in result.problems:
            print(f"row {problem.row}\t{problem.field}\t{problem.value}\t{_message(problem)}")
        print(f"{result.rows} rows, {len(result.accepted)} accepted")
    return 0


def _known(library: Library) -> Known:
    try:
        outlines = shapes.read(paths.GEO / "countries.geojson")
        return known(library.catalog.entities.values(), outlines)
    except (OSError, ValueError, KeyError) as error:
        raise UsageError(f"names or outlines of countries cannot be read, see check: {error}") from error


def result_json(result: Result) -> Json:
    """What became of a file, as the ``import`` command prints it."""
    return {
        "rows": result.rows,
        "accepted": len(result.accepted),
        "problems": [
            {
                "row": problem.row,
                "field": problem.field,
                "value": problem.value,
                "message": _message(problem),
                "message_zh": f"{problem.message_zh}。{problem.mend_zh}",
                "level": problem.level,
            }
            for problem in result.problems
        ],
    }


def _message(problem: RowProblem) -> str:
    return f"{problem.message_en}; {problem.mend_en}"


def _content(file: Path, limits: Limits) -> bytes:
    """The bytes of a file; one that is too large is not even read."""
    try:
        size = file.stat().st_size
        if size > limits.bytes:
            raise too_many("文件过大（字节）", "the file is too large (bytes)", size, limits.bytes, "bytes")
        with file.open("rb") as stream:  # a pipe or device says nothing about its size
            return stream.read(limits.bytes + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ImportFileError(f"不能打开文件：{reason}。", f"cannot be opened: {reason}") from error


def _store(result: Result, options: argparse.Namespace) -> None:
    if not result.accepted:
        print("note: no row is good, so nothing was stored", file=sys.stderr)
        return
    # A database takes its time to load; a file that is only checked need not wait for it.
    from corridors.exchange.store import StoreError, open_store  # noqa: PLC0415

    try:
        with closing(open_store()) as store:
            layer = store.add_layer(options.layer or options.file.stem, result.accepted, _who())
    except StoreError as error:
        raise UsageError(f"{options.file.name}: {error}") from error
    print(f"note: stored as {layer.id}", file=sys.stderr)


def _who() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a user without a name, as in some containers
        return "command line"
