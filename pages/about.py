"""Where does everything on the map come from, and how far can it be trusted?"""

import streamlit as st

from corridors.ui import about, frame, state

page = frame.open_page("about")
page.head()
st.html(about.about(page.catalog, state.lang()))
page.close()
