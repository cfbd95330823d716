"""What is a corridor made of, stretch by stretch, what lies along it, and which clause backs it?"""

import streamlit as st

from corridors.ui import corridor, corridor_view, frame, mapview, state, strip
from corridors.ui.library import library

page = frame.open_page("corridor", *corridor.params(library().catalog))
strip.style()
catalog, lang = page.catalog, state.lang()
chosen = corridor.settle(catalog)

tools = st.container(key="toolbar")
with st.container(key="strip"):
    st.html(corridor_view.strip(catalog, chosen, lang))
map_side, detail_side = st.columns([2.1, 1])
with map_side:
    mapview.show(
        catalog,
        corridor_view.drawn(catalog, chosen),
        chosen.selection,
        lang,
        corridor_view.overlay(catalog, chosen, lang),
    )
frame.head_start()
page.head()
with tools:
    corridor_view.toolbar(page, chosen, lang)
with detail_side, st.container(key="detail"):
    st.html(corridor_view.detail(catalog, chosen, lang))
corridor_view.tables(catalog, chosen, lang)
page.close()
