"""The route command on the network as shipped: real places, published lengths and times, clear errors."""

import json
import random
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corridors import cli
from corridors.catalog import Catalog
from corridors.network import graph, model, places
from corridors.network.errors import NoWayError, RouteError, UnknownNameError
from corridors.network.graph import NO_GATE, Network
from corridors.network.model import KM_PER_NAUTICAL_MILE
from corridors.network.query import query
from corridors.network.routes import Route
from corridors.policy.library import Library
from corridors.transport import Train
from corridors.vocabulary import LegStatus, Mode

CONTRACT = ("name", "km", "hours", "co2e_kg_per_teu", "transfers", "gauge_breaks", "borders", "legs")
LEG = ("mode", "from", "to", "status", "km", "hours", "gauge", "geometry", "sources")


@pytest.fixture(scope="module")
def network() -> Network:
    return graph.load()


@pytest.fixture
def run(library: Library, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    monkeypatch.setattr(cli, "open_library", lambda: library)

    def call(*arguments: str) -> tuple[int, str, str]:
        try:
            code = cli.main(["route", *arguments])
        except SystemExit as stop:
            code = int(str(stop.code))
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def ask(catalog: Catalog, network: Network, start: str, end: str, **more: Any) -> tuple[Route, ...]:
    return query(catalog, network, start, end, **more)


def passed(route: Route) -> set[str]:
    return {*route.passages, *route.border_names}


# The contract


def test_the_answer_keeps_the_contract(run: Any, catalog: Catalog) -> None:
    code, out, err = run("沈阳", "杜伊斯堡", "--json")
    assert (code, err) == (0, "")
    routes = json.loads(out)
    assert 2 <= len(routes) <= 4
    assert len({route["name"] for route in routes}) == len(routes)
    assert [route["hours"] for route in routes] == sorted(route["hours"] for route in routes)
    for route in routes:
        assert list(route)[: len(CONTRACT)] == list(CONTRACT)
        assert set(LEG) <= set(route["legs"][0])
        assert (route["legs"][0]["from"], route["legs"][-1]["to"]) == ("city:shenyang", "city:duisburg")
        assert route["km"] == pytest.approx(sum(leg["km"] for leg in route["legs"]), abs=0.05)
        assert route["hours"] == pytest.approx(sum(leg["hours"] for leg in route["legs"]), abs=0.05)
        low, high = route["hours_range"]
        assert low <= route["hours"] + 0.5
        assert high >= route["hours"] - 0.5
        for leg in route["legs"]:
            assert leg["mode"] in set(Mode)
            assert leg["status"] in set(LegStatus)
            assert set(leg["sources"]) <= set(catalog.sources)
            assert leg["sources"]


def test_every_leg_leads_somewhere(catalog: Catalog, network: Network) -> None:
    for start, end in (("沈阳", "杜伊斯堡"), ("port:dalian", "port:rotterdam"), ("锦州", "乔巴山")):
        for route in ask(catalog, network, start, end):
            assert [leg.start for leg in route.legs if leg.start == leg.end or leg.km == 0] == []


def test_legs_end_at_places_a_planner_knows(catalog: Catalog, network: Network) -> None:
    known = catalog.entities
    by_rail = ask(catalog, network, "沈阳", "杜伊斯堡", avoid=["sea"])
    stops = [(leg.start, leg.end) for leg in by_rail[0].legs]
    assert ("crossing:manzhouli", "crossing:zabaikalsk") in stops
    assert ("crossing:brest", "crossing:malaszewicze") in stops
    erenhot = next(r for r in by_rail if "二连浩特" in r.border_names)
    assert ("crossing:erenhot", "crossing:zamyn-uud") in [(leg.start, leg.end) for leg in erenhot.legs]
    arctic = next(
        r for r in ask(catalog, network, "port:dalian", "port:rotterdam") if "北极东北航道" in r.passages
    )
    ends = [leg.end for leg in arctic.legs]
    straits = ["strait:bering", "strait:long", "strait:sannikov", "strait:vilkitsky", "strait:kara-gate"]
    assert [end for end in ends if end in straits] == straits
    assert "strait:northeast-passage" not in ends
    for route in (*by_rail, arctic):
        for leg in route.legs:
            assert leg.km > 3
            for name in (leg.start, leg.end):
                assert name in known or not any(letter in "°0123456789" for letter in name), name


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("大窑湾", "port:dalian-dayaowan"),
        ("东乌珠", "city:dong-ujimqin"),
        ("Dayaowan", "port:dalian-dayaowan"),
        ("Dikson", "port:dikson"),
        ("季克西", "port:tiksi"),
    ],
)
def test_the_beginning_of_a_name_will_do_if_it_is_one_places(
    catalog: Catalog, network: Network, text: str, found: str
) -> None:
    assert places.find(text, catalog, network).id == found


