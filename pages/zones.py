"""Which cooperation zones are there, and which of them pass what I ask for?"""

import streamlit as st

from corridors.maps.overlay import Overlay
from corridors.ui import cards, frame, mapview, own_layers, state, zones
from corridors.ui.zones_facets import facets
from corridors.ui.zones_table import table

page = frame.open_page("zones", *zones.params())
catalog, lang, selection = page.catalog, state.lang(), state.selection()
everything = zones.all_rows(catalog)
narrowed = zones.narrow(everything)

facet_side, middle, detail_side = st.columns([1, 2.5, 1.15])
passing = everything.ids(narrowed)
with middle:
    overlay = Overlay(own=own_layers.drawn(passing | {selection}))
    mapview.show(catalog, zones.drawn(catalog, passing, selection), selection, lang, overlay)
frame.head_start()
page.head()
with middle, st.container(key="table"):
    table(catalog, everything, narrowed, selection, lang)
with facet_side, st.container(key="facets"):
    facets(catalog, everything, narrowed, lang)
with detail_side, st.container(key="detail"):
    st.html(cards.detail(catalog, selection, lang))
page.close()
