"""Layers and tables on their way out, each file with sources, credits and the boundary note inside."""

from datetime import date
from typing import Literal, get_args

from corridors.exchange.exporting import delimited, geojson, kml, workbook
from corridors.exchange.exporting.imprint import Lang, imprint
from corridors.exchange.exporting.layers import LAYERS, layer_table, names_of
from corridors.exchange.exporting.own import own_table
from corridors.exchange.exporting.table import ExportError, Headings, Table

Format = Literal["geojson", "gpkg", "kml", "csv", "xlsx"]
FORMATS: tuple[Format, ...] = get_args(Format)
MEDIA_TYPES: dict[Format, str] = {
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "kml": "application/vnd.google-earth.kml+xml",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

__all__ = [
    "FORMATS",
    "LAYERS",
    "MEDIA_TYPES",
    "ExportError",
    "Format",
    "Table",
    "export",
    "layer_table",
    "names_of",
    "own_table",
]


def export(
    table: Table,
    fmt: Format,
    on: date | None = None,
    lang: Lang = "zh",
    headings: Headings | None = None,
) -> bytes:
    """A table as a file. The same table on the same day gives the same bytes.

    Parameters
    ----------
    table : Table
        From :func:`layer_table` or :func:`own_table`.
    fmt : str
        One of ``FORMATS``.
    on : date, optional
        Day of export, today if not given.
    lang : {"zh", "en"}
        Language of credits, notes and of the words in XLSX.
    headings : {"key", "zh", "en"}, optional
        What stands above the columns of CSV and XLSX. Without it CSV, which scripts read, has the keys of
        the fields and XLSX, which people read, the words of ``lang``. Geographic formats have the keys.

    Raises
    ------
    ExportError
        If the format is not known or cannot hold the table.
    """
    about = imprint(table, on or date.today(), lang)
    match fmt:
        case "geojson":
            return geojson.write(table, about)
        case "gpkg":
            # geopandas takes half a second to load, and no other format needs it.
            from corridors.exchange.exporting import geopackage  # noqa: PLC0415

            return geopackage.write(table, about)
        case "kml":
            return kml.write(table, about)
        case "csv":
            return delimited.write(table, about, headings or "key")
        case "xlsx":
            return workbook.write(table, about, headings or lang, lang)
    raise ExportError(
        f"没有“{fmt}”格式，可选：{'、'.join(FORMATS)}。", f"no format {fmt!r}; there are {', '.join(FORMATS)}"
    )
