"""The library and the published map files, opened once a process and shared by all sessions."""

import gc
from collections.abc import Mapping

import streamlit as st

from corridors.catalog import Catalog
from corridors.maps.publish import publish
from corridors.policy.library import Library, open_library
from corridors.ui import nodelay


@st.cache_resource(show_spinner=False)
def library() -> Library:
    """Open the library; read-only for everyone who gets it."""
    nodelay.send_at_once()
    opened = open_library()
    # What stays for good need not be searched for garbage again and again, as it is after each run of
    # a page otherwise; the second search tells the collector how little is left to look at.
    gc.collect()
    gc.freeze()
    gc.collect()
    return opened


@st.cache_resource(show_spinner=False)
def published(_catalog: Catalog) -> Mapping[str, str]:
    """Addresses of the map's files, written on first use."""
    return publish(_catalog)