def test_every_point_of_the_catalog_is_on_the_network(catalog: Catalog, network: Network) -> None:
    points = [p for p in catalog.places() if p.is_point and p.kind not in places.AREAS]
    assert len(points) > 90
    # On its part of Sulawesi no road of the source leads to a port.
    assert [p.id for p in points if p.id not in network.node_of] == ["zone:imip-morowali"]


def test_legs_join_and_longitudes_go_on(run: Any) -> None:
    _, out, _ = run("port:dalian", "port:rotterdam", "--json")
    routes = json.loads(out)
    assert routes
    for route in routes:
        for a, b in pairwise(route["legs"]):
            assert a["to"] == b["from"]
            assert a["geometry"]["coordinates"][-1] == pytest.approx(
                b["geometry"]["coordinates"][0], abs=1e-3
            )
        points = [p for leg in route["legs"] for p in leg["geometry"]["coordinates"]]
        assert all(abs(a[0] - b[0]) < 180 for a, b in pairwise(points))
    arctic = next(route for route in routes if "北极东北航道" in route["passages"])
    assert any(abs(p[0]) > 180 for leg in arctic["legs"] for p in leg["geometry"]["coordinates"])


def test_plain_output_names_each_way(run: Any) -> None:
    code, out, _ = run("沈阳", "杜伊斯堡")
    assert code == 0
    assert out.startswith("1. ")
    assert "\n2. " in out


# Known lengths and times


def test_rail_sea_and_the_arctic_are_all_offered(catalog: Catalog, network: Network) -> None:
    routes = ask(catalog, network, "沈阳", "杜伊斯堡")
    kinds = [
        "nsr" if "北极东北航道" in r.passages else "sea" if Mode.SEA in r.modes else "rail" for r in routes
    ]
    assert kinds[0] == "rail"
    assert {"rail", "sea", "nsr"} <= set(kinds)
    assert any("苏伊士运河" in r.passages for r in routes)
    assert routes[0].gauge_breaks == 2


def test_yong_sheng(catalog: Catalog, network: Network) -> None:
    """Taicang to Rotterdam by the Northern Sea Route: 7,931 nautical miles in 26 days."""
    routes = ask(catalog, network, "太仓", "port:rotterdam", month=9)
    arctic = next(r for r in routes if "北极东北航道" in r.passages)
    assert arctic.km / KM_PER_NAUTICAL_MILE == pytest.approx(7931, rel=0.07)
    assert arctic.hours / 24 == pytest.approx(26, rel=0.07)


