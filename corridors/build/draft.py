"""The multimodal network while it is put together: nodes and edges that may still be cut and merged."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from corridors.build import lines
from corridors.build.lines import Point
from corridors.network.graph import TRANSFER
from corridors.vocabulary import Basis, LegStatus, Measure, Mode


@dataclass(frozen=True)
class Kind:
    """What edges must have in common to become one; see :class:`corridors.network.graph.Network`."""

    mode: str = Mode.SEA
    status: str = LegStatus.OPERATING
    basis: str = Basis.SEAROUTE
    measure: str = Measure.DRAWN
    source: str = "p02"
    gauge: int = 0
    gate: str = ""


@dataclass(frozen=True)
class Edge:
    """A stretch between two nodes; ``line`` runs from the first to the second."""

    a: int
    b: int
    km: float
    kind: Kind
    line: tuple[Point, ...]

    def backwards(self) -> "Edge":
        return replace(self, a=self.b, b=self.a, line=self.line[::-1])

    def from_(self, node: int) -> "Edge":
        """The edge read from ``node``, which must be one of its ends."""
        return self if self.a == node else self.backwards()


@dataclass
class Draft:
    """Nodes, edges and the nodes of catalog places.

    Attributes
    ----------
    points
        Longitude (-180 to 180) and latitude of each node, WGS84 degrees.
    countries
        ISO alpha-3 code of each node, "" at sea.
    edges
        Edges by number; numbers of removed edges are not used again.
    places
        Nodes of each catalog place, land side first.
    """

    points: list[Point] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    edges: dict[int, Edge] = field(default_factory=dict)
    places: dict[str, list[int]] = field(default_factory=dict)
    next_edge: int = 0

    def add_node(self, point: Point, country: str = "") -> int:
        self.points.append(normal(point))
        self.countries.append(country)
        return len(self.points) - 1

    def add_edge(self, a: int, b: int, km: float, kind: Kind, line: Sequence[Point] = ()) -> int:
        """Add an edge; without ``line`` it is straight."""
        whole = tuple(line) or (self.points[a], self.points[b])
        self.edges[self.next_edge] = Edge(a, b, km, kind, tuple(normal(p) for p in whole))
        self.next_edge += 1
        return self.next_edge - 1

    def cut(self, number: int, at: Sequence[Point], kinds: Sequence[Kind]) -> list[int]:
        """Replace an edge by pieces that meet at vertices of its line.

        Parameters
        ----------
        at : sequence of tuple of float
            Inner vertices in the order of the line.
        kinds : sequence of Kind
            One for each piece.

        Returns
        -------
        list of int
            Numbers of the pieces. Their lengths share that of the edge as their lines do.
        """
        edge = self.edges.pop(number)
        nodes = [edge.a, *(self.add_node(p) for p in at), edge.b]
        stops = [0, *(edge.line.index(normal(p)) for p in at), len(edge.line) - 1]
        parts = [edge.line[i : j + 1] for i, j in pairwise(stops)]
        drawn = [lines.length_km(part) for part in parts]
        share = edge.km / sum(drawn) if sum(drawn) else 0.0
        return [
            self.add_edge(nodes[k], nodes[k + 1], drawn[k] * share, kinds[k], part)
            for k, part in enumerate(parts)
        ]

    def at(self) -> dict[int, list[int]]:
        """Numbers of the edges at each node that has any."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        for number, edge in self.edges.items():
            found[edge.a].append(number)
            if edge.b != edge.a:
                found[edge.b].append(number)
        return dict(found)

    def contract(self, keep: Collection[int], mode: str) -> None:
        """Merge edges of a mode and one kind that meet where nothing else does, save at nodes to ``keep``."""
        at = self.at()
        for node in sorted(at):
            if node in keep or len(at[node]) != 2:
                continue
            first, second = at[node]
            before, after = self.edges[first], self.edges[second]
            if before.kind != after.kind or before.kind.mode != mode:
                continue
            before, after = before.from_(node).backwards(), after.from_(node)
            if before.a in (after.b, node):
                continue
            merged = self.add_edge(
                before.a, after.b, before.km + after.km, before.kind, before.line + after.line[1:]
            )
            del self.edges[first], self.edges[second]
            at[node] = []
            for end, old in ((before.a, first), (after.b, second)):
                at[end][at[end].index(old)] = merged

    def collapse(self, most_km: float, keep: Collection[int], mode: str) -> None:
        """Make the two ends of very short edges of a mode one node: yards and triangles of tracks.

        The length of the edge goes, by half, to the edges that move with the merged node. Nodes to
        ``keep``, ends of different countries and edges with a gate stay as they are.
        """
        at = {node: set(numbers) for node, numbers in self.at().items()}
        moved: dict[int, float] = {}
        short = [
            k for k, e in self.edges.items() if e.kind.mode == mode and e.km < most_km and not e.kind.gate
        ]
        for number in sorted(short, key=lambda k: (self.edges[k].km, k)):
            edge = self.edges.get(number)
            if edge is None or edge.a == edge.b or edge.km >= most_km:
                continue
            stays, goes = (edge.a, edge.b) if edge.b not in keep else (edge.b, edge.a)
            drift = moved.get(stays, 0.0) + moved.get(goes, 0.0) + edge.km
            if goes in keep or self.countries[stays] != self.countries[goes] or drift > most_km:
                continue
            moved[stays] = drift
            del self.edges[number]
            at[stays].discard(number)
            for other in at.pop(goes) - {number}:
                self._move(other, goes, stays, edge.km / 2)
                at[stays].add(other)
        self.drop_edges([k for k, e in self.edges.items() if e.a == e.b])

    def _move(self, number: int, old: int, new: int, more_km: float) -> None:
        """Let an edge end at another node nearby."""
        edge = self.edges[number].from_(old)
        end = new if edge.b == old else edge.b
        line = (self.points[new], *edge.line[1:-1], self.points[end])
        km = max(edge.km + more_km, lines.distance_km(line[0], line[-1]))
        self.edges[number] = replace(edge, a=new, b=end, km=km, line=line)

    def drop_edges(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            self.edges.pop(number, None)

    def keep_shortest_parallels(self) -> None:
        """Of several edges of one kind between the same nodes keep the shortest."""
        best: dict[tuple[int, int, Kind], int] = {}
        for number, edge in self.edges.items():
            key = (min(edge.a, edge.b), max(edge.a, edge.b), edge.kind)
            if edge.a != edge.b and (key not in best or edge.km < self.edges[best[key]].km):
                best[key] = number
        kept = set(best.values())
        self.drop_edges([number for number in self.edges if number not in kept])


def normal(point: Point) -> Point:
    """The point with its longitude in -180 to 180, rounded to what is stored."""
    # Rounded first, so that what lies a hair west of the date line is not put east of it.
    lon = (round(point[0], lines.DECIMALS) + 180) % 360 - 180
    return (round(lon, lines.DECIMALS), round(point[1], lines.DECIMALS))


TRANSFER_KIND = Kind(mode=TRANSFER, basis=Basis.RECORD, source="calc")
