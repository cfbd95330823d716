"""The same with plotly: a choropleth of our outlines, lines and points over it.

In its favour: its own world map, which it fetches from another host even when it is not to be shown, is
an empty file of this server.
"""

from typing import Any

import peerdata
import plotly.graph_objects as go  # type: ignore[import-untyped, unused-ignore]  # it ships no types
import streamlit as st

from corridors.maps.scene import Scene

HEIGHT = 640
CONFIG = {"topojsonURL": "/app/static/"}


def draw(shown: Scene) -> str:
    """Draw a scene."""
    world = peerdata.world()
    ids = [feature["id"] for feature in world["features"]]
    look = {"colorscale": [[0, peerdata.LAND], [1, peerdata.LAND]], "showscale": False}
    land = go.Choropleth(
        geojson=world, locations=ids, z=[0] * len(ids), marker_line_color=peerdata.BORDER, **look
    )
    traces: list[Any] = [land]
    for color, line in peerdata.lines(shown):
        lons, lats = zip(*line, strict=True)
        traces.append(go.Scattergeo(lon=lons, lat=lats, mode="lines", line={"color": color, "width": 3}))
    spots = [peerdata.position(place) for place in shown.points]
    names = [place.name_zh for place in shown.points]
    marks = {"size": 10, "color": peerdata.INK}
    east, north = ([spot[axis] for spot in spots] for axis in (0, 1))
    traces.append(go.Scattergeo(lon=east, lat=north, text=names, mode="markers", marker=marks))
    figure = go.Figure(traces)
    figure.update_geos(visible=False, projection_type="equirectangular", projection_rotation_lon=150)
    figure.update_layout(height=HEIGHT, margin={"l": 0, "r": 0, "t": 0, "b": 0}, showlegend=False)
    event: Any = st.plotly_chart(figure, key="map", on_select="rerun", selection_mode="points", config=CONFIG)
    places = [point for point in event["selection"]["points"] if point["curve_number"] == len(traces) - 1]
    return shown.points[places[0]["point_index"]].id if places else ""


peerdata.show(draw)
