"""The floor of a first view: a Streamlit page with one line of text."""

import streamlit as st

st.write("empty page")
