"""The order in which the multimodal network is put together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from corridors.build import (
    access,
    backbone,
    calibration,
    geonames,
    harbours,
    lines,
    pack,
    rails,
    seaways,
    stations,
    tables,
    territory,
    tracks,
)
from corridors.build.coverage import Units
from corridors.build.draft import Draft
from corridors.build.harbours import Harbour
from corridors.build.laid import lay_legs
from corridors.build.towns import Row
from corridors.build.waypoints import Waypoint
from corridors.catalog import Catalog
from corridors.models import Country, Crossing, Place
from corridors.network.graph import Gate
from corridors.network.places import fold
from corridors.vocabulary import Kind as PlaceKind
from corridors.vocabulary import Measure, Mode

# Towns of this size are ends of the shortest ways that decide which tracks are kept.
TOWN_POPULATION = 150_000
SEA_KEPT = 0.997
# Tracks shorter than this are yards and triangles.
YARD_KM = 1.5
NO_PLACES = {PlaceKind.COUNTRY, PlaceKind.GROUP, PlaceKind.STRAIT}
STRAIT_KM = 80.0
SAME_TOWN_KM = 30.0
# What is a shortest way when these are shut is kept too, and when any one passage is.
DETOURS = (
    (),
    ("strait:suez", "strait:northeast-passage"),
    ("strait:suez", "strait:panama"),
    ("strait:suez", "strait:panama", "strait:northeast-passage"),
    ("strait:malacca", "strait:sunda"),
    ("strait:korea", "strait:taiwan"),
)


@dataclass(frozen=True)
class Inputs:
    """What the network is made from, besides the packages and the tables."""

    catalog: Catalog
    hops: Mapping[str, Sequence[Waypoint]]
    units: Units


@dataclass
class Built:
    """What is ready to be written, and what to tell about it."""

    draft: Draft
    gates: list[Gate]
    towns: list[Row]
    report: list[str]


def build(given: Inputs) -> Built:
    """Put the network together: sea, rails, places, ports, roads, towns."""
    catalog, units = given.catalog, given.units
    spots = {p.id: p for p in catalog.places() if p.is_point and p.kind not in NO_PLACES}
    land = {e.slug: e for e in catalog.entities.values() if isinstance(e, Country)}
    passages = tables.read("passages.csv", tables.Passage)
    rows = geonames.published({c.iso2: code for code, c in land.items() if c.iso2}, _usual_names())
    draft = Draft()
    seas = _lay_seas(draft, catalog, given.hops)
    seaways.put_gates(draft, passages)
    report = [f"sea: {len(draft.edges)} edges"]
    names = {code: (country.name_zh, country.name_en) for code, country in land.items()}
    borders = _lay_rails(draft, given, rails.Namer(names, rows), report)
    ports, served = harbours.all_ports(spots, rows, units)
    _join_stations(draft, spots, ports, rows, report)
    planned = lay_legs(draft, catalog)
    quays = harbours.Quays(draft, seas)
    joined = [port for port in ports if quays.join(port) is not None]
    report.append(f"ports: {len(joined)} of {len(ports)} joined")
    _place_straits(draft, catalog)
    _prune_seas(draft, passages, report)
    accesses = access.add(draft, list(spots.values()), joined, units)
    towns = access.place_towns(draft, rows, accesses)
    access.add_trucks(draft, [town for town in towns if town.population >= TOWN_POPULATION], accesses)
    roads = access.borders(draft, lambda line: territory.countries_of(line, units).tolist())
    listed = [
        *towns,
        *_port_rows(draft, joined),
        *_served_rows(draft, joined, served),
    ]
    gates = [
        *_passage_gates(catalog, passages),
        *borders,
        *planned,
        *access.named(roads, names),
        *(harbours.gate(port) for port in joined),
    ]
    _mark_known(listed, spots)
    number = pack.numbering(draft)
    for row in listed:
        row.nodes = tuple(number[node] for node in row.nodes)
    report.append(f"all: {len(number)} nodes, {len(draft.edges)} edges, {len(listed)} towns and ports")
    return Built(draft, list({gate.id: gate for gate in gates}.values()), listed, report)


def _usual_names() -> dict[tuple[str, str], str]:
    return {(t.name_en, t.country): t.name_zh for t in tables.read("town_names.csv", tables.TownName)}


def _lay_seas(draft: Draft, catalog: Catalog, hops: Mapping[str, Sequence[Waypoint]]) -> seaways.Seas:
    legs = {leg.id: leg for leg in catalog.legs.values() if leg.mode is Mode.SEA and leg.id in hops}
    ends = {key: (_point(catalog, leg.start), _point(catalog, leg.end)) for key, leg in legs.items()}
    return seaways.add(draft, {key: hops[key] for key in sorted(legs)}, ends)


def _point(catalog: Catalog, identifier: str) -> tuple[float, float]:
    place = catalog.entities[identifier]
    if not isinstance(place, Place) or place.lon is None or place.lat is None:
        raise ValueError(f"{identifier} has no point")
    return place.lon, place.lat


def law() -> rails.Territory:
    """Gauges and closed borders, from the tables."""
    gauges = {row.country: row.gauge for row in tables.read("gauges.csv", tables.CountryGauge)}
    closed = frozenset(frozenset((row.a, row.b)) for row in tables.read("closed.csv", tables.Closed))
    return rails.Territory(gauges, closed)


def _lay_rails(draft: Draft, given: Inputs, namer: rails.Namer, report: list[str]) -> list[Gate]:
    catalog = given.catalog
    net = tracks.Tracks.load()
    wet = net.drop_wet()
    net.add_links(tables.read("links.csv", tables.Link))
    gaps = net.close_gaps()
    report.append(f"rail: {wet} lines over the sea dropped, {gaps} gaps closed")
    places = {place.id: place for place in catalog.places()}
    layer = tracks.Layer(net, places)
    crossings = [place for place in places.values() if isinstance(place, Crossing)]
    on_legs = {end for leg in tracks.rail_legs(catalog.legs.values()) for end in (leg.start, leg.end)}
    for crossing in crossings:
        if crossing.id in on_legs:
            layer.stop(crossing.id)
    for leg in tracks.rail_legs(catalog.legs.values()):
        layer.lay(leg, given.hops.get(leg.id, ()))
    layer.measure(catalog.lengths, catalog.legs, tables.read("stretches.csv", tables.Stretch))
    known = {key for key, length in catalog.lengths.items() if length.measure is Measure.PUBLISHED}
    fast = layer.drop_shortcuts(catalog.legs[key] for key in layer.ways if key in known)
    report.append(f"rail: {fast} edges of lines shorter than the published railway dropped")
    codes = territory.countries_of(net.points, given.units)
    country = rails.countries(codes, net.graph, net.points)
    ratios = calibration.calibrate(net, country)
    report.append("rail: published over track " + ", ".join(f"{k} {v:.4f}" for k, v in ratios.items()))
    nodes = rails.add(draft, net.graph, net.points, country, law())
    draft.places |= {identifier: [nodes[node]] for identifier, node in layer.nodes.items()}
    return rails.put_gates(draft, law(), crossings, tables.read("borders.csv", tables.Border), namer)


def _join_stations(
    draft: Draft, spots: Mapping[str, Place], ports: Sequence[Harbour], rows: Sequence[Row], report: list[str]
) -> None:
    """Join places to the railway, then keep only the tracks between them, borders and larger towns."""
    large = [row for row in rows if row.population >= TOWN_POPULATION]
    laid = list(chain.from_iterable(draft.places.values()))
    wanted = stations.join_all(draft, law().gauges, spots.values(), ports, large)
    railway = [k for k, e in draft.edges.items() if e.kind.mode == Mode.RAIL]
    at_borders = {
        n for k in railway for n in (draft.edges[k].a, draft.edges[k].b) if draft.edges[k].kind.gate
    }
    placed = set(chain.from_iterable(draft.places.values()))
    ends = list(dict.fromkeys((*laid, *sorted(placed), *wanted, *sorted(at_borders))))
    draft.contract(set(ends), Mode.RAIL)
    draft.keep_shortest_parallels()
    railway = [k for k, e in draft.edges.items() if e.kind.mode == Mode.RAIL]
    published = {k for k in railway if draft.edges[k].kind.measure == Measure.PUBLISHED}
    used = backbone.between(draft, railway, ends, published)
    draft.drop_edges(set(railway) - used)
    fixed = {*wanted, *placed}
    draft.contract(fixed, Mode.RAIL)
    draft.collapse(YARD_KM, placed, Mode.RAIL)
    draft.keep_shortest_parallels()
    draft.contract(fixed, Mode.RAIL)
    kept = sum(e.kind.mode == Mode.RAIL for e in draft.edges.values())
    report.append(
        f"rail: {len(ends)} ends, {len(railway)} edges before and {kept} after keeping the ways between"
    )


def _place_straits(draft: Draft, catalog: Catalog) -> None:
    """Give each strait of the catalog the nearest node of the sea ways."""
    afloat = {n for e in draft.edges.values() if e.kind.mode == Mode.SEA for n in (e.a, e.b)}
    for place in catalog.places(PlaceKind.STRAIT):
        if place.lon is not None and place.lat is not None:
            node, km = seaways.nearest(draft, afloat, (place.lon, place.lat))
            if km < STRAIT_KM:
                draft.places[place.id] = [node]


def _prune_seas(draft: Draft, passages: Sequence[tables.Passage], report: list[str]) -> None:
    """Keep the sea ways between ports, whichever passage is shut."""
    placed = set(chain.from_iterable(draft.places.values()))
    draft.contract(placed, Mode.SEA)
    draft.keep_shortest_parallels()
    sea = {k: e for k, e in draft.edges.items() if e.kind.mode == Mode.SEA}
    quays = sorted(
        {nodes[-1] for nodes in draft.places.values()} & {n for e in sea.values() for n in (e.a, e.b)}
    )
    used: set[int] = set()
    for shut in (*DETOURS, *((passage.id,) for passage in passages)):
        open_ = [k for k, e in sea.items() if e.kind.gate not in shut]
        used |= backbone.between(draft, open_, quays, used, SEA_KEPT)
    draft.drop_edges(set(sea) - used)
    draft.contract(placed, Mode.SEA)
    kept = sum(e.kind.mode == Mode.SEA for e in draft.edges.values())
    report.append(
        f"sea: {len(quays)} ends, {len(sea)} edges before and {kept} after keeping the ways between"
    )


def _passage_gates(catalog: Catalog, passages: Sequence[tables.Passage]) -> list[Gate]:
    gates = []
    for passage in passages:
        known = catalog.entities.get(passage.id)
        zh, en = (known.name_zh, known.name_en) if known else (passage.name_zh, passage.name_en)
        gates.append(Gate(passage.id, zh, en, "passage", within=passage.within or ""))
    northeast = catalog.entities[seaways.NORTHEAST]
    return [*gates, Gate(northeast.id, northeast.name_zh, northeast.name_en, "passage")]


def _mark_known(rows: Sequence[Row], spots: Mapping[str, Place]) -> None:
    """Give a town that the catalog has the catalog's id, so that its other names lead there."""
    cities = [place for place in spots.values() if place.kind is PlaceKind.CITY]
    for place in cities:
        names = {fold(place.name_zh), fold(place.name_en)}
        point = (float(place.lon or 0.0), float(place.lat or 0.0))
        same = (row for row in rows if {fold(row.name_zh), fold(row.name_en)} & names and row.kind == "city")
        nearest = next((row for row in same if lines.distance_km(row.point, point) < SAME_TOWN_KM), None)
        if nearest:
            nearest.id = place.id


