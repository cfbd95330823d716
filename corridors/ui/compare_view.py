"""The comparison page's parts: map, panel of alternatives, table, legs of the chosen way."""

import difflib
from dataclasses import dataclass, field
from functools import partial

import streamlit as st

from corridors.catalog import Catalog
from corridors.integrity import reason
from corridors.maps import overlay as layover
from corridors.maps import palette, scene
from corridors.maps import routes as lines
from corridors.maps.overlay import Overlay, Way
from corridors.maps.scene import LAYER_OF_KIND, Scene
from corridors.network.errors import UnknownNameError
from corridors.network.graph import Network
from corridors.network.routes import Route
from corridors.ui import cards, compare, compare_tables, state
from corridors.ui.compare import FROM, TO, Answer, Question
from corridors.ui.frame import Page, plain
from corridors.ui.texts import Lang, text
from corridors.vocabulary import Layer


@dataclass(frozen=True)
class Found:
    """What was asked and answered; without a network only ``broken``, which says why."""

    asked: Question | None = None
    answer: Answer = field(default_factory=Answer)
    network: Network | None = None
    chosen: int = 0
    broken: str = ""


def found(catalog: Catalog) -> Found:
    """Ask the network what the session asks."""
    try:
        network = compare.network()
        asked = compare.question(catalog)
        answer = compare.answer(catalog, network, asked)
    except (OSError, ValueError) as error:
        return Found(broken=reason(error))
    return Found(asked, answer, network, compare.chosen_way(answer.routes))


def drawn(catalog: Catalog, shown: Found, selection: str) -> Scene:
    """The scene: places on the ways found and where they may start, and what is selected."""
    lit = scene.drawables(catalog, selection) if selection else frozenset()
    passed = {i for r in shown.answer.routes for leg in r.legs for i in (leg.start, leg.end)} | lit
    passed |= {gate.id for route in shown.answer.routes for gate in route.gates} | set(compare.SWITCHES)
    nodes = [p for p in scene.points(catalog) if LAYER_OF_KIND[p.kind] is Layer.NODES]
    points = [p for p in nodes if p.id in passed or not shown.answer.routes]
    points += [p for p in scene.points(catalog) if p.id in lit and p not in points]
    return Scene(tuple(points), tuple(line for line in scene.lines(catalog) if line.id in lit), (), lit)


def overlay(shown: Found, lang: Lang) -> Overlay:
    """The alternatives as lines with badges, the chosen one strong, and marks at both ends."""
    routes = shown.answer.routes
    if not routes:
        return layover.NOTHING
    ways = lines.ways(
        routes,
        shown.answer.parts,
        lambda i, route: compare_tables.way_words(i, route, lang),
        shown.chosen,
    )
    return Overlay((*ways, *_ends(routes[0], lang)))


def _ends(route: Route, lang: Lang) -> list[Way]:
    marks = (("start", route.legs[0].line[0]), ("end", route.legs[-1].line[-1]))
    badges = {"start": text("compare_start_badge", lang), "end": text("compare_end_badge", lang)}
    labels = {"start": text("compare_from", lang), "end": text("compare_to", lang)}
    return [
        Way(key, labels[key], badges[key], palette.INK, (lines.point(float(lon), float(lat)),), True)
        for key, (lon, lat) in marks
    ]


def panel(page: Page, shown: Found) -> None:
    """The right-hand side: what is selected on the map, else the alternatives, else why there are none."""
    catalog, lang, selection = page.catalog, state.lang(), state.selection()
    if shown.broken:
        st.error(text("compare_broken", lang, error=plain(shown.broken)))
    if selection:
        _selected(catalog, shown, selection, lang)
    elif shown.broken:
        return
    elif shown.answer.error:
        _no_answer(catalog, shown, lang)
    else:
        st.html(compare_tables.alternatives(page, shown.answer.routes, shown.chosen))
        words = text("compare_brief", lang)
        st.page_link("pages/brief.py", label=words, query_params=compare_tables.briefing_link(page))


def _selected(catalog: Catalog, shown: Found, selection: str, lang: Lang) -> None:
    with st.container(key="compare_use", horizontal=True):
        st.button(text("compare_back", lang), key="compare_back", on_click=state.select, args=("",))
        if shown.network and selection in shown.network.node_of:
            for key, label in ((FROM, "compare_set_from"), (TO, "compare_set_to")):
                st.button(text(label, lang), key=f"compare_use_{key}", on_click=partial(_use, key, selection))
    st.html(cards.detail(catalog, selection, lang))


def _use(key: str, selection: str) -> None:
    session = st.session_state
    compare.ask(*((selection, session[TO]) if key == FROM else (session[FROM], selection)))
    state.select("")


def _no_answer(catalog: Catalog, shown: Found, lang: Lang) -> None:
    """Say why there is no route, with ways out to press."""
    error, asked = shown.answer.error, shown.asked
    if error is None or asked is None:
        return
    said = error.en if lang == "en" else error.zh
    for identifier in (asked.start, asked.end, *asked.avoid):
        said = said.replace(identifier, cards.Writer(catalog, lang).name(identifier)) if identifier else said
    st.warning(plain(said))
    with st.container(key="compare_out", horizontal=True, vertical_alignment="center"):
        st.html(f"<span>{text('compare_try', lang)}</span>", width="content")
        if isinstance(error, UnknownNameError):
            for i, name in enumerate(error.suggestions or _closest(catalog, error.text, lang)):
                change = partial(compare.replace_name, error.text, name)
                st.button(plain(name), key=f"compare_suggestion_{i}", on_click=change)
        if asked.avoid or asked.month:
            st.button(text("compare_free", lang), key="compare_free", on_click=compare.lift)
        w = cards.Writer(catalog, lang)
        for i, (start, end) in enumerate(compare.EXAMPLES[:2]):
            label = text("compare_example", lang, start=w.name(start), end=w.name(end))
            st.button(label, key=f"compare_other_{i}", on_click=partial(compare.ask, start, end))


def _closest(catalog: Catalog, typed: str, lang: Lang) -> list[str]:
    """Names of the catalog that share something with what was typed, where nothing comes really close."""
    names = [p.name_en if lang == "en" else p.name_zh for p in catalog.places() if p.is_point]
    return difflib.get_close_matches(typed, names, n=3, cutoff=0.4)


def tables(page: Page, shown: Found) -> None:
    """The comparison point by point, then strip and legs of the chosen way."""
    routes = shown.answer.routes
    if routes:
        st.html(compare_tables.side_by_side(page, routes, shown.chosen))
        st.html(compare_tables.legs(page, routes[shown.chosen], shown.chosen))
