"""The comparison page's question: from where to where, what is shut, when, under which assumptions."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import streamlit as st

from corridors.catalog import Catalog
from corridors.maps.overlay import Part
from corridors.maps.routes import BADGES, parts
from corridors.network import model
from corridors.network.errors import RouteError
from corridors.network.graph import Network, load
from corridors.network.model import FIGURE_OF, Assumptions
from corridors.network.query import query
from corridors.network.routes import Route
from corridors.transport import Train
from corridors.ui.mapview import WAY
from corridors.ui.state import Param

FROM, TO, AVOID, MONTH, TRAIN = "from", "to", "avoid", "month", "train"
QUICK, MORE = "avoid_quick", "avoid_more"
# What-if switches: the passages and crossings that planners ask about first.
SWITCHES = (
    "strait:suez",
    "strait:malacca",
    "strait:bering",
    "crossing:manzhouli",
    "crossing:erenhot",
    "crossing:brest",
)
EXAMPLES = (
    ("city:shenyang", "city:duisburg"),
    ("port:dalian", "port:rotterdam"),
    ("port:yingkou", "city:warsaw"),
    ("port:jinzhou", "city:choibalsan"),
    ("port:dalian", "port:jakarta"),
)
# Assumptions with a slider; the two that only weigh ways against each other have none.
SLIDERS = tuple(name for name in FIGURE_OF if not name.endswith(("_choice_h", "_choice")))
_LONGEST_NAME = 60
_STEPS = 30


@dataclass(frozen=True)
class Question:
    """What the page asks the network. Names are ids or what the reader typed."""

    start: str
    end: str
    avoid: tuple[str, ...]
    month: int | None
    assumptions: Assumptions


@dataclass(frozen=True)
class Answer:
    """Routes and how the map draws each, or why there are none."""

    routes: tuple[Route, ...] = ()
    parts: tuple[tuple[Part, ...], ...] = ()
    error: RouteError | None = None


def params(catalog: Catalog) -> tuple[Param, ...]:
    """What this page adds to the address."""
    start, end = EXAMPLES[0]
    return (
        Param(FROM, _is_name, start),
        Param(TO, _is_name, end),
        Param(AVOID, _is_name, ()),
        Param(MONTH, {str(month) for month in range(1, 13)}.__contains__, ""),
        Param(TRAIN, list(Train).__contains__, Train.BLOCK.value),
        Param(WAY, set(BADGES.lower()).__contains__),
        *(
            Param(name, choices(catalog, name).__contains__, default(catalog, name))
            for name in SLIDERS
            if FIGURE_OF[name] in catalog.figures
        ),
    )


def _is_name(text: str) -> bool:
    return len(text) <= _LONGEST_NAME and text.isprintable()


def default(catalog: Catalog, name: str) -> str:
    """Default of an assumption as its slider shows it."""
    return f"{model.figure(catalog, name).value:g}"


def choices(catalog: Catalog, name: str) -> tuple[str, ...]:
    """Stops of a slider: even steps from half the least to twice the most, and the record's own."""
    figure = model.figure(catalog, name)
    low, high = figure.least / 2, figure.most * 2
    step = _round_step((high - low) / _STEPS)
    even = np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step
    stops = {
        round(float(value), 6) for value in (*even, figure.least, figure.value, figure.most) if value > 0
    }
    return tuple(f"{value:g}" for value in sorted(stops))


def _round_step(step: float) -> float:
    """The nearest step of 1, 2 or 5 times a power of ten."""
    power = 10.0 ** np.floor(np.log10(step))
    return float(min((1, 2, 5, 10), key=lambda n: abs(n * power - step)) * power)


@st.cache_resource(show_spinner=False)
def network() -> Network:
    """The network, read once a process."""
    return load()


def question(catalog: Catalog) -> Question:
    """The question as the session has it."""
    session = st.session_state
    chosen = {name: float(session[name]) for name in changed(catalog)}
    assumptions = model.defaults(catalog).with_(**chosen, train=Train(session[TRAIN] or Train.BLOCK))
    month = int(session[MONTH]) if session[MONTH] else None
    return Question(session[FROM] or "", session[TO] or "", tuple(session[AVOID]), month, assumptions)


def changed(catalog: Catalog) -> list[str]:
    """Assumptions that are not at their default."""
    known = [name for name in SLIDERS if name in st.session_state]
    return [name for name in known if st.session_state[name] != default(catalog, name)]


@st.cache_resource(show_spinner=False, max_entries=128)
def answer(_catalog: Catalog, _network: Network, asked: Question) -> Answer:
    """Routes for a question; the same question is answered once."""
    try:
        found = query(
            _catalog,
            _network,
            asked.start,
            asked.end,
            avoid=asked.avoid,
            month=asked.month,
            assumptions=asked.assumptions,
            limit=len(BADGES),
        )
    except RouteError as error:
        return Answer(error=error)
    return Answer(found, tuple(map(parts, found)))


def chosen_way(routes: Sequence[Route]) -> int:
    """Index of the chosen route, the first one unless the reader chose another that exists."""
    index = BADGES.lower().find(st.session_state[WAY] or BADGES[0].lower())
    if not 0 <= index < len(routes):
        index = 0
    st.session_state[WAY] = BADGES[index].lower() if index else None
    return index


def restrict() -> None:
    """Take over both widgets of what is shut."""
    st.session_state[AVOID] = [*st.session_state[QUICK], *st.session_state[MORE]]


def spread() -> None:
    """Give both widgets of what is shut their part, before they are drawn."""
    avoided = list(dict.fromkeys(st.session_state[AVOID]))
    st.session_state[QUICK] = [item for item in avoided if item in SWITCHES]
    st.session_state[MORE] = [item for item in avoided if item not in SWITCHES]


def ask(start: str, end: str) -> None:
    """Ask for two other places; what is shut stays."""
    st.session_state[FROM], st.session_state[TO], st.session_state[WAY] = start, end, None


def swap() -> None:
    """Ask for the way back."""
    ask(st.session_state[TO], st.session_state[FROM])


def replace_name(old: str, new: str) -> None:
    """Put another name wherever an unknown one stands."""
    session = st.session_state
    for key in (FROM, TO):
        if session[key] == old:
            session[key] = new
    session[AVOID] = [new if item == old else item for item in session[AVOID]]


def lift() -> None:
    """Open everything that was shut."""
    st.session_state[AVOID], st.session_state[MONTH] = [], ""


def reset(defaults: MappingProxyType[str, str]) -> None:
    """Take every assumption back to its default."""
    for name, value in defaults.items():
        st.session_state[name] = value
