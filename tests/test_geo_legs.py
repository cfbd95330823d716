"""The lines of the legs against their records, a land mask, the countries and published distances.

The land mask is the package ``global-land-mask`` (GLOBE, one kilometre): independent of the
network the sea legs follow and of the base map they are drawn on.
"""

import csv
from itertools import pairwise

import pytest
from global_land_mask import globe
from pyproj import Geod
from shapely import contains_xy, prepare
from shapely.geometry import Point
from shapely.ops import unary_union

from corridors import paths, records, shapes
from corridors.build import lines, waypoints
from corridors.build.network import Built, _refuse_wrong_line, trace
from corridors.build.sea import SeaNetwork
from corridors.build.waypoints import Waypoint
from corridors.catalog import Length
from corridors.models import Corridor, Leg, Place, Source, TrackLength
from corridors.vocabulary import Basis, Measure, Mode

GEOD = Geod(ellps="WGS84")
NM = 1.852
AT_SEA = {Mode.SEA, Mode.RORO}
APPROACH_KM = 30.0
SUEZ_CANAL = (32.2, 29.8, 32.7, 31.4)
# Rail legs on the network, and rail legs bridged by records, that have a published length.
TRACKS = {
    "dalian-shenyang",
    "shenyang-harbin",
    "harbin-manzhouli",
    "minsk-brest",
    "zabaikalsk-borzya",
    "borzya-chita",
}
BRIDGED = {"choibalsan-ereentsav", "zamyn-uud-ulaanbaatar"}
TRANS_SIBERIAN = [
    "ulan-ude-irkutsk",
    "irkutsk-novosibirsk",
    "novosibirsk-yekaterinburg",
    "yekaterinburg-moscow",
]


@pytest.fixture(scope="module")
def loaded():
    return records.load()


@pytest.fixture(scope="module")
def legs(loaded):
    return {leg.id: leg for leg in loaded.of(Leg)}


@pytest.fixture(scope="module")
def places(loaded):
    return {place.id: place for place in loaded.of(Place)}


@pytest.fixture(scope="module")
def corridors(loaded):
    return {corridor.slug: corridor for corridor in loaded.of(Corridor)}


@pytest.fixture(scope="module")
def drawn():
    return shapes.read(paths.GEO / "legs.geojson")


@pytest.fixture(scope="module")
def tracks(loaded):
    return {track.leg: track.km for track in loaded.of(TrackLength)}


@pytest.fixture(scope="module")
def km(drawn):
    return {key: shapes.length_km(line) for key, line in drawn.items()}


def apart_km(a, b):
    return GEOD.inv(*a, *b)[2] / 1000


def samples(line, step_km=5.0):
    """Points of a line no more than ``step_km`` apart, in the frame of the line."""
    for a, b in pairwise(line.coords):
        pieces = max(1, round(apart_km(a, b) / step_km))
        for piece in range(pieces):
            share = piece / pieces
            yield (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)
    yield line.coords[-1]


def land_hits(line, spared=()):
    """Samples on land, away from both ends and outside the boxes that are spared."""
    return [
        (round(lon, 2), round(lat, 2))
        for lon, lat in samples(line)
        if globe.is_land(lat, (lon + 180) % 360 - 180)
        and min(apart_km((lon, lat), end) for end in (line.coords[0], line.coords[-1])) > APPROACH_KM
        and not any(west <= lon <= east and south <= lat <= north for west, south, east, north in spared)
    ]


def test_every_leg_has_a_line_and_every_line_a_leg(legs, drawn):
    assert len(legs) >= 40
    assert legs.keys() == drawn.keys()
    assert {line.geom_type for line in drawn.values()} == {"LineString"}
    assert all(line.is_valid and not line.is_empty for line in drawn.values())


def test_every_leg_belongs_to_a_branch(legs, corridors):
    assert set(corridors) == {"liao-hai-ou", "liao-man-ou", "liao-meng-ou"}
    used = {leg for corridor in corridors.values() for branch in corridor.branches for leg in branch.legs}
    assert used == legs.keys()


