"""What do the policies want in a country, and what is there?"""

import streamlit as st

from corridors.maps import scene
from corridors.maps.scene import Filters
from corridors.ui import cards, country, frame, mapview, state
from corridors.ui.country_coverage import SCOPES, coverage, scope_choice
from corridors.ui.state import Param
from corridors.vocabulary import Layer

SHOWN = Filters(layers=frozenset({Layer.CORRIDORS, Layer.COUNTRIES, Layer.ZONES, Layer.NODES}))

page = frame.open_page("country", Param("scope", SCOPES.__contains__, SCOPES[0]))
catalog, lang, selection = page.catalog, state.lang(), state.selection()
area = country.area_of(catalog, selection)

telling, seeing = st.columns([1.25, 1])
with seeing:
    mapview.show(catalog, scene.build(catalog, SHOWN, selection), selection, lang)
frame.head_start()
page.head()
with telling:
    with st.container(key="choose"):
        country.chooser(catalog, area, lang)
    with st.container(key="profile"):
        if area:
            st.html(country.wants(catalog, area, lang))
        else:
            scope_choice(lang)
            st.html(coverage(catalog, st.session_state["scope"], lang))
with seeing, st.container(key="detail"):
    own = area and selection == area
    st.html(country.facts(catalog, area, lang) if own else cards.detail(catalog, selection, lang))
page.close()
