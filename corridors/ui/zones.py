"""The page of cooperation zones: what was chosen, what passes, and what the map shows of it."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from corridors.analysis import rows, table
from corridors.analysis.facets import Narrowed
from corridors.analysis.rows import FACETS
from corridors.analysis.table import ORDERS, Table
from corridors.catalog import Catalog
from corridors.maps import scene
from corridors.maps.scene import Scene
from corridors.ui import own_layers
from corridors.ui.state import Param
from corridors.vocabulary import Kind, Layer, LegStatus

# Facets of this page alone. Their values come with the rows, and an unknown one finds nothing.
OWN_FACETS = ("groups", "types", "precisions", "operators", "layer")
LONGEST = 200


@dataclass(frozen=True)
class PageNumber(Param):
    """A page of the table; what is no number from 1 up is refused."""

    @property
    def fresh(self) -> Any:
        """The first page."""
        return 1

    def read(self, text: str, unknown: list[str]) -> Any:
        """Page number of an address."""
        value = super().read(text, unknown)
        return int(value) if isinstance(value, str) else 1

    def write(self, value: Any) -> str:
        """Page number for the address, empty for the first."""
        return "" if value in (None, 1) else str(value)


@st.cache_resource(show_spinner=False, max_entries=4, hash_funcs={Catalog: id})
def _table(catalog: Catalog, moment: own_layers.Moment) -> tuple[Table, Catalog]:  # noqa: ARG001 - a key
    # Together with the catalog: as long as it is held here, no other object takes its id.
    return table.build(catalog, own_layers.layers()), catalog


def all_rows(catalog: Catalog) -> Table:
    """The whole table, put together anew only for another catalog or a change of own layers."""
    return _table(catalog, own_layers.moment())[0]


def params() -> tuple[Param, ...]:
    """What this page adds to the choices that all pages share."""
    return (
        Param("search", _short, ""),
        Param("kinds", list(rows.KINDS).__contains__, (Kind.ZONE.value,)),
        *(Param(key, _short, ()) for key in OWN_FACETS),
        Param("order", {"kind", *ORDERS}.__contains__, "kind"),
        PageNumber("page", lambda value: value.isdecimal() and 0 < int(value) < 100_000),
    )


def _short(value: str) -> bool:
    return len(value) <= LONGEST


def chosen() -> dict[str, list[str]]:
    """Chosen values by facet, as the session has them."""
    values = {key: st.session_state.get(key) or [] for key in FACETS}
    return {key: [value] if isinstance(value, str) else list(value) for key, value in values.items()}


def narrow(everything: Table) -> Narrowed:
    """What of the table passes the facets and the search of this session."""
    return everything.narrow(chosen(), st.session_state.get("search") or "")


def drawn(catalog: Catalog, passing: frozenset[str], selection: str) -> Scene:
    """What the map shows: the rows that pass, the corridors, and what is selected."""
    lit = scene.drawables(catalog, selection) if selection else frozenset()
    if selection.startswith(own_layers.PREFIX):
        lit = own_layers.lit(selection)
    with_lines = Layer.CORRIDORS.value in st.session_state["layers"]
    return Scene(
        points=tuple(p for p in scene.points(catalog) if p.id in passing or p.id in lit),
        lines=tuple(
            line
            for line in scene.lines(catalog)
            if line.id in lit or (with_lines and line.status is not LegStatus.COMPARISON)
        ),
        goals=tuple(zone for zone in scene.goals(catalog) if zone.id in passing),
        lit=lit,
    )


def reset() -> None:
    """Take every filter of this page back to where it starts; the selection stays."""
    for param in params():
        st.session_state[param.key] = param.fresh
    for key in set(FACETS) - {param.key for param in params()}:
        st.session_state[key] = None if key == "clause" else []
