"""Which corridors, countries, zones and bonded areas are there, and which clause backs them?"""

import streamlit as st

from corridors.maps import scene
from corridors.ui import cards, frame, mapview, state
from corridors.ui.table import table
from corridors.ui.texts import text
from corridors.ui.toolbar import toolbar

catalog = frame.open_page()
lang = state.lang()
toolbar(catalog, lang)
selection = state.selection()
drawn = scene.build(catalog, state.filters(), selection)

map_side, detail_side = st.columns([2.65, 1])
with map_side:
    mapview.show(catalog, drawn, selection, lang)
with detail_side, st.container(key="detail"):
    st.html(cards.detail(catalog, selection, lang))
with st.container(key="table"):
    counts = {
        "points": len(drawn.points),
        "lines": len({n.corridor for n in drawn.lines}),
        "goals": len(drawn.goals),
    }
    st.html(f"<h3>{text('table', lang)} <small>{text('table_count', lang, **counts)}</small></h3>")
    st.html(table(catalog, drawn, lang))
frame.close_page()
