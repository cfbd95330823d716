"""Legs of the corridors that lie on no network: ferries, roads where rail is wanted, planned rails."""

from collections.abc import Sequence
from itertools import pairwise

from corridors.build import lines
from corridors.build.draft import Draft, Kind
from corridors.build.lines import Point
from corridors.catalog import Catalog
from corridors.models import Leg
from corridors.network.graph import Gate
from corridors.vocabulary import LegStatus, Mode

# The only border such a leg crosses, and where the gauge of the planned railway changes.
BORDER = ("crossing:zhuengadabuqi", "crossing:bichigt")
KHUUT = Gate(
    "gauge:khuut", "胡特（规划换轨）", "Khuut (planned change of gauge)", "gauge", ("MNG",), (1435, 1520)
)
SECOND_GAUGE = 1435


def lay_legs(draft: Draft, catalog: Catalog) -> list[Gate]:
    """Add the legs; returns the gates on them."""
    for leg in catalog.legs.values():
        if leg.mode is Mode.RORO:
            _lay(draft, catalog, leg, [(leg.start, leg.end)])
        elif leg.status in (LegStatus.ROAD_ONLY, LegStatus.PLANNED):
            _lay(draft, catalog, leg, list(pairwise((leg.start, *leg.via, leg.end))))
    here, there = (catalog.entities[identifier] for identifier in BORDER)
    border = Gate(here.id, here.name_zh, here.name_en, "border", ("CHN", "MNG"), also=(there.id,))
    return [border, KHUUT]


def _lay(draft: Draft, catalog: Catalog, leg: Leg, stretches: Sequence[tuple[str, str]]) -> None:
    whole = [(float(lon), float(lat)) for lon, lat in catalog.leg_shapes[leg.id].coords]
    measure = catalog.lengths[leg.id].measure
    source = leg.published.source if leg.published else leg.sources[0]
    parts = _parts(draft, catalog, whole, stretches)
    drawn = [lines.length_km(part) for part in parts]
    rest = catalog.km(leg.id) - sum(drawn[:-1])
    for (start, end), part, km in zip(stretches, parts, [*drawn[:-1], rest], strict=True):
        gate, gauge = "", 0
        if (start, end) == BORDER:
            gate = BORDER[0]
            gauge = SECOND_GAUGE if leg.mode is Mode.RAIL else 0
        elif leg.mode is Mode.RAIL:
            gate = KHUUT.id
        kind = Kind(leg.mode, leg.status, leg.basis, measure, source, gauge, gate)
        a, b = (draft.places[node][0] for node in (start, end))
        draft.add_edge(a, b, km, kind, [draft.points[a], *part[1:-1], draft.points[b]])


def _parts(
    draft: Draft, catalog: Catalog, whole: Sequence[Point], stretches: Sequence[tuple[str, str]]
) -> list[list[Point]]:
    """The line cut at the places on the way; places without a node get one."""
    parts, first = [], 0
    for _, end in stretches:
        place = catalog.entities[end]
        point = (getattr(place, "lon", 0.0), getattr(place, "lat", 0.0))
        if end not in draft.places:
            draft.places[end] = [draft.add_node(point, getattr(place, "country", "") or "")]
        last = min(range(first, len(whole)), key=lambda i: lines.distance_km(whole[i], point))
        parts.append(list(whole[first : last + 1]))
        first = last
    return parts