@pytest.mark.parametrize(
    ("start", "end", "via", "km", "within"),
    [
        ("大连", "沈阳", None, 399, 0.05),
        ("哈尔滨", "大连", None, 944, 0.05),
        ("哈尔滨", "满洲里", None, 935, 0.05),
        ("port:yingkou", "华沙", "满洲里", 10500, 0.10),
        ("营口", "华沙", "满洲里", 10500, 0.10),
        ("赤塔", "莫斯科", None, 6199, 0.01),
        ("crossing:zabaikalsk", "莫斯科", None, 6660, 0.01),
        ("port:yingkou", "city:dobra", "满洲里", 11000, 0.10),
        # "9,300 and more": the published lengths of its own sections add up to an eighth more.
        ("沈阳", "杜伊斯堡", "二连浩特", 9300, 0.15),
        ("大连", "莫斯科", "满洲里", 8000, 0.10),
    ],
)
def test_published_lengths(
    catalog: Catalog, network: Network, start: str, end: str, via: str | None, km: float, within: float
) -> None:
    avoid = ["海运", "滚装"]
    routes = ask(catalog, network, start, end, avoid=avoid, limit=8)
    fit = [r for r in routes if via is None or via in passed(r)]
    assert fit, [r.name for r in routes]
    assert fit[0].km == pytest.approx(km, rel=within)


@pytest.mark.parametrize(("trip", "within"), [("yingkou-warsaw-2015", 0.1), ("yingkou-dobra-2015", 0.1)])
def test_published_times(catalog: Catalog, network: Network, trip: str, within: float) -> None:
    train = catalog.trips[trip]
    routes = ask(catalog, network, train.start, train.end, avoid=["海运", "滚装"], limit=8)
    fit = next(r for r in routes if "满洲里" in passed(r))
    assert fit.hours / 24 == pytest.approx(train.days, rel=within)


def test_every_published_trip_lies_within_the_range(catalog: Catalog, network: Network) -> None:
    assert len(catalog.trips) >= 8
    for trip in catalog.trips.values():
        land = trip.mode is Mode.RAIL
        routes = ask(catalog, network, trip.start, trip.end, avoid=["海运", "滚装"] if land else [], limit=6)
        fit = next(r for r in routes if trip.via in r.ids)
        low, high = fit.hours_range
        assert 0.95 * low <= trip.days * 24 <= 1.05 * high, trip.id


# Avoiding


@pytest.mark.parametrize(
    ("name", "gone"),
    [
        ("苏伊士", "苏伊士运河"),
        ("Suez", "苏伊士运河"),
        ("strait:suez", "苏伊士运河"),
        ("马六甲", "马六甲海峡"),
        ("白令", "白令海峡"),
        ("东北航道", "北极东北航道"),
    ],
)
def test_a_passage_is_avoided_by_any_of_its_names(
    catalog: Catalog, network: Network, name: str, gone: str
) -> None:
    free = ask(catalog, network, "port:dalian", "port:rotterdam")
    assert any(gone in r.passages for r in free), [r.passages for r in free]
    routes = ask(catalog, network, "port:dalian", "port:rotterdam", avoid=[name])
    assert routes
    assert all(gone not in r.passages for r in routes)


@pytest.mark.parametrize("name", ["满洲里", "二连浩特", "布列斯特", "crossing:manzhouli", "Erenhot"])
def test_a_border_is_avoided(catalog: Catalog, network: Network, name: str) -> None:
    ids = {e.id for e in catalog.entities.values() if name in (e.id, e.name_zh, e.name_en)}
    assert ids
    for route in ask(catalog, network, "沈阳", "杜伊斯堡", avoid=[name]):
        assert not ids & {end for leg in route.legs for end in (leg.start, leg.end)}
        assert name not in route.border_names


@pytest.mark.parametrize("name", ["俄罗斯", "RUS", "country:RUS", "Russia"])
def test_a_country_is_avoided(catalog: Catalog, network: Network, name: str) -> None:
    routes = ask(catalog, network, "沈阳", "杜伊斯堡", avoid=[name])
    assert routes
    assert all("俄罗斯" not in "".join(r.border_names) for r in routes)
    assert all("北极东北航道" not in r.passages for r in routes)
    assert all("满洲里" not in r.border_names for r in routes)


