"""Names of places to points on the network: the catalog's places, ports and towns of the world.

``data/geo/towns.csv.gz`` is read at the first question; nothing loads at import.
"""

import csv
import difflib
import gzip
import unicodedata
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from corridors import paths
from corridors.catalog import Catalog
from corridors.models import Country, Entity, Place
from corridors.network.graph import Network
from corridors.vocabulary import Kind

FILE = paths.GEO / "towns.csv.gz"
SUFFIXES = ("火车站", "站", "港", "市")
PREFIXES_EN = ("port of ",)
SUFFIXES_EN = (" port", " city", " station")
# No origins: they are areas, not places.
AREAS = frozenset({Kind.COUNTRY, Kind.GROUP})
# What a name most likely means, and what stands for a country.
NODAL = (Kind.CITY.value, Kind.PORT.value, Kind.CROSSING.value)
# Letters that do not come apart into a plain one and an accent.
PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
SUGGESTED = 5
CLOSE = 0.6
# Of names of two characters, one in common is close.
CLOSE_SHORT, SHORT = 0.5, 2
# From so many characters on, the beginning of a name of the catalog will do, if only one place has it.
BEGINNING = 3


@dataclass(frozen=True)
class Town:
    """Where a route may start or end.

    Attributes
    ----------
    id : str
        Catalog id, ``port:`` and a lower-case UN/LOCODE, or ``town:`` and a GeoNames number.
    lon, lat : float
        WGS84 degrees.
    country : str
        ISO alpha-3 code, "" if unknown.
    kind : str
        ``port``, ``city``, or the kind of the catalog's place.
    node : int
        Node of the network to start from.
    nodes : tuple of int
        All its nodes, ``node`` first: a port has one on land and one at sea.
    km : float
        Kilometres by road from the place to ``node``, 0 on it.
    source : str
        Source id of the point.
    """

    id: str
    name_zh: str
    name_en: str
    lon: float
    lat: float
    country: str
    kind: str
    node: int
    source: str
    nodes: tuple[int, ...] = ()
    km: float = 0.0


class UnknownPlace(LookupError):  # noqa: N818 - named for what the reader typed
    """No place has this name. ``suggestions`` holds up to five names that come close."""

    def __init__(self, text: str, suggestions: tuple[str, ...]) -> None:
        hint = f"; did you mean {', '.join(suggestions)}?" if suggestions else ""
        super().__init__(f"no place named {text!r} on the network{hint}")
        self.text = text
        self.suggestions = suggestions


def fold(text: str) -> str:
    """Text without what people vary: width, case, accents, spaces and punctuation."""
    plain = unicodedata.normalize("NFKD", text).casefold().translate(PLAIN)
    return "".join(filter(str.isalnum, plain))


def find(text: str, catalog: Catalog, network: Network) -> Town:
    """Place of a name; the catalog goes first, then the larger place.

    Parameters
    ----------
    text : str
        Id, UN/LOCODE, or name in Chinese or English, with or without 市, 港, 站. The beginning of a
        name that only one place of the catalog has will do.

    Raises
    ------
    UnknownPlace
        If nothing on the network has the name.
    """
    known = _catalog_names(catalog, network)
    for key in _keys(text):
        # The long list of towns is read only when the catalog does not have the name.
        found = known.get(key) or _town_names(FILE).get(key)
        if found:
            # A town or code of the town list may be a place of the catalog.
            return known.get(fold(found.id), found)
    if like := _port_of(fold(text), catalog, network) or _begun(fold(text), catalog, network):
        return like
    raise UnknownPlace(text, suggest(text, catalog, network))


def _port_of(key: str, catalog: Catalog, network: Network) -> Town | None:
    """The port of the catalog in a town that has no record itself."""
    for town in _catalog_names(catalog, network).values():
        en = town.name_en.casefold().removeprefix(PREFIXES_EN[0])
        if town.kind == Kind.PORT and key in {fold(town.name_zh.removesuffix("港")), fold(en)}:
            return town
    return None


def _begun(key: str, catalog: Catalog, network: Network) -> Town | None:
    """The one place of the catalog whose name begins so; a port, city or crossing goes before the others."""
    if len(key) < BEGINNING:
        return None
    found = {town for name, town in _catalog_names(catalog, network).items() if name.startswith(key)}
    chosen = {town for town in found if town.kind in NODAL} or found
    return chosen.pop() if len(chosen) == 1 else None


def towns() -> tuple[Town, ...]:
    """All towns and ports on the network that are not the catalog's, the larger first."""
    return tuple({town.id: town for town in _town_names(FILE).values()}.values())


