"""The policies as texts, and those that were added: in this session, or kept in the store for all.

An added policy joins the library of every page; nothing shipped is ever changed. What is only in the
session is seen by nobody else and is gone when the browser closes; what is kept is seen by everyone
who uses the same store.
"""

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache

import streamlit as st

from corridors import paths
from corridors.catalog import Catalog
from corridors.clauses import Link
from corridors.exchange.store import Note, StoreError
from corridors.policy.added import Meta, join_document
from corridors.policy.decisions import Decision, clause_key
from corridors.policy.library import Library
from corridors.policy.link_text import LinkedText, link_text
from corridors.ui import access, own_layers
from corridors.ui.library import library
from corridors.ui.own_door import door

_SESSION = "policies"
_NOTE = "policy"


@dataclass(frozen=True)
class Added:
    """An added policy: its text, what is said of it, what was found in it and what was decided.

    ``version`` is that of the store's note, 0 for a policy of this session alone.
    """

    text: str
    meta: Meta
    linked: LinkedText
    decisions: tuple[Decision, ...] = ()
    version: int = 0

    @property
    def id(self) -> str:
        return self.linked.clauses[0].doc

    @property
    def key(self) -> str:
        """Changes with everything that the library shows of it."""
        parts = (self.id, self.meta.model_dump_json(), *(d.model_dump_json() for d in self.decisions))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def opened() -> Library:
    """The shipped library with every added policy in it."""
    found = added()
    return _joined(mark(), tuple(found.values())) if found else library()


def mark() -> tuple[str, ...]:
    """Changes with everything that was added: a key for what is computed from :func:`opened`."""
    return tuple(policy.key for policy in added().values())


def added() -> dict[str, Added]:
    """Added policies by id, kept ones first; of an unreachable store those that were read before."""
    mine: dict[str, Added] = st.session_state.get(_SESSION, {})
    return {**_kept(), **mine}


def put(policy: Added) -> None:
    """Add a policy, or replace one: in the store if it is kept there, else in this session.

    Raises
    ------
    StoreError
        If it is kept and the store cannot take it; nothing has changed then.
    """
    if policy.version:
        _write(policy)
    else:
        mine = st.session_state.get(_SESSION, {})
        st.session_state[_SESSION] = {**mine, policy.id: policy}


def keep(policy: Added) -> None:
    """Move a policy of this session into the store.

    Raises
    ------
    StoreError
        If the store cannot take it; it stays in the session then.
    """
    _write(policy)
    st.session_state[_SESSION] = {k: v for k, v in st.session_state[_SESSION].items() if k != policy.id}


def remove(policy: Added) -> None:
    """Take a policy out again, from the store or from this session.

    Raises
    ------
    StoreError
        If it is kept and the store cannot be used.
    """
    if policy.version:
        door().write(lambda store: store.drop_note(_NOTE, policy.id, access.name(), policy.version))
    mine = st.session_state.get(_SESSION, {})
    st.session_state[_SESSION] = {k: v for k, v in mine.items() if k != policy.id}


def text_of(catalog: Catalog, doc: str) -> str | None:
    """A document as issued, or None where its file cannot be read."""
    found = added().get(doc)
    return found.text if found else _read(catalog.documents[doc].file)


def _write(policy: Added) -> None:
    value = {
        "text": policy.text,
        "meta": policy.meta.model_dump(mode="json"),
        "decisions": [decision.model_dump(mode="json") for decision in policy.decisions],
    }
    door().write(lambda store: store.put_note(_NOTE, policy.id, value, access.name(), policy.version))


def _kept() -> dict[str, Added]:
    """Policies in the store; while it is in trouble those that were read last."""
    with suppress(StoreError):
        return _read_store(own_layers.moment())
    return {}


@st.cache_resource(show_spinner=False, max_entries=2)
def _read_store(moment: own_layers.Moment) -> dict[str, Added]:  # noqa: ARG001 - tells states apart
    found = {}
    nothing: tuple[Note, ...] = ()
    for note in door().read(lambda store: store.notes(_NOTE), nothing):
        with suppress(KeyError, ValueError):  # a note of another version of this app
            linked = _linked(note.key, note.value["text"])
            decisions = tuple(Decision.model_validate(one) for one in note.value["decisions"])
            meta = Meta.model_validate(note.value["meta"])
            if linked.clauses and not linked.known:
                found[note.key] = Added(note.value["text"], meta, linked, decisions, note.version)
    return found


@st.cache_resource(show_spinner=False, max_entries=16)
def _linked(key: str, _text: str) -> LinkedText:  # noqa: ARG001 - the key is made from the text
    return link_text(library(), _text)


@st.cache_resource(show_spinner=False, max_entries=16)
def _joined(keys: tuple[str, ...], _policies: tuple[Added, ...]) -> Library:  # noqa: ARG001
    joined = library()
    for policy in _policies:
        catalog = join_document(joined.catalog, policy.linked, policy.text, policy.meta)
        joined = replace(joined, catalog=_decided(joined, catalog, policy.decisions))
    return joined


def _decided(opened: Library, catalog: Catalog, decisions: Iterable[Decision]) -> Catalog:
    """The catalog after what was decided; only the clauses concerned are linked anew."""
    decided = tuple(decisions)
    concerned = {decision.clause for decision in decided}
    links: list[Link] = []
    for clause in catalog.clauses.values():
        if clause.doc in opened.catalog.documents or clause_key(clause) not in concerned:
            links += catalog.links_by_clause.get(clause.id, ())
        else:
            links += opened.linker.link_one(clause, decided)
    return replace(catalog, links=tuple(links)) if decided else catalog


@cache
def _read(file: str) -> str | None:
    try:
        return (paths.POLICY / file).read_bytes().decode("utf-8")
    except (OSError, ValueError):
        return None
