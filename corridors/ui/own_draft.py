"""A file on its way in, step by step: taken, looked at, looked at again, dropped."""

from dataclasses import replace

import streamlit as st

from corridors.exchange.errors import ImportFileError
from corridors.exchange.limits import Limits
from corridors.exchange.reading import Options, preview
from corridors.ui import own_preview, own_session
from corridors.ui.own_session import Draft


def limits() -> Limits:
    """Limits as the environment has them; the defaults where it says something impossible."""
    try:
        return Limits.from_environment()
    except ImportFileError:
        return Limits()


def take(number: int) -> None:
    """Take the file that was sent."""
    upload = st.session_state[f"own_file_{number}"]
    if upload is not None:
        look(Draft(following(), upload.name, upload.getvalue(), Options()))


def following() -> int:
    """A number for the next look at a file."""
    number: int = st.session_state.get("own_number", 0) + 1
    st.session_state["own_number"] = number
    return number


def look(draft: Draft) -> None:
    """Find out what the file seems to be."""
    try:
        seen = preview(draft.data, draft.name, draft.options)
    except ImportFileError as error:
        own_session.put_draft(replace(draft, error=error))
        return
    own_session.put_draft(replace(draft, preview=seen, mapping=dict(seen.mapping)))


def again() -> None:
    """Back from the checked rows to the columns."""
    draft = own_session.draft()
    if draft is not None:
        own_preview.forget()
        own_session.put_draft(replace(draft, number=following(), result=None))


def drop() -> None:
    """Forget the file."""
    own_preview.forget()
    own_session.want(None)
    own_session.put_draft(None)
