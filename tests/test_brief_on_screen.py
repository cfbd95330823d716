"""A briefing says what the screen says: the same facts, quotes, figures, lists, filters and own places."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from corridors.briefing.choices import Choices
from corridors.briefing.compose import compose
from corridors.briefing.content import Briefing, Chart, Facts, Figures, Strip, Table
from corridors.catalog import Catalog
from corridors.exchange.columns import OwnPlace
from corridors.exchange.store import open_store
from corridors.maps.scene import Filters
from corridors.ui import brief, compare
from corridors.vocabulary import State
from tests.brief_files import quotes, squeezed
from tests.test_app import run, words

ENTITIES = ("corridor:liao-man-ou", "country:RUS", "zone:uganda-liaoshen", "bonded:shenyang-comprehensive")
CLAUSE = "impl-13"


def opened(page: str, **params: str) -> AppTest:
    app = run()
    for key, value in params.items():
        app.query_params[key] = value
    shown = app.switch_page(f"pages/{page}.py").run()
    assert not shown.exception
    return shown


def card(select: str) -> str:
    """HTML of the detail card on the map's page."""
    (found,) = re.findall(r'<article class="card.*?</article>', words(run(select=select)), re.DOTALL)
    return found


def plain(markup: str) -> str:
    return squeezed(html.unescape(re.sub(r"<[^>]+>", "", markup)))


def facts(made: Briefing) -> dict[str, str]:
    section = made.section("figures")
    assert section
    items = [item for block in section.blocks if isinstance(block, Facts) for item in block.items]
    return {item.label: item.value if item.value != "—" else item.doubt for item in items}


def rows(made: Briefing, key: str) -> list[tuple[str, ...]]:
    section = made.section(key)
    assert section
    return [row for block in section.blocks if isinstance(block, Table) for row in block.rows]


@pytest.mark.parametrize("select", ENTITIES)
def test_facts_and_quotes_are_those_of_the_card(catalog: Catalog, select: str) -> None:
    made, shown = compose(catalog, select, Choices()), card(select)
    pairs = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", shown, re.DOTALL)
    on_card = {plain(label): plain(value) for label, value in pairs}
    told = {label: value for label, value in facts(made).items() if squeezed(label) in on_card}
    assert len(told) == len(on_card)
    assert not [label for label, value in told.items() if squeezed(value) not in on_card[squeezed(label)]]
    assert [quote.clause for quote in quotes(made)] == re.findall(r"<code>([a-z0-9-]+)</code>", shown)
    assert not [s for q in quotes(made) for s in q.sentences if squeezed(s) not in plain(shown)]
    assert bool(quotes(made)) == bool(catalog.links_by_entity.get(select))


def test_a_clause_and_its_departments_are_those_of_the_card(catalog: Catalog) -> None:
    made, shown = compose(catalog, CLAUSE, Choices()), plain(card(CLAUSE))
    (quote,) = quotes(made)
    assert squeezed(quote.text) in shown
    assert len(catalog.clauses[CLAUSE].lead) > 0
    departments = (*catalog.clauses[CLAUSE].lead, *catalog.clauses[CLAUSE].support)
    assert all(name in shown and name in repr(quote.departments) for name in departments)


def test_totals_of_the_branches_are_those_of_the_corridor_page(catalog: Catalog) -> None:
    select = "corridor:liao-man-ou"
    shown = plain(words(opened("corridor", select=select)))
    section = compose(catalog, select, Choices()).section("strip")
    assert section
    strips = [block for block in section.blocks if isinstance(block, Strip)]
    assert len(strips) > 2
    assert squeezed(strips[0].totals) in shown


def test_zones_of_a_country_are_those_of_its_page(catalog: Catalog) -> None:
    shown = words(opened("country", select="country:RUS"))
    names = {row[0] for row in rows(compose(catalog, "country:RUS", Choices()), "zones")}
    linked = set(re.findall(r"select=(zone:[a-z0-9-]+)", shown))
    assert {catalog.entities[identifier].name_zh for identifier in linked} == names
    assert len(names) > 3


