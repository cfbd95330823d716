"""How disputed ground is drawn: one explicit decision a row, nothing left to a source's accident.

The map follows the boundaries on China's public standard maps as far as the packages carry them.
Taiwan, 钓鱼岛, 藏南, 阿克赛钦 and the islands of the South China Sea are in the Chinese shapes as
published. What the World Bank shapes keep apart under codes of their own goes to a country here.
Crimea needs no row: the World Bank shapes hold it with Ukraine, as General Assembly resolution
68/262 does, and so does this map. The other world package tried shows it in Russia and is not used.
How China's standard world map draws it could not be checked.
"""

from types import MappingProxyType
from typing import NamedTuple

from shapely.geometry.base import BaseGeometry

ISO_LENGTH = 3


class Decision(NamedTuple):
    """Where a separately coded area is drawn, and why."""

    country: str
    reason: str


MERGED = MappingProxyType(
    {
        "XKX": Decision("SRB", "Kosovo: within Serbia on China's world map; no ISO 3166 code."),
        "ISR-SYR": Decision("SYR", "Golan Heights: occupied territory of Syria."),
        "ISR-LBN": Decision("SYR", "Shebaa Farms: drawn with the Golan Heights."),
        "EGY-SDN": Decision("PSE", "No man's land of 1949 near Latrun (the package names it otherwise)."),
        "CYP-TUR": Decision("CYP", "United Nations buffer zone on Cyprus."),
        "SDN-SSD": Decision("SDN", "Abyei: status open; drawn with the country that had it before 2011."),
        "KEN-SSD": Decision("KEN", "Ilemi Triangle: drawn with the country that administers it."),
        "GUY-VEN": Decision("VEN", "Ankoko Island: drawn with the country that administers it."),
        "IND-NPL": Decision("IND", "Kalapani: drawn with the country that administers it."),
        "IND-PAK-GB": Decision("PAK", "Gilgit-Baltistan: west of the line of control in Kashmir."),
    }
)

# Jammu and Kashmir is one shape; the line of control divides it. Natural Earth has that line.
KASHMIR = "IND-PAK-JK"
KASHMIR_WEST = "PAK"
KASHMIR_EAST = "IND"

# The Chinese and the World Bank boundary with Tajikistan leave a strip to nobody. The Chinese
# line is the boundary here, so the strip beyond it is Tajikistan's.
TAJIK_STRIP_BOX = (73.0, 36.9, 75.4, 39.9)

# Islands the World Bank shapes leave out, taken from Natural Earth: ISO alpha-3 and numeric code, and
# the box (west, south, east, north) they lie in. The southern Kurils are drawn with the country that
# administers them; of Fiji all that lies just east of the date line is missing.
MISSING_ISLANDS = (
    ("RUS", "643", (145.3, 43.2, 149.2, 45.7)),
    ("FJI", "242", (-180.0, -17.1, -179.7, -16.0)),
)


def assign(areas: dict[str, BaseGeometry], west_of_kashmir_line: BaseGeometry) -> dict[str, BaseGeometry]:
    """Give every separately coded area to a country.

    Parameters
    ----------
    areas : dict of str to BaseGeometry
        Shapes by the codes of the World Bank layer.
    west_of_kashmir_line : BaseGeometry
        Any shape that covers the Pakistani side of Kashmir and none of the Indian side.

    Returns
    -------
    dict of str to BaseGeometry
        Shapes by ISO alpha-3 code.

    Raises
    ------
    ValueError
        If a code is neither a country nor decided on above.
    """
    kashmir = areas[KASHMIR]
    countries = {code: shape for code, shape in areas.items() if _is_country(code)}
    unknown = sorted(set(areas) - set(countries) - set(MERGED) - {KASHMIR})
    if unknown:
        raise ValueError(f"no decision on {', '.join(unknown)}: add a row to MERGED")
    for code, decision in MERGED.items():
        countries[decision.country] = countries[decision.country].union(areas[code])
    west = kashmir.intersection(west_of_kashmir_line)
    countries[KASHMIR_WEST] = countries[KASHMIR_WEST].union(west)
    countries[KASHMIR_EAST] = countries[KASHMIR_EAST].union(kashmir.difference(west))
    return countries


def _is_country(code: str) -> bool:
    return len(code) == ISO_LENGTH and code not in MERGED
