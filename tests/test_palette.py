"""One colour, one meaning: what Python draws with is what the style sheets draw with."""

import pytest

from corridors import paths
from corridors.maps import palette

SHEETS = {
    "map": (paths.ROOT / "corridors/maps/assets/map.css").read_text(encoding="utf-8"),
    "page": (paths.ROOT / "corridors/ui/assets/page.css").read_text(encoding="utf-8"),
}
NAMED = ("SEA", "LAND", "BORDER", "INK", "GREY", "ZONE", "BONDED", "MARKET")


@pytest.mark.parametrize("name", NAMED)
def test_the_map_uses_the_palette(name: str) -> None:
    assert f"--{name.lower()}: {getattr(palette, name)};" in SHEETS["map"]


@pytest.mark.parametrize("color", palette.CORRIDOR.values())
def test_the_corridor_buttons_use_the_palette(color: str) -> None:
    assert f"--dot: {color};" in SHEETS["page"]
