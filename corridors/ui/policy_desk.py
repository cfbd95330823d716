"""The policy desk: its views, what they keep in the address, and the links between them."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from corridors.catalog import Catalog
from corridors.ui import cards, documents, state
from corridors.ui.frame import Page
from corridors.ui.library import library
from corridors.ui.policy_text import chapters
from corridors.ui.state import Param
from corridors.ui.texts import text
from corridors.vocabulary import Kind

# Views and grids in their order, and the text that names each.
VIEWS = MappingProxyType(
    {
        "reading": "policy_reading",
        "duty": "policy_duty",
        "coverage": "policy_coverage",
        "targets": "policy_targets",
        "add": "policy_add",
    }
)
FIRST = "reading"
GRIDS = MappingProxyType({"instruments": "policy_instruments", "kinds": "policy_heat", "gaps": "policy_gaps"})
PAIR_SIGN = "~"
CELL_SIGN = "~"
_LONGEST_SEARCH = 60
_SCRIPT = Path(__file__).parent / "assets" / "policy.js"


def params() -> tuple[Param, ...]:
    """What this page adds to the address; values that do not exist are refused there."""
    catalog = documents.opened().catalog
    return (
        Param("desk", VIEWS.__contains__, FIRST),
        Param("doc", catalog.documents.__contains__),
        Param("chapter", chapters(catalog).__contains__),
        Param("agency", lambda slug: f"{Kind.AGENCY}:{slug}" in catalog.entities),
        Param("kinds", list(Kind).__contains__, ()),
        Param("q", lambda words: len(words) <= _LONGEST_SEARCH, ""),
        Param("hit", lambda number: number.isdecimal() and len(number) < 5, "1"),
        Param("pair", _is_pair(catalog)),
        Param("grid", GRIDS.__contains__, "instruments"),
        Param("item", lambda number: number.isdecimal() and len(number) < 7, "1"),
        Param("cell", lambda words: len(words) <= 2 * _LONGEST_SEARCH, ""),
    )


def _is_pair(catalog: Catalog) -> Callable[[str], bool]:
    def known(value: str) -> bool:
        left, _, right = value.partition(PAIR_SIGN)
        return left in catalog.clauses and right in catalog.clauses

    return known


def switch() -> None:
    """Show the row of views."""
    lang = state.lang()
    st.segmented_control(
        text("policy_desk", lang),
        list(VIEWS),
        required=True,
        format_func=lambda name: text(VIEWS[name], lang),
        key="desk",
        label_visibility="collapsed",
    )


def address(page: Page, **changes: str) -> str:
    """Address of this page as it is now, but for ``changes``; an empty value leaves a key out.

    The view comes first, because links that begin with ``?select=`` only select and keep the rest.
    """
    first = {"desk": st.session_state["desk"]}
    now = first | state.link([*page.own, *page.common]) | changes
    return "?" + urlencode({key: value for key, value in now.items() if value}, safe=":~,")


def script(**marks: object) -> None:
    """Run the page's own script: it follows links without a reload and scrolls to what is marked.

    Parameters
    ----------
    **marks
        Data attributes for the script; it runs anew when one of them changes.
    """
    st.html(
        cards.render(
            "policy_script.html", library().catalog, state.lang(), marks=marks, script=_read_script()
        ),
        unsafe_allow_javascript=True,
    )


@cache
def _read_script() -> str:
    return _SCRIPT.read_text(encoding="utf-8")


def open_view(page: Page) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Head and row of views of a view without a map; returns its two columns."""
    page.head()
    with st.container(key="views", horizontal=True):
        switch()
    main, side = st.columns([2.4, 1])
    return main.container(key="view"), side.container(key="detail")


def detail(page: Page, otherwise: str) -> None:
    """Card of the selection, or ``otherwise`` where nothing is selected."""
    selection = state.selection()
    st.html(cards.detail(page.catalog, selection, state.lang()) if selection else otherwise)
    script()
