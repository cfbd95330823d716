"""The one palette: a colour means the same on the map, in charts and on paper.

The corridor colours are the blue, vermilion and bluish green of the Okabe-Ito set, which stay
apart for colour-blind readers and on a projector.
"""

from types import MappingProxyType

SEA = "#dce8ef"
LAND = "#f7f5f0"
BORDER = "#c4beb2"
INK = "#22303c"
GREY = "#8a929a"
ZONE = "#7a3e9d"
BONDED = "#9a6a00"
MARKET = "#b8437e"

CORRIDOR = MappingProxyType(
    {
        "corridor:liao-hai-ou": "#0072b2",
        "corridor:liao-man-ou": "#d55e00",
        "corridor:liao-meng-ou": "#009e73",
    }
)
# What an own layer may be drawn in, the first if nothing else was chosen.
OWN = MappingProxyType(
    {"crimson": "#a4133c", "orange": "#e69f00", "sky": "#56b4e9", "brown": "#7b4b2a", "ink": INK}
)
OWN_DEFAULT = OWN["crimson"]
