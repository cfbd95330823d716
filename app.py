"""Liaoning corridor map: ``streamlit run app.py``."""

import streamlit as st

from corridors.ui.frame import NAVIGATION
from corridors.ui.texts import text

st.set_page_config(
    page_title=text("title", "zh"), page_icon="🧭", layout="wide", initial_sidebar_state="collapsed"
)
st.navigation(
    [
        st.Page(f"pages/{name}.py", title=text(label, "zh"), default=name == "map")
        for name, label in NAVIGATION.items()
    ],
    position="hidden",
).run()