def test_lines_end_at_their_nodes(legs, drawn, places):
    for leg in legs.values():
        coords = drawn[leg.id].coords
        for node, end in ((leg.start, coords[0]), (leg.end, coords[-1])):
            place = places[node]
            assert abs(shapes.to_frame(place.lon) - end[0]) <= 0.02, (leg.id, node)
            assert abs(place.lat - end[1]) <= 0.02, (leg.id, node)


def test_lines_pass_their_straits_and_crossings(legs, drawn, places):
    passed = 0
    for leg in legs.values():
        for node in leg.via:
            point = (shapes.to_frame(places[node].lon), places[node].lat)
            assert min(apart_km(point, sample) for sample in samples(drawn[leg.id])) < 40, (leg.id, node)
            passed += 1
    assert passed >= 8


def test_branches_are_one_line(corridors, legs, drawn):
    joints = 0
    for corridor in corridors.values():
        for branch in corridor.branches:
            for before, after in pairwise(branch.legs):
                assert legs[before].end == legs[after].start, (branch.id, before, after)
                assert drawn[before].coords[-1] == drawn[after].coords[0], (branch.id, before, after)
                joints += 1
    assert joints > 50


def test_longitudes_are_continuous_and_in_the_frame(legs, drawn):
    for leg in legs.values():
        for (west, _), (east, _) in pairwise(drawn[leg.id].coords):
            assert abs(east - west) <= 5, leg.id
        assert all(-30 <= lon <= 330 and -90 <= lat <= 90 for lon, lat in drawn[leg.id].coords), leg.id


def test_sea_lines_are_dense(legs, drawn):
    at_sea = [leg.id for leg in legs.values() if leg.mode in AT_SEA]
    assert len(at_sea) >= 9
    for leg in at_sea:
        assert max(apart_km(a, b) for a, b in pairwise(drawn[leg].coords)) < 41, leg
        assert all(abs(a[0] - b[0]) <= 2.5 for a, b in pairwise(drawn[leg].coords)), leg


def test_the_arctic_branch_crosses_180_and_comes_back(corridors, drawn):
    arctic = next(branch for branch in corridors["liao-hai-ou"].branches if branch.id == "arctic")
    path = [point for leg in arctic.legs for point in drawn[leg].coords]
    assert path[0][0] == pytest.approx(121.667)
    assert max(lon for lon, _ in path) == pytest.approx(190.7, abs=0.5)
    assert path[-1][0] == pytest.approx(4.44, abs=0.01)
    assert max(lat for _, lat in path) < 78.5


def test_suez_is_only_a_comparison(corridors, legs):
    branches = [(c.slug, b) for c in corridors.values() for b in c.branches if b.status == "comparison"]
    assert [(slug, b.legs) for slug, b in branches] == [("liao-hai-ou", ("dalian-rotterdam-suez",))]
    assert [leg.id for leg in legs.values() if "strait:suez" in leg.via] == ["dalian-rotterdam-suez"]
    assert legs["dalian-rotterdam-suez"].status == "comparison"


def test_sea_lines_stay_off_land(legs, drawn):
    checked = 0
    for leg in legs.values():
        if leg.mode in AT_SEA:
            spared = (SUEZ_CANAL,) if "strait:suez" in leg.via else ()
            assert land_hits(drawn[leg.id], spared) == [], leg.id
            checked += 1
    assert checked >= 9


def test_sea_lines_stay_off_the_drawn_land(legs, drawn):
    land = unary_union(list(shapes.read(paths.GEO / "countries.geojson").values()))
    prepare(land)
    checked = 0
    for leg in legs.values():
        if leg.mode in AT_SEA:
            line = drawn[leg.id]
            west, south, east, north = SUEZ_CANAL
            hits = [
                (lon, lat)
                for lon, lat in samples(line)
                if contains_xy(land, lon, lat)
                and min(apart_km((lon, lat), end) for end in (line.coords[0], line.coords[-1])) > APPROACH_KM
                and not ("strait:suez" in leg.via and west <= lon <= east and south <= lat <= north)
            ]
            assert hits == [], leg.id
            checked += 1
    assert checked >= 9


