"""Built files told from damaged ones, by the sum in their register or the sums inside them."""

import csv
import gzip
import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from corridors.records import Problem

REGISTER = "versions.csv"
# Packed files that carry sums of their own.
PACKED = ("network.npz", "towns.csv.gz")
BLOCK = 1 << 20


def damaged(folder: Path) -> Iterator[Problem]:
    """Name every built file of a folder that is missing or is not as it was built.

    Parameters
    ----------
    folder : Path
        ``data/geo`` or a copy of it, with its ``versions.csv``.
    """
    place = f"data/{folder.name}"
    try:
        sums = _register(folder / REGISTER)
    except (OSError, ValueError, KeyError) as error:
        yield Problem(f"{place}/{REGISTER}", "", f"cannot be read: {reason(error)}; {way_out(REGISTER)}")
        sums = {}
    for name in sorted({*sums, *PACKED}):
        fault = _fault(folder / name, sums.get(name))
        if fault:
            yield Problem(f"{place}/{name}", "", f"{fault}; {way_out(name)}")


def reason(error: Exception) -> str:
    """What an error says, on one line and without the path that is named already."""
    words = (error.strerror if isinstance(error, OSError) else "") or str(error)
    return " ".join((words or type(error).__name__).split())


def way_out(name: str) -> str:
    """How to get a built file back."""
    return f"restore it: git checkout -- data/geo/{name}, or install the app again"


def _register(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8", newline="") as stream:
        sums = {row["file"]: row["sha256"] for row in csv.DictReader(stream, strict=True)}
    if not sums or not all(sums.values()):
        raise ValueError("names no file, or one without its sum")
    return sums


def _fault(path: Path, expected: str | None) -> str:
    """What is wrong with a file, empty if nothing is."""
    try:
        if expected is not None:
            whole = hashlib.sha256(path.read_bytes()).hexdigest() == expected
        else:
            whole = _unpacks(path)
    except OSError as error:
        return f"cannot be read: {reason(error)}"
    return "" if whole else "is damaged or was changed by hand"


def _unpacks(path: Path) -> bool:
    """Whether all of a packed file can be unpacked; its own sums are compared on the way."""
    try:
        if path.suffix == ".npz":
            with zipfile.ZipFile(path) as archive:
                return archive.testzip() is None
        with gzip.open(path) as stream:
            if not stream.read(BLOCK):
                return False
            while stream.read(BLOCK):
                pass
    except (zipfile.BadZipFile, gzip.BadGzipFile, EOFError, zlib.error, ValueError, NotImplementedError):
        return False
    return True
