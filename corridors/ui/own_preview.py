"""Good rows of a draft on the map, before they are stored."""

import secrets
from dataclasses import dataclass

import streamlit as st

from corridors.maps import own, palette
from corridors.maps.base import mask
from corridors.maps.overlay import NOTHING, Overlay, Own
from corridors.maps.publish import prune_own, publish_own
from corridors.maps.scene import Bounds
from corridors.ui.own_session import Draft

_SHOWN, _STEM = "own_previewed", "own_preview_stem"
# Left behind by sessions that ended without a word.
_STALE_SECONDS = 24 * 3600.0
_FAMILY = "own-preview"


@dataclass(frozen=True)
class _Shown:
    number: int
    overlay: Overlay


def overlay(draft: Draft) -> Overlay:
    """Good rows for the map, written once for each draft."""
    shown: _Shown | None = st.session_state.get(_SHOWN)
    if shown is None or shown.number != draft.number:
        shown = _Shown(draft.number, _write(draft))
        st.session_state[_SHOWN] = shown
    return shown.overlay


def _write(draft: Draft) -> Overlay:
    places = draft.result.accepted if draft.result else ()
    records = own.records({f"{_FAMILY}:{number}": place for number, place in enumerate(places)})
    if not records:
        return NOTHING
    try:
        prune_own([], f"{_FAMILY}-*", older=_STALE_SECONDS)
        url = publish_own(records, palette.OWN_DEFAULT, "", _stem())
    except OSError:  # a folder that cannot be written; the map itself says so
        return NOTHING
    bounds: Bounds | None = own.bounds(records)
    return Overlay(own=(Own(url, mask(True for _ in records)),), around=bounds)


def forget() -> None:
    """Remove what was written for this session."""
    st.session_state.pop(_SHOWN, None)
    if _STEM in st.session_state:
        try:
            prune_own([], _stem())
        except OSError:  # a folder that can no longer be written
            return


def _stem() -> str:
    stem: str = st.session_state.setdefault(_STEM, f"{_FAMILY}-{secrets.token_hex(4)}")
    return stem
