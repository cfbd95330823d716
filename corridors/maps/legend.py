"""What stands on every map, live or printed: legend and buttons; its keys are CSS classes of map.css."""

from corridors.catalog import Catalog
from corridors.maps import palette
from corridors.words import Words

word = Words("map")

ENTRIES = (
    ("line-solid", palette.INK, "operating"),
    ("line-dash", palette.INK, "planned"),
    ("line-dot", palette.INK, "road_only"),
    ("shape round ring", palette.INK, "port"),
    ("shape diamond", palette.INK, "crossing"),
    ("shape hexagon", palette.ZONE, "zone"),
    ("shape", palette.BONDED, "bonded"),
    ("shape triangle", palette.MARKET, "market"),
    ("fill hatch", "", "wanted"),
    ("fill", "#f1eadb", "named"),
)
BUTTONS = ("all", "liaoning", "in", "out", "legend")


def buttons(lang: str) -> dict[str, str]:
    """Words of the map's buttons, as assets/chrome.js wants them."""
    return {key: word(key, lang) for key in BUTTONS}


def legend(catalog: Catalog, lang: str) -> list[dict[str, str]]:
    """Entries of the legend in reading order: key, colour and text."""
    english = lang == "en"
    lines = [
        {
            "key": "line-solid",
            "color": palette.CORRIDOR[corridor.id],
            "text": corridor.name_en if english else corridor.name_zh,
        }
        for corridor in catalog.corridors
        if corridor.id in palette.CORRIDOR
    ]
    rest = [{"key": key, "color": color, "text": word(text, lang)} for key, color, text in ENTRIES]
    return lines + rest
