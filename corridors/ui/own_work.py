"""The long work of the page of own data: checking every row, and storing the good ones.

It runs at the end of a run, when all widgets stand: any of them, such as the button to cancel, stops
it at the next report, and what was not finished leaves nothing behind.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from corridors import paths, shapes
from corridors.exchange.columns import OwnPlace
from corridors.exchange.errors import ImportFileError
from corridors.exchange.known import Known, known
from corridors.exchange.reading import read
from corridors.exchange.source import Progress
from corridors.exchange.store import Layer, StoreError
from corridors.ui import own_draft, own_layers, own_session
from corridors.ui.library import library
from corridors.ui.own_session import Draft, Said, Work
from corridors.ui.texts import Lang, text

REPORT_EVERY = 500
_DOING: Mapping[Work, str] = MappingProxyType({"check": "own_doing_check", "store": "own_doing_store"})


@st.cache_resource(show_spinner=False)
def names() -> Known:
    """Names and outlines that rows are checked with."""
    outlines = shapes.read(paths.GEO / "countries.geojson")
    return known(library().catalog.entities.values(), outlines)


def do(work: Work, place: DeltaGenerator, lang: Lang) -> None:
    """Do it, show how far it is, and run the page anew."""
    draft = own_session.draft()
    if draft is None:
        own_session.want(None)
        return
    with place.container(key="own_progress"):
        bar = st.progress(0.0, text(_DOING[work], lang, done=0))
        st.button(text("own_cancel", lang), key="own_stop", on_click=own_session.want, args=(None,))

    def report(done: int, total: int | None) -> None:
        bar.progress(min(done / total, 1.0) if total else 0.5, text(_DOING[work], lang, done=f"{done:,}"))

    if work == "check":
        _check(draft, report)
    else:
        _store(draft, report)
    own_session.want(None)
    st.rerun()


def _check(draft: Draft, report: Progress) -> None:
    try:
        result = read(draft.data, draft.name, draft.mapping, draft.options, known=names(), progress=report)
    except ImportFileError as error:
        own_session.say(Said("error", "own_unreadable", {"name": draft.name}, error=error))
    except (OSError, ValueError, KeyError) as error:
        own_session.say(Said("error", "own_no_outlines", {"error": str(error)}))
    else:
        own_session.put_draft(replace(draft, result=result))


def _store(draft: Draft, report: Progress) -> None:
    assert draft.result is not None  # noqa: S101 - only a checked draft has the button
    places = draft.result.accepted
    title = str(st.session_state.get(f"own_title_{draft.number}") or draft.name)
    own_layers.knock()
    before = frozenset(each.layer.id for each in own_layers.kept())
    try:
        layer = _stored_before(draft, len(places)) or own_layers.write(
            lambda store: store.add_layer(title, _reported(places, report), own_session.who(), draft.name)
        )
    except StoreError as error:
        own_session.put_draft(replace(draft, tried=draft.tried or before))
        own_session.say(Said("error", "own_not_stored", {}, error=error))
        return
    slug = layer.id.removeprefix(own_layers.PREFIX)
    own_draft.drop()
    own_session.queue(
        own_view="layers", own_list=slug, own_part="rows", own=[*own_layers.chosen(), slug], select=""
    )
    own_session.say(Said("success", "own_stored", {"title": layer.title, "rows": f"{layer.rows:,}"}))


def _stored_before(draft: Draft, rows: int) -> Layer | None:
    """The layer an earlier attempt has made, if only the answer to it was lost."""
    if draft.tried is None:
        return None
    since = (each.layer for each in own_layers.kept() if each.layer.id not in draft.tried)
    return next((layer for layer in since if (layer.note, layer.rows) == (draft.name, rows)), None)


def _reported(places: Sequence[OwnPlace], report: Progress) -> Iterator[OwnPlace]:
    for done, place in enumerate(places):
        if done % REPORT_EVERY == 0:
            report(done, len(places))
        yield place
