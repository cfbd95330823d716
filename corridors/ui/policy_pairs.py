"""Two documents' wording on the same topic, side by side, with added and dropped names marked."""

from itertools import combinations

import streamlit as st

from corridors.catalog import Catalog
from corridors.policy import desk
from corridors.policy.desk import Pair
from corridors.ui import cards, documents, policy_desk, state
from corridors.ui.frame import Page
from corridors.ui.policy_desk import PAIR_SIGN
from corridors.ui.policy_text import Item, paragraphs
from corridors.ui.texts import Lang, text


def pairs(catalog: Catalog) -> dict[str, Pair]:
    """Pairs of clauses about the same, best first, older document first, by their two ids."""
    return _pairs(documents.mark(), catalog)


@st.cache_resource(show_spinner=False, max_entries=16)
def _pairs(mark: tuple[str, ...], _catalog: Catalog) -> dict[str, Pair]:  # noqa: ARG001
    catalog = _catalog
    docs = sorted(catalog.documents, key=lambda doc: catalog.documents[doc].date)
    found = [pair for older, newer in combinations(docs, 2) for pair in desk.similar(catalog, older, newer)]
    found.sort(key=lambda pair: -pair.score)
    return {f"{pair.first}{PAIR_SIGN}{pair.second}": pair for pair in found}


def chosen(catalog: Catalog) -> tuple[str, str] | None:
    """The two clauses that the reader compares, or None."""
    left, _, right = (st.session_state["pair"] or "").partition(PAIR_SIGN)
    return (left, right) if left in catalog.clauses and right in catalog.clauses else None


def pick(catalog: Catalog, lang: Lang) -> None:
    """Let the reader choose a pair; one that came by a link stays in the list."""
    found = pairs(catalog)
    now = st.session_state["pair"]
    options = list(found) + ([now] if now and now not in found else [])
    st.selectbox(
        text("policy_pair", lang),
        options,
        index=None,
        format_func=lambda key: _label(catalog, key),
        key="pair",
        placeholder=text("policy_pair", lang),
        label_visibility="collapsed",
        width=300,
    )


def _label(catalog: Catalog, key: str) -> str:
    left, _, right = key.partition(PAIR_SIGN)
    return f"{left} ↔ {right} {catalog.clauses[right].title}"


def alike(page: Page, clause: str) -> list[tuple[str, str]]:
    """Clauses of other documents on the topic of this one, each with the address that compares them."""
    found = []
    for key, pair in pairs(page.catalog).items():
        if clause in (pair.first, pair.second):
            other = pair.second if clause == pair.first else pair.first
            found.append((other, policy_desk.address(page, pair=key)))
    return found


def side_by_side(page: Page, pair: tuple[str, str]) -> str:
    """HTML of two clauses beside each other with what they share, drop and add."""
    catalog = page.catalog
    items = [
        Item(catalog.clauses[c], paragraphs(catalog.clauses[c], catalog.links_by_clause.get(c, ())))
        for c in pair
    ]
    return cards.render(
        "policy_pair.html",
        catalog,
        state.lang(),
        items=items,
        compared=desk.compare(catalog, *pair),
        close=policy_desk.address(page, pair=""),
    )
