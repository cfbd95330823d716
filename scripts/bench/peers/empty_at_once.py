"""The same floor, its answers sent as ours are: what is left then is what our page itself takes."""

import streamlit as st

from corridors.ui import nodelay


@st.cache_resource(show_spinner=False)
def once() -> None:
    """As the app does it, once a process."""
    nodelay.send_at_once()


once()
st.write("empty page")
