"""Ways to compare in a briefing: asked for here, or taken over from the page of comparison."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from corridors.briefing.alternatives import Comparison
from corridors.catalog import Catalog
from corridors.integrity import reason
from corridors.network.graph import Network
from corridors.ui import compare, compare_tools, state
from corridors.ui.cards import Writer
from corridors.ui.compare import AVOID, FROM, MONTH, TO
from corridors.ui.frame import plain
from corridors.ui.state import Param
from corridors.ui.texts import Lang, text

_WANTED = "brief_compare"


def params(catalog: Catalog) -> tuple[Param, ...]:
    """The question in the address, as the page of comparison has it; without one nothing is compared."""
    found = compare.params(catalog)
    return tuple(replace(param, default="") if param.key in (FROM, TO) else param for param in found)


def ask(catalog: Catalog, lang: Lang) -> Comparison | None:
    """Ask what to compare; None where nothing is to be compared or there is no way."""
    session = st.session_state
    session[_WANTED] = bool(session.get(_WANTED) or session[FROM] or session[TO])
    if not st.toggle(text("brief_compare", lang), key=_WANTED, on_change=_turn):
        return None
    try:
        return _question(catalog, lang, compare.network())
    except (OSError, ValueError) as error:
        st.error(text("compare_broken", lang, error=plain(reason(error))))
        return None


def _question(catalog: Catalog, lang: Lang, opened: Network) -> Comparison | None:
    session = st.session_state
    _widgets(catalog, lang, opened)
    if session[FROM] and session[TO]:
        return _found(catalog, lang, opened)
    st.caption(text("brief_compare_hint", lang))
    return None


def _turn() -> None:
    """Begin with the question of the page of comparison if there was one; forget it when switched off."""
    session = st.session_state
    asked = state.kept("compare") if session[_WANTED] else {}
    session[FROM], session[TO] = asked.get(FROM) or "", asked.get(TO) or ""
    session[AVOID], session[MONTH] = list(asked.get(AVOID) or ()), asked.get(MONTH) or ""
    for name in compare.SLIDERS:
        if name in asked:
            session[name] = asked[name]


def _widgets(catalog: Catalog, lang: Lang, opened: Network) -> None:
    names = compare_tools.places(catalog, lang, opened)
    w = Writer(catalog, lang)
    left, right = st.columns(2)
    _choose(left.selectbox, FROM, text("compare_from", lang), names)
    _choose(right.selectbox, TO, text("compare_to", lang), names)
    shut = {item: w.name(item) for item in compare.SWITCHES} | compare_tools.barriers(catalog, w, opened)
    left.multiselect(
        text("compare_avoid", lang),
        list(dict.fromkeys([*shut, *st.session_state[AVOID]])),
        format_func=lambda value: shut.get(value, value),
        key=AVOID,
        placeholder=text("compare_avoid_more", lang),
    )
    right.selectbox(
        text("compare_month", lang),
        ["", *map(str, range(1, 13))],
        format_func=lambda m: (
            text("compare_month_is", lang, month=m) if m else text("compare_month_any", lang)
        ),
        key=MONTH,
    )


def _choose(box: Callable[..., object], key: str, label: str, names: dict[str, str]) -> None:
    chosen = st.session_state[key]
    box(
        label,
        ["", *names, *({chosen} - {*names, "", None})],
        format_func=lambda value: names.get(value, value),
        key=key,
        accept_new_options=True,
    )


def _found(catalog: Catalog, lang: Lang, opened: Network) -> Comparison | None:
    asked = compare.question(catalog)
    answer = compare.answer(catalog, opened, asked)
    if answer.error is not None:
        st.warning(plain(answer.error.en if lang == "en" else answer.error.zh))
        return None
    return Comparison(answer.routes, answer.parts, asked.avoid, asked.month)
