"""The corridor page's choices: which corridor, which branch, and what of it is selected."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from corridors.catalog import Catalog
from corridors.models import Branch, Corridor
from corridors.ui import state
from corridors.ui.mapview import WAY
from corridors.ui.state import Param

LINE, BRANCH, NEAR = "line", "branch", "near"
DISTANCES = ("50", "100", "200", "500")
_SEEN = "corridor_seen"


@dataclass(frozen=True)
class Chosen:
    """What the page shows. ``leg`` is the selected leg, ``selection`` the selected entity or clause."""

    corridor: Corridor
    branch: Branch
    leg: str | None
    selection: str

    @property
    def legs(self) -> tuple[str, ...]:
        """Legs of every branch, each once."""
        return tuple(dict.fromkeys(leg for branch in self.corridor.branches for leg in branch.legs))


def params(catalog: Catalog) -> tuple[Param, ...]:
    """What this page adds to the address."""
    corridors = [corridor.slug for corridor in catalog.corridors]
    branches = {branch.id for corridor in catalog.corridors for branch in corridor.branches}
    return (
        Param(LINE, corridors.__contains__, next(iter(corridors), None)),
        Param(BRANCH, branches.__contains__),
        Param(NEAR, DISTANCES.__contains__, "200"),
        Param(WAY, catalog.legs.__contains__),
    )


def settle(catalog: Catalog) -> Chosen:
    """Bring corridor, branch, leg and selection together: what was chosen last decides.

    Raises
    ------
    LookupError
        If the catalog has no corridor.
    """
    session = st.session_state
    owners = {leg: c for c in catalog.corridors for b in c.branches for leg in b.legs}
    selection, leg = _latest(owners)
    corridor = _corridor(catalog, selection, owners.get(leg or ""))
    branch = _branch(corridor, session[BRANCH], leg)
    session[LINE], session[BRANCH], session[WAY] = corridor.slug, branch.id, leg
    session[_SEEN] = (selection, leg)
    return Chosen(corridor, branch, leg, selection)


def _latest(owners: Mapping[str, Corridor]) -> tuple[str, str | None]:
    """Selection and leg, of which the one chosen before gives way to the other."""
    seen_selection, seen_leg = st.session_state.get(_SEEN, ("", None))
    selection, leg = state.selection(), st.session_state[WAY]
    if leg not in owners or (selection and selection != seen_selection):
        return selection, None
    if leg != seen_leg:
        state.select("")
    return state.selection(), leg


def _corridor(catalog: Catalog, selection: str, owner: Corridor | None) -> Corridor:
    """The chosen corridor, unless what was just selected lies on others only."""
    found = {corridor.id: corridor for corridor in catalog.corridors}
    if not found:
        raise LookupError("the catalog has no corridor")
    current = next((c for c in found.values() if c.slug == st.session_state[LINE]), None)
    if owner:
        return current if current and _has(current, st.session_state[WAY]) else owner
    fresh = selection != st.session_state.get(_SEEN, ("", None))[0]
    on = (selection,) if selection in found else catalog.corridors_of_entity.get(selection, ())
    if current and (not fresh or not on or current.id in on):
        return current
    return found[on[0]] if on else next(iter(found.values()))


def _has(corridor: Corridor, leg: str) -> bool:
    return any(leg in branch.legs for branch in corridor.branches)


def _branch(corridor: Corridor, wanted: str | None, leg: str | None) -> Branch:
    """The wanted branch, unless a leg was chosen that another one has."""
    chosen = next((b for b in corridor.branches if b.id == wanted), corridor.branches[0])
    if leg and leg not in chosen.legs:
        return next(b for b in corridor.branches if leg in b.legs)
    return chosen


def other_line() -> None:
    """Forget what belongs to the corridor before."""
    state.select("")
    st.session_state[WAY] = st.session_state[BRANCH] = None


def other_branch() -> None:
    """Forget the leg: it may not be on the branch."""
    st.session_state[WAY] = None
