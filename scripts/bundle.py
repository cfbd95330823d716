"""Packs the app with everything it needs into one archive that installs and runs without any network.

    python scripts/bundle.py [--for linux-3.11 windows-3.13 …] [--out FOLDER]

The same tree gives the same bytes: names are sorted, and the time of every entry is that of the last commit
(or ``SOURCE_DATE_EPOCH``).
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import tomllib
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from bundle_wheels import GLIBC, NAMES, BundleError, Target, gather, licences, pins

ROOT = Path(__file__).resolve().parent.parent
FILES = ROOT / "scripts" / "bundle_files"
NAME = "liaoning-corridor-map"
# What the app runs on. Tests, tools and what rebuilds the shapes stay behind, and so does what a user adds,
# such as .streamlit/secrets.toml.
PACKED = (
    ".streamlit/config.toml",
    "LICENSE",
    "README.md",
    "app.py",
    "corridors",
    "data",
    "deploy",
    "docs",
    "pages",
    "requirements.txt",
    "scripts/run.py",
)
LEFT_OUT = ("corridors/build",)
TARGETS = tuple(f"{system}-3.{minor}" for system in NAMES for minor in (11, 12, 13))
EXECUTABLE = frozenset({"start.sh"})
EARLIEST = 315_532_800  # 1980-01-01, where the clock of ZIP begins


def app_files(root: Path = ROOT) -> Iterator[Path]:
    """Files of the app below ``root`` that go into the bundle."""
    for top in PACKED:
        path = root / top
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and not _left_out(file.relative_to(root), top):
                yield file


def _left_out(path: Path, top: str) -> bool:
    inner = path.parts[len(Path(top).parts) :]
    hidden = any(part.startswith((".", "__pycache__")) for part in inner)
    return hidden or path.suffix == ".pyc" or any(path.is_relative_to(folder) for folder in LEFT_OUT)


def version(root: Path = ROOT) -> str:
    """Version of the app, as pyproject.toml has it."""
    stated: str = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    return stated


def made_files(targets: Sequence[Target], wheels: Iterable[Path]) -> dict[str, bytes]:
    """What is written for this bundle alone: start scripts, instructions, licences, what it supports."""
    pythons: dict[str, list[str]] = {}
    for target in targets:
        pythons.setdefault(NAMES[target.system], []).append(target.version)
    glibc = "{}.{}".format(*GLIBC)
    packed = {
        "version": version(),
        "pythons": pythons,
        "glibc": glibc,
        "pip": next(wheel.name for wheel in wheels if wheel.name.startswith("pip-")),
    }
    stated = sorted(set(licences(wheels)), key=lambda row: row[0].lower())
    words = {"linux-x86_64": f"Linux x86-64 (glibc {glibc}+)", "win-amd64": "Windows 10/11 64-bit"}
    systems = [f"{words[system]}: Python {', '.join(of)}" for system, of in pythons.items()]
    instructions = (FILES / "START-HERE.txt").read_text(encoding="utf-8")
    instructions = instructions.replace("{version}", version())
    instructions = instructions.replace("{systems_zh}", "；".join(systems))
    instructions = instructions.replace("{systems_en}", "; ".join(systems))
    return {
        "START-HERE.txt": instructions.encode("utf-8-sig"),
        "LICENCES.txt": "".join(f"{name} {number}: {said}\n" for name, number, said in stated).encode(),
        "bundle.json": (json.dumps(packed, indent=1) + "\n").encode(),
        **{name: (FILES / name).read_bytes() for name in ("start.py", "start.sh", "start.cmd")},
    }


def pack(archive: Path, top: str, content: Mapping[str, bytes | Path], moment: int) -> None:
    """Write a ZIP archive whose bytes depend on nothing but what is given.

    Parameters
    ----------
    archive : Path
        File to write; what was there stays until the new one is whole.
    top : str
        Folder that everything lies in.
    content : mapping of str to bytes or Path
        What to pack by its name below ``top``.
    moment : int
        Time of every entry in seconds since 1970, UTC.
    """
    stamp = time.gmtime(max(moment, EARLIEST))[:6]
    part = archive.with_name(f"{archive.name}.part")
    with zipfile.ZipFile(part, "w") as out:
        for name, source in sorted(content.items()):
            entry = zipfile.ZipInfo(f"{top}/{name}", stamp)
            entry.create_system = 3  # Unix, whose permissions follow
            entry.external_attr = (0o100755 if name in EXECUTABLE else 0o100644) << 16
            # A wheel is compressed already.
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(".whl") else zipfile.ZIP_DEFLATED
            if isinstance(source, Path):
                entry.file_size = source.stat().st_size
                with source.open("rb") as stream, out.open(entry, "w") as sink:
                    shutil.copyfileobj(stream, sink, 1 << 20)
            else:
                out.writestr(entry, source)
    part.replace(archive)


def moment() -> int:
    """Time of the last commit, so that a bundle can be made again bit by bit."""
    if stated := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(stated)
    command = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    try:
        said = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603
    except OSError:
        return EARLIEST
    return int(said) if said.isdigit() else EARLIEST


def make(targets: Sequence[Target], out: Path, kept: Path) -> Path:
    """Fetch what is missing and write the archive with its checksum beside it.

    Parameters
    ----------
    targets : sequence of Target
        What the bundle is for.
    out : Path
        Folder of the archive.
    kept : Path
        Folder where wheels are kept from one time to the next.

    Raises
    ------
    BundleError
        If a wheel is missing or may not be packed.
    """
    wanted = [
        pin for name in ("", "-bundle") for pin in pins((ROOT / f"requirements{name}.txt").read_text("utf-8"))
    ]
    wheels: dict[str, Path] = {}
    for target in targets:
        found = gather(wanted, target, kept / target.name)
        wheels |= {wheel.name: wheel for wheel in found}
        sys.stdout.write(f"bundle: {len(found)} wheels for {target.name}\n")
        sys.stdout.flush()
    content: dict[str, bytes | Path] = {file.relative_to(ROOT).as_posix(): file for file in app_files()}
    content |= {f"wheels/{name}": wheel for name, wheel in wheels.items()}
    content |= made_files(targets, wheels.values())
    top = f"{NAME}-{version()}"
    narrowed = "" if [t.name for t in targets] == list(TARGETS) else "-" + "-".join(t.name for t in targets)
    archive = out / f"{top}{narrowed}.zip"
    out.mkdir(parents=True, exist_ok=True)
    pack(archive, top, content, moment())
    with archive.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    archive.with_name(f"{archive.name}.sha256").write_text(f"{digest}  {archive.name}\n", encoding="utf-8")
    return archive


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the bundle; 1 if it cannot be made."""
    parser = argparse.ArgumentParser(prog="bundle", description="one archive for a machine without internet")
    parser.add_argument(
        "--for", dest="targets", nargs="+", default=TARGETS, metavar="SYSTEM-PYTHON", help="e.g. linux-3.11"
    )
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bundle", metavar="FOLDER")
    parser.add_argument("--wheels", type=Path, default=ROOT / "build" / "wheels", metavar="FOLDER")
    options = parser.parse_args(arguments)
    try:
        targets = [Target.parse(name) for name in dict.fromkeys(options.targets)]
        archive = make(targets, options.out, options.wheels)
    except (BundleError, OSError) as error:
        sys.stderr.write(f"bundle: {error}\n")
        return 1
    sys.stdout.write(f"bundle: {archive} ({archive.stat().st_size / 1e6:,.0f} MB), checksum beside it\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
