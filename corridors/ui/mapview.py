"""The map component: one constant base, a small state, a click that comes back as an id."""

import streamlit as st
from streamlit_folium import st_folium

from corridors.catalog import Catalog
from corridors.maps.base import BaseMap, state_group
from corridors.maps.overlay import NOTHING, Overlay
from corridors.maps.publish import SCRIPT
from corridors.maps.scene import Scene
from corridors.maps.views import HOME
from corridors.ui import state
from corridors.ui.library import library, published
from corridors.ui.texts import Lang, text

_KEY = "map_component"
# The style sheet stretches the map over the screen; this is for browsers that ignore it.
_HEIGHT = 640


# What a click on a way leaves in the session, for the page that drew it.
WAY = "way"


def show(
    catalog: Catalog,
    drawn: Scene,
    selection: str,
    lang: Lang,
    overlay: Overlay = NOTHING,
) -> None:
    """Draw the scene. A click on the map selects what was hit, a click on the sea nothing.

    A click on one of the overlay's ways leaves its id in the session under :data:`WAY`.
    """
    try:
        urls = published(library().catalog)
    except (OSError, ValueError, KeyError) as error:
        st.error(text("map_failed", lang, error=error))
        return
    with st.container(key="map"):
        st_folium(
            BaseMap(urls[SCRIPT], lang, drawn.opening or HOME),
            key=_KEY,
            height=_HEIGHT,
            returned_objects=[],
            feature_group_to_add=state_group(catalog, drawn, selection, lang, overlay),
            use_container_width=True,
            render=False,
            on_change=_clicked,
        )


def _clicked() -> None:
    answer = st.session_state.get(_KEY) or {}
    if "select" in answer:
        state.select(str(answer["select"]))
    if "way" in answer:
        st.session_state[WAY] = str(answer["way"])
