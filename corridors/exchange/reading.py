"""A foreign file to checked places: a preview of its columns, then every row, good or explained."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType

from corridors.exchange import headers, sniff
from corridors.exchange.columns import OwnPlace
from corridors.exchange.csvfile import open_csv
from corridors.exchange.encoding import find as find_encoding
from corridors.exchange.errors import ImportFileError
from corridors.exchange.geojson import open_geojson
from corridors.exchange.geopackage import open_geopackage
from corridors.exchange.kml import open_kml, unpack_kmz
from corridors.exchange.known import Known, shipped
from corridors.exchange.limits import Limits, too_many
from corridors.exchange.messages import RowProblem
from corridors.exchange.rows import draft
from corridors.exchange.sink import CoordinateSystem, Sink
from corridors.exchange.source import Format, Notice, Progress, Source, SourceRow, Watch
from corridors.exchange.workbook import open_workbook

SAMPLE_ROWS = 20
PLACED = frozenset({"lon", "lat", "lonlat", "latlon", "country", "wkt"})


@dataclass(frozen=True)
class Options:
    """What the reader says about the file; empty is found out.

    Attributes
    ----------
    crs
        System of the coordinates; GCJ-02 and BD-09 are converted where they are used, in China.
    sheet
        Sheet of a workbook or layer of a GeoPackage.
    encoding
        Of a text table, one of ``encoding.CHOICES``.
    """

    crs: CoordinateSystem = "wgs84"
    sheet: str = ""
    encoding: str = ""


@dataclass(frozen=True)
class Preview:
    """What a file seems to be.

    ``mapping`` gives the column of each header, see :mod:`corridors.exchange.headers`; a corrected
    copy of it goes to :func:`read`. ``rows`` are the first rows, ``total`` is the number of all.
    """

    format: Format
    encoding: str
    sheets: tuple[str, ...]
    sheet: str
    header_row: int | None
    headers: tuple[str, ...]
    mapping: Mapping[str, str | None]
    rows: tuple[SourceRow, ...]
    total: int | None
    notices: tuple[Notice, ...]


@dataclass(frozen=True)
class Result:
    """What became of a file.

    ``rows`` counts the rows that are not empty, ``accepted`` holds the good ones in their order,
    ``problems`` says what is wrong with the others and what was repaired. ``refused`` are the rows
    that were left out, as the file has them under ``headers``.
    """

    rows: int
    accepted: tuple[OwnPlace, ...]
    problems: tuple[RowProblem, ...]
    headers: tuple[str, ...]
    mapping: Mapping[str, str | None]
    refused: tuple[SourceRow, ...]
    notices: tuple[Notice, ...]

    @property
    def errors(self) -> tuple[RowProblem, ...]:
        """The problems that kept rows out."""
        return tuple(problem for problem in self.problems if problem.level == "error")


def preview(
    data: bytes, filename: str, options: Options = Options(), *, limits: Limits | None = None
) -> Preview:
    """Look at a file without checking its rows.

    Parameters
    ----------
    data : bytes
        The whole file.
    filename : str
        Its name; only compared with the content.
    options : Options
        Sheet and encoding, if the reader chose them.
    limits : Limits, optional
        Those of the environment if left out.

    Raises
    ------
    ImportFileError
        If it cannot be read; says why and what to do, in both languages.
    """
    limits = limits or Limits.from_environment()
    with _within_memory():
        source = _open(data, filename, options, limits, Watch(limits))
        rows = tuple(islice(source.rows(), SAMPLE_ROWS))
    return Preview(
        source.format,
        source.encoding,
        source.sheets,
        source.sheet,
        source.header_row,
        source.headers,
        MappingProxyType(headers.match(source.headers)),
        rows,
        source.total,
        source.notices,
    )


def read(  # noqa: PLR0913 - all but the file are optional
    data: bytes,
    filename: str,
    mapping: Mapping[str, str | None] | None = None,
    options: Options = Options(),
    *,
    limits: Limits | None = None,
    known: Known | None = None,
    progress: Progress | None = None,
) -> Result:
    """Read and check every row of a file. Nothing is stored.

    Parameters
    ----------
    data : bytes
        The whole file.
    filename : str
        Its name; only compared with the content.
    mapping : mapping of str to str or None, optional
        Corrections to the columns found: header to field, ``""`` to keep as text, None to drop.
    options : Options
        Coordinate system, sheet, encoding.
    limits : Limits, optional
        Those of the environment if left out.
    known : Known, optional
        Names and outlines; those shipped with the app if left out.
    progress : callable, optional
        Called with the rows done and their number, every 500 rows and at the end. It may raise
        ``Cancelled``, which passes through.

    Raises
    ------
    ImportFileError
        If the file as a whole cannot be read.
    Cancelled
        If the callback raised it.
    """
    limits = limits or Limits.from_environment()
    known = known or shipped()
    watch = Watch(limits)
    with _within_memory():
        source = _open(data, filename, options, limits, watch)
        columns = headers.corrected(source.headers, mapping)
        _usable(source, columns)
        watch.progress, watch.total = progress, source.total
        sink = Sink(source.headers, columns, known, options.crs)
        for count, row in enumerate(source.rows(), start=1):
            watch.row(count)
            sink.put(draft(row, source.headers, columns, known, limits))
        sink.flush()
        watch.tick(sink.count)
    return Result(
        sink.count,
        tuple(sink.accepted),
        tuple(sink.problems),
        source.headers,
        MappingProxyType(columns),
        tuple(sink.refused),
        source.notices,
    )


def _open(data: bytes, filename: str, options: Options, limits: Limits, watch: Watch) -> Source:
    if len(data) > limits.bytes:
        raise too_many("文件过大（字节）", "the file is too large (bytes)", len(data), limits.bytes, "bytes")
    kind = sniff.identify(data)
    match kind:
        case "csv":
            source = open_csv(data, limits, watch, options.encoding)
        case "xlsx":
            source = open_workbook(data, limits, options.sheet)
        case "geojson":
            source = open_geojson(_utf8(data), limits, watch)
        case "gpkg":
            source = open_geopackage(data, limits, watch, options.sheet)
        case "kml":
            source = open_kml(data, limits, watch)
        case "kmz":
            source = open_kml(unpack_kmz(data, limits), limits, watch, "kmz")
    notices = (*source.notices, *sniff.name_notice(kind, filename))
    return Source(**{**vars(source), "notices": notices})


def _utf8(data: bytes) -> bytes:
    encoding = find_encoding(data)
    return data if encoding == "utf-8" else data.decode(encoding, errors="replace").encode()


def _usable(source: Source, columns: headers.Mapped) -> None:
    """Refuse a file in which no row could be placed or named, once instead of for each row."""
    fields = {field for field in columns.values() if field}
    shown = "、".join(source.headers[:8])
    if not fields & {"name", "name_zh", "name_en"}:
        raise ImportFileError(
            f"没有找到名称一列（如“名称”“name”）。现有列：{shown}。请改列名或指定对应关系。",
            f"no column with names, such as 名称 or name, among: {shown}",
        )
    if source.format in ("csv", "xlsx") and not fields & PLACED:
        raise ImportFileError(
            f"没有找到经度、纬度或国家一列。现有列：{shown}。请改列名或指定对应关系。",
            f"no column with longitude and latitude or with the country among: {shown}",
        )


@contextmanager
def _within_memory() -> Iterator[None]:
    """The limits bound the memory; should it be short all the same, only the import ends."""
    try:
        yield
    except MemoryError as error:
        raise ImportFileError(
            "内存不足，未能读取。请拆分文件后再试。", "not enough memory to read the file; split it"
        ) from error
