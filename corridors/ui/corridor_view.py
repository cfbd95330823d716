"""The corridor page's parts: tools, strip, map, panel and tables."""

import streamlit as st

from corridors.catalog import Catalog
from corridors.maps import overlay as layover
from corridors.maps import palette, scene
from corridors.maps.overlay import Overlay, Part, Way
from corridors.maps.scene import Scene
from corridors.network.nearby import Near, nearby
from corridors.ui import cards, compare, corridor_tables, state
from corridors.ui.cards import Writer
from corridors.ui.corridor import BRANCH, DISTANCES, LINE, NEAR, Chosen, other_branch, other_line
from corridors.ui.corridor_strip import corridor_strip, leg_title
from corridors.ui.frame import Page
from corridors.ui.strip import pale
from corridors.ui.texts import Lang, text
from corridors.vocabulary import Kind, LegStatus


def toolbar(page: Page, chosen: Chosen, lang: Lang) -> None:
    """Show the corridors, the branches of the chosen one, and the way to the comparison of routes."""
    catalog = page.catalog
    w = Writer(catalog, lang)
    st.segmented_control(
        text("corridor_line", lang),
        [corridor.slug for corridor in catalog.corridors],
        required=True,
        format_func=lambda slug: slug.title() if lang == "en" else w.name(f"{Kind.CORRIDOR}:{slug}"),
        key=LINE,
        on_change=other_line,
        label_visibility="collapsed",
    )
    names = {b.id: b.name_en if lang == "en" else b.name_zh for b in chosen.corridor.branches}
    st.pills(
        text("corridor_branch", lang),
        list(names),
        required=True,
        format_func=names.__getitem__,
        key=BRANCH,
        on_change=other_branch,
        label_visibility="collapsed",
    )
    nodes = catalog.nodes(chosen.branch)
    if nodes:
        view = state.link(page.common) | {compare.FROM: nodes[0], compare.TO: nodes[-1]}
        view.pop("select", None)
        st.page_link("pages/compare.py", label=text("corridor_compare", lang), query_params=view)
    story = state.link(page.common) | {"select": chosen.corridor.id}
    st.page_link("pages/story.py", label=text("page_story", lang), query_params=story)


def strip(catalog: Catalog, chosen: Chosen, lang: Lang) -> str:
    """HTML of the heading, the strip and how to read it."""
    head = corridor_tables.heading(catalog, chosen.corridor, chosen.branch, lang)
    body = corridor_strip(catalog, chosen, lang)
    return head + body + cards.render("corridor_note.html", catalog, lang)


def drawn(catalog: Catalog, chosen: Chosen) -> Scene:
    """The scene: nodes of the corridor, places near the branch, and what is selected."""
    selected = chosen.selection if chosen.selection != chosen.corridor.id else ""
    lit = scene.drawables(catalog, selected) if selected else frozenset()
    wanted = lit | {near.place.id for near in near_places(catalog, chosen)}
    for branch in chosen.corridor.branches:
        wanted |= set(catalog.nodes(branch))
    points = tuple(place for place in scene.points(catalog) if place.id in wanted)
    others = tuple(line for line in scene.lines(catalog) if line.id in lit)
    return Scene(points, others, (), lit)


def near_places(catalog: Catalog, chosen: Chosen) -> tuple[Near, ...]:
    """Zones and bonded areas within the chosen distance of the branch."""
    farthest = _near(catalog, chosen.corridor.id, chosen.branch.id)
    return tuple(near for near in farthest if near.km <= float(st.session_state[NEAR]))


@st.cache_resource(show_spinner=False)
def _near(_catalog: Catalog, corridor: str, branch: str) -> tuple[Near, ...]:
    found = next(c for c in _catalog.corridors if c.id == corridor)
    way = next(b for b in found.branches if b.id == branch)
    return nearby(_catalog, way.legs, _catalog.nodes(way), float(DISTANCES[-1]))


def overlay(catalog: Catalog, chosen: Chosen, lang: Lang) -> Overlay:
    """The legs of the corridor as lines to click: the chosen branch in its colour, the others pale."""
    ways = [_way(catalog, chosen, leg, lang) for leg in chosen.legs if leg in catalog.leg_shapes]
    return Overlay(tuple(sorted(ways, key=lambda way: way.id in chosen.branch.legs)))


def _way(catalog: Catalog, chosen: Chosen, leg_id: str, lang: Lang) -> Way:
    leg = catalog.legs[leg_id]
    owners = [branch.status for branch in chosen.corridor.branches if leg_id in branch.legs]
    compared = all(status is LegStatus.COMPARISON for status in owners)
    ink = palette.GREY if compared else palette.CORRIDOR.get(chosen.corridor.id, palette.INK)
    color = ink if leg_id in chosen.branch.legs else pale(ink)
    title = leg_title(catalog, leg, Writer(catalog, lang))
    return Way(leg_id, title, "", color, (_part(catalog, leg_id, leg.status),), leg_id == chosen.leg)


@st.cache_resource(show_spinner=False)
def _part(_catalog: Catalog, leg: str, status: LegStatus) -> Part:
    return Part(status, layover.thin([(x, y) for x, y in _catalog.leg_shapes[leg].coords]))


def detail(catalog: Catalog, chosen: Chosen, lang: Lang) -> str:
    """HTML of the panel: the selected leg, else what is selected, else the corridor."""
    if chosen.leg:
        return corridor_tables.leg_card(catalog, chosen.corridor, catalog.legs[chosen.leg], lang)
    card = cards.detail(catalog, chosen.selection or chosen.corridor.id, lang)
    at_home = chosen.selection in ("", chosen.corridor.id)
    return cards.render("corridor_home.html", catalog, lang, card=card) if at_home else card


def tables(catalog: Catalog, chosen: Chosen, lang: Lang) -> None:
    """Show legs, places near the line and indicators."""
    with st.container(key="table"):
        st.html(corridor_tables.legs_table(catalog, chosen.corridor, chosen.branch, chosen.leg, lang))
    with st.container(key="near_table"):
        with st.container(key="near_head", horizontal=True, vertical_alignment="bottom"):
            st.html(cards.render("corridor_near_head.html", catalog, lang))
            st.segmented_control(
                text("corridor_near_km", lang),
                DISTANCES,
                required=True,
                format_func=lambda km: text("corridor_near_option", lang, km=km),
                key=NEAR,
                label_visibility="collapsed",
            )
        st.html(corridor_tables.near_table(catalog, near_places(catalog, chosen), lang))
    with st.container(key="indicators"):
        st.html(corridor_tables.indicators_table(catalog, chosen.corridor, lang))
