"""What the legend of the map says; keys are CSS classes of assets/map.css."""

from corridors.catalog import Catalog
from corridors.maps import palette

ENTRIES = (
    ("line-solid", palette.INK, "运营", "Operating"),
    ("line-dash", palette.INK, "规划", "Planned"),
    ("line-dot", palette.INK, "仅公路", "Road only"),
    ("shape round ring", palette.INK, "港口", "Port"),
    ("shape diamond", palette.INK, "口岸", "Border crossing"),
    ("shape hexagon", palette.ZONE, "合作区（空心：仅知大致地区）", "Zone (hollow: region only)"),
    ("shape", palette.BONDED, "保税区域（空心：未见获批）", "Bonded area (hollow: no approval seen)"),
    ("shape triangle", palette.MARKET, "市场与电商平台", "Market, platform"),
    ("fill hatch", "", "拟建合作区的国家", "Country where a zone is wanted"),
    ("fill", "#f1eadb", "政策点名的国家", "Country the policies name"),
)


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
    rest = [{"key": key, "color": color, "text": en if english else zh} for key, color, zh, en in ENTRIES]
    return lines + rest
