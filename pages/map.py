"""Which corridors, countries, zones and bonded areas are there, and which clause backs them?"""

import streamlit as st

from corridors.maps import scene
from corridors.maps.overlay import Overlay
from corridors.ui import cards, frame, mapview, own_layers, state
from corridors.ui.table import table
from corridors.ui.toolbar import toolbar

page = frame.open_page("map", settled=True)
catalog, lang, selection = page.catalog, state.lang(), state.selection()
filters = state.filters()
drawn = own_layers.light(scene.build(catalog, filters, selection), selection)
own = own_layers.passing(filters)

tools = st.container(key="toolbar")
map_side, detail_side = st.columns([2.65, 1])
with map_side:
    overlay = Overlay(own=own_layers.drawn(own | {selection}))
    mapview.show(catalog, drawn, selection, lang, overlay)
frame.head_start()
page.head()
with tools:
    toolbar(catalog, lang)
with detail_side, st.container(key="detail"):
    st.html(cards.detail(catalog, selection, lang))
with st.container(key="table"):
    table(catalog, drawn, lang, own)
page.close()
