"""The box that takes a file, in the reader's language: Streamlit's own words on it are English.

They are replaced by style, so that mouse, keyboard and screen reader use the same box and button as before.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from corridors.ui.texts import Lang, text


@contextmanager
def in_words(name: str, megabytes: int, lang: Lang) -> Iterator[None]:
    """Whatever box stands in this block says what it takes in the reader's language.

    Parameters
    ----------
    name : str
        Tells this box from the others of a page.
    megabytes : int
        Largest file it takes.
    lang : {"zh", "en"}
    """
    with st.container(key=f"uploader_{name}_{lang}"):
        if lang == "zh":
            button = _quoted(text("upload_button", lang))
            limit = _quoted(text("upload_limit", lang, megabytes=megabytes))
            st.html(f"<style>.st-key-uploader_{name}_zh {{ --upload: {button}; --limit: {limit}; }}</style>")
        yield


def _quoted(words: str) -> str:
    """Words as a string of CSS."""
    return json.dumps(words, ensure_ascii=False)
