"""The reader's own layers from the store, read anew only after a change in it.

No other data need the store: where it cannot be used, the pages go on without own layers.
"""

import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TypeVar

import streamlit as st

from corridors.analysis.rows import OwnLayer
from corridors.exchange.columns import OwnPlace
from corridors.exchange.store import Change, Store, StoreError
from corridors.maps import own
from corridors.maps.base import mask
from corridors.maps.overlay import Own
from corridors.maps.publish import prune_own, publish_own
from corridors.maps.scene import Bounds, Filters, Scene
from corridors.ui.own_door import door
from corridors.ui.own_reading import LOOK, PREFIX, Kept, Reading

__all__ = ["LOOK", "PREFIX", "Kept"]

T = TypeVar("T")
Moment = tuple[int, int]
# Another process that shares the store and the folder may be a change ahead or behind, and so may a browser.
_FETCHED_SECONDS = 600.0


@dataclass(frozen=True)
class _State:
    kept: tuple[Kept, ...] = ()
    layers: tuple[OwnLayer, ...] = ()


@dataclass
class _Memory:
    """What was read last: shown while the store is in trouble, and where nothing has changed."""

    serial: int = 0
    openings: int = 0
    reading: Reading = field(default_factory=Reading)
    published: "Mapping[str, tuple[Kept, _Published | None]]" = field(default_factory=dict)


@st.cache_resource(show_spinner=False)
def _memory() -> _Memory:
    return _Memory()


def serial() -> int:
    """A number that grows with every change of the store; 0 where there is none.

    While the store is in trouble it is the last one that was read: pages go on with what they know.
    """
    with suppress(StoreError):
        _memory().serial = door().read(Store.serial, 0)
    return _memory().serial


def moment() -> Moment:
    """Tells states of the store apart, those of another file in its place too."""
    now = serial()
    return door().openings, now


def trouble() -> StoreError | None:
    """Why the store cannot be read at present, None if it can."""
    try:
        door().read(Store.serial, 0)
        _state()
    except StoreError as error:
        return error
    return None


def reopen() -> None:
    """Try again after trouble."""
    door().reopen()


def knock() -> None:
    """Try the store at the next reading, however lately it failed."""
    door().knock()


def kept() -> tuple[Kept, ...]:
    """All own layers with rows and looks, none where the store cannot be read."""
    return _state_or_nothing().kept


def layers() -> tuple[OwnLayer, ...]:
    """All own layers, none where the store cannot be read."""
    return _state_or_nothing().layers


def _state_or_nothing() -> _State:
    try:
        return _state()
    except StoreError:
        return _State()


def _state() -> _State:
    return _read(moment())


@st.cache_resource(show_spinner=False, max_entries=2)
def _read(moment: Moment) -> _State:
    openings, serial = moment
    if not serial:
        return _State()
    memory = _memory()
    last = memory.reading if memory.openings == openings else Reading()
    reading = door().read(last.again, Reading())
    memory.reading, memory.openings = reading, openings
    layers = (
        OwnLayer(
            each.layer.id, each.layer.title, {row.id: row.place for row in each.rows.values()}, each.color
        )
        for each in reading.kept
    )
    return _State(reading.kept, tuple(layers))


def write(action: Callable[[Store], T]) -> T:
    """Do something in the store.

    Raises
    ------
    StoreError
        If it cannot be done; nothing has changed then.
    """
    return door().write(action)


def layer_of(slug: str) -> Kept | None:
    """An own layer by its slug, None where there is none."""
    return next((each for each in kept() if each.slug == slug), None)


def is_layer(slug: str) -> bool:
    """Whether there is an own layer with this slug."""
    return layer_of(slug) is not None


def home_of(identifier: str) -> Kept | None:
    """The layer of an own place, None where there is no such place."""
    if not identifier.startswith(PREFIX):
        return None
    return next((each for each in kept() if identifier in each.rows), None)


def place(identifier: str) -> OwnPlace | None:
    """An own place by its id, None where there is none."""
    home = home_of(identifier)
    return home.rows[identifier].place if home else None


