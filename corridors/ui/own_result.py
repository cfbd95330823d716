"""What became of a file's rows: counts, what is wrong and how to mend it, and the way in."""

from pathlib import PurePath

import streamlit as st

from corridors.catalog import Catalog
from corridors.exchange.messages import RowProblem
from corridors.exchange.reading import Result
from corridors.exchange.templates import corrected_template
from corridors.ui import access, own_draft, own_session
from corridors.ui.cards import render
from corridors.ui.own_session import Draft
from corridors.ui.texts import Lang, text

# Problems in the table; the table to mend holds them all.
MOST = 200
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(catalog: Catalog, draft: Draft, lang: Lang) -> None:
    """Show the counts, the problems, and the buttons to store, mend or drop."""
    result = draft.result
    assert result is not None  # noqa: S101 - the caller has seen it
    notices = [problem for problem in result.problems if problem.level == "notice"]
    st.html(
        render(
            "own_result.html",
            catalog,
            lang,
            file=draft.name,
            rows=result.rows,
            good=len(result.accepted),
            bad=len(result.refused),
            repaired=len({problem.row for problem in notices}),
            placed=sum(place.lon is not None for place in result.accepted),
        )
    )
    _way_in(draft, result, lang)
    if result.errors:
        st.html(_table(catalog, "own_wrong", list(result.errors), lang))
    if notices:
        with st.expander(text("own_repaired", lang, count=f"{len(notices):,}")):
            st.html(_table(catalog, "own_repairs", notices, lang))


def _way_in(draft: Draft, result: Result, lang: Lang) -> None:
    if result.accepted:
        key = f"own_title_{draft.number}"
        st.session_state.setdefault(key, PurePath(draft.name).stem)
        st.text_input(text("own_title", lang), key=key, max_chars=100)
    with st.container(key="own_steps", horizontal=True):
        st.button(
            text("own_store", lang, count=f"{len(result.accepted):,}"),
            key="own_store",
            on_click=own_session.want,
            args=("store",),
            type="primary",
            disabled=not result.accepted or not access.may_edit(),
        )
        if any(problem.code != "duplicate" for problem in result.errors):
            st.download_button(
                text("own_corrected", lang),
                lambda: corrected_template(result),
                file_name=text("own_corrected_file", lang, name=PurePath(draft.name).stem),
                mime=_XLSX,
                on_click="ignore",
            )
        st.button(text("own_back", lang), key="own_back", on_click=own_draft.again)
        st.button(text("own_drop", lang), key="own_drop", on_click=own_draft.drop)


def _table(catalog: Catalog, label: str, problems: list[RowProblem], lang: Lang) -> str:
    return render(
        "own_problems.html",
        catalog,
        lang,
        label=label,
        problems=problems[:MOST],
        more=max(0, len(problems) - MOST),
    )