def test_a_group_is_all_its_members(catalog: Catalog, network: Network) -> None:
    routes = ask(catalog, network, "沈阳", "莫斯科", avoid=["中亚"])
    assert all("哈萨克斯坦" not in "".join(r.border_names) for r in routes)


@pytest.mark.parametrize(
    ("name", "mode"),
    [("海运", Mode.SEA), ("sea", Mode.SEA), ("铁路", Mode.RAIL), ("滚装", Mode.RORO), ("roro", Mode.RORO)],
)
def test_a_mode_is_avoided(catalog: Catalog, network: Network, name: str, mode: Mode) -> None:
    start, end = ("port:dalian", "port:rotterdam") if mode is Mode.RAIL else ("大连", "烟台")
    free = ask(catalog, network, start, end)
    assert any(mode in r.modes for r in free) or mode is Mode.SEA
    assert all(mode not in r.modes for r in ask(catalog, network, start, end, avoid=[name]))


def test_a_city_is_reached_by_road_where_no_train_may_run(catalog: Catalog, network: Network) -> None:
    for start, end in (("大连", "鹿特丹"), ("沈阳", "汉堡")):
        routes = ask(catalog, network, start, end, avoid=["rail"])
        assert all(set(r.modes) <= {Mode.ROAD, Mode.SEA, Mode.RORO} for r in routes)
        assert {Mode.ROAD, Mode.SEA} <= set(routes[0].modes)


@pytest.mark.parametrize("name", ["北极", "Arctic", "NSR", "北方海航道", "Northern Sea Route"])
def test_the_arctic_is_avoided_by_its_usual_names(catalog: Catalog, network: Network, name: str) -> None:
    routes = ask(catalog, network, "port:dalian", "port:rotterdam", avoid=[name])
    assert all("北极东北航道" not in r.passages for r in routes)


def test_a_city_is_avoided_with_the_lines_through_it(catalog: Catalog, network: Network) -> None:
    free = ask(catalog, network, "哈尔滨", "port:dalian", avoid=["sea"])
    shut = ask(catalog, network, "哈尔滨", "port:dalian", avoid=["sea", "沈阳"])
    assert shut[0].km > free[0].km
    with pytest.raises(RouteError, match="itself"):
        ask(catalog, network, "port:dalian", "沈阳", avoid=["大连"])


def test_several_names_in_one_argument(run: Any) -> None:
    _, one, _ = run("沈阳", "杜伊斯堡", "--json", "--avoid", "苏伊士，满洲里")
    _, two, _ = run("沈阳", "杜伊斯堡", "--json", "--avoid", "苏伊士", "满洲里")
    assert one == two
    assert json.loads(one)


def test_several_names_after_one_flag_and_the_flag_again(run: Any) -> None:
    code, out, _ = run("沈阳", "杜伊斯堡", "--json", "--avoid", "苏伊士", "满洲里", "--avoid", "二连浩特")
    assert code == 0
    routes = json.loads(out)
    told = {name for r in routes for name in (*r["passages"], *r["border_names"])}
    assert not told & {"苏伊士运河", "满洲里", "二连浩特"}


def test_no_gate_that_is_shut_is_ever_used(catalog: Catalog, network: Network) -> None:
    """Shut every passage and border of the first answer, one after the other."""
    first = ask(catalog, network, "大连", "汉堡")
    names = sorted({name for r in first for name in passed(r)})
    assert len(names) > 5
    for name in names:
        try:
            routes = ask(catalog, network, "大连", "汉堡", avoid=[name])
        except NoWayError:
            continue
        assert all(name not in passed(r) for r in routes), name


# Season


@pytest.mark.parametrize(("month", "open_"), [(1, False), (6, False), (7, True), (11, True), (12, False)])
def test_months(catalog: Catalog, network: Network, month: int, open_: bool) -> None:
    routes = ask(catalog, network, "port:dalian", "port:rotterdam", month=month)
    assert any("北极东北航道" in r.passages for r in routes) is open_