def edited(identifier: str) -> tuple[str, str]:
    """Who edited an own place last and when; empty texts if nobody did since it was added."""
    try:
        return _edited(moment(), identifier)
    except StoreError:
        return "", ""


@st.cache_data(show_spinner=False, max_entries=200)
def _edited(moment: Moment, identifier: str) -> tuple[str, str]:  # noqa: ARG001 - a key of the cache
    home = home_of(identifier)
    for change in changes(home.layer.id, 200) if home else ():
        if any(edit.id == identifier and edit.before for edit in change.edits):
            return change.who, change.at
    return "", ""


def changes(layer: str | None, limit: int) -> tuple[Change, ...]:
    """Changes of one layer or of the whole store, latest first.

    Raises
    ------
    StoreError
        If the store cannot be read.
    """
    nothing: tuple[Change, ...] = ()
    return door().read(lambda store: store.history(layer, limit=limit), nothing)


def chosen() -> tuple[str, ...]:
    """Slugs of the layers that the reader wants on the map; what was deleted since is left out."""
    return tuple(slug for slug in st.session_state.get("own", ()) if is_layer(slug))


def passing(filters: Filters) -> frozenset[str]:
    """Ids of places in the chosen layers that pass the filters which a list of one's own can answer."""
    wanted = set(chosen())
    return frozenset(
        identifier
        for each in kept()
        if each.slug in wanted
        for identifier, row in each.rows.items()
        if (not filters.countries or row.place.country in filters.countries)
        and (not filters.states or row.place.state in filters.states)
    )


def lit(identifier: str) -> frozenset[str]:
    """What a selected own place lights up: itself, or its country where it has no point."""
    found = place(identifier)
    if found is None:
        return frozenset()
    if found.lon is None and found.country:
        return frozenset({f"country:{found.country}"})
    return frozenset({identifier})


def light(drawn: Scene, identifier: str) -> Scene:
    """The scene with a selected own place lit up."""
    return replace(drawn, lit=drawn.lit | lit(identifier))


@dataclass(frozen=True)
class _Published:
    """Where the browser finds a layer's places, which these are in order, and the box around them."""

    layer: str
    url: str
    ids: tuple[str, ...]
    bounds: Bounds | None


def drawn(shown: frozenset[str]) -> tuple[Own, ...]:
    """Own layers for the map, with the places that are shown."""
    return tuple(
        Own(layer.url, mask(identifier in shown for identifier in layer.ids))
        for layer in _published(moment())
        if not shown.isdisjoint(layer.ids)
    )


def around(identifier: str) -> Bounds | None:
    """Box of a layer's places, None where none has a point."""
    return next((layer.bounds for layer in _published(moment()) if layer.layer == identifier), None)


@st.cache_resource(show_spinner=False, max_entries=2)
def _published(moment: Moment) -> tuple[_Published, ...]:
    """What the browser can fetch; files of other times are removed."""
    if not moment[1]:
        return ()
    stem = "own-" + hashlib.sha256(door().where.encode()).hexdigest()[:6]
    before = _memory().published
    try:
        now = {each.layer.id: (each, _publish(each, stem, before)) for each in kept()}
        found = tuple(done for _, done in now.values() if done)
        prune_own([layer.url for layer in found], stem, older=_FETCHED_SECONDS)
    except OSError:  # a folder that cannot be written; the map itself says so
        return ()
    _memory().published = now
    return found


def _publish(
    each: Kept, stem: str, before: "Mapping[str, tuple[Kept, _Published | None]]"
) -> _Published | None:
    """Write a layer for the browser, unless that was done and nothing of it has changed."""
    was, done = before.get(each.layer.id, (None, None))
    if was and was.rows is each.rows and (was.color, was.layer.title) == (each.color, each.layer.title):
        return done
    records = own.records({row.id: row.place for row in each.rows.values()})
    if not records:
        return None
    url = publish_own(records, each.color, each.layer.title, stem)
    return _Published(each.layer.id, url, tuple(record["id"] for record in records), own.bounds(records))
