"""Add a list: take a file, see what it seems to be, correct that, check it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import streamlit as st

from corridors.catalog import Catalog
from corridors.exchange import encoding, sniff
from corridors.exchange.columns import BY_KEY, COLUMNS
from corridors.exchange.limits import MIB
from corridors.exchange.reading import Preview
from corridors.exchange.sink import CoordinateSystem
from corridors.exchange.templates import template, template_csv
from corridors.maps.overlay import NOTHING, Overlay
from corridors.ui import own_draft, own_preview, own_result, own_session, uploader
from corridors.ui.cards import render
from corridors.ui.frame import plain
from corridors.ui.own_session import Draft
from corridors.ui.texts import Lang, text

# What the hint names as needed, in its order.
NEEDED = tuple(BY_KEY[key] for key in ("name_zh", "lon", "lat", "country"))
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Columns whose meaning can be corrected; the others are kept as text.
MOST_COLUMNS = 40
_SHOWN_ROWS = 8
_SYSTEMS: Mapping[CoordinateSystem, str] = MappingProxyType(
    {"wgs84": "own_crs_wgs84", "gcj02": "own_crs_gcj02", "bd09": "own_crs_bd09"}
)
_DROPPED = "-"
_STAND_INS = MappingProxyType(
    {
        "": "own_as_text",
        _DROPPED: "own_dropped",
        "name": "own_as_name",
        "lonlat": "own_as_lonlat",
        "latlon": "own_as_latlon",
    }
)
_FIELDS = ("", _DROPPED, *(column.key for column in COLUMNS), "name", "lonlat", "latlon")


def overlay() -> Overlay:
    """What the map shows while a list is added."""
    draft = own_session.draft()
    return own_preview.overlay(draft) if draft and draft.result else NOTHING


def show(catalog: Catalog, lang: Lang) -> None:
    """Show the step that the file is at."""
    draft = own_session.draft()
    if draft is None:
        _intake(lang)
    elif draft.result is not None:
        own_result.show(catalog, draft, lang)
    elif draft.preview is not None:
        _columns(catalog, draft, draft.preview, lang)
    else:
        _unreadable(draft, lang)


def _intake(lang: Lang) -> None:
    number = st.session_state.get("own_number", 0)
    megabytes = max(1, own_draft.limits().bytes // MIB)
    with uploader.in_words("own", megabytes, lang):
        st.file_uploader(
            text("own_file", lang),
            type=list(sniff.EXTENSIONS),
            key=f"own_file_{number}",
            on_change=own_draft.take,
            args=(number,),
            max_upload_size=megabytes,
        )
    with st.container(key="own_templates", horizontal=True):
        st.download_button(
            text("own_template", lang), template, file_name="template.xlsx", mime=_XLSX, on_click="ignore"
        )
        st.download_button(
            text("own_template_csv", lang),
            template_csv,
            file_name="template.csv",
            mime="text/csv",
            on_click="ignore",
        )


def _unreadable(draft: Draft, lang: Lang) -> None:
    assert draft.error is not None  # noqa: S101 - a draft has a preview or an error
    st.error(f"**{plain(draft.name)}**　{own_session.in_words(draft.error)}")
    options = draft.options
    if options.sheet or options.encoding:  # it was readable before the reader chose these
        again = replace(draft, error=None, options=replace(options, sheet="", encoding=""))
        st.button(text("own_back", lang), on_click=own_draft.look, args=(again,))
    st.button(text("own_other_file", lang), on_click=own_draft.drop, type="primary")


def _columns(catalog: Catalog, draft: Draft, seen: Preview, lang: Lang) -> None:
    st.html(
        render(
            "own_preview.html",
            catalog,
            lang,
            file=draft.name,
            preview=seen,
            format=sniff.NAMES[seen.format][lang == "en"],
            notices=[notice.en if lang == "en" else notice.zh for notice in seen.notices],
            fields={h: _label(_field(draft, h), lang) for h in seen.headers},
            rows=seen.rows[:_SHOWN_ROWS],
        )
    )
    _options(draft, seen, lang)
    _mapping(draft, seen.headers, lang)
    with st.container(key="own_steps", horizontal=True):
        st.button(text("own_check", lang), on_click=own_session.want, args=("check",), type="primary")
        st.button(text("own_other_file", lang), on_click=own_draft.drop)


def _options(draft: Draft, seen: Preview, lang: Lang) -> None:
    def choose(label: str, field: str, options: Sequence[str], now: str, words: Any = str) -> None:
        key = f"own_{field}_{draft.number}"
        st.selectbox(
            text(label, lang),
            options,
            index=options.index(now) if now in options else None,
            format_func=words,
            key=key,
            on_change=_choose,
            args=(field, key),
            width=250,
        )

    with st.container(key="own_options", horizontal=True):
        if len(seen.sheets) > 1:
            choose("own_sheet", "sheet", seen.sheets, seen.sheet)
        if seen.encoding:
            choose("own_encoding", "encoding", encoding.CHOICES, seen.encoding, str.upper)
        choose("own_crs", "crs", tuple(_SYSTEMS), draft.options.crs, lambda name: text(_SYSTEMS[name], lang))


def _choose(field: str, key: str) -> None:
    draft = own_session.draft()
    if draft is None:
        return
    options = replace(draft.options, **{field: st.session_state[key]})
    if field == "crs":  # says nothing about columns
        own_session.put_draft(replace(draft, options=options))
    else:
        own_draft.look(
            replace(draft, number=own_draft.following(), options=options, preview=None, mapping=None)
        )


def _mapping(draft: Draft, headers: Sequence[str], lang: Lang) -> None:
    """A choice of field for each column, the recognised ones first."""
    st.html(f"<h3 class='own'>{text('own_mapping', lang)}</h3>")
    order = sorted(range(len(headers)), key=lambda i: (not _field(draft, headers[i]), i))
    with st.container(key="own_mapping", horizontal=True):
        for place in order[:MOST_COLUMNS]:
            header = headers[place]
            key = f"own_column_{draft.number}_{place}"
            st.session_state.setdefault(key, _field(draft, header))
            st.selectbox(
                plain(header),
                _FIELDS,
                format_func=lambda field: _label(field, lang),
                key=key,
                on_change=_map,
                args=(header, key),
                width=172,
            )
    if len(headers) > MOST_COLUMNS:
        st.caption(text("own_more_columns", lang, count=len(headers) - MOST_COLUMNS))


def _field(draft: Draft, header: str) -> str:
    """Field of a column as the choice has it."""
    field = (draft.mapping or {}).get(header, "")
    return _DROPPED if field is None else field


def _map(header: str, key: str) -> None:
    draft = own_session.draft()
    if draft is not None:
        field = st.session_state[key]
        mapping = {**(draft.mapping or {}), header: None if field == _DROPPED else field}
        own_session.put_draft(replace(draft, mapping=mapping))


def _label(field: str, lang: Lang) -> str:
    if field in BY_KEY:
        column = BY_KEY[field]
        return column.en if lang == "en" else column.zh
    return text(_STAND_INS[field], lang)
