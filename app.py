"""Liaoning corridor map: ``streamlit run app.py``."""

import streamlit as st

st.set_page_config(
    page_title="辽宁三大通道图", page_icon="🧭", layout="wide", initial_sidebar_state="collapsed"
)
st.navigation(
    [
        st.Page("pages/map.py", title="通道地图", default=True),
        st.Page("pages/about.py", title="来源与说明", url_path="about"),
    ],
    position="hidden",
).run()
