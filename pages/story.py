"""How does one show a corridor, a country or a clause to a room, step by step?"""

import streamlit as st

from corridors.ui import brief, frame, state, story

page = frame.open_page("story", *story.PARAMS)
catalog, lang, selection = page.catalog, state.lang(), state.selection()
shown = story.deck(catalog, selection, lang)
step = story.settle(selection, len(shown.slides))

tools = st.container(key="toolbar")
with st.container(key="stage"):
    map_side, detail_side = st.columns([1.75, 1])
    with map_side:
        story.show_map(catalog, shown, step, lang)
    with detail_side, st.container(key="detail"):
        story.show_slides(catalog, shown, step, lang)
frame.head_start()
page.head()
with tools:
    brief.chooser(catalog, brief.subject(catalog, selection, lang), lang)
page.close()
