"""The register of built files: ``versions.csv`` beside them."""

import csv
import hashlib
from collections.abc import Sequence
from pathlib import Path

from corridors.build.fetch import Package

COLUMNS = ("file", "source", "package", "version", "licence", "credit", "input_sha256", "sha256")


def register(path: Path, packages: Sequence[Package]) -> None:
    """Enter a built file in ``versions.csv``, a row a package; the rows of other files stay."""
    table = path.with_name("versions.csv")
    rows = [row for row in _read(table) if row["file"] != path.name]
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    rows += [
        {
            "file": path.name,
            "source": package.source,
            "package": package.name,
            "version": package.version,
            "licence": package.licence,
            "credit": package.credit,
            "input_sha256": package.sha256,
            "sha256": digest,
        }
        for package in packages
    ]
    with table.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: (row["file"], row["package"])))


def _read(table: Path) -> list[dict[str, str]]:
    if not table.exists():
        return []
    with table.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
