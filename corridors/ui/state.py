"""What the reader chose: held in the session, mirrored in the address bar, restored from a link.

The address is the only thing a colleague gets in a mail, so it must bring back what is on screen;
and whatever it holds is a stranger's text until it is found in the catalog.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from corridors.catalog import Catalog
from corridors.maps.scene import DEFAULT_LAYERS, Filters
from corridors.ui import own_layers
from corridors.ui.texts import Lang
from corridors.vocabulary import Kind, Layer, State

# Session keys that are also widget keys and hold lists.
LIST_KEYS = ("corridor", "countries", "layers", "states", "industries", "own")
# Stands in the address for a list that was emptied on purpose.
NOTHING = "none"
_MIRRORED = "mirrored"
# Own choices of the pages that were left, by page: Streamlit forgets those of widgets it no longer shows.
_KEPT = "kept"
# Set when the address may be that of a page on which the reader never arrived.
_STAYED = "stayed"
# Where the reader looks; written and read by the map alone.
_VIEW = "view"


@dataclass(frozen=True)
class Param:
    """A choice that stands in the session and in the address under the same key.

    Attributes
    ----------
    key
        Key in the session, of the widget and in the address.
    allowed
        Tells whether a value from an address exists.
    default
        Value that is left out of the address: a text, None, or a tuple for a choice of several.
    """

    key: str
    allowed: Callable[[str], bool]
    default: str | tuple[str, ...] | None = None

    @property
    def fresh(self) -> str | list[str] | None:
        """The default as a widget takes it."""
        return list(self.default) if isinstance(self.default, tuple) else self.default

    def read(self, text: str, unknown: list[str]) -> str | list[str] | None:
        """Value of an address; what does not exist goes to ``unknown`` and is left out."""
        if not text:
            return self.fresh
        if not isinstance(self.default, tuple):
            if self.allowed(text):
                return text
            unknown.append(text)
            return self.fresh
        wanted = [item for item in text.split(",") if item and item != NOTHING]
        unknown.extend(item for item in wanted if not self.allowed(item))
        found = [item for item in wanted if self.allowed(item)]
        return found if found or text == NOTHING else self.fresh

    def write(self, value: Any) -> str:
        """Text for the address, empty for the default."""
        if not isinstance(self.default, tuple):
            return "" if value in (None, self.default) else str(value)
        if set(value) == set(self.default):
            return ""
        return ",".join(value) or NOTHING


@dataclass(frozen=True)
class Restored:
    """What an address asked for that does not exist, for a notice to the reader."""

    unknown_select: str = ""
    unknown_filters: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Mirrored:
    """What was last written into the address, and by which page."""

    page: str
    address: Mapping[str, str]


def shared(catalog: Catalog) -> tuple[Param, ...]:
    """Params that every page keeps, so that nothing is lost on the way from page to page."""

    def is_kind(kind: Kind) -> Callable[[str], bool]:
        return lambda slug: f"{kind}:{slug}" in catalog.entities

    return (
        Param("select", lambda value: exists(catalog, value), ""),
        Param("clause", catalog.clauses.__contains__),
        Param("lang", {"zh", "en"}.__contains__, "zh"),
        Param("corridor", is_kind(Kind.CORRIDOR), ()),
        Param("countries", is_kind(Kind.COUNTRY), ()),
        Param("layers", list(Layer).__contains__, _DEFAULT_LAYERS),
        Param("states", list(State).__contains__, ()),
        Param("industries", is_kind(Kind.INDUSTRY), ()),
        Param("own", own_layers.is_layer, ()),
    )


def exists(catalog: Catalog, identifier: str) -> bool:
    """Whether there is an entity, a clause or an own place with this id."""
    return (
        identifier in catalog.entities
        or identifier in catalog.clauses
        or own_layers.place(identifier) is not None
    )


_DEFAULT_LAYERS = tuple(layer.value for layer in Layer if layer in DEFAULT_LAYERS)


def restore(common: Sequence[Param], own: Sequence[Param], page: str, settled: bool = False) -> Restored:
    """Fill the session from the address on the first run and after the browser's back and forward.

    Later runs keep the session. Streamlit forgets the state of a widget whose page is left;
    assigning it anew keeps it, and tells the browser what the chosen options are called by now.

    Parameters
    ----------
    common, own : sequence of Param
        What all pages share, and what this one adds.
    page : str
        Name of the page, to notice when the reader comes from another one.
    settled : bool
        Whether the options of all its widgets are always called the same in a language. Then its later
        runs assign nothing: the browser draws a widget twice whose value was assigned.
    """
    stayed = st.session_state.pop(_STAYED, False)
    before: _Mirrored | None = st.session_state.get(_MIRRORED)
    if before is None:
        return _read([*common, *own])
    _mend([*common, *own] if before.page == page else common, before.address)
    if before.page == page:
        everything = [*common, *own]
        was = dict(before.address)
        if _address() != was and link(everything) == was and not stayed:
            return _read(everything)
        if not settled or lang() != before.address.get("lang", "zh"):
            _keep(everything)
        return Restored()
    found = Restored()
    if _only(common, _address()) != _only(common, before.address):
        found = _read(common)
    else:
        _keep(common)
    kept = st.session_state.get(_KEPT, {}).get(page, {})
    if _only(own, _address()) or any(param.key not in kept for param in own):
        seen = _read(own)
        found = Restored(found.unknown_select, found.unknown_filters + seen.unknown_filters)
    else:
        for param in own:
            st.session_state[param.key] = kept[param.key]
    return found


def kept(page: str) -> Mapping[str, Any]:
    """Own choices of another page as they were when it was left, by key; empty if it was never opened."""
    found: Mapping[str, Any] = st.session_state.get(_KEPT, {}).get(page, {})
    return found


def _mend(params: Iterable[Param], address: Mapping[str, str]) -> None:
    """Fill from the last address what a run that was cut short did not live to keep."""
    for param in params:
        if param.key not in st.session_state:
            st.session_state[param.key] = param.read(address.get(param.key, ""), [])


def _only(params: Iterable[Param], address: Mapping[str, str]) -> dict[str, str]:
    keys = {param.key for param in params}
    return {key: value for key, value in address.items() if key in keys}


def _read(params: Iterable[Param]) -> Restored:
    missing, unknown = "", list[str]()
    for param in params:
        refused = list[str]()
        text = st.query_params.get(param.key, "")
        st.session_state[param.key] = param.read(text, refused)
        if param.key == "select":
            missing = text if refused else ""
        else:
            unknown += refused
    return Restored(missing, tuple(unknown))


def _keep(params: Iterable[Param]) -> None:
    hold(*(param.key for param in params))


def stay() -> None:
    """Keep the session in this run, whatever the address says; for the callback of a widget that tells late.

    A sheet tells of its last cell a moment after a link was pressed, and Streamlit then draws the old
    page again, under the address of the new one.
    """
    st.session_state[_STAYED] = True


def hold(*keys: str) -> None:
    """Assign widgets the values they have."""
    for key in keys:
        st.session_state[key] = st.session_state[key]


def lang() -> Lang:
    """Language of the interface in this session."""
    return "en" if st.session_state.get("lang") == "en" else "zh"


def selection() -> str:
    """Selected entity or clause id, or an empty string."""
    return str(st.session_state.get("select", ""))


def select(identifier: str) -> None:
    """Select an entity or a clause; an empty string returns to the overview."""
    st.session_state["select"] = identifier


def filters() -> Filters:
    """Filters as the widgets of this session have them."""
    state = st.session_state
    return Filters(
        corridors=frozenset(f"{Kind.CORRIDOR}:{slug}" for slug in state["corridor"]),
        countries=frozenset(state["countries"]),
        layers=frozenset(Layer(value) for value in state["layers"]),
        states=frozenset(State(value) for value in state["states"]),
        industries=frozenset(f"{Kind.INDUSTRY}:{slug}" for slug in state["industries"]),
        clause=state["clause"],
    )


def clear_filters() -> None:
    """Take every filter back to where it starts; the selection stays."""
    for key in LIST_KEYS:
        st.session_state[key] = []
    st.session_state["clause"] = None
    st.session_state["layers"] = list(_DEFAULT_LAYERS)


def mirror(common: Sequence[Param], own: Sequence[Param], page: str) -> None:
    """Write the session into the address bar; the part that the map writes stays."""
    wanted = link([*common, *own])
    st.session_state[_MIRRORED] = _Mirrored(page, wanted)
    kept = {param.key: st.session_state[param.key] for param in own}
    st.session_state[_KEPT] = st.session_state.get(_KEPT, {}) | {page: kept}
    if wanted != _address():
        view = {_VIEW: st.query_params[_VIEW]} if _VIEW in st.query_params else {}
        st.query_params.from_dict(wanted | view)


def link(params: Iterable[Param]) -> dict[str, str]:
    """Query parameters that bring back this session; defaults are left out to keep links short."""
    texts = {param.key: param.write(st.session_state[param.key]) for param in params}
    return {key: text for key, text in texts.items() if text}


def _address() -> dict[str, str]:
    """Query parameters of the address, without the one that belongs to the map."""
    return {key: value for key, value in st.query_params.to_dict().items() if key != _VIEW}
