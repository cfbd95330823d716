"""CSV that Excel opens right: UTF-8 with a byte order mark, and no cell that runs as a formula.

A CSV has no room beside its rows, and a line before the header breaks most readers, so credits, boundary
note and date stand in the last three columns of every row; reading drops them again. A text that a
spreadsheet would run gets an apostrophe in front, which reading takes away. Lines and areas are in the
column ``wkt``.
"""

import csv
import io

import numpy as np

from corridors.exchange.columns import shield
from corridors.exchange.exporting.imprint import BOUNDARY_NOTE, CREDITS, EXPORTED_ON
from corridors.exchange.exporting.table import Headings, Table, Value, with_wkt

BESIDE = (CREDITS, BOUNDARY_NOTE, EXPORTED_ON)


def write(table: Table, about: dict[str, str], headings: Headings) -> bytes:
    """The table as CSV; columns are separated by commas, lines end as RFC 4180 says."""
    flat = with_wkt(table)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([*(shield(field.heading(headings)) for field in flat.fields), *BESIDE])
    beside = [shield(about[key]) for key in BESIDE]
    keys = [field.key for field in flat.fields]
    writer.writerows([*(_cell(row.get(key)) for key in keys), *beside] for row in flat.rows)
    return stream.getvalue().encode("utf-8-sig")


def _cell(value: Value) -> Value:
    if isinstance(value, float):  # never 1e-05, which few readers of coordinates expect
        return np.format_float_positional(value, trim="-")
    return shield(value) if isinstance(value, str) else value
