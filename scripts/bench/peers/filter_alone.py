"""The floor of a rerun: the filter and its count, and no map at all."""

import peerdata

from corridors.maps.scene import Scene


def nothing(_shown: Scene) -> str:
    """Draw nothing."""
    return ""


peerdata.show(nothing)
