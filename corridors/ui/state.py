"""What the reader chose: held in the session, mirrored in the address bar, restored from a link.

The address is the only thing a colleague gets in a mail, so it must bring back what is on screen;
and whatever it holds is a stranger's text until it is found in the catalog.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import streamlit as st

from corridors.catalog import Catalog
from corridors.maps.scene import DEFAULT_LAYERS, Filters
from corridors.ui.texts import Lang
from corridors.vocabulary import Kind, Layer, State

# Session keys that are also widget keys; all but ``select`` and ``lang`` hold lists.
LIST_KEYS = ("corridor", "countries", "layers", "states", "industries")
# Stands in the address for a list that was emptied on purpose.
NOTHING = "none"
_MIRRORED = "mirrored"
# Where the reader looks; written and read by the map alone.
_VIEW = "view"
KEYS = ("select", "clause", "lang", *LIST_KEYS)


@dataclass(frozen=True)
class Restored:
    """What an address asked for that does not exist, for a notice to the reader."""

    unknown_select: str = ""
    unknown_filters: tuple[str, ...] = ()


def restore(catalog: Catalog) -> Restored:
    """Fill the session from the address on the first run and after the browser's back and forward.

    Later runs keep the session. Streamlit forgets the state of a widget whose page is left;
    assigning it anew keeps it.
    """
    state = st.session_state
    if _MIRRORED in state and not _address_moved():
        for key in KEYS:
            state[key] = state[key]
        return Restored()
    params = {key: st.query_params.get(key, "") for key in KEYS}
    unknown: list[str] = []
    state["lang"] = "en" if params["lang"] == "en" else "zh"
    state["select"] = params["select"] if _exists(catalog, params["select"]) else ""
    state["clause"] = _one(params["clause"], catalog.clauses, unknown)
    for key in LIST_KEYS:
        state[key] = _many(params[key], _allowed(catalog, key), unknown)
    if not state["layers"] and params["layers"] != NOTHING:
        state["layers"] = [layer.value for layer in Layer if layer in DEFAULT_LAYERS]
    missing = params["select"] if params["select"] and not state["select"] else ""
    return Restored(missing, tuple(unknown))


def _exists(catalog: Catalog, identifier: str) -> bool:
    return identifier in catalog.entities or identifier in catalog.clauses


def _allowed(catalog: Catalog, key: str) -> Callable[[str], bool]:
    def is_kind(kind: Kind) -> Callable[[str], bool]:
        return lambda slug: f"{kind}:{slug}" in catalog.entities

    return {
        "corridor": is_kind(Kind.CORRIDOR),
        "countries": is_kind(Kind.COUNTRY),
        "industries": is_kind(Kind.INDUSTRY),
        "layers": lambda value: value in list(Layer),
        "states": lambda value: value in list(State),
    }[key]


def _one(value: str, known: Iterable[str], unknown: list[str]) -> str | None:
    if not value:
        return None
    if value in known:
        return value
    unknown.append(value)
    return None


def _many(value: str, allowed: Callable[[str], bool], unknown: list[str]) -> list[str]:
    wanted = [item for item in value.split(",") if item and item != NOTHING]
    unknown.extend(item for item in wanted if not allowed(item))
    return [item for item in wanted if allowed(item)]


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
    st.session_state["layers"] = [layer.value for layer in Layer if layer in DEFAULT_LAYERS]


def mirror() -> None:
    """Write the session into the address bar; the part that the map writes stays."""
    wanted = link()
    st.session_state[_MIRRORED] = wanted
    if wanted != _address():
        view = {_VIEW: st.query_params[_VIEW]} if _VIEW in st.query_params else {}
        st.query_params.from_dict(wanted | view)


def _address() -> dict[str, str]:
    """Query parameters of the address, without the one that belongs to the map."""
    return {key: value for key, value in st.query_params.to_dict().items() if key != _VIEW}


def link() -> dict[str, str]:
    """Query parameters that bring back this session; defaults are left out to keep links short."""
    params = {key: ",".join(st.session_state[key]) for key in LIST_KEYS}
    if set(st.session_state["layers"]) == DEFAULT_LAYERS:
        params["layers"] = ""
    elif not st.session_state["layers"]:
        params["layers"] = NOTHING
    params["select"] = selection()
    params["clause"] = st.session_state["clause"] or ""
    params["lang"] = "en" if lang() == "en" else ""
    return {key: value for key, value in params.items() if value}


def _address_moved() -> bool:
    """Tell whether the address changed although the reader touched nothing on the page.

    An address that merely lags behind a quick second click is no such move: the session has
    changed too.
    """
    mirrored: dict[str, str] = st.session_state[_MIRRORED]
    return _address() != mirrored and link() == mirrored
