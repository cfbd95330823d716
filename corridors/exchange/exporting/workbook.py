"""XLSX: the rows on the first sheet, the imprint and what the columns mean on the second.

Text is always written as text, never as formula or link, and keeps being text when its cell is edited.
Terms, countries and industries are in words here, because people read it; reading knows the words.
"""

import io
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from corridors.exchange.columns import shield
from corridors.exchange.exporting.imprint import EXPORTED_ON, Lang
from corridors.exchange.exporting.table import ExportError, Headings, Table, Value, with_wkt
from corridors.exchange.exporting.words import in_words

# Limits of the format.
MOST_ROWS = 1_048_575
MOST_COLUMNS = 16_384
MOST_SIGNS = 32_767
CUT = "…"
SHEETS = {"zh": ("数据", "说明"), "en": ("Data", "About")}
WORDS = {
    "zh": {
        "title": "标题",
        "layer": "图层",
        "credits": "许可与署名",
        "boundary_note": "边界说明",
        "exported_on": "导出日期",
        "rows": "行数",
        "column": "列",
        "key": "字段",
        "cut": "超出 Excel 单元格长度、被截短或略去的单元格数；完整内容请导出 CSV 或 GeoPackage",
    },
    "en": {
        "title": "Title",
        "layer": "Layer",
        "credits": "Licence and credit",
        "boundary_note": "Boundaries",
        "exported_on": "Exported on",
        "rows": "Rows",
        "column": "Column",
        "key": "Field",
        "cut": "Cells too long for Excel, cut or left out; export CSV or GeoPackage for all of it",
    },
}
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write(table: Table, about: dict[str, str], headings: Headings, lang: Lang) -> bytes:
    """The table as a workbook.

    Raises
    ------
    ExportError
        If it has more rows or columns than a sheet can hold.
    """
    flat = with_wkt(table)
    if len(flat.rows) > MOST_ROWS or len(flat.fields) > MOST_COLUMNS:
        raise ExportError(
            f"Excel 工作表最多 {MOST_ROWS} 行、{MOST_COLUMNS} 列，放不下。请导出 CSV 或 GeoPackage。",
            f"an Excel sheet holds {MOST_ROWS} rows and {MOST_COLUMNS} columns; export CSV or GeoPackage",
        )
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, _OPTIONS)
    made = datetime.fromisoformat(about[EXPORTED_ON]).replace(tzinfo=UTC)
    book.set_properties({"title": about["title"], "comments": "\n".join(about.values()), "created": made})
    data, notes = (book.add_worksheet(name) for name in SHEETS[lang])
    cut = _Rows(book, data).write(flat, headings, None if headings == "key" else lang)
    quoted = book.add_format({"quote_prefix": True})
    for number, line in enumerate(_notes(flat, about, cut, lang)):
        for column, text in enumerate(line):
            notes.write_string(number, column, text[:MOST_SIGNS], quoted)
    notes.set_column(0, 0, 24)
    notes.set_column(1, 1, 100)
    book.close()
    return stream.getvalue()


class _Rows:
    """Writes cells as text and counts those that had to be cut."""

    def __init__(self, book: xlsxwriter.Workbook, sheet: Any) -> None:
        self.sheet = sheet
        self.bold = book.add_format({"bold": True, "quote_prefix": True})
        self.quoted = book.add_format({"quote_prefix": True})
        self.cut = 0

    def write(self, table: Table, headings: Headings, words: Lang | None) -> int:
        for column, field in enumerate(table.fields):
            self.sheet.write_string(0, column, self._fit(field.heading(headings)), self.bold)
            self.sheet.set_column(column, column, 12 if field.type != "text" else 20)
        for number, row in enumerate(table.rows, start=1):
            for column, field in enumerate(table.fields):
                value = row.get(field.key)
                if words and isinstance(value, str):
                    value = in_words(field.key, value, table.names, words)
                self._cell(number, column, value)
        self.sheet.freeze_panes(1, 0)
        if table.rows:
            self.sheet.autofilter(0, 0, len(table.rows), len(table.fields) - 1)
        return self.cut

    def _cell(self, row: int, column: int, value: Value) -> None:
        if isinstance(value, str):
            # Such a text would become a formula when its cell is edited.
            style = self.quoted if shield(value) != value else None
            self.sheet.write_string(row, column, self._fit(value), style)
        elif value is not None:
            self.sheet.write_number(row, column, value)

    def _fit(self, text: str) -> str:
        if len(text) <= MOST_SIGNS:
            return text
        self.cut += 1
        return text[: MOST_SIGNS - len(CUT)] + CUT


def _notes(table: Table, about: dict[str, str], cut: int, lang: Lang) -> list[tuple[str, str]]:
    words = WORDS[lang]
    lines = [(words[key], value) for key, value in about.items()]
    lines.append((words["rows"], str(len(table.rows))))
    if cut:
        lines.append((words["cut"], str(cut)))
    lines += [("", ""), (words["column"], words["key"])]
    return lines + [(field.heading(lang), field.key) for field in table.fields]
