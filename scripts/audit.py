"""Compare every pinned package with published security advisories, without a network.

The advisories are OSV records of the PyPI ecosystem: a folder of JSON files, or the zip archive that
osv.dev offers for download, fetched on a machine that has internet and carried over. Without them only the
few that were read by hand (advisories.csv) are compared, and the last line says so. One line per finding;
the exit code is 1 if there is one.

    python scripts/audit.py [--advisories FOLDER_OR_ZIP] [requirements.txt …]
"""

import argparse
import csv
import json
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.version import InvalidVersion, Version

ROOT = Path(__file__).resolve().parent.parent
BY_HAND = Path(__file__).with_name("advisories.csv")
FILES = ("requirements.txt", "requirements-dev.txt")
PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^]]*\])?==([^\s;\\]+)", re.MULTILINE)


def canonical(name: str) -> str:
    """Return a distribution's name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(requirements: str) -> dict[str, set[str]]:
    """Return the pinned versions of each package; there may be one for each version of Python."""
    found: dict[str, set[str]] = {}
    for name, version in PIN.findall(requirements):
        found.setdefault(canonical(name), set()).add(version)
    return found


def read_advisories(source: Path) -> Iterator[Mapping[str, Any]]:
    """Yield the records in a folder or a zip archive.

    Raises
    ------
    ValueError
        If one of them is not JSON.
    OSError, zipfile.BadZipFile
        If they cannot be read.
    """
    if source.is_dir():
        for file in sorted(source.rglob("*.json")):
            yield json.loads(file.read_text(encoding="utf-8"))
    else:
        with zipfile.ZipFile(source) as archive:
            for name in archive.namelist():
                if name.endswith(".json"):
                    yield json.loads(archive.read(name))


def read_by_hand(file: Path = BY_HAND) -> list[dict[str, Any]]:
    """Return the advisories that were read by hand as records: all versions before the one that mends."""
    with file.open(encoding="utf-8", newline="") as stream:
        return [
            {
                "id": row["advisory"],
                "summary": f"before {row['fixed']}, {row['source']}",
                "affected": [
                    {
                        "package": {"ecosystem": "PyPI", "name": row["package"]},
                        "ranges": [
                            {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": row["fixed"]}]}
                        ],
                    }
                ],
            }
            for row in csv.DictReader(stream)
        ]


def is_affected(version: str, affected: Mapping[str, Any]) -> bool:
    """Whether a record's entry for a package covers a version, by its list or by its ranges.

    The rule is that of the OSV schema (ossf.github.io/osv-schema, "Evaluation"): events in the order of
    versions, the last one at or before the version decides; ``last_affected`` still includes its version.
    """
    if version in affected.get("versions", ()):
        return True
    here = Version(version)
    return any(_in_range(here, r["events"]) for r in affected.get("ranges", ()) if r["type"] != "GIT")


def _in_range(here: Version, events: Iterable[Mapping[str, str]]) -> bool:
    marks = []
    for event in events:
        for kind, said in event.items():
            try:
                # Of two at the same version the one that begins comes last.
                marks.append((Version("0" if said == "0" else said), kind == "introduced", kind))
            except InvalidVersion:
                continue
    inside = False
    for at, _, kind in sorted(marks):
        if kind == "introduced" and here >= at:
            inside = True
        elif (kind == "fixed" and here >= at) or (kind == "last_affected" and here > at):
            inside = False
    return inside


def findings(pinned: Mapping[str, Iterable[str]], records: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield a line for each pinned version that a record covers; withdrawn records count for nothing."""
    for record in records:
        if record.get("withdrawn"):
            continue
        for affected in record.get("affected", ()):
            package = affected.get("package", {})
            name = canonical(package.get("name", ""))
            if package.get("ecosystem") != "PyPI" or name not in pinned:
                continue
            for version in sorted(pinned[name]):
                if is_affected(version, affected):
                    also = ", ".join(record.get("aliases", ())) or "no other name"
                    yield f"{name} {version}: {record['id']} ({also}) {record.get('summary', '')}".rstrip()


def not_as_pinned(pinned: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """Yield a line for each installed package whose version is not a pinned one."""
    for package in sorted(metadata.distributions(), key=lambda found: canonical(found.name)):
        wanted = set(pinned.get(canonical(package.name), ()))
        if wanted and package.version not in wanted:
            yield f"{package.name} {package.version} is installed, {' or '.join(sorted(wanted))} is pinned"


def main(arguments: list[str] | None = None) -> int:
    """Print the findings; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--advisories", type=Path, metavar="FOLDER_OR_ZIP")
    parser.add_argument("files", nargs="*", type=Path, default=[ROOT / name for name in FILES])
    asked = parser.parse_args(arguments)
    try:
        pinned: dict[str, set[str]] = {}
        for file in asked.files:
            for name, versions in pins(file.read_text(encoding="utf-8")).items():
                pinned.setdefault(name, set()).update(versions)
        records = list(read_advisories(asked.advisories)) if asked.advisories else []
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        sys.stderr.write(f"audit: {error}\n")
        return 2
    if not pinned or (asked.advisories and not records):
        sys.stderr.write(f"audit: nothing to compare: {len(pinned)} pins, {len(records)} advisories\n")
        return 2
    differing = list(not_as_pinned(pinned))
    noted = read_by_hand()
    found = list(findings(pinned, [*records, *noted]))
    for line in (*differing, *found):
        sys.stdout.write(f"audit: {line}\n")
    given = f"{len(records):,} advisories" if records else "NO advisories (none were given)"
    against = f"{given} and {len(noted)} read by hand"
    sys.stdout.write(f"audit: {len(pinned)} packages checked against {against}; {len(found)} affected\n")
    return 1 if found or differing else 0


if __name__ == "__main__":
    sys.exit(main())
