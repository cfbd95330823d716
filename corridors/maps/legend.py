"""What stands on every map, live or printed: legend and buttons; its keys are CSS classes of map.css."""

from typing import Any

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


def words(catalog: Catalog, lang: str) -> dict[str, Any]:
    """All that stands on the map, as assets/chrome.js wants it."""
    return {
        "buttons": {key: word(key, lang) for key in BUTTONS},
        "legend": legend(catalog, lang),
        "credits": word("credits", lang),
        "broken": word("broken", lang),
    }


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