def _port_rows(draft: Draft, ports: Sequence[Harbour]) -> list[Row]:
    """Rows of the ports, and of the catalog's ports for the sake of their codes."""
    known = tables.read("locodes.csv", tables.Locode)
    rows = []
    for port in ports:
        codes = [port.locode] if port.locode else [row.locode for row in known if row.place == port.id]
        if codes:
            rows.append(_port_row(port, codes, tuple(draft.places[port.id])))
    return rows


def _port_row(port: Harbour, codes: Sequence[str], nodes: tuple[int, ...], km: float = 0.0) -> Row:
    aliases = (*codes, f"Port of {port.name_en}", f"{port.name_en} Port")
    row = Row(port.id, port.name_zh, port.name_en, port.point, port.country, "port", port.source)
    return replace(row, aliases=aliases, nodes=nodes, km=km)


def _served_rows(draft: Draft, joined: Sequence[Harbour], served: Sequence[Harbour]) -> list[Row]:
    """Rows of the lesser ports, at the quay of the port in their country that serves them."""
    rows = []
    for port in served:
        near = [p for p in joined if p.country == port.country]
        best = min(near, key=lambda p: lines.distance_km(p.point, port.point), default=None)
        if best and (km := lines.distance_km(best.point, port.point)) <= harbours.SERVED_KM:
            rows.append(_port_row(port, [port.locode], tuple(draft.places[best.id]), km))
    return rows
