"""The same with pydeck: layers on WebGL, no tiles."""

from typing import Any

import peerdata
import pydeck  # type: ignore[import-untyped, unused-ignore]  # it ships no types
import streamlit as st

from corridors.maps.scene import Scene

VIEW = {"latitude": 30, "longitude": 90, "zoom": 1}
HEIGHT = 640


def rgb(color: str) -> list[int]:
    """Red, green and blue from 0 to 255 of ``#rrggbb``."""
    return [int(color[at : at + 2], 16) for at in (1, 3, 5)]


def draw(shown: Scene) -> str:
    """Draw a scene."""
    points = [
        {"id": place.id, "name": place.name_zh, "position": peerdata.position(place)}
        for place in shown.points
    ]
    paths = [{"path": line, "color": rgb(color)} for color, line in peerdata.lines(shown)]
    look = {"get_fill_color": rgb(peerdata.LAND), "get_line_color": rgb(peerdata.BORDER)}
    dots = {"get_fill_color": rgb(peerdata.INK), "get_position": "position", "pickable": True}
    sizes = {"radius_min_pixels": 6, "radius_max_pixels": 6}
    deck = pydeck.Deck(
        layers=[
            pydeck.Layer("GeoJsonLayer", peerdata.world(), id="land", line_width_min_pixels=0.7, **look),
            pydeck.Layer("PathLayer", paths, id="lines", get_color="color", width_min_pixels=3),
            pydeck.Layer("ScatterplotLayer", points, id="places", **dots, **sizes),
        ],
        initial_view_state=pydeck.ViewState(**VIEW),
        map_provider=None,
        tooltip={"text": "{name}"},
    )
    event: Any = st.pydeck_chart(deck, height=HEIGHT, on_select="rerun", selection_mode="single-object")
    picked = event["selection"]["objects"].get("places", [])
    return str(picked[0]["id"]) if picked else ""


peerdata.show(draw)
