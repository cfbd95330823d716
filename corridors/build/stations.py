"""Joins places to the railway nearby."""

from collections.abc import Iterable, Mapping, Sequence

import networkx as nx
from scipy.spatial import KDTree

from corridors.build import lines
from corridors.build.draft import Draft, Kind
from corridors.build.harbours import Harbour
from corridors.build.lines import Point
from corridors.build.towns import Row
from corridors.build.tracks import unit_vectors
from corridors.models import Place
from corridors.vocabulary import Basis, Measure, Mode
from corridors.vocabulary import Kind as PlaceKind

NEAR_KM = 10.0
# The tracks have few points: the line of a large town may have none nearer than this.
TOWN_KM = 40.0
NEAREST = 12
# Bits of track with fewer points lead nowhere.
LEAST_POINTS = 60
EARTH_KM = 6371.0
# Kinds of places that trains call at; the others are reached by road from the station.
CALLED_AT = {PlaceKind.CITY, PlaceKind.PORT, PlaceKind.CROSSING}


class Stations:
    """Nodes of the railway, by place."""

    def __init__(self, draft: Draft, gauges: Mapping[str, int]) -> None:
        self._draft = draft
        self._gauges = gauges
        graph: nx.Graph[int] = nx.Graph((e.a, e.b) for e in draft.edges.values() if e.kind.mode == Mode.RAIL)
        whole = (c for c in nx.connected_components(graph) if len(c) >= LEAST_POINTS)
        self._nodes = sorted(node for component in whole for node in component)
        self._tree = KDTree(unit_vectors([draft.points[n] for n in self._nodes]))

    def nearest(self, point: Point, country: str, most_km: float = NEAR_KM) -> int | None:
        """Nearest node in the country, or none within ``most_km``."""
        chords, found = self._tree.query(unit_vectors([point])[0], k=NEAREST)
        for chord, index in zip(chords.tolist(), found.tolist(), strict=True):
            node: int = self._nodes[index]
            if chord * EARTH_KM <= most_km and self._draft.countries[node] == country:
                return node
        return None

    def join(self, identifier: str, point: Point, country: str, by_rail: bool) -> int | None:
        """Give a place a node at its own point, joined to the railway; returns the railway's node."""
        station = self.nearest(point, country)
        if station is None:
            return None
        draft = self._draft
        node = draft.add_node(point, country)
        km = lines.distance_km(draft.points[node], draft.points[station])
        gauge = self._gauges.get(country, 0) if by_rail else 0
        mode = Mode.RAIL if by_rail else Mode.ROAD
        kind = Kind(mode, basis=Basis.RECORD, measure=Measure.DRAWN, source="calc", gauge=gauge)
        draft.add_edge(node, station, km, kind)
        draft.places[identifier] = [node]
        return station


def join_all(
    draft: Draft,
    gauges: Mapping[str, int],
    spots: Iterable[Place],
    ports: Iterable[Harbour],
    towns: Sequence[Row],
) -> list[int]:
    """Join what lies near a railway; returns the nodes between which ways are wanted, large towns first."""
    stations = Stations(draft, gauges)
    wanted: list[int] = []
    for place in spots:
        if place.id not in draft.places and place.lon is not None and place.lat is not None:
            by_rail = place.kind in CALLED_AT
            station = stations.join(place.id, (place.lon, place.lat), place.country or "", by_rail)
            wanted += [] if station is None else [station]
    for port in ports:
        if port.id not in draft.places:
            station = stations.join(port.id, port.point, port.country, by_rail=True)
            wanted += [] if station is None else [station]
    for town in towns:
        station = stations.nearest(town.point, town.country, TOWN_KM)
        wanted += [] if station is None else [station]
    return list(dict.fromkeys(wanted))
