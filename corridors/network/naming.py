"""Names of nodes and routes, from the catalog where it has the place, else from the network."""

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import count

from scipy.spatial import KDTree

from corridors.catalog import Catalog
from corridors.models import kind_of
from corridors.network import places
from corridors.network.graph import NO_GATE, TRANSFER, Gate, Network
from corridors.network.places import Town
from corridors.network.routes import Note
from corridors.network.telling import DECIDING
from corridors.vocabulary import Kind, Mode

# Of several places on one node the first of these gives the name.
RANK = (Kind.CROSSING, Kind.CITY, Kind.PORT, Kind.STRAIT)
NAMED_MOST = 3
# A town this near its node is on the network; from farther off there is a leg by road.
ON_NETWORK_KM = 10.0
# A node without a name is named after a town this near.
NEAR_KM = 80.0
EARTH_KM = 6371.0
SECOND_MODE_LEAST = 0.2


@lru_cache(maxsize=2)
def _places(network: Network) -> Mapping[int, str]:
    """Catalog id of each node that has one."""
    kinds = {kind: place for place, kind in enumerate(RANK)}
    ranked = sorted(network.nodes_of, key=lambda i: (kinds.get(kind_of(i), len(RANK)), i), reverse=True)
    return {node: identifier for identifier in ranked for node in network.nodes_of[identifier]}


@lru_cache(maxsize=2)
def _ports(network: Network) -> Mapping[int, Gate]:
    """Port at each node where the mode may change."""
    found: dict[int, Gate] = {}
    for edge, gate in enumerate(network.gate.tolist()):
        if gate != NO_GATE and network.modes[network.mode[edge]] == TRANSFER:
            for node in (int(network.start[edge]), int(network.end[edge])):
                found.setdefault(node, network.gates[gate])
    return found


@lru_cache(maxsize=1)
def _towns() -> tuple[tuple[Town, ...], KDTree]:
    towns = places.towns()
    return towns, KDTree([_vector(town.lon, town.lat) for town in towns])


def _vector(lon: float, lat: float) -> tuple[float, float, float]:
    """Point on a sphere as a vector in kilometres; good enough to tell what is near."""
    x, y = math.radians(lon), math.radians(lat)
    return EARTH_KM * math.cos(y) * math.cos(x), EARTH_KM * math.cos(y) * math.sin(x), EARTH_KM * math.sin(y)


def near(lon: float, lat: float) -> str:
    """Name a point after the nearest town, or by its coordinates if none is near."""
    towns, tree = _towns()
    km, found = tree.query(_vector(lon, lat))
    return f"{towns[found].name_zh}附近" if km <= NEAR_KM else f"{lat:.2f}°, {lon:.2f}°"


class Namer:
    """Names the nodes of one answer; its two ends are named as they were found."""

    def __init__(self, catalog: Catalog, network: Network, start: Town, end: Town) -> None:
        self.catalog = catalog
        self.network = network
        self.start, self.end = start, end
        # Where a road leads to the network, its end is a node like any other.
        self._labels: dict[tuple[int, int], str] = {}
        self.ends = {town.node: self.town(town) for town in (start, end) if town.km <= ON_NETWORK_KM}

    def town(self, town: Town) -> str:
        """Catalog id of an origin or destination, else its name."""
        return town.id if town.id in self.catalog.entities else town.name_zh

    def known(self, node: int) -> str | None:
        """Catalog id of a node, or None."""
        known = _places(self.network).get(node)
        return known if known in self.catalog.entities else None

    def label(self, node: int, gate: int = NO_GATE) -> str:
        """Id or name of a node; ``gate`` is what the leg before it ends with."""
        if (node, gate) not in self._labels:
            self._labels[node, gate] = self._label(node, gate)
        return self._labels[node, gate]

    def _label(self, node: int, gate: int) -> str:
        known = self.ends.get(node) or self.known(node)
        if known:
            return known
        port = self.network.gates[gate] if gate != NO_GATE else _ports(self.network).get(node)
        if port:
            return self.gate(port)
        return near(float(self.network.lon[node]), float(self.network.lat[node]))

    def gate(self, gate: Gate) -> str:
        """Catalog id of a gate, else its Chinese name."""
        return gate.id if gate.id in self.catalog.entities else gate.name_zh


def route_names(told: Sequence[tuple[Sequence[Gate], Mapping[Mode, float]]]) -> list[Note]:
    """Short names, each unique.

    Parameters
    ----------
    told : sequence of (gates, km by mode)
        Passages and borders of each route in order, and how far it goes in each mode.
    """
    names: list[Note] = []
    for gates, km in told:
        others = {gate for other, _ in told if other is not gates for gate in other}
        own = [gate for gate in gates if gate not in others]
        picked = _picked(gates)
        tries = [picked or own[:NAMED_MOST], [*picked, *[g for g in own if g not in picked][:NAMED_MOST]]]
        name = next((n for n in (_name(t, km) for t in tries) if n not in names), None)
        names.append(name or _numbered(_name(tries[0], km), names))
    return names


def _picked(gates: Sequence[Gate]) -> list[Gate]:
    """Gates that tell most: deciding passages, else borders where the gauge changes."""
    deciding = [gate for gate in gates if gate.id in DECIDING]
    breaks = [gate for gate in gates if gate.kind == "border" and len(set(gate.gauges)) > 1]
    return (deciding or breaks)[:NAMED_MOST]


def _name(gates: Sequence[Gate], km: Mapping[Mode, float]) -> Note:
    total = sum(km.values())
    modes = sorted((m for m in km if km[m] >= SECOND_MODE_LEAST * total), key=lambda m: -km[m])
    how_zh, how_en = "＋".join(m.zh for m in modes), " + ".join(m.en for m in modes)
    if not gates:
        return Note(how_zh, how_en)
    via_zh = "·".join(dict.fromkeys(gate.name_zh for gate in gates))
    via_en = ", ".join(dict.fromkeys(gate.name_en for gate in gates))
    return Note(f"经{via_zh} {how_zh}", f"{how_en} by {via_en}")


def _numbered(name: Note, taken: Sequence[Note]) -> Note:
    numbers = (Note(f"{name.zh}（{n}）", f"{name.en} ({n})") for n in count(2))
    return next(note for note in numbers if note not in taken)
