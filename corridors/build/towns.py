"""Names of the world's towns and ports: ``data/geo/towns.csv.gz``."""

import csv
import gzip
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from corridors.build.lines import Point

COLUMNS = ("id", "name_zh", "name_en", "aliases", "lon", "lat", "country", "kind", "source", "km", "nodes")


@dataclass
class Row:
    """A town or port, and how it joins the network."""

    id: str
    name_zh: str
    name_en: str
    point: Point
    country: str
    kind: str
    source: str
    population: int = 0
    aliases: tuple[str, ...] = ()
    nodes: tuple[int, ...] = ()
    km: float = 0.0


def write(path: Path, rows: Iterable[Row]) -> None:
    """Write the rows in their order; the same rows always make the same file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        lon, lat = row.point
        names = [row.id, row.name_zh, row.name_en, "|".join(row.aliases)]
        km = f"{row.km:.1f}" if row.km else ""
        nodes = "|".join(map(str, row.nodes))
        writer.writerow([*names, lon, lat, row.country, row.kind, row.source, km, nodes])
    with path.open("wb") as stream, gzip.GzipFile("", "wb", 9, stream, mtime=0) as packed:
        packed.write(text.getvalue().encode())
