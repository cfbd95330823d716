"""What every kind of file becomes: headers, and rows of text that can be read again and again."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from shapely.geometry.base import BaseGeometry

from corridors.exchange.errors import ImportFileError
from corridors.exchange.limits import Limits, too_many

LONGEST_HEADER = 100
Format = Literal["csv", "xlsx", "geojson", "gpkg", "kml", "kmz"]
Progress: TypeAlias = Callable[[int, int | None], None]


class Notice(NamedTuple):
    """Something about the whole file that the reader should know."""

    zh: str
    en: str


class SourceRow(NamedTuple):
    """One row of a file.

    Attributes
    ----------
    number
        Row of a table, the first line being 1; or feature of a layer, the first being 1.
    cells
        Clean text, one for each header.
    shape
        WGS84 longitude, latitude. For layers only.
    fault
        What is wrong with the shape, a code of ``messages``.
    surplus
        Cells to the right of the last column that the first rows of the table have.
    """

    number: int
    cells: tuple[str, ...]
    shape: BaseGeometry | None = None
    fault: str = ""
    surplus: str = ""


@dataclass(frozen=True)
class Source:
    """A file opened for reading.

    ``rows`` starts a new pass each time it is called; it leaves out empty rows. ``total`` is their
    number, for a workbook what it claims, good for a progress bar only. ``sheets`` are sheets of a
    workbook or layers of a GeoPackage.
    """

    format: Format
    headers: tuple[str, ...]
    rows: Callable[[], Iterator[SourceRow]]
    header_row: int | None = None
    total: int | None = None
    encoding: str = ""
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    notices: tuple[Notice, ...] = ()


@dataclass
class Watch:
    """Counts what is read, and stops at a limit, at the time limit or when asked to."""

    limits: Limits
    progress: Progress | None = None
    total: int | None = None
    started: float = field(default_factory=time.monotonic)

    @property
    def late(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() - self.started > self.limits.seconds

    def row(self, count: int) -> None:
        """Take note of a row.

        Raises
        ------
        ImportFileError
            If it is one too many.
        Cancelled
            If the progress callback says so.
        """
        if count > self.limits.rows:
            raise too_many("行数过多，至少", "too many rows, at least", count, self.limits.rows, "rows")
        if count % 500 == 0:
            self.tick(count)

    def tick(self, count: int) -> None:
        """Report progress and look at the clock; raises as :meth:`row` does."""
        if self.late:
            raise ImportFileError(
                f"读取超过 {self.limits.seconds} 秒，已停止。"
                "请拆分文件，或由管理员调整 CORRIDORS_IMPORT_SECONDS。",
                f"reading took more than {self.limits.seconds} s; "
                "split the file or raise CORRIDORS_IMPORT_SECONDS",
            )
        if self.progress:
            self.progress(count, self.total)


def unique(headers: Sequence[str], limits: Limits) -> tuple[str, ...]:
    """Headers that differ: an empty one is named after its place, a repeated one is numbered.

    Raises
    ------
    ImportFileError
        If there are too many.
    """
    if len(headers) > limits.columns:
        raise too_many("列数过多", "too many columns", len(headers), limits.columns, "columns")
    found: dict[str, None] = {}
    for place, header in enumerate(headers, start=1):
        stem = header[:LONGEST_HEADER] or f"列{place}"
        name, copy = stem, 2
        while name in found:
            name, copy = f"{stem} ({copy})", copy + 1
        found[name] = None
    return tuple(found)
