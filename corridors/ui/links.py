"""Links inside the page: a click on ``<a data-select=ID>`` selects without loading the page anew.

The links are ordinary addresses as well, so they can be copied, opened in a new tab and followed
from the keyboard, and they still work should the script not run.
"""

import streamlit as st

from corridors.ui import state

_SCRIPT = """
export default function ({ setTriggerValue }) {
  function follow(event) {
    const link = event.target.closest ? event.target.closest("a[data-select]") : null;
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    setTriggerValue("picked", link.dataset.select);
  }
  document.addEventListener("click", follow);
  return () => document.removeEventListener("click", follow);
}
"""
_KEY = "link_clicks"


def catch_clicks() -> None:
    """Mount the invisible listener; call once on each page that shows links."""
    catcher = st.components.v2.component("corridor_links", js=_SCRIPT, isolate_styles=False)
    catcher(key=_KEY, on_picked_change=_picked, height=0)


def _picked() -> None:
    state.select(str(st.session_state[_KEY].picked or ""))
