"""CSV and its relatives: encoding and delimiter are found, the header row too."""

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from corridors.exchange import encoding as encodings
from corridors.exchange import headers as heading
from corridors.exchange.columns import unshield
from corridors.exchange.errors import ImportFileError
from corridors.exchange.limits import Limits
from corridors.exchange.source import Source, SourceRow, Watch, unique
from corridors.exchange.text import clean

DELIMITERS = (",", "\t", ";", "|", "，")
LOOKED_AT = 20
_HINT = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)


def open_csv(data: bytes, limits: Limits, watch: Watch, encoding: str = "") -> Source:
    """Open a text table.

    Raises
    ------
    ImportFileError
        If it has no rows, too many, or an encoding that is not what was asked for.
    """
    if encoding and (encoding not in encodings.CHOICES or not encodings.decodes(data, encoding)):
        raise ImportFileError(
            f"文件不能按 {encoding} 读取。可选：{'、'.join(encodings.CHOICES)}。",
            f"the file cannot be read as {encoding}; choose one of {', '.join(encodings.CHOICES)}",
        )
    encoding = encoding or encodings.find(data)
    delimiter, skipped = _delimiter(data, encoding, limits)
    start = find_header(islice(_records(data, encoding, delimiter, skipped, limits), LOOKED_AT))
    names, total = measured(_records(data, encoding, delimiter, skipped, limits), start, limits, watch)

    def rows() -> Iterator[SourceRow]:
        for number, cells in _records(data, encoding, delimiter, skipped, limits):
            if number > start and any(cells):
                yield SourceRow(number, tuple(padded(cells, len(names))))

    return Source("csv", names, rows, start, total, encoding)


def find_header(records: Iterator[tuple[int, list[str]]]) -> int:
    """Row number of the header: the first of the rows with the most headers that are known.

    Raises
    ------
    ImportFileError
        If all rows are empty.
    """
    filled = [(number, cells) for number, cells in records if any(cells)]
    if not filled:
        raise ImportFileError("文件里没有内容。", "the file is empty")
    counts = [heading.known_count(cells) for _, cells in filled]
    best = max(counts)
    return filled[counts.index(best) if best > 1 else 0][0]


def measured(
    records: Iterator[tuple[int, list[str]]], start: int, limits: Limits, watch: Watch
) -> tuple[tuple[str, ...], int]:
    """Headers as wide as the widest row, and the number of rows that are not empty.

    Raises
    ------
    ImportFileError
        If there are more rows or columns than the limits allow.
    """
    total = columns = 0
    headers: list[str] = []
    for number, cells in records:
        if number < start:
            continue
        columns = max(columns, len(cells))
        if number == start:
            headers = cells
        elif any(cells):
            total += 1
            watch.row(total)
    return unique(padded(headers, columns), limits), total


def padded(cells: list[str], width: int) -> list[str]:
    """Cells to the width of the table."""
    return cells + [""] * (width - len(cells))


def _records(
    data: bytes, encoding: str, delimiter: str, skipped: int, limits: Limits
) -> Iterator[tuple[int, list[str]]]:
    # For the whole process, but it only guards memory: a longer cell is refused either way.
    csv.field_size_limit(limits.shape_chars)
    stream = io.TextIOWrapper(io.BytesIO(data), encoding, errors="replace", newline="")
    reader = csv.reader(_lines(stream, limits), delimiter=delimiter)
    number = 0
    try:
        for number, record in enumerate(reader, start=1):
            if number > skipped:
                yield number, [clean(unshield(clean(cell))) for cell in record]
    except csv.Error as error:
        raise ImportFileError(
            f"第 {number + 1} 行附近不能读取：多半是双引号不成对。请用表格软件打开并另存。",
            f"cannot be read near row {number + 1}: {error}; a quotation mark may not be closed",
        ) from error


def _lines(stream: io.TextIOWrapper, limits: Limits) -> Iterator[str]:
    """Lines, none of them so long that its cells would fill the memory."""
    while line := stream.readline(limits.shape_chars):
        if len(line) == limits.shape_chars:
            raise ImportFileError(
                f"有一行超过 {limits.shape_chars:,} 个字符，不予读取。请检查分隔符和换行。",
                f"a line is longer than {limits.shape_chars:,} characters; check delimiters and line ends",
            )
        yield line


def _delimiter(data: bytes, encoding: str, limits: Limits) -> tuple[str, int]:
    """The delimiter with the most known headers, then the most columns; and lines to skip."""
    with io.TextIOWrapper(io.BytesIO(data), encoding, errors="replace", newline="") as stream:
        hint = _HINT.fullmatch(stream.readline(16))
    if hint:
        return hint[1], 1

    def score(delimiter: str) -> tuple[int, int]:
        try:
            records = [
                cells for _, cells in islice(_records(data, encoding, delimiter, 0, limits), LOOKED_AT)
            ]
        except ImportFileError:
            return 0, 0
        return max(map(heading.known_count, records), default=0), max(map(len, records), default=0)

    return max(DELIMITERS, key=score), 0
