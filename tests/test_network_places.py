"""Names to places: what people type must find what they mean, and the rest must be told kindly."""

import contextlib
import time
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridors.network import graph, places
from corridors.network.places import UnknownPlace


@pytest.fixture(scope="module")
def network():
    return graph.load()


@pytest.fixture
def find(catalog, network):
    return lambda text: places.find(text, catalog, network)


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("沈阳", "city:shenyang"),
        ("沈阳市", "city:shenyang"),
        ("沈阳站", "city:shenyang"),
        ("Shenyang", "city:shenyang"),
        ("  SHEN YANG ", "city:shenyang"),
        ("city:shenyang", "city:shenyang"),
        ("杜伊斯堡", "city:duisburg"),
        ("Duisburg", "city:duisburg"),
        ("Hamburg", "city:hamburg"),
        ("大连港", "port:dalian"),
        ("port:dalian", "port:dalian"),
        ("Port of Dalian", "port:dalian"),
        ("满洲里", "crossing:manzhouli"),
        ("Mukden", "city:shenyang"),
        ("CNDLC", "port:dalian"),
        ("Małaszewicze", "crossing:malaszewicze"),
        ("Malaszewicze", "crossing:malaszewicze"),
        ("辽宁", None),
    ],
)
def test_the_catalog_goes_first(find, text, identifier) -> None:
    if identifier is None:
        with pytest.raises(UnknownPlace):
            find(text)
    else:
        assert find(text).id == identifier


@pytest.mark.parametrize(
    ("text", "kind", "country", "lon", "lat"),
    [
        ("太仓", "city", "CHN", 121.1, 31.45),
        ("宁波", "city", "CHN", 121.55, 29.87),
        ("阿拉木图", "city", "KAZ", 76.91, 43.25),
        ("德黑兰", "city", "IRN", 51.42, 35.69),
        ("Teheran", "city", "IRN", 51.42, 35.69),
        ("São Paulo", "city", "BRA", -46.64, -23.55),
        ("sao paulo", "city", "BRA", -46.64, -23.55),
        ("雅加达", "city", "IDN", 106.85, -6.2),
        ("上海港", "port", "CHN", 121.5, 31.4),
        ("CNSHA", "port", "CHN", 121.5, 31.4),
        ("cnsha", "port", "CHN", 121.5, 31.4),
        ("ＣＮＳＨＡ", "port", "CHN", 121.5, 31.4),
        ("port:cnsha", "port", "CHN", 121.5, 31.4),
        ("太仓港", "port", "CHN", 121.19, 31.64),
        ("DEHAM", "port", "DEU", 9.9, 53.5),
        ("Port of Hamburg", "port", "DEU", 9.9, 53.5),
        ("高雄", "city", "CHN", 120.31, 22.62),
    ],
)
def test_towns_and_ports_of_the_world(find, text, kind, country, lon, lat) -> None:
    town = find(text)
    assert (town.kind, town.country) == (kind, country)
    assert town.lon == pytest.approx(lon, abs=0.3)
    assert town.lat == pytest.approx(lat, abs=0.3)


def test_codes_of_the_catalogs_ports(find) -> None:
    assert find("NLRTM").id == "port:rotterdam"
    assert find("CNDLC").id == "port:dalian"
    assert find("CNBAY").id == find("CNYIK").id == "port:yingkou"


def test_of_two_namesakes_the_larger(find) -> None:
    assert find("Paris").country == "FRA"
    assert find("Birmingham").country == "GBR"
    assert find("Alexandria").country == "EGY"


def test_every_place_stands_on_the_network(network, catalog) -> None:
    towns = {town.id: town for town in places._town_names(places.FILE).values()}
    assert len(towns) > 25_000
    for town in towns.values():
        assert town.nodes[0] == town.node
        assert 0 <= town.node < len(network.lon)
        assert town.km >= 0
    known = places._catalog_names(catalog, network)
    assert {"city:shenyang", "port:dalian"} <= {town.id for town in known.values()}


def test_countries_and_groups_are_no_origins(find) -> None:
    for text in ("country:IDN", "group:asean", "东盟", "zone:goal-serbia"):
        with pytest.raises(UnknownPlace):
            find(text)


@pytest.mark.parametrize(
    ("text", "near"), [("Duisberg", "Duisburg"), ("Rotterdm", "Rotterdam"), ("杜依斯堡", "杜伊斯堡")]
)
def test_a_slip_gets_suggestions(find, text, near) -> None:
    with pytest.raises(UnknownPlace) as told:
        find(text)
    assert near in told.value.suggestions
    assert len(told.value.suggestions) <= 5
    assert near in str(told.value)


def test_nothing_is_told_kindly(find) -> None:
    for text in ("", "   ", "？？", "qzxjkw"):
        with pytest.raises(UnknownPlace, match="no place named"):
            find(text)


@settings(deadline=None, max_examples=50)
@given(text=st.text(max_size=30))
def test_any_text_is_a_place_or_unknown(catalog, network, text) -> None:
    with contextlib.suppress(UnknownPlace):
        assert places.find(text, catalog, network).node < len(network.lon)


@pytest.mark.alone
def test_a_name_is_found_at_once(find) -> None:
    find("太仓")  # the first name the catalog does not have reads the list of towns
    begun = time.process_time()
    for _ in range(100):
        find("太仓")
    assert time.process_time() - begun < 0.2


@pytest.mark.alone
def test_the_list_of_towns_is_read_once_and_quickly(monkeypatch) -> None:
    monkeypatch.setattr(places, "_town_names", lru_cache(places._town_names.__wrapped__))
    begun = time.process_time()
    assert len(places.towns()) > 30_000
    assert time.process_time() - begun < 2
    begun = time.process_time()
    places.towns()
    assert time.process_time() - begun < 0.2


def test_the_table_is_compact() -> None:
    assert places.FILE.stat().st_size < 1_500_000


def test_a_goal_without_a_country_names_places_of_its_region(catalog, network) -> None:
    region = {
        iso.removeprefix("country:") for iso in catalog.countries_of(catalog.entities["group:east-africa"])
    }
    near = places.inside(catalog.entities["zone:goal-east-africa"], catalog, network)
    assert near
    assert {places.find(name, catalog, network).country for name in near} <= region
