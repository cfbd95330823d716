"""What do we know ourselves? Add a list, look after own layers, hand them on."""

import streamlit as st

from corridors.ui import frame, own, state

page = frame.open_page("own", *own.params())
own.apply_queued()
catalog, lang, selection = page.catalog, state.lang(), state.selection()

main, side = st.columns([1.75, 1])
with side:
    own.show_map(catalog, selection, lang)
frame.head_start()
page.head()
with main, st.container(key="own_main"):
    place = own.show(catalog, lang)
with side, st.container(key="detail"):
    own.detail(catalog, selection, lang)
page.close()
own.work(place, lang)
