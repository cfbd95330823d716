"""Sea ways: the maritime network of searoute, led around the land it cuts, with gates on its passages."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import networkx as nx
from searoute.data.marnet_dict import edge_list
from shapely import LineString
from shapely import Point as ShapelyPoint
from shapely.affinity import translate

from corridors.build import coast, lines
from corridors.build.draft import Draft, Kind, normal
from corridors.build.lines import Point
from corridors.build.tables import Passage
from corridors.build.waypoints import Waypoint

# Artificial lines along meridians.
MERIDIANS = {"segment", "segment2"}
CANALS = {"suez": "strait:suez", "panama": "strait:panama"}
# Narrows that the land grid is too coarse to show: west, south, east, north.
NARROWS = {"strait:kanmon": (130.8, 33.85, 131.0, 34.0)}
# Where the maritime network takes the shallow way south of the New Siberian Islands.
SHALLOWS = (138.0, 72.0, 152.0, 74.0)
MOST_DETOUR, DETOUR_KM = 1.3, 10.0
DRY_SHARE, DRY_KM = 0.8, 40.0
MOST_DRY_KM = 2.0
SNAP_KM = 3.0
STEP_KM = 60.0
GATE_KM = 4.0
NORTHEAST = "strait:northeast-passage"
SEA = Kind()
RECORDED = Kind(source="calc")


@dataclass
class Seas:
    """The sea ways in a draft.

    Attributes
    ----------
    nodes
        Node of each vertex of the maritime network that lies on a way at sea.
    rivers
        The maritime network with everything, also what runs up rivers; kilometres as ``weight``.
    """

    nodes: dict[Point, int]
    rivers: "nx.Graph[Point]"


def add(
    draft: Draft, hops: Mapping[str, Sequence[Waypoint]], ends: Mapping[str, tuple[Point, Point]]
) -> Seas:
    """Put all sea ways into the draft.

    Parameters
    ----------
    hops : mapping of str to sequence of Waypoint
        Hand-kept points of the sea legs by leg.
    ends : mapping of str to pair of point
        Where those legs start and end.
    """
    seas = Seas({}, nx.Graph())
    edges = _edges()
    canals = {
        point: gate for pair, label in edges.items() if (gate := _canal(*pair, label)) for point in pair
    }
    for (a, b), label in edges.items():
        km = lines.distance_km(a, b)
        seas.rivers.add_edge(a, b, weight=km)
        canal = _canal(a, b, label)
        line = [a, b] if canal else way(a, b, km, label)
        if line is None:
            continue
        if not canal and not _afloat(line):
            # The ends may lie in a bay that the grid takes for land: such an edge leads to a canal or
            # to a port only.
            canal = canals.get(a, "") or canals.get(b, "")
            if not canal:
                continue
        _join(draft, seas, line, replace(SEA, gate=canal))
    for leg, points in hops.items():
        for a, b in _recorded(points, *ends[leg]):
            line = [a, b] if not coast.land_km(a, b) else coast.way_round(a, b)
            if line is not None:
                _join(draft, seas, line, RECORDED)
    return seas


def put_gates(draft: Draft, passages: Sequence[Passage]) -> None:
    """Mark the edges that cross a passage, and the rest of the Northeast Passage."""
    for passage in passages:
        cross = LineString([(passage.lon1, passage.lat1), (passage.lon2, passage.lat2)])
        for number, where in _crossings(draft, cross):
            _gate(draft, number, where, passage.id)
    for number, edge in list(draft.edges.items()):
        if not edge.kind.gate and edge.kind.mode == SEA.mode and _northeast(edge.line):
            draft.edges[number] = replace(edge, kind=replace(edge.kind, gate=NORTHEAST))


def _edges() -> dict[tuple[Point, Point], str]:
    found: dict[tuple[Point, Point], str] = {}
    for start, ends in edge_list.items():
        for end, data in ends.items():
            a, b = sorted((normal(start), normal(end)))
            if a != b and not _within((a, b), SHALLOWS):
                found[a, b] = data.get("passage") or ""
    return dict(sorted(found.items()))


def way(a: Point, b: Point, km: float, label: str) -> list[Point] | None:
    """Line of an edge, led around land; none if it runs overland."""
    dry = coast.land_km(a, b)
    if not dry:
        return [a, b]
    if label in MERIDIANS or (dry > DRY_SHARE * km and km > DRY_KM):
        return None
    line = coast.way_round(a, b)
    if line is not None and lines.length_km(line) > MOST_DETOUR * km + DETOUR_KM:
        line = None
    # A touch that small is the grid's, not a ship's.
    return [a, b] if dry < MOST_DRY_KM and not (line and _afloat(line)) else line


def _afloat(line: Sequence[Point]) -> bool:
    return all(coast.land_km(a, b) < MOST_DRY_KM for a, b in pairwise(line))


def _canal(a: Point, b: Point, label: str) -> str:
    """Gate of the canal or narrows that an edge is a part of, "" for one that is at sea."""
    narrow = (gate for gate, box in NARROWS.items() if _within((a, b), box))
    gate = CANALS.get(label) or next(narrow, "")
    return gate if gate and coast.land_km(a, b) else ""


def _within(points: Sequence[Point], box: tuple[float, float, float, float]) -> bool:
    west, south, east, north = box
    middle_lon = sum(p[0] for p in points) / len(points)
    middle_lat = sum(p[1] for p in points) / len(points)
    return west < middle_lon < east and south < middle_lat < north


def _recorded(hops: Sequence[Waypoint], start: Point, end: Point) -> list[tuple[Point, Point]]:
    """Stretches that the hand-kept points of a leg draw themselves, harbours at its ends left out."""
    pairs = []
    last = start
    for hop in hops:
        target = hop.point or end
        if hop.how == "line" and last != start and hop.point is not None:
            pairs.append((last, target))
        last = target
    return pairs


def _join(draft: Draft, seas: Seas, line: Sequence[Point], kind: Kind) -> None:
    a, b = (_node(draft, seas, p) for p in (line[0], line[-1]))
    if a == b:
        return
    whole = [draft.points[a], *line[1:-1], draft.points[b]]
    dense = lines.dense(lines.continuous(whole), STEP_KM)
    draft.add_edge(a, b, lines.length_km(dense), kind, dense)


def _node(draft: Draft, seas: Seas, point: Point) -> int:
    place = normal(point)
    if place not in seas.nodes:
        near = [p for p in seas.nodes if abs(p[1] - place[1]) < 0.05 and abs(p[0] - place[0]) < 0.2]
        for other in near:
            if other not in seas.rivers and lines.distance_km(other, place) < SNAP_KM:
                return seas.nodes[other]
        if place not in seas.rivers:
            for other in near:
                if lines.distance_km(other, place) < SNAP_KM:
                    return seas.nodes[other]
        seas.nodes[place] = draft.add_node(place)
    return seas.nodes[place]


def _crossings(draft: Draft, cross: LineString) -> list[tuple[int, Point]]:
    found = []
    for number, edge in draft.edges.items():
        if edge.kind.gate:
            continue
        line = LineString(_unbroken(edge.line))
        for turn in (-360, 0, 360):
            meeting = translate(cross, turn).intersection(line)
            if not meeting.is_empty:
                at = meeting.representative_point()
                found.append((number, (at.x, at.y)))
                break
    return found


def _gate(draft: Draft, number: int, where: Point, gate: str) -> None:
    """Put a gate on the few kilometres of an edge around a point of it."""
    edge = draft.edges[number]
    line = LineString(_unbroken(edge.line))
    middle = line.project(ShapelyPoint(where))
    reach = GATE_KM * line.length / edge.km
    stops = [middle - reach, middle + reach]
    gated = replace(edge.kind, gate=gate)
    at, kinds = [], [gated]
    vertices = [(line.project(ShapelyPoint(p)), (p[0], p[1])) for p in line.coords]
    if stops[0] > reach:
        at.append(stops[0])
        kinds.insert(0, edge.kind)
    if stops[1] < line.length - reach:
        at.append(stops[1])
        kinds.append(edge.kind)
    cuts = [line.interpolate(stop) for stop in at]
    merged = sorted({*vertices, *((stop, (c.x, c.y)) for stop, c in zip(at, cuts, strict=True))})
    draft.edges[number] = replace(edge, line=tuple(normal(p) for _, p in merged))
    draft.cut(number, [(c.x, c.y) for c in cuts], kinds)


def _unbroken(line: Sequence[Point]) -> list[Point]:
    """Longitudes continuous, starting where the line does."""
    points = [line[0]]
    for lon, lat in line[1:]:
        points.append((lon + 360 * round((points[-1][0] - lon) / 360), lat))
    return points


def _northeast(line: Sequence[Point]) -> bool:
    lon, lat = line[len(line) // 2] if len(line) > 2 else _unbroken_middle(line)
    return lat > 66.3 and (lon > 58.1 or lon < -169.3)


def _unbroken_middle(line: Sequence[Point]) -> Point:
    a, b = _unbroken(line)
    return normal(((a[0] + b[0]) / 2, (a[1] + b[1]) / 2))


def nearest(draft: Draft, nodes: Collection[int], point: Point) -> tuple[int, float]:
    """Nearest of some nodes and its distance in kilometres."""
    near = min(sorted(nodes), key=lambda node: lines.distance_km(point, draft.points[node]))
    return near, lines.distance_km(point, draft.points[near])