def test_filters_of_the_screen_are_those_of_the_briefing(catalog: Catalog) -> None:
    app = run(select="country:RUS", countries="RUS", states="operating,under-construction", layers="zones")
    shown = {State(value) for value in app.session_state["states"]}
    assert shown
    listed = set(re.findall(r"select=(zone:[a-z0-9-]+)", "".join(table(app))))
    made = compose(
        catalog,
        "country:RUS",
        Choices(filters=Filters(countries=frozenset({"RUS"}), states=frozenset(shown))),
    )
    everything = {row[0] for row in rows(compose(catalog, "country:RUS", Choices()), "zones")}
    kept = {row[0] for row in rows(made, "zones")}
    assert kept < everything
    points = {name for name in kept if name in {catalog.entities[i].name_zh for i in listed}}
    assert points == {catalog.entities[i].name_zh for i in listed}
    assert "筛选：俄罗斯" in made.subtitle


def table(app: AppTest) -> Iterator[str]:
    """HTML of the table below the map."""
    bodies = [element.proto.body for element in app.get("html")]
    yield from (body for body in bodies if "<table" in body)


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Slug of an own layer with a place in Indonesia and one in Kenya."""
    monkeypatch.setenv("CORRIDORS_STORE", str(tmp_path))
    st.cache_resource.clear()
    store = open_store()
    places = [
        OwnPlace(name_zh="雅加达项目", country="IDN", lon=106.8, lat=-6.2),
        OwnPlace(name_zh="蒙巴萨项目", country="KEN", lon=39.7, lat=-4.0),
    ]
    layer = store.add_layer("项目清单", places, "tester")
    store.close()
    yield layer.id.removeprefix("own:")
    st.cache_resource.clear()


def test_own_places_pass_the_filters_of_the_screen(own: str, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[Choices] = []
    monkeypatch.setattr(brief, "downloads", lambda _c, _s, how, _l: taken.append(how))
    app = opened("brief", select="country:IDN", own=own, countries="IDN")
    assert [[p.name for p in layer.places.values()] for layer in taken[-1].own] == [["雅加达项目"]]
    assert taken[-1].filters.countries == {"IDN"}
    assert "自有数据" in words(app)
    opened("brief", select="country:IDN")
    assert taken[-1].own == ()


def test_the_comparison_is_that_of_its_page(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[Choices] = []
    monkeypatch.setattr(brief, "downloads", lambda _c, _s, how, _l: taken.append(how))
    asked = {"from": "port:dalian", "to": "port:jakarta", "month": "1", "select": "country:IDN"}
    shown = plain(words(opened("compare", **asked)))
    opened("brief", **asked)
    made = compose(catalog, "country:IDN", taken[-1])
    section = made.section("comparison")
    assert section
    table, chart = (next(b for b in section.blocks if isinstance(b, kind)) for kind in (Table, Chart))
    assert isinstance(table, Table)
    assert isinstance(chart, Chart)
    names = table.head[1:]
    assert len(names) > 1
    assert all(squeezed(name)[1:] in shown for name in names)
    assert all(km in shown for km in table.rows[0][1:])
    assert chart.categories == names
    assert "1 月出发" in repr(section)
    assert [way.badge for way in taken[-1].compared.ways("zh")] == [name[0] for name in names]  # type: ignore[union-attr]


def test_what_cannot_be_compared_leaves_the_briefing_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[Choices] = []
    monkeypatch.setattr(brief, "downloads", lambda _c, _s, how, _l: taken.append(how))
    app = opened("brief", select="country:IDN", **{"from": "port:dalian", "to": "nowhere at all"})
    assert taken[-1].compared is None
    assert app.warning


def test_a_lost_network_leaves_the_briefing_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*_: object) -> None:
        raise ValueError("towns.csv.gz is damaged")

    taken: list[Choices] = []
    monkeypatch.setattr(brief, "downloads", lambda _c, _s, how, _l: taken.append(how))
    monkeypatch.setattr(compare, "answer", lost)
    app = opened("brief", select="country:IDN", **{"from": "port:dalian", "to": "port:jakarta"})
    assert taken[-1].compared is None
    assert "路网数据未能载入" in app.error[0].value


def test_figures_count_what_the_screen_lists(catalog: Catalog) -> None:
    section = compose(catalog, "country:RUS", Choices()).section("figures")
    assert section
    counted = {f.label: f.value for b in section.blocks if isinstance(b, Figures) for f in b.items}
    links = catalog.links_by_entity["country:RUS"]
    stated = {link.measure for link in links if link.grade == "stated"}
    assert str(len(stated)) in counted.values()
    codes = re.findall(r"<code>([a-z0-9-]+)</code>", card("country:RUS"))
    assert stated <= set(codes)