def test_the_land_check_can_fail(drawn):
    assert land_hits(drawn["dalian-rotterdam-suez"])
    assert land_hits(drawn["harbin-manzhouli"])


def test_land_lines_stay_in_the_countries_of_their_nodes(legs, drawn, places):
    countries = shapes.read(paths.GEO / "countries.geojson")
    checked = 0
    for leg in legs.values():
        if leg.mode in AT_SEA:
            continue
        home = {places[node].country for node in (leg.start, *leg.via, leg.end)}
        area = unary_union([countries[f"country:{code}"] for code in home]).buffer(0.2)
        outside = [point for point in samples(drawn[leg.id]) if not area.contains(Point(point))]
        assert outside == [], leg.id
        checked += 1
    assert checked >= 30


@pytest.mark.parametrize("leg", sorted(TRACKS))
def test_track_lengths_agree_with_published_ones(leg, legs, tracks):
    assert legs[leg].basis is Basis.OSM_RAIL
    assert legs[leg].published.source != "gk"
    assert tracks[leg] == pytest.approx(legs[leg].published.value, rel=0.05)


def test_every_rail_leg_on_the_network_has_a_track_length(legs, tracks, km):
    on_network = {leg.id for leg in legs.values() if leg.basis is Basis.OSM_RAIL}
    assert on_network == tracks.keys()
    # A line leaves out bends and adds none; the few kilometres are where its ends meet the rails.
    odd = {leg for leg in on_network if not 0.85 * tracks[leg] - 5 < km[leg] < tracks[leg] + 5}
    assert not odd


def test_a_leg_tells_its_published_length(legs, catalog):
    verified = [leg for leg in legs.values() if leg.published and leg.published.source != "gk"]
    assert len(verified) >= 8
    for leg in verified:
        assert catalog.lengths[leg.id] == Length(leg.published.value, Measure.PUBLISHED)
    assert catalog.lengths["solovyevsk-borzya"].measure is Measure.DRAWN
    assert catalog.lengths["warsaw-duisburg"].measure is Measure.TRACK


@pytest.mark.parametrize("leg", sorted(BRIDGED))
def test_bridged_rail_legs_are_only_short_of_their_bends(leg, legs, km):
    published = legs[leg].published.value
    assert 0.90 * published < km[leg] < published


@pytest.mark.parametrize(
    ("chain", "published"),
    [
        (["dalian-shenyang", "shenyang-harbin"], 944),
        (["zabaikalsk-borzya", "borzya-chita", "chita-ulan-ude", *TRANS_SIBERIAN], 6660),
        (["brest-malaszewicze", "malaszewicze-warsaw"], 210),
    ],
    ids=["harbin-dalian", "zabaikalsk-moscow", "brest-warsaw"],
)
def test_rail_chains_have_their_published_length(chain, published, tracks):
    assert sum(tracks[leg] for leg in chain) == pytest.approx(published, rel=0.05)


def test_the_line_through_mongolia_is_no_longer_than_published(km):
    # Border to border 1,110 km; drawn through few points, the line cuts its many bends.
    drawn = km["zamyn-uud-ulaanbaatar"] + km["ulaanbaatar-naushki"]
    assert 0.85 * 1110 < drawn < 1110


def test_every_verified_published_length_is_tested_or_schematic(legs):
    verified = {leg.id for leg in legs.values() if leg.published and leg.published.source != "gk"}
    schematic = {"zhuengadabuqi-choibalsan-rail", "ulaanbaatar-naushki"}
    assert verified == TRACKS | BRIDGED | schematic
    assert all(legs[leg].basis is Basis.RECORD for leg in schematic)


def test_the_arctic_branch_agrees_with_a_great_circle_count(km):
    # 8,223 nm from Dayaowan by a hand list of waypoints that owes nothing to the network.
    arctic = km["dalian-bering"] + km["bering-kara-gate"] + km["kara-gate-rotterdam"]
    assert arctic / NM == pytest.approx(8223, rel=0.07)


@pytest.mark.parametrize(("leg", "great_circle_nm"), [("yantai-dalian", 83), ("yantai-lushun", 74)])
def test_the_ferry_lines_do_not_detour(leg, great_circle_nm, km):
    assert great_circle_nm * 0.98 < km[leg] / NM < great_circle_nm * 1.12


