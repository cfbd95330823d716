"""What did 2015 ask for inside Liaoning, and what is known of it since?"""

import streamlit as st

from corridors.ui import cards, frame, liaoning, mapview, state

page = frame.open_page("liaoning", *liaoning.params())
catalog, lang, selection = page.catalog, state.lang(), state.selection()
found = liaoning.passing(catalog)

seeing, telling = st.columns([1, 1.35])
with seeing:
    mapview.show(catalog, liaoning.drawn(catalog, found, selection), selection, lang)
frame.head_start()
page.head()
with telling:
    with st.container(key="sieve"):
        liaoning.filters(catalog, lang)
    with st.container(key="ledger"):
        st.html(liaoning.ledger(catalog, found, selection, lang))
with seeing, st.container(key="detail"):
    st.html(cards.detail(catalog, selection, lang) if selection else liaoning.hint(catalog, lang))
page.close()
