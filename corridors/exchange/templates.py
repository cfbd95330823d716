"""Tables to start from, and refused rows to mend and send again."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import shapely
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from corridors.exchange.columns import BY_KEY, COLUMNS, shield
from corridors.exchange.messages import RowProblem
from corridors.exchange.positions import POINT
from corridors.exchange.reading import Result
from corridors.exchange.source import SourceRow
from corridors.vocabulary import BondedType, Kind, Precision, State, Term, ZoneType

MARK = PatternFill("solid", fgColor="FFE699")
HEAD = Font(bold=True)
WRAP = Alignment(wrap_text=True, vertical="top")
# Kept in a table to mend: what stands beside the data, see ``columns.BESIDE``.
BESIDE = ("原行号", "问题", "怎样改")
STAND_INS = {"name": "name", "lonlat": "经纬度", "latlon": "纬经度"}
VOCABULARIES: tuple[tuple[str, tuple[type[Term], ...]], ...] = (
    ("kind", (Kind,)),
    ("precision", (Precision,)),
    ("state", (State,)),
    ("type", (ZoneType, BondedType)),
)
EXPLANATION = (
    ("一行一个地点；第一行是列名，列的次序不限，用不到的列可以删去，也可以加自己的列（按文字保留）。", ""),
    ("One place a row below the headings; columns may be left out, moved or added (kept as text).", ""),
    ("必填：中文或英文名称；经度和纬度，或者国家。", ""),
    ("Needed: a Chinese or English name; longitude and latitude, or a country.", ""),
    ("坐标用 WGS84；高德（GCJ-02）、百度（BD-09）坐标请在导入时选择换算。", ""),
    ("Coordinates are WGS84; GCJ-02 and BD-09 are converted when chosen at import.", ""),
)


def template() -> bytes:
    """An empty XLSX table with a sheet that explains its columns and terms."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("地点")
    sheet.freeze_panes = "A2"
    _widths(sheet, [16] * len(COLUMNS))
    sheet.append([_cell(sheet, column.zh, bold=True) for column in COLUMNS])
    notes = book.create_sheet("说明")
    _widths(notes, [16, 20, 60, 60])
    for row in (*EXPLANATION, (), ("列", "Column", "含义", "Meaning")):
        notes.append([_cell(notes, text, bold=row[:1] == ("列",)) for text in row])
    for column in COLUMNS:
        notes.append([_cell(notes, t) for t in (column.zh, column.en, column.meaning_zh, column.meaning_en)])
    notes.append([])
    for key, kinds in VOCABULARIES:
        for term in (term for kind in kinds for term in kind):
            words = (
                BY_KEY[key].zh,
                term.value,
                f"{term.zh}：{term.meaning}",
                f"{term.en}: {term.definition}",
            )
            notes.append([_cell(notes, word) for word in words])
    return _saved(book)


def template_csv() -> bytes:
    """An empty CSV table, UTF-8 with the mark that makes Excel read it right."""
    return _csv([[column.zh for column in COLUMNS]])


def corrected_template(result: Result) -> bytes:
    """The refused rows as an XLSX table: bad cells marked, what is wrong and how to mend it beside.

    The table can be mended and imported as it is: columns have our headings, and those beside the
    data are dropped. All cells are text, so no spreadsheet program runs or rewrites them. Rows that
    only repeat another one are left out: there is nothing to mend.
    """
    errors: dict[int, list[RowProblem]] = {}
    for problem in result.errors:
        if problem.code != "duplicate":
            errors.setdefault(problem.row, []).append(problem)
    table = [(errors[row.number], _by_title(row, result)) for row in result.refused if row.number in errors]
    titles = list(dict.fromkeys(title for _, cells in table for title in cells))
    book = Workbook(write_only=True)
    sheet = book.create_sheet("待改")
    sheet.freeze_panes = "A2"
    _widths(sheet, [10, 40, 40] + [16] * len(titles))
    sheet.append([_cell(sheet, text, bold=True) for text in (*BESIDE, *titles)])
    for found, cells in table:
        wrong = "；".join(f"{_label(problem.field)}{problem.message_zh}" for problem in found)
        mends = "".join(dict.fromkeys(problem.mend_zh for problem in found))
        bad = {title for problem in found for title in _titles_of(problem.field)}
        beside = [_cell(sheet, text) for text in (str(found[0].row), wrong, mends)]
        sheet.append(beside + [_cell(sheet, cells.get(t, ""), marked=t in bad) for t in titles])
    return _saved(book)


def _by_title(row: SourceRow, result: Result) -> dict[str, str]:
    """Cells of a row under our headings; a shape becomes cells too."""
    cells = {}
    for header, cell in zip(result.headers, row.cells, strict=True):
        field = result.mapping[header]
        if field is not None:
            cells[_title(field) or header] = cell
    if row.shape is not None and row.shape.geom_type == "Point":
        lon, lat = shapely.get_coordinates(row.shape)[0].tolist()
        cells |= {_title("lon"): repr(lon), _title("lat"): repr(lat)}
    elif row.shape is not None:
        cells[_title("wkt")] = shapely.to_wkt(row.shape, rounding_precision=-1)
    return cells


def _title(field: str) -> str:
    return BY_KEY[field].zh if field in BY_KEY else STAND_INS.get(field, field)


def _titles_of(field: str) -> set[str]:
    """Headings of the cells that a problem is about."""
    position = ("lon", "lat", "lonlat", "latlon", "wkt")
    return {_title(key) for key in (position if field in {*position, POINT} else (field,))}


def _label(field: str) -> str:
    return f"{BY_KEY[field].zh}：" if field in BY_KEY else ""


def _cell(sheet: Any, text: str, *, bold: bool = False, marked: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"  # a text that begins with = stays text
    cell.number_format = "@"
    cell.alignment = WRAP
    if bold:
        cell.font = HEAD
    if marked:
        cell.fill = MARK
    return cell


def _widths(sheet: Any, widths: Sequence[int]) -> None:
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width


def _saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerows([[shield(cell) for cell in row] for row in rows])
    return stream.getvalue().encode("utf-8-sig")
