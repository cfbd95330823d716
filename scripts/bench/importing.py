"""Rows a second of the import by format: ``python scripts/bench/importing.py``."""

import csv
import io
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from corridors.exchange.known import shipped
from corridors.exchange.reading import read

SIZES = (100, 1_000, 10_000, 50_000)
HEAD = ("名称", "国家", "经度", "纬度", "状态", "产业", "启动日期", "备注")
Table = list[tuple[str, ...]]


def table(size: int) -> Table:
    """Rows spread over Kazakhstan."""
    return [
        (
            f"园区{i}",
            "哈萨克斯坦",
            f"{60 + i % 1000 / 100}",
            f"{48 + i % 400 / 200}",
            "在建",
            "农业、建材",
            "2015-12",
            "无",
        )
        for i in range(size)
    ]


def as_csv(rows: Table) -> bytes:
    """A UTF-8 CSV with BOM."""
    stream = io.StringIO()
    csv.writer(stream).writerows([HEAD, *rows])
    return stream.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Table) -> bytes:
    """A workbook with one sheet."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("a")
    for row in (HEAD, *rows):
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def as_geojson(rows: Table) -> bytes:
    """A FeatureCollection of points."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [float(row[2]), float(row[3])]},
            "properties": dict(zip(HEAD, row, strict=True)),
        }
        for row in rows
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


WRITERS: dict[str, Callable[[Table], bytes]] = {"csv": as_csv, "xlsx": as_xlsx, "geojson": as_geojson}


def main() -> None:
    """Print a line for each format and size."""
    shipped()
    print(f"{'format':8} {'rows':>7} {'seconds':>8} {'rows/s':>8}")
    for name, write in WRITERS.items():
        for size in SIZES:
            data = write(table(size))
            started = time.perf_counter()
            result = read(data, f"bench.{name}")
            seconds = time.perf_counter() - started
            if len(result.accepted) != size:
                raise SystemExit(f"only {len(result.accepted)} of {size} rows were good")
            print(f"{name:8} {size:7} {seconds:8.2f} {size / seconds:8.0f}")


if __name__ == "__main__":
    main()
