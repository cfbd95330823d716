"""Where does everything on the map come from, and how far can it be trusted?"""

import streamlit as st

from corridors.ui import about, frame, state

catalog = frame.open_page()
st.html(about.about(catalog, state.lang()))
frame.close_page()
