"""What every page shares: style, title row, notices, the address bar."""

from pathlib import Path

import streamlit as st

from corridors.catalog import Catalog
from corridors.records import Problem
from corridors.ui import state
from corridors.ui.library import library
from corridors.ui.texts import text

_STYLE = Path(__file__).parent / "assets" / "page.css"
_NAMED_PROBLEMS = 3


def open_page() -> Catalog:
    """Begin a page: restore the session, show the title row and any notice.

    Returns
    -------
    Catalog
        What the page may show.
    """
    opened = library()
    restored = state.restore(opened.catalog)
    lang = state.lang()
    st.html(_STYLE)
    _title_row()
    _damage(opened.problems)
    if restored.unknown_select:
        st.warning(text("unknown_id", lang, id=_plain(restored.unknown_select)))
    if restored.unknown_filters:
        st.warning(text("unknown_filter", lang, items=_plain("、".join(restored.unknown_filters))))
    return opened.catalog


def close_page() -> None:
    """End a page: the address bar now says what is on screen."""
    state.mirror()


def _title_row() -> None:
    lang = state.lang()
    with st.container(key="masthead", horizontal=True, vertical_alignment="center"):
        st.html(f"<h1>{text('title', lang)}</h1><span>{text('subtitle', lang)}</span>")
        st.page_link("pages/map.py", label=text("page_map", lang), query_params=_link())
        st.page_link("pages/about.py", label=text("page_about", lang), query_params=_link())
        st.button(text("lang_other", lang), key="switch_language", on_click=_switch, type="tertiary")


def _link() -> dict[str, str]:
    return {"lang": "en"} if state.lang() == "en" else {}


def _switch() -> None:
    st.session_state["lang"] = "zh" if state.lang() == "en" else "en"


def _damage(problems: tuple[Problem, ...]) -> None:
    if not problems:
        return
    first = "\n".join(f"- {_plain(str(problem))}" for problem in problems[:_NAMED_PROBLEMS])
    st.warning(text("damaged", state.lang(), count=len(problems)) + "\n\n" + first)


def _plain(foreign: str) -> str:
    """Text from a file or an address, so that Markdown shows it and does not act on it."""
    return "".join(f"\\{char}" if char in "\\`*_{}[]()<>#+-!|$:~&" else char for char in foreign[:200])
