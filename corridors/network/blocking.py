"""What must not be used: names to avoid, passages out of season, railways only planned."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from corridors.catalog import Catalog
from corridors.models import Country, Entity, Group, Place
from corridors.network import places
from corridors.network.costs import on_gates
from corridors.network.errors import UnknownNameError
from corridors.network.graph import Network
from corridors.transport import Season
from corridors.vocabulary import Kind, LegStatus, Mode

# Words that only say what kind of passage a name is.
GENERIC_EN = frozenset({"strait", "straits", "canal", "passage", "of", "the", "cape"})
GENERIC_ZH = ("海峡", "运河", "航道")
ARCTIC = frozenset({"arctic", "北极", "北极航道", "北冰洋", "nsr"})
SUGGESTED = 5
# Who avoids a town avoids what leads through it: so many degrees of latitude around.
AROUND = 0.15

# The same names are folded at every question.
fold = lru_cache(maxsize=16384)(places.fold)


@dataclass(frozen=True)
class Avoided:
    """What names to avoid stand for on the network.

    Attributes
    ----------
    modes : frozenset of Mode
    gates : frozenset of str
        Gate ids.
    countries : frozenset of str
        ISO alpha-3 codes.
    nodes : frozenset of int
    """

    modes: frozenset[Mode] = frozenset()
    gates: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    nodes: frozenset[int] = frozenset()

    def __or__(self, other: "Avoided") -> "Avoided":
        return Avoided(
            self.modes | other.modes,
            self.gates | other.gates,
            self.countries | other.countries,
            self.nodes | other.nodes,
        )


def resolve(names: Iterable[str], catalog: Catalog, network: Network) -> Avoided:
    """Find what each name stands for: a mode, country, group, passage, border, port or town.

    A name of several things (巴拿马: the country and the canal) means all of them.

    Raises
    ------
    UnknownNameError
        If a name is none of these.
    """
    asked = {name: fold(name) for name in names}
    found = {
        name: Avoided(modes=_modes(text), gates=_gates(text, network) | _seasonal(text, catalog))
        for name, text in asked.items()
    }
    for entity in catalog.entities.values() if asked else ():
        known = _names(entity)
        for name, text in asked.items():
            if text in known:
                found[name] |= _entity(entity, network)
    avoided = Avoided()
    for name, one in found.items():
        avoided |= one if one != Avoided() else _elsewhere(name, catalog, network)
    return avoided


def _elsewhere(name: str, catalog: Catalog, network: Network) -> Avoided:
    try:
        place = places.find(name, catalog, network)
    except places.UnknownPlace as error:
        raise UnknownNameError(name, _close(name, catalog, network, error.suggestions)) from error
    if place.kind == Kind.CITY:
        return Avoided(nodes=_around(place.lon, place.lat, network) | {place.node})
    return Avoided(nodes=frozenset((place.node, *place.nodes)))


def _around(lon: float, lat: float, network: Network) -> frozenset[int]:
    """Nodes in a town and just outside it."""
    east = (network.lon - lon + 180) % 360 - 180
    near = np.hypot(east * np.cos(np.radians(lat)), network.lat - lat) < AROUND
    return frozenset(np.flatnonzero(near).tolist())


def _modes(text: str) -> frozenset[Mode]:
    words = {mode: (mode.value, fold(mode.en), mode.zh, mode.zh[:2]) for mode in Mode}
    return frozenset(mode for mode, names in words.items() if text in names)


def _gates(text: str, network: Network) -> frozenset[str]:
    return frozenset(
        gate.id for gate in network.gates if text in _gate_names(gate.id, gate.name_zh, gate.name_en)
    )


def _seasonal(text: str, catalog: Catalog) -> frozenset[str]:
    """Gates of the seasonal passages of that name; all of them for the Arctic."""
    seasons = catalog.seasons.values()
    return frozenset(
        gate
        for season in seasons
        for gate in season.gates
        if text in ARCTIC or text in {fold(name) for name in (season.id, season.name_zh, season.name_en)}
    )


def _gate_names(identifier: str, zh: str, en: str) -> set[str]:
    core_zh = zh
    for word in GENERIC_ZH:
        core_zh = core_zh.removesuffix(word)
    core_en = " ".join(word for word in en.split() if word.casefold() not in GENERIC_EN)
    return {fold(name) for name in (identifier, zh, en, core_zh, core_en)} - {""}


def _names(entity: Entity) -> set[str]:
    code = entity.slug if isinstance(entity, Country) else entity.id
    return {fold(name) for name in (entity.id, code, entity.name_zh, entity.name_en, *entity.aliases)}


def _entity(entity: Entity, network: Network) -> Avoided:
    if isinstance(entity, Country):
        return Avoided(countries=frozenset({entity.slug}))
    if isinstance(entity, Group):
        return Avoided(countries=frozenset(entity.members))
    own = frozenset(network.nodes_of.get(entity.id, ()))
    if isinstance(entity, Place) and entity.kind is Kind.CITY and entity.is_point:
        return Avoided(nodes=own | _around(float(entity.lon or 0.0), float(entity.lat or 0.0), network))
    gates = frozenset({entity.id} & {i for gate in network.gates for i in (gate.id, gate.within, *gate.also)})
    return Avoided(gates=gates, nodes=own)


def _close(name: str, catalog: Catalog, network: Network, more: Sequence[str]) -> list[str]:
    known = {fold(gate.name_zh): gate.name_zh for gate in network.gates}
    known |= {fold(gate.name_en): gate.name_en for gate in network.gates}
    for entity in catalog.entities.values():
        if isinstance(entity, Country | Group):
            known |= {fold(entity.name_zh): entity.name_zh, fold(entity.name_en): entity.name_en}
    near = difflib.get_close_matches(fold(name), known, n=SUGGESTED)
    return list(dict.fromkeys((*(known[key] for key in near), *more)))[:SUGGESTED]


def closed(seasons: Iterable[Season], month: int | None, avoided: Avoided) -> tuple[Season, ...]:
    """Passages that must not be used: out of season, never known to be open, or of an avoided country.

    Without a month every passage that opens at all counts as open.
    """
    return tuple(
        season
        for season in seasons
        if not season.months
        or (month is not None and month not in season.months)
        or season.authority in avoided.countries
    )


def blocked(
    network: Network, avoided: Avoided, closed_seasons: Iterable[Season], planned: bool
) -> NDArray[np.bool_]:
    """Edges that must not be used.

    Parameters
    ----------
    planned : bool
        Whether railways that are only planned may be used.

    Returns
    -------
    bool[E]
    """
    ids = tuple(gate for season in closed_seasons for gate in season.gates)
    abroad = _gates_of(network, avoided.countries) if avoided.countries else ()
    mask = on_gates(network, tuple(sorted({*ids, *avoided.gates, *abroad}))).copy()
    modes = np.array([mode in avoided.modes for mode in network.modes])
    mask |= modes[network.mode]
    nodes = np.array([code in avoided.countries for code in network.countries])[network.country]
    nodes[list(avoided.nodes)] = True
    mask |= nodes[network.start] | nodes[network.end]
    if not planned:
        statuses = np.array([status == LegStatus.PLANNED for status in network.statuses])
        mask |= statuses[network.status]
    return mask


def _gates_of(network: Network, countries: frozenset[str]) -> list[str]:
    return [gate.id for gate in network.gates if countries.intersection(gate.countries)]


def holds(network: Network, avoided: Avoided, place: places.Town) -> bool:
    """Whether an origin or destination is itself among what is to be avoided."""
    countries = {place.country, network.countries[network.country[place.node]]}
    return place.node in avoided.nodes or bool(countries & avoided.countries)