def test_without_a_month_the_season_is_noted(catalog: Catalog, network: Network) -> None:
    routes = ask(catalog, network, "port:dalian", "port:rotterdam")
    arctic = next(r for r in routes if "北极东北航道" in r.passages)
    assert any("7—11 月" in note.zh for note in arctic.notes)
    disputed = ask(catalog, network, "port:dalian", "port:rotterdam", month=11)
    arctic = next(r for r in disputed if "北极东北航道" in r.passages)
    assert any("来源说法不一" in note.zh for note in arctic.notes)


@pytest.mark.parametrize("month", ["0", "13", "七月"])
def test_a_wrong_month_is_a_wrong_call(run: Any, month: str) -> None:
    code, out, err = run("沈阳", "杜伊斯堡", "--month", month)
    assert (code, out) == (2, "")
    assert err.startswith("error: ")
    assert err.count("\n") == 1


# Errors


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("沈阳", "杜伊斯宝"), "杜伊斯堡"),
        (("Duisburgg", "沈阳"), "Duisburg"),
        (("沈阳", "杜伊斯堡", "--avoid", "苏伊土运河"), "苏伊士"),
        (("沈阳", "沈阳"), "same place"),
        (("沈阳", "city:shenyang"), "same place"),
        (("沈阳", "杜伊斯堡", "--avoid", "中国"), "itself"),
        (("沈阳", "杜伊斯堡", "--avoid", "杜伊斯堡"), "itself"),
        (("沈阳", "port:suva", "--avoid", "sea", "roro"), "no way"),
        (("", "沈阳"), "no place"),
        (("沈阳", "大" * 300), "…"),
        (("country:RUS", "沈阳"), "is not a place but a country; try"),
        (("沈阳", "俄罗斯"), "赤塔"),
        (("沈阳", "group:central-asia"), "is not a place but a country group; try"),
        (("沈阳", "辽海欧"), "is not a place but a corridor"),
        (("沈阳", "zone:goal-serbia"), "is not a place but a cooperation zone; try"),
        (("impl-13", "沈阳"), "is not a place but a clause"),
        (("沈阳", "zone:imip-morowali"), "reached by no road"),
        (("沈阳", "大連"), "大连"),
        (("沈阳", "杜伊斯堡", "--avoid", ""), "no place"),
        (("沈阳", "杜伊斯堡", "--avoid", "strait:nowhere"), "strait:nowhere"),
    ],
)
def test_errors_are_one_clear_line(run: Any, arguments: tuple[str, ...], says: str) -> None:
    code, out, err = run(*arguments, "--json")
    assert (code, out) == (1, "")
    assert err.startswith("error: ")
    assert says in err
    assert err.count("\n") == 1


def test_an_error_says_little_of_a_long_name(run: Any) -> None:
    _, _, err = run("x" * 300, "沈阳", "--json")
    assert len(err) < 250


def test_errors_speak_chinese_to_the_pages(catalog: Catalog, network: Network) -> None:
    with pytest.raises(UnknownNameError) as unknown:
        ask(catalog, network, "沈阳", "杜伊斯宝")
    assert "杜伊斯堡" in unknown.value.zh
    assert "杜伊斯堡" in unknown.value.suggestions
    with pytest.raises(NoWayError, match="closed") as shut:
        ask(catalog, network, "沈阳", "port:suva", avoid=["海运"], month=1)
    assert "北方海航道" in shut.value.zh


def test_a_month_must_be_one(catalog: Catalog, network: Network) -> None:
    with pytest.raises(ValueError, match="month"):
        ask(catalog, network, "沈阳", "大连", month=13)


# Properties


