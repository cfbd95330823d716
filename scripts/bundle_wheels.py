"""The packages of the bundle: which wheels, for which systems, and that none is missing or unfit.

Markers of requirements.txt are judged for the system that will install, not for the one that packs: pip
itself would leave out what only Windows needs.
"""

import hashlib
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.parser import HeaderParser
from functools import cache
from pathlib import Path
from typing import NamedTuple

from check_requirements import STATED_ELSEWHERE, STRONG_COPYLEFT, stated_licences
from packaging.requirements import Requirement
from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename

# The oldest C library that some wheels want; Debian has had it since 10.
GLIBC = (2, 28)
LINUX = (
    *(f"manylinux_2_{minor}_x86_64" for minor in range(GLIBC[1], 4, -1)),
    "manylinux2014_x86_64",
    "manylinux2010_x86_64",
    "manylinux1_x86_64",
)
PLATFORMS: Mapping[str, tuple[str, ...]] = {"linux": LINUX, "windows": ("win_amd64",)}
# As sysconfig.get_platform() calls them on the machine that installs.
NAMES: Mapping[str, str] = {"linux": "linux-x86_64", "windows": "win-amd64"}
MARKERS: Mapping[str, Mapping[str, str]] = {
    "linux": {
        "sys_platform": "linux",
        "platform_system": "Linux",
        "os_name": "posix",
        "platform_machine": "x86_64",
    },
    "windows": {
        "sys_platform": "win32",
        "platform_system": "Windows",
        "os_name": "nt",
        "platform_machine": "AMD64",
    },
}


class BundleError(Exception):
    """The bundle cannot be made; the message says why and what to do."""


class Pin(NamedTuple):
    """One package of a requirements file with the checksums of all its files."""

    requirement: Requirement
    hashes: frozenset[str]

    @property
    def line(self) -> str:
        """The pin without its marker, as pip reads it."""
        hashes = "".join(f" --hash=sha256:{value}" for value in sorted(self.hashes))
        return f"{self.requirement.name}{self.requirement.specifier}{hashes}"


@dataclass(frozen=True)
class Target:
    """A system and a Python that the bundle is for, e.g. ``linux-3.11``."""

    system: str
    python: tuple[int, int]

    @classmethod
    def parse(cls, name: str) -> "Target":
        """Read ``linux-3.11``.

        Raises
        ------
        BundleError
            If there is no such target.
        """
        found = re.fullmatch(rf"({'|'.join(PLATFORMS)})-3\.(\d+)", name)
        if not found or int(found[2]) < 11:
            raise BundleError(
                f"no target {name!r}; there are linux-3.11, windows-3.13 and the like, from 3.11 on"
            )
        return cls(found[1], (3, int(found[2])))

    @property
    def name(self) -> str:
        return f"{self.system}-{self.version}"

    @property
    def version(self) -> str:
        return "{}.{}".format(*self.python)

    @property
    def tags(self) -> frozenset[Tag]:
        """What a wheel may say of itself to be installed there."""
        interpreter = "cp{}{}".format(*self.python)
        platforms = PLATFORMS[self.system]
        own = cpython_tags(self.python, [interpreter], platforms)
        return frozenset(own) | frozenset(compatible_tags(self.python, interpreter, platforms))

    def wants(self, pin: Pin) -> bool:
        """Whether the pin's marker holds there."""
        python = {"python_version": self.version, "python_full_version": f"{self.version}.0"}
        marker = pin.requirement.marker
        return marker is None or marker.evaluate({**MARKERS[self.system], **python})


def pins(text: str) -> list[Pin]:
    """Pins of a requirements file with hashes."""
    found = []
    for line in text.replace("\\\n", " ").splitlines():
        stated, *hashes = re.split(r"\s+--hash=sha256:", line.strip())
        if stated and not stated.startswith("#"):
            found.append(Pin(Requirement(stated), frozenset(hashes)))
    return found


def gather(wanted: Iterable[Pin], target: Target, folder: Path) -> list[Path]:
    """One wheel for each pin, from ``folder`` or else from the package index into it.

    Raises
    ------
    BundleError
        If a wheel is missing after that.
    """
    needed = [pin for pin in wanted if target.wants(pin)]
    folder.mkdir(parents=True, exist_ok=True)
    if len(_complete(needed, target, folder)) < len(needed):
        for old in folder.iterdir():
            old.unlink()
        _download(needed, target, folder)
    found = _complete(needed, target, folder)
    missing = [f"{pin.requirement}" for pin in needed if canonicalize_name(pin.requirement.name) not in found]
    if missing:
        raise BundleError(f"{target.name}: no wheel of {', '.join(missing)}")
    return list(found.values())


def _complete(needed: Iterable[Pin], target: Target, folder: Path) -> dict[str, Path]:
    """Wheels by package that lie in ``folder``, fit the target and have a checksum of the pin."""
    by_name = {canonicalize_name(pin.requirement.name): pin for pin in needed}
    found: dict[str, Path] = {}
    for path in sorted(folder.glob("*.whl")):
        try:
            name, version, _, tags = parse_wheel_filename(path.name)
        except InvalidWheelFilename:
            continue
        pin = by_name.get(name)
        if (
            pin
            and version in pin.requirement.specifier
            and tags & target.tags
            and _sha256(path) in pin.hashes
        ):
            found[name] = path
    return found


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _download(needed: Iterable[Pin], target: Target, folder: Path) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        listed = Path(temporary) / "wanted.txt"
        listed.write_text("\n".join(pin.line for pin in needed) + "\n", encoding="utf-8")
        command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet"]
        command += ["--no-deps", "--require-hashes", "--only-binary=:all:", "--implementation=cp"]
        command += [f"--platform={platform}" for platform in PLATFORMS[target.system]]
        command += [f"--python-version={target.version}", f"--dest={folder}", "--requirement", str(listed)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    if done.returncode:
        raise BundleError(f"pip could not fetch the wheels for {target.name}:\n{done.stderr.strip()}")


def licences(wheels: Iterable[Path]) -> Iterator[tuple[str, str, str]]:
    """Name, version and licence that each wheel states of itself.

    Raises
    ------
    BundleError
        If one is under the GPL or AGPL, or states nothing.
    """
    for wheel in sorted(wheels, key=lambda path: path.name.lower()):
        yield _licence(wheel)


@cache
def _licence(wheel: Path) -> tuple[str, str, str]:
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", name))
        about = HeaderParser().parsestr(archive.read(name).decode("utf-8", "replace"))
    package, version = str(about["Name"]), str(about["Version"])
    said = stated_licences(about) or [STATED_ELSEWHERE.get(canonicalize_name(package), "")]  # type: ignore[arg-type]
    if not said[0]:
        raise BundleError(f"{package} {version} states no licence")
    if any(STRONG_COPYLEFT.search(licence) for licence in said):
        raise BundleError(f"{package} {version} may not be packed: {'; '.join(said)}")
    return package, version, _short(said)


def _short(said: list[str]) -> str:
    """The statement that names a licence: some packages put a whole text where its name belongs."""
    return min(
        (line.rpartition(" :: ")[2] for line in said),
        key=lambda line: ("(c)" in line, "=" in line, len(line)),
    )