def test_waypoints_name_known_legs_and_sources(legs, loaded):
    hops = waypoints.read(paths.CORRIDORS / "waypoints.csv")
    sources = {source.id for source in loaded.of(Source)}
    assert len(hops) >= 15
    assert hops.keys() <= legs.keys()
    used = {waypoint.source for points in hops.values() for waypoint in points} - {None}
    assert used <= sources
    # A record has no network to follow.
    for leg in legs.values():
        if leg.basis is Basis.RECORD:
            assert all(waypoint.how == "line" for waypoint in hops.get(leg.id, ())), leg.id


def test_waypoint_files_are_refused_when_damaged(tmp_path):
    for rows in (
        "a,1,2,line,,\n",
        "a,,,line,,\na,1,2,line,gk,\n",
        "a,1,2,line,gk,\nb,1,2,line,gk,\na,3,4,line,gk,\n",
    ):
        path = tmp_path / "waypoints.csv"
        path.write_text("leg,lon,lat,how,source,note_zh\n" + rows, encoding="utf-8")
        with pytest.raises(ValueError, match=r"waypoints\.csv"):
            waypoints.read(path)


def test_the_register_knows_the_file():
    with (paths.GEO / "versions.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["file"] == "legs.geojson"]
    assert {row["package"] for row in rows} == {"searoute", "scgraph_data"}
    assert any("OpenStreetMap" in row["credit"] and "ODbL" in row["licence"] for row in rows)


class Straight:
    """A network of one node a degree, joined along the parallels."""

    def path(self, a, b):
        first, last = round(a[0]), round(b[0])
        step = 1 if last >= first else -1
        return [(float(lon), 0.0) for lon in range(first, last + step, step)]


def hop(how, point=None):
    lon, lat = point or (None, None)
    return Waypoint(leg="a", lon=lon, lat=lat, how=how, source="gk" if point else None)


def test_trace_keeps_both_ends_and_snaps_between():
    line = trace((0.1, 0.1), (3.9, 0.1), [hop("network", (2.2, 0.3)), hop("network")], Straight())
    assert line == [(0.1, 0.1), (0.0, 0.0), (1.0, 0.0), (2.0, 0.0), (3.0, 0.0), (4.0, 0.0), (3.9, 0.1)]
    line = trace(
        (0.0, 0.0), (9.0, 9.0), [hop("line", (2.2, 0.3)), hop("line", (5.0, 5.0)), hop("line")], Straight()
    )
    assert line == [(0.0, 0.0), (2.2, 0.3), (5.0, 5.0), (9.0, 9.0)]


def test_trace_drops_the_way_back_from_a_spur():
    line = trace((0.0, 0.0), (2.0, 0.0), [hop("network", (4.0, 0.0)), hop("network")], Straight())
    assert line == [(0.0, 0.0), (1.0, 0.0), (2.0, 0.0)]


def test_a_line_over_180_stays_continuous():
    line = lines.continuous(lines.dense([(170.0, 60.0), (-170.0, 60.0)], 40))
    assert line[0][0] == 170
    assert line[-1][0] == 190
    assert all(0 < b[0] - a[0] < 1 for a, b in pairwise(line))
    assert lines.continuous([(-169.0, 66.0), (170.0, 70.0)])[0][0] == 191


def test_a_leg_on_the_wrong_line_is_refused(legs):
    leg = legs["harbin-manzhouli"]
    with pytest.raises(ValueError, match="935 km published"):
        _refuse_wrong_line(Built(leg, [(126.65, 45.75), (117.431, 49.587)], (), 0.0))


@pytest.mark.slow
def test_the_sea_network_gives_a_voyage_of_2013():
    """Yong Sheng, Taicang to Rotterdam by the Northern Sea Route: 7,931 nm as reported."""
    path = SeaNetwork().path((121.27, 31.6), (4.4424, 51.9044))
    line = lines.continuous(path)
    assert max(lon for lon, _ in line) > 180
    assert lines.length_km(line) / NM == pytest.approx(7931, rel=0.07)
