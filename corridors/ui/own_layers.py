"""The reader's own layers from the store, read anew only after a change in it.

No other data need the store: where it cannot be used, the pages go on without own layers.
"""

import streamlit as st

from corridors.analysis.rows import OwnLayer
from corridors.exchange.columns import OwnPlace
from corridors.exchange.store import Store, StoreError, open_store
from corridors.maps import own, palette
from corridors.maps.base import mask
from corridors.maps.overlay import Own
from corridors.maps.publish import publish_own

PREFIX = "own:"


@st.cache_resource(show_spinner=False)
def _store() -> Store:
    return open_store()


def serial() -> int:
    """A number that grows with every change of the store; 0 where there is none to be read."""
    try:
        return _store().serial()
    except StoreError:
        return 0


def layers() -> tuple[OwnLayer, ...]:
    """All own layers, none where the store cannot be read."""
    try:
        return _read(serial())
    except StoreError:
        return ()


@st.cache_resource(show_spinner=False, max_entries=2)
def _read(serial: int) -> tuple[OwnLayer, ...]:  # noqa: ARG001 - the key of the cache
    store = _store()
    return tuple(
        OwnLayer(layer.id, layer.title, {row.id: row.place for row in store.rows(layer.id)})
        for layer in store.layers()
    )


def place(identifier: str) -> OwnPlace | None:
    """An own place by its id, None where there is none."""
    if not identifier.startswith(PREFIX):
        return None
    return next((layer.places[identifier] for layer in layers() if identifier in layer.places), None)


def drawn(shown: frozenset[str]) -> tuple[Own, ...]:
    """Own layers for the map, with the places that are shown."""
    return tuple(
        Own(url, mask(identifier in shown for identifier in identifiers))
        for url, identifiers in _published(serial())
        if not shown.isdisjoint(identifiers)
    )


@st.cache_resource(show_spinner=False, max_entries=2)
def _published(serial: int) -> tuple[tuple[str, tuple[str, ...]], ...]:  # noqa: ARG001 - the key of the cache
    """Address of each layer's file and the ids in it, in order."""
    found = (own.records(layer.places) for layer in layers())
    return tuple(
        (publish_own(records, palette.INK), tuple(record["id"] for record in records))
        for records in found
        if records
    )
