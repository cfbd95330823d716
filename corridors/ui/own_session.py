"""What the page of own data keeps in the session: a draft, a signature, what is to be said and done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

import streamlit as st

from corridors.exchange.errors import ImportFileError
from corridors.exchange.reading import Options, Preview, Result
from corridors.exchange.store import Store, StoreError
from corridors.ui import access, own_layers, state
from corridors.ui.frame import plain
from corridors.ui.texts import Lang, text

T = TypeVar("T")
Work = Literal["check", "store"]
_DRAFT, _QUEUED, _SAID, _WORK, _WHO = "own_draft", "own_queued", "own_said", "own_work", "own_who"
_LONGEST_NAME = 40


@dataclass(frozen=True)
class Draft:
    """A file on its way in.

    Attributes
    ----------
    number
        Grows with each file and each new look at it; part of widget keys.
    preview, error
        What the file seems to be, or why it cannot be read.
    mapping
        Columns as the reader has them, see :mod:`corridors.exchange.headers`.
    result
        What became of its rows, once they are checked.
    tried
        Ids of the layers there were when storing failed without a word on whether it was done after all.
    """

    number: int
    name: str
    data: bytes
    options: Options
    preview: Preview | None = None
    error: ImportFileError | None = None
    mapping: Mapping[str, str | None] | None = None
    result: Result | None = None
    tried: frozenset[str] | None = None


@dataclass(frozen=True)
class Said:
    """A message for the next run; a change that can be taken back comes with its number."""

    level: Literal["success", "info", "error"]
    key: str
    values: Mapping[str, object]
    change: int | None = None
    error: StoreError | ImportFileError | None = None


def draft() -> Draft | None:
    """The file on its way in."""
    found: Draft | None = st.session_state.get(_DRAFT)
    return found


def put_draft(value: Draft | None) -> None:
    """Keep a file on its way in, or drop it."""
    st.session_state[_DRAFT] = value


def queue(**values: Any) -> None:
    """Set widgets at the beginning of the next run: those of this run stand already."""
    st.session_state[_QUEUED] = values


def queued() -> Mapping[str, Any]:
    """What the last run queued; empties the queue."""
    found: Mapping[str, Any] = st.session_state.pop(_QUEUED, {})
    return found


def want(work: Work | None) -> None:
    """Order the long work that ends the next run, or call it off."""
    st.session_state[_WORK] = work


def wanted() -> Work | None:
    """The long work that was ordered."""
    found: Work | None = st.session_state.get(_WORK)
    return found


def say(said: Said) -> None:
    """Tell the reader something on the next run."""
    st.session_state.setdefault(_SAID, []).append(said)


def tell(lang: Lang) -> None:
    """Show what there is to say, each with a button to take it back where that can be done."""
    for number, said in enumerate(st.session_state.pop(_SAID, [])):
        values = {
            key: plain(value) if isinstance(value, str) else value for key, value in said.values.items()
        }
        words = text(said.key, lang, **values)
        if said.error:
            words += " " + plain(said.error.en if lang == "en" else said.error.zh)
        with st.container(key=f"own_said_{number}", horizontal=True, vertical_alignment="center"):
            getattr(st, said.level)(words)
            if said.change is not None:
                st.button(
                    text("own_undo", lang), key=f"own_undo_said_{number}", on_click=undo, args=(said.change,)
                )


def attempt(action: Callable[[Store], T]) -> T | None:
    """Do something in the store; what goes wrong is told on the next run."""
    try:
        return own_layers.write(action)
    except StoreError as error:
        say(Said("error", "own_not_done", {}, error=error))
        return None


def undo(change: int) -> None:
    """Take a change back."""
    done = attempt(lambda store: store.undo(change, who()))
    if done is not None:
        say(Said("success", "own_undone", {}, done))


def who() -> str:
    """The reader's name: as signed in, else as given on this page, or empty."""
    return access.name() or str(st.session_state.get(_WHO, ""))


def signature(lang: Lang) -> None:
    """Ask for the name that changes are signed with. It stays in this session: a link never carries it.

    Who signed in is not asked.
    """
    if access.name():
        st.caption(plain(access.name()), width="content")
        return
    st.session_state["own_signature"] = who()
    st.text_input(
        text("own_who", lang),
        key="own_signature",
        on_change=_sign,
        max_chars=_LONGEST_NAME,
        placeholder=text("own_who_hint", lang),
        label_visibility="collapsed",
        width=210,
    )


def _sign() -> None:
    st.session_state[_WHO] = " ".join(str(st.session_state["own_signature"]).split())


def in_words(error: ImportFileError) -> str:
    """Why a file cannot be read, fit for Markdown."""
    return plain(error.en if state.lang() == "en" else error.zh)
