"""XLSX workbooks, row by row. Formulas are never run: a cell has the value that was saved with it."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook

from corridors.exchange.archive import open_zip, refuse_document_types
from corridors.exchange.csvfile import LOOKED_AT, find_header, padded
from corridors.exchange.errors import Cancelled, ImportFileError
from corridors.exchange.limits import Limits
from corridors.exchange.source import Source, SourceRow, unique
from corridors.exchange.text import as_text

# A row far below the last one would make openpyxl hand out all the empty rows between.
EMPTY_ROWS = 1000


def open_workbook(data: bytes, limits: Limits, sheet: str = "") -> Source:
    """Open one sheet of a workbook: the one asked for, else the first that is visible and not empty.

    Raises
    ------
    ImportFileError
        If it has no such sheet, no rows, too many, or cannot be read safely.
    """
    archive = open_zip(data, limits)
    with _guarded():
        refuse_document_types(archive)
    with _guarded(), _opened(data) as book:
        visible = tuple(s.title for s in book.worksheets if s.sheet_state == "visible")
        if sheet and sheet not in visible:
            raise ImportFileError(
                f"没有名为“{sheet}”的工作表；有：{'、'.join(visible)}。",
                f"there is no sheet {sheet!r}; there are {', '.join(visible)}",
            )
        for title in [sheet] if sheet else visible:
            claimed = book[title].max_row or 0
            first = list(islice(_records(book[title]), LOOKED_AT))
            if any(any(cells) for _, cells in first):
                break
        else:
            raise ImportFileError("工作簿里没有内容。", "the workbook is empty")
        start = find_header(iter(first))
        header = dict(first)[start]
        names = unique(padded(header, max(len(cells) for _, cells in first)), limits)

    def rows() -> Iterator[SourceRow]:
        with _guarded(), _opened(data) as again:
            for number, cells in _records(again[title]):
                if number > start and any(cells):
                    width = len(names)
                    surplus = " | ".join(cells[width:])
                    yield SourceRow(number, tuple(padded(cells, width)[:width]), surplus=surplus)

    return Source("xlsx", names, rows, start, max(claimed - start, 0), sheets=visible, sheet=title)


def _records(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """Rows with their numbers and without the empty cells at their end."""
    # What the file says about its size can be wrong, and cells beyond it would be lost.
    sheet.reset_dimensions()
    empty = 0
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        width = next((place for place in range(len(values), 0, -1) if values[place - 1] is not None), 0)
        cells = [as_text(value) for value in values[:width]]
        while cells and not cells[-1]:
            cells.pop()
        empty = 0 if cells else empty + 1
        if empty > EMPTY_ROWS:
            return
        yield number, cells


@contextmanager
def _opened(data: bytes) -> Iterator[Workbook]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # styles and extensions that openpyxl does not know
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            yield book
        finally:
            book.close()


@contextmanager
def _guarded() -> Iterator[None]:
    """A damaged workbook makes openpyxl raise nearly anything; the reader gets one clear message."""
    try:
        yield
    except (ImportFileError, Cancelled):
        raise
    except Exception as error:
        raise ImportFileError(
            "工作簿已损坏，或含有不安全的内容。请在表格软件中打开并另存为 .xlsx。",
            "the workbook is damaged or holds unsafe content; open it and save it as .xlsx again",
        ) from error
