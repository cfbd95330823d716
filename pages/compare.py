"""Which ways are there from one place to another, how do they compare, and what if one is shut?"""

import streamlit as st

from corridors.ui import compare, compare_tools, compare_view, frame, mapview, state, strip
from corridors.ui.library import library

page = frame.open_page("compare", *compare.params(library().catalog))
strip.style()
catalog, lang, selection = page.catalog, state.lang(), state.selection()
found = compare_view.found(catalog)

tools = st.container(key="toolbar")
map_side, answer_side = st.columns([1.75, 1])
with map_side:
    mapview.show(
        catalog,
        compare_view.drawn(catalog, found, selection),
        selection,
        lang,
        compare_view.overlay(found, lang),
    )
frame.head_start()
page.head()
with tools:
    compare_tools.toolbar(catalog, lang, found.network)
with answer_side, st.container(key="detail"):
    compare_view.panel(page, found)
with st.container(key="table"):
    compare_view.tables(page, found)
page.close()
