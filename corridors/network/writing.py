"""From ways to routes: what to tell about each, and what is not known."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from corridors.catalog import Catalog
from corridors.network import cutting
from corridors.network.alternatives import Way
from corridors.network.costs import SEASON_NSR, Costs, Setting
from corridors.network.graph import Gate
from corridors.network.model import CLASSES, FIGURE_OF, NSR, Assumptions
from corridors.network.naming import ON_NETWORK_KM, Namer, route_names
from corridors.network.places import Town
from corridors.network.routes import Note, Route, RouteLeg
from corridors.transport import Season, Train
from corridors.vocabulary import LegStatus, Mode

# Assumptions behind hours and emissions of each class of edge.
BEHIND: dict[str, tuple[str, ...]] = {
    Mode.RAIL: ("rail_g_tkm", "tonnes_per_teu"),
    Mode.SEA: ("sea_kn", "sea_g_teukm"),
    NSR: ("nsr_kn", "sea_g_teukm"),
    Mode.RORO: ("roro_kmh", "roro_g_tkm", "tonnes_per_teu"),
    Mode.ROAD: ("road_kmh", "road_g_tkm", "tonnes_per_teu"),
}
PORTS = Note(
    "港口停时、候泊和挂港：暂无数据，不在时间内", "Time in ports and at anchor: no data, not in the hours"
)
TRANSFERS = Note("换装转运时间：暂无数据，不在时间内", "Time for changing mode: no data, not in the hours")
CANAL_QUEUES = Note("运河候航时间：暂无数据，不在时间内", "Waiting at canals: no data, not in the hours")
ICE = Note(
    "破冰护航与冰区船型的排放：暂无数据，按一般海运强度计",
    "Emissions of icebreakers and ice-class ships: no data, counted like other sea",
)
GAUGE_TIME = Note(
    "换轨时间：来源没有写明是否含在口岸时间内",
    "Time for a change of gauge: the source does not say whether border hours hold it",
)
LORRIES = Note("公路限行与装卸等待：暂无数据，不在时间内", "Waiting of lorries: no data, not in the hours")
TRANSIT = Note(
    "2022 年以后经俄罗斯、白俄罗斯过境的限制没有研究",
    "Limits on transit through Russia and Belarus since 2022 were not researched",
)
UNVERIFIED = Note("部分数字未核实，见各段来源", "Some figures are unverified; see the sources of each leg")
# Source of the kilometres by road from a town to its node.
ROADS = "p05"
CANALS = frozenset({"strait:suez", "strait:panama"})
UNSTUDIED = frozenset({"RUS", "BLR"})


def write(setting: Setting, ways: Sequence[Way], namer: Namer, month: int | None) -> tuple[Route, ...]:
    """Write out each way as a route with a name of its own."""
    passed = [_whole(setting.catalog, cutting.gates(setting.network, way.path)) for way in ways]
    km = [_by_mode(setting.costs, way) for way in ways]
    names = route_names(list(zip(passed, km, strict=True)))
    return tuple(_route(setting, way, namer, name, month) for way, name in zip(ways, names, strict=True))


def _whole(catalog: Catalog, gates: Sequence[Gate]) -> list[Gate]:
    """Gates with each part of a larger passage replaced by that passage, once."""
    found = []
    for gate in gates:
        whole = catalog.entities.get(gate.within)
        found.append(Gate(whole.id, whole.name_zh, whole.name_en, gate.kind) if whole else gate)
    return list(dict.fromkeys(found))


def _by_mode(costs: Costs, way: Way) -> dict[Mode, float]:
    edges = list(way.path.edges)
    sums = np.bincount(costs.kind[edges], costs.km[edges], len(CLASSES))
    km = dict(zip(CLASSES, sums.tolist(), strict=True))
    km[Mode.SEA] += km.pop(NSR)
    return {mode: km[mode] for mode in Mode}


def _route(setting: Setting, way: Way, namer: Namer, name: Note, month: int | None) -> Route:
    network, costs = setting.network, setting.costs
    parts = cutting.steps(network, way.path)
    cut = cutting.joined(parts, namer.known, namer.label)
    legs = cutting.build_legs(network, costs, way.path, cut, namer.label, partial(_sources, setting))
    before, after = (access(setting, town, namer) for town in (namer.start, namer.end))
    legs = (*before, *legs, *(back(leg, legs[-1]) for leg in after))
    roads = (*before, *after)
    edges = list(way.path.edges)
    breaks = cutting.gauge_breaks(parts)
    gates = tuple(cutting.gates(network, way.path))
    passed = _whole(setting.catalog, gates)
    borders = [gate for gate in gates if gate.kind == "border"]
    return Route(
        name=name.zh,
        name_en=name.en,
        km=round(sum(leg.km for leg in legs), 1),
        hours=round(sum(leg.hours for leg in legs), 1),
        hours_range=_range(costs.hours_low, costs.hours_high, edges, [leg.hours for leg in roads]),
        co2e=round(sum(leg.co2e for leg in legs), 1),
        co2e_range=_range(costs.co2e_low, costs.co2e_high, edges, [leg.co2e for leg in roads]),
        transfers=cutting.mode_changes(legs),
        gauge_breaks=breaks,
        borders=len(borders),
        gates=gates,
        passages=tuple(gate.name_zh for gate in passed if gate.kind == "passage"),
        modes=tuple(dict.fromkeys(leg.mode for leg in legs)),
        missing=_missing(setting.chosen, legs, breaks, gates, way),
        notes=_notes(setting.catalog, legs, borders, way, month),
        legs=legs,
    )


def access(setting: Setting, town: Town, namer: Namer) -> tuple[RouteLeg, ...]:
    """Leg by road from a town to its node, none if it is on the network; drawn straight."""
    if town.km <= ON_NETWORK_KM:
        return ()
    chosen, network = setting.chosen, setting.network
    far = town.lon, town.lat
    near = float(network.lon[town.node]), float(network.lat[town.node])
    line = np.array([far, near])
    line[1, 0] += 360 * round((line[0, 0] - line[1, 0]) / 360)
    line.setflags(write=False)
    leg = RouteLeg(
        mode=Mode.ROAD,
        start=namer.town(town),
        end=namer.label(town.node),
        status=LegStatus.OPERATING,
        km=round(town.km, 1),
        hours=round(town.km / chosen.road_kmh, 1),
        co2e=round(town.km * chosen.intensities()[Mode.ROAD], 1),
        gauge=None,
        line=line,
        sources=(ROADS, *(setting.catalog.figures[FIGURE_OF[field]].source for field in BEHIND[Mode.ROAD])),
    )
    return (leg,)


def back(leg: RouteLeg, last: RouteLeg) -> RouteLeg:
    """Return a leg the other way round, its longitudes going on from the leg before it."""
    turns = round((last.line[-1, 0] - leg.line[-1, 0]) / 360)
    line = np.add(leg.line[::-1], (360 * turns, 0))
    line.setflags(write=False)
    return replace(leg, start=leg.end, end=leg.start, line=line)


def _range(
    low: NDArray[np.float64], high: NDArray[np.float64], edges: list[int], more: Sequence[float]
) -> tuple[float, float]:
    """Sum of both ends over some edges, with what is added to both."""
    return round(float(low[edges].sum()) + sum(more), 1), round(float(high[edges].sum()) + sum(more), 1)


def _sources(setting: Setting, edges: list[int]) -> tuple[str, ...]:
    """Sources of the lines and lengths, then those of the figures used."""
    network, costs, chosen = setting.network, setting.costs, setting.chosen
    lines = [network.sources[i] for i in sorted(set(network.source[edges].tolist()))]
    figures: list[str] = []
    for kind in sorted(set(costs.kind[edges].tolist())):
        name = CLASSES[kind]
        figures += BEHIND.get(name, ())
        if name == Mode.RAIL:
            figures.append("rail_block_kmh" if chosen.train is Train.BLOCK else "rail_wagon_kmh")
    used = [setting.catalog.figures[FIGURE_OF[field]].source for field in figures]
    waits = [costs.dwell[edge].source for edge in edges if edge in costs.dwell]
    return tuple(dict.fromkeys((*lines, *used, *waits)))


def _missing(
    chosen: Assumptions, legs: Sequence[RouteLeg], breaks: int, gates: Sequence[Gate], way: Way
) -> tuple[Note, ...]:
    """What belongs to the hours or emissions of a route but has no figure."""
    modes = {leg.mode for leg in legs}
    told = (
        (bool(modes & {Mode.SEA, Mode.RORO}), PORTS),
        (cutting.mode_changes(legs) > 0, TRANSFERS),
        (any(gate.id in CANALS for gate in gates), CANAL_QUEUES),
        (way.group == "nsr", ICE),
        (chosen.train is Train.WAGON and breaks > 0, GAUGE_TIME),
        (Mode.ROAD in modes, LORRIES),
    )
    return tuple(note for holds, note in told if holds)


def _notes(
    catalog: Catalog, legs: Sequence[RouteLeg], borders: Sequence[Gate], way: Way, month: int | None
) -> tuple[Note, ...]:
    """What the reader should know about a route."""
    crossed = {code for gate in borders for code in gate.countries}
    return (
        *(_season(catalog.seasons.get(SEASON_NSR), month) if way.group == "nsr" else ()),
        *((TRANSIT,) if way.group == "nsr" or crossed & UNSTUDIED else ()),
        *((UNVERIFIED,) if any("gk" in leg.sources for leg in legs) else ()),
    )


def _season(season: Season | None, month: int | None) -> tuple[Note, ...]:
    if season is None:
        return ()
    first, last = season.months[0], season.months[-1]
    if month is None:
        zh = f"{season.name_zh}通常 {first}—{last} 月可走；没有选月份，按可走计"
        en = f"The {season.name_en} is usually open in months {first} to {last}; no month was chosen"
        return (Note(zh, en),)
    if month in season.disputed:
        zh = f"{season.name_zh} {month} 月是否可走，来源说法不一"
        return (Note(zh, f"Sources differ on whether the {season.name_en} is open in month {month}"),)
    return ()