def suggest(text: str, catalog: Catalog, network: Network) -> tuple[str, ...]:
    """Up to five names on the network that come close to ``text``."""
    key = fold(text)
    names = {**_town_names(FILE), **_catalog_names(catalog, network)}
    # difflib compares every pair of characters: only names that share one are worth it.
    near = [name for name in names if set(name) & set(key) and abs(len(name) - len(key)) <= len(key)]
    cutoff = CLOSE_SHORT if len(key) == SHORT else CLOSE
    close = difflib.get_close_matches(key, near, n=4 * SUGGESTED, cutoff=cutoff)
    own = _catalog_names(catalog, network)
    inside = [name for name in own if len(key) >= SHORT and key in name]
    # What is as close as another comes first if the catalog has it.
    close.sort(key=lambda name: (-difflib.SequenceMatcher(None, key, name).ratio(), name not in own))
    shown = (_shown(names[name], name) for name in (*inside[:SUGGESTED], *close))
    return tuple(dict.fromkeys(shown))[:SUGGESTED]


def no_place(text: str, catalog: Catalog) -> Entity | None:
    """What of the catalog has this name, place or not; a country's code counts as one."""
    key = fold(text)
    for entity in catalog.entities.values():
        code = entity.slug if isinstance(entity, Country) else entity.id
        if key and key in {fold(name) for name in (entity.id, code, entity.name_zh, entity.name_en)}:
            return entity
    return None


def inside(entity: Entity, catalog: Catalog, network: Network) -> tuple[str, ...]:
    """Names of some places on the network that lie in a country, or in the countries of a group or goal."""
    codes = catalog.countries_of(entity)
    own = dict.fromkeys(_catalog_names(catalog, network).values())
    near = [town for kind in NODAL for town in own if town.country in codes and town.kind == kind]
    if len(near) < SUGGESTED:
        near += [town for town in towns() if town.country in codes][: SUGGESTED - len(near)]
    return tuple(dict.fromkeys(town.name_zh for town in near))[:SUGGESTED]


def _shown(town: Town, key: str) -> str:
    return town.name_en if key.isascii() or not town.name_zh else town.name_zh


def _keys(text: str) -> Iterator[str]:
    """Ways to read a name, as written first."""
    whole = unicodedata.normalize("NFKC", text).casefold().strip()
    shorter = [whole.removesuffix(s) for s in (*SUFFIXES, *SUFFIXES_EN)]
    shorter += [whole.removeprefix(p) for p in PREFIXES_EN]
    yield from dict.fromkeys(key for key in map(fold, (whole, *shorter)) if key)


@lru_cache(maxsize=4)
def _catalog_names(catalog: Catalog, network: Network) -> Mapping[str, Town]:
    names: dict[str, Town] = {}
    for place in catalog.places():
        if place.kind not in AREAS and place.is_point and place.id in network.node_of:
            town = _from_catalog(place, network)
            for name in (place.id, place.name_zh, place.name_en, *place.aliases):
                names.setdefault(fold(name), town)
    return names


def _from_catalog(place: Place, network: Network) -> Town:
    nodes = network.nodes_of[place.id]
    return Town(
        id=place.id,
        name_zh=place.name_zh,
        name_en=place.name_en,
        lon=float(place.lon or 0.0),
        lat=float(place.lat or 0.0),
        country=place.country or "",
        kind=place.kind.value,
        node=nodes[0],
        source=place.coord_source or place.sources[0],
        nodes=nodes,
    )


@lru_cache(maxsize=2)
def _town_names(path: Path) -> Mapping[str, Town]:
    """Towns and ports by folded name: main names before other names, the larger place first."""
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream, strict=True))
        towns = [_from_row(row) for row in rows]
    except FileNotFoundError:
        raise
    except (OSError, EOFError, zlib.error, csv.Error, KeyError, ValueError, AttributeError) as error:
        raise ValueError(f"{path.name} is damaged") from error
    if not towns:
        raise ValueError(f"{path.name} is damaged: it holds no town")
    names: dict[str, Town] = {}
    for town in towns:
        for name in (town.id, town.name_zh, town.name_en):
            names.setdefault(fold(name), town)
    for town, row in zip(towns, rows, strict=True):
        for name in row["aliases"].split("|"):
            names.setdefault(fold(name), town)
    names.pop("", None)
    return names


def _from_row(row: Mapping[str, str]) -> Town:
    nodes = tuple(int(node) for node in row["nodes"].split("|"))
    return Town(
        id=row["id"],
        name_zh=row["name_zh"] or row["name_en"],
        name_en=row["name_en"],
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        country=row["country"],
        kind=row["kind"],
        node=nodes[0],
        source=row["source"],
        nodes=nodes,
        km=float(row["km"] or 0.0),
    )