@pytest.fixture(scope="module")
def names(catalog: Catalog, network: Network) -> list[str]:
    own = [p.id for p in catalog.places() if p.is_point and p.id in network.node_of]
    assert len(own) > 40
    some = random.Random(3).sample([town.id for town in places.towns()], 200)  # noqa: S311 - a sample
    return [*own, *some]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_pair(catalog: Catalog, network: Network, names: list[str], data: Any) -> None:
    """There and back are as long; an answer is the same twice; legs add up; ways differ."""
    a, b = data.draw(st.sampled_from(names)), data.draw(st.sampled_from(names))
    try:
        there = ask(catalog, network, a, b)
    except RouteError:
        with pytest.raises(RouteError):
            ask(catalog, network, b, a)
        return
    back, again = ask(catalog, network, b, a), ask(catalog, network, a, b)
    assert [r.km for r in there] == pytest.approx([r.km for r in back], abs=0.15)
    assert [r.to_json() for r in there] == [r.to_json() for r in again]
    assert len({r.name for r in there}) == len(there) <= 4
    for route in there:
        assert route.km == pytest.approx(sum(leg.km for leg in route.legs), abs=0.05)
        assert route.transfers == sum(x.mode is not y.mode for x, y in pairwise(route.legs))
        assert route.hours_range[0] <= route.hours + 1
        assert route.co2e > 0


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_stop_on_the_way_never_shortens_it(
    catalog: Catalog, network: Network, names: list[str], data: Any
) -> None:
    """Triangle: the best way is no slower than the two best ways over a third place."""
    a, b, c = (data.draw(st.sampled_from(names)) for _ in range(3))
    try:
        direct, first, second = (ask(catalog, network, *ends)[0] for ends in ((a, c), (a, b), (b, c)))
    except RouteError:
        return
    chosen = model.defaults(catalog)
    # Changing mode weighs in the choice of a way, not in its hours.
    slack = chosen.transfer_choice_h * (2 + direct.transfers)
    assert direct.hours <= first.hours + second.hours + slack


def test_assumptions_change_the_answer_and_nothing_else(catalog: Catalog, network: Network) -> None:
    before = ask(catalog, network, "沈阳", "杜伊斯堡")
    slow = model.defaults(catalog).with_(rail_block_kmh=15)
    changed = ask(catalog, network, "沈阳", "杜伊斯堡", assumptions=slow)
    assert max(r.hours for r in changed if r.modes == (Mode.RAIL,)) > 1.5 * before[0].hours
    wagon = ask(
        catalog, network, "沈阳", "杜伊斯堡", assumptions=model.defaults(catalog).with_(train=Train.WAGON)
    )
    assert any("换轨" in note.zh for r in wagon for note in r.missing)
    assert [r.to_json() for r in ask(catalog, network, "沈阳", "杜伊斯堡")] == [r.to_json() for r in before]


def test_gauge_breaks_are_those_of_the_borders(catalog: Catalog, network: Network) -> None:
    by_name = {gate.name_zh: gate for gate in network.gates if gate.kind in ("border", "gauge")}
    routes = ask(catalog, network, "沈阳", "杜伊斯堡", avoid=["sea"], limit=6)
    assert len(routes) > 2
    for route in routes:
        wide = [by_name[name] for name in route.border_names if len(set(by_name[name].gauges)) > 1]
        assert route.gauge_breaks >= len(wide) - 1
        assert route.gauge_breaks % 2 == 0  # from 1435 to 1435


def test_every_border_crossed_has_a_gate(network: Network) -> None:
    """A land edge between two countries without a gate would be a border that nobody counts."""
    land = [i for i, mode in enumerate(network.modes) if mode in (Mode.RAIL, Mode.ROAD)]
    bare = [
        edge
        for edge in range(len(network.km))
        if network.mode[edge] in land
        and network.gate[edge] == NO_GATE
        and network.country[network.start[edge]] != network.country[network.end[edge]]
        and network.countries[network.country[network.start[edge]]]
        and network.countries[network.country[network.end[edge]]]
    ]
    assert bare == []
