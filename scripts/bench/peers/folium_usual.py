"""The usual way with streamlit-folium: the world embedded, markers made anew on each rerun.

As its own examples have it, with the default of returned objects. In its favour: Leaflet comes from
this server and is all that is loaded, where folium's own list has seven more scripts and style sheets
from four hosts; and there are no pop-ups, which would need jQuery.
"""

import folium
import peerdata
from streamlit_folium import st_folium

from corridors.maps.scene import Scene

STATIC = "../../app/static/dist/"


class LocalMap(folium.Map):  # type: ignore[misc, unused-ignore]
    """A folium map whose Leaflet is on this server."""

    default_js = [("leaflet", f"{STATIC}leaflet.js")]  # noqa: RUF012 - so it is in folium
    default_css = [("leaflet_css", f"{STATIC}leaflet.css")]  # noqa: RUF012 - so it is in folium


def draw(shown: Scene) -> str:
    """Draw a scene."""
    drawn = LocalMap(location=[30, 90], zoom_start=2, tiles=None)
    folium.GeoJson(
        peerdata.world(),
        style_function=lambda _: {
            "fillColor": peerdata.LAND,
            "color": peerdata.BORDER,
            "weight": 0.7,
            "fillOpacity": 1,
        },
        tooltip=folium.GeoJsonTooltip(["name"]),
    ).add_to(drawn)
    for color, line in peerdata.lines(shown):
        way = [(y, x) for x, y in line]
        folium.PolyLine(way, color=color, weight=3).add_to(drawn)  # type: ignore[no-untyped-call]
    for place in shown.points:
        lon, lat = peerdata.position(place)
        folium.Marker((lat, lon), tooltip=place.name_zh).add_to(drawn)
    answer = st_folium(drawn, height=640, use_container_width=True, key="map")
    pressed = answer.get("last_object_clicked_tooltip")
    return next((place.id for place in shown.points if place.name_zh == pressed), "")


peerdata.show(draw)
