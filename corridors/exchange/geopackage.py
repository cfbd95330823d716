"""GeoPackage, read as the SQLite database it is: plain tables only, nothing in it is run.

The file is opened read-only and immutable with its schema untrusted; views, virtual tables and
triggers are never touched, so no statement of a foreign file is executed.
"""

import sqlite3
import struct
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from corridors.exchange.errors import Cancelled, ImportFileError
from corridors.exchange.geometry import Read, Reprojection, from_wkb, reprojection
from corridors.exchange.limits import Limits, too_many
from corridors.exchange.source import Source, SourceRow, Watch, unique
from corridors.exchange.text import as_text, clean

ENVELOPE_BYTES = (0, 32, 48, 48, 64)
# How many of SQLite's steps between two looks at the clock.
STEPS = 1_000_000
WGS84 = 4326


class Layer(NamedTuple):
    """A table of features: its columns without the shape, the column of the shape, its system."""

    table: str
    columns: tuple[str, ...]
    shape: str
    declared: str


def open_geopackage(data: bytes, limits: Limits, watch: Watch, name: str = "") -> Source:
    """Open one layer: the one asked for, else the first.

    Raises
    ------
    ImportFileError
        If there is no such layer, it has too many rows, or the file is damaged.
    """
    with _opened(data, limits, watch) as connection:
        layers = _layers(connection)
        if not layers:
            raise ImportFileError("GeoPackage 里没有图层。", "the GeoPackage holds no layer")
        if name and name not in layers:
            raise ImportFileError(
                f"没有名为“{name}”的图层；有：{'、'.join(layers)}。",
                f"there is no layer {name!r}; there are {', '.join(layers)}",
            )
        layer = _layer(connection, name or next(iter(layers)), layers)
        headers = unique([clean(column) for column in layer.columns], limits)
        (total,) = connection.execute(f"SELECT count(*) FROM {_quoted(layer.table)}").fetchone()  # noqa: S608
    if total > limits.rows:
        raise too_many("行数过多", "too many rows", total, limits.rows, "rows")
    project = reprojection(layer.declared)

    def rows() -> Iterator[SourceRow]:
        with _opened(data, limits, watch) as again:
            columns = ", ".join(map(_quoted, (layer.shape, *layer.columns)))
            query = f"SELECT {columns} FROM {_quoted(layer.table)}"  # noqa: S608 - names are quoted
            for number, (blob, *values) in enumerate(again.execute(query), start=1):
                shape, fault = _shape(blob, project, limits)
                yield SourceRow(number, tuple(map(as_text, values)), shape, fault)

    return Source("gpkg", headers, rows, None, total, sheets=tuple(layers), sheet=layer.table)


@contextmanager
def _opened(data: bytes, limits: Limits, watch: Watch) -> Iterator[sqlite3.Connection]:
    # SQLite's own copy in memory, if it were used, would be writable and trusted.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "import.gpkg"
        try:
            path.write_bytes(data)
        except OSError as error:
            raise _no_room(error) from error
        try:
            with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
                connection.execute("PRAGMA trusted_schema = OFF")
                connection.execute("PRAGMA cell_size_check = ON")
                connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, max(limits.shape_chars, 1 << 20))
                connection.set_progress_handler(lambda: watch.late, STEPS)
                connection.text_factory = lambda raw: raw.decode("utf-8", errors="replace")
                yield connection
        except (ImportFileError, Cancelled):
            raise
        except sqlite3.DataError as error:
            raise too_many(
                "有单元格或图形过大，至少",
                "a cell or shape is too large, at least",
                limits.shape_chars,
                limits.shape_chars,
                "shape_points",
            ) from error
        except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError, struct.error) as error:
            watch.tick(0)
            raise _damaged() from error


def _no_room(error: OSError) -> ImportFileError:
    reason = error.strerror or type(error).__name__
    return ImportFileError(
        f"读取 GeoPackage 要用的临时文件写不进去（{reason}）。请腾出空间后重试，或改用 GeoJSON。",
        f"the temporary copy that reading a GeoPackage needs cannot be written ({reason}); "
        "free some space and try again, or import it as GeoJSON",
    )


def _damaged() -> ImportFileError:
    return ImportFileError(
        "GeoPackage 已损坏或不是 GeoPackage。请重新导出。",
        "the GeoPackage is damaged or is none; export it again",
    )


def _layers(connection: sqlite3.Connection) -> dict[str, str]:
    """Names of the layers that are plain tables, and their kind."""
    tables = {
        name
        for name, sql in connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        if isinstance(sql, str) and not sql.lstrip().upper().startswith("CREATE VIRTUAL")
    }
    if "gpkg_contents" not in tables:
        raise _damaged()
    contents = connection.execute("SELECT table_name, data_type FROM gpkg_contents ORDER BY rowid")
    found = {
        str(name): str(kind)
        for name, kind in contents
        if kind in ("features", "attributes") and name in tables
    }
    return dict(sorted(found.items(), key=lambda item: item[1] != "features"))


def _layer(connection: sqlite3.Connection, table: str, layers: dict[str, str]) -> Layer:
    # Columns that are computed (hidden 2 and 3) would run an expression of the file.
    described = connection.execute("SELECT name, pk, hidden FROM pragma_table_xinfo(?)", (table,)).fetchall()
    names = [str(name) for name, key, hidden in described if not key and not hidden]
    if layers[table] != "features":
        return Layer(table, tuple(names), "NULL", "")
    found = connection.execute(
        "SELECT column_name, srs_id FROM gpkg_geometry_columns WHERE table_name = ?", (table,)
    ).fetchone()
    if found is None or found[0] not in names:
        raise _damaged()
    names.remove(found[0])
    return Layer(table, tuple(names), found[0], _declared(connection, found[1]))


def _declared(connection: sqlite3.Connection, system: object) -> str:
    if system in (WGS84, 0, -1):
        return ""
    found = connection.execute(
        "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys"
        " WHERE srs_id = ?",
        (system,),
    ).fetchone()
    if found is None:
        raise _damaged()
    organization, code, definition = found
    return f"EPSG:{int(code)}" if str(organization).upper() == "EPSG" else str(definition)


def _quoted(name: str) -> str:
    return name if name == "NULL" else '"' + name.replace('"', '""') + '"'


def _shape(blob: object, project: Reprojection | None, limits: Limits) -> Read:
    """A GeoPackage geometry: a header of eight bytes, an envelope, WKB."""
    if blob is None:
        return None, ""
    if not isinstance(blob, bytes) or blob[:2] != b"GP" or len(blob) < 8:
        return None, "shape"
    kind = blob[3] >> 1 & 7
    if kind >= len(ENVELOPE_BYTES):
        return None, "shape"
    if blob[3] >> 4 & 1:
        return None, ""
    return from_wkb(blob[8 + ENVELOPE_BYTES[kind] :], project, limits)
