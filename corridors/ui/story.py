"""The presentation: every step travels once, and the browser turns the pages without asking again."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import streamlit as st

from corridors.analysis.passage import Inside
from corridors.analysis.story import Step, story
from corridors.catalog import Catalog
from corridors.maps import base
from corridors.maps.overlay import Overlay
from corridors.maps.scene import Scene
from corridors.models import Country
from corridors.ui import country, documents, mapview, state, story_map
from corridors.ui.cards import Writer, render
from corridors.ui.state import Param
from corridors.ui.story_slide import Slide
from corridors.ui.story_slides import Teller
from corridors.ui.texts import Lang

STEP = "step"
_LAST = 999
_SCRIPT = Path(__file__).parent / "assets" / "story.js"
_NOWHERE: Inside = MappingProxyType({})
PARAMS = (
    Param(STEP, lambda value: value.isascii() and value.isdecimal() and 0 < int(value[:9]) <= _LAST, "1"),
)


@dataclass(frozen=True)
class Deck:
    """Slides of a story, and for each the scene and what the map is told."""

    slides: tuple[Slide, ...]
    scenes: tuple[Scene, ...]
    overlays: tuple[Overlay, ...]
    states: tuple[str, ...]


def deck(catalog: Catalog, selection: str, lang: Lang) -> Deck:
    """Everything the presentation of a selection shows."""
    return _deck(catalog, documents.mark(), selection, lang)


@st.cache_resource(show_spinner=False, max_entries=40)
def _deck(_catalog: Catalog, mark: tuple[str, ...], selection: str, lang: Lang) -> Deck:
    del mark  # tells catalogs apart
    entity = _catalog.entities.get(selection)
    within = country.inside(_catalog) if isinstance(entity, Country) else _NOWHERE
    return made(_catalog, selection, lang, within)


def made(catalog: Catalog, selection: str, lang: Lang, within: Inside = _NOWHERE) -> Deck:
    """Make the deck of a selection; parameters as of :func:`corridors.analysis.story.story`."""
    steps: tuple[Step, ...] = story(catalog, selection, within)
    known = selection in catalog.entities or selection in catalog.clauses
    teller = Teller(Writer(catalog, lang), selection if known else "")
    scenes = tuple(story_map.drawn(catalog, step) for step in steps)
    overlays = tuple(Overlay(around=view, large=True) for view in story_map.views(catalog, steps))
    told = zip(scenes, overlays, strict=True)
    states = (base.state(catalog, scene, "", lang, overlay) for scene, overlay in told)
    return Deck(
        tuple(map(teller.tell, steps)),
        scenes,
        overlays,
        tuple(json.dumps(told, separators=(",", ":")) for told in states),
    )


def settle(selection: str, count: int) -> int:
    """Number of the step to show, from 1: the one in the address, else the first of a new story.

    The browser turns the pages and writes the address; the session only hears of it when something
    else makes the app run again.
    """
    asked = st.query_params.get(STEP, "1")
    same = st.query_params.get("select", "") == selection
    step = min(int(asked), count) if same and PARAMS[0].allowed(asked) else 1
    st.session_state[STEP] = str(step)
    return step


def show_map(catalog: Catalog, shown: Deck, step: int, lang: Lang) -> None:
    """Draw the map of a step."""
    mapview.show(catalog, shown.scenes[step - 1], "", lang, shown.overlays[step - 1])


def show_slides(catalog: Catalog, shown: Deck, step: int, lang: Lang) -> None:
    """Send all slides, with the script that turns them."""
    pairs = list(zip(shown.slides, shown.states, strict=True))
    subject = state.selection()
    page = render("story.html", catalog, lang, slides=pairs, at=step, subject=subject, script=_script())
    st.html(page, unsafe_allow_javascript=True)


@cache
def _script() -> str:
    return _SCRIPT.read_text(encoding="utf-8")
