"""What every app of the browser benchmark shows: the same catalog, the same filter, the same texts.

Only the drawing differs from app to app. The world is what the app itself ships, as GeoJSON.
"""

import json
from collections.abc import Callable
from typing import Any

import streamlit as st

from corridors import paths, shapes
from corridors.catalog import Catalog
from corridors.maps import scene
from corridors.maps.palette import CORRIDOR
from corridors.maps.scene import Filters, Scene
from corridors.models import Place
from corridors.policy.library import open_library
from corridors.ui import about, cards
from corridors.vocabulary import Kind

LAND = "#f7f5f0"
BORDER = "#c4beb2"
INK = "#22303c"


@st.cache_resource(show_spinner=False)
def catalog() -> Catalog:
    """The catalog, opened once a process."""
    return open_library().catalog


@st.cache_resource(show_spinner=False)
def world() -> dict[str, Any]:
    """Countries as GeoJSON: id, name, outline in longitude and latitude, degrees, Pacific frame."""
    collection: dict[str, Any] = json.loads((paths.GEO / "countries.geojson").read_text(encoding="utf-8"))
    names = {entity.id: entity.name_zh for entity in catalog().entities.values()}
    features = [
        feature | {"properties": {"id": feature["id"], "name": names.get(feature["id"], "")}}
        for feature in collection["features"]
    ]
    return collection | {"features": features}


def lines(shown: Scene) -> list[tuple[str, list[tuple[float, float]]]]:
    """Colour and longitude, latitude pairs of each line that is drawn."""
    drawn = catalog().leg_shapes
    return [
        (CORRIDOR.get(line.corridor, INK), [(x, y) for x, y in drawn[line.leg].coords])
        for line in shown.lines
        if line.leg in drawn
    ]


def position(place: Place) -> tuple[float, float]:
    """Longitude, latitude of a drawn place in degrees, Pacific frame."""
    return shapes.to_frame(place.lon or 0.0), place.lat or 0.0


def show(draw: Callable[[Scene], str]) -> None:
    """Run an app of two pages: a filter, a map with its count and card, and the page of sources.

    Parameters
    ----------
    draw : callable
        Draws a scene; gives the id of the place that the reader pressed, or an empty text.
    """
    st.set_page_config(layout="wide")

    def map_page() -> None:
        st.page_link(pages[1], label="sources")
        chosen = st.multiselect("countries", countries(), format_func=name, key="countries")
        shown = scene.build(catalog(), Filters(countries=frozenset(chosen)))
        pressed = draw(shown)
        with st.container(key="count"):
            st.write(f"{len(shown.points)} places")
        with st.container(key="detail"):
            st.html(cards.detail(catalog(), pressed, "zh") if pressed else "<p></p>")

    def sources_page() -> None:
        st.page_link(pages[0], label="map")
        st.html(about.about(catalog(), "zh"))

    pages = [st.Page(map_page, title="map", default=True), st.Page(sources_page, title="sources")]
    st.navigation(pages, position="hidden").run()


def countries() -> list[str]:
    """Countries to choose from: those the clauses reach, as in the app itself."""
    return [c.slug for c in catalog().places(Kind.COUNTRY) if catalog().links_by_entity.get(c.id)]


def name(iso: str) -> str:
    """Chinese name of a country."""
    return catalog().entities[f"{Kind.COUNTRY}:{iso}"].name_zh
