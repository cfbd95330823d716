"""What a foreign row is compared with: names of countries and industries, outlines of countries."""

import csv
import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from corridors import paths, records, shapes
from corridors.checks import OUTLINE_TOLERANCE
from corridors.exchange.text import normal
from corridors.models import Country, Entity, Industry

# "Republic of Kazakhstan", "the Kingdom of Thailand": official names that only add a style.
_STYLE = re.compile(
    r"^(the )?([a-z']+ ){0,2}(republic|kingdom|federation|state|union|sultanate|grand duchy|principality)"
    r" of (the )?",
    re.IGNORECASE,
)
OTHER_NAMES = paths.DATA / "exchange" / "country-names.csv"


@dataclass(frozen=True)
class Known:
    """Names and outlines.

    Attributes
    ----------
    countries
        ISO alpha-3 code by normal name or code.
    names
        Chinese and English name by ISO alpha-3 code.
    outlines
        Outline by ISO alpha-3 code, Pacific frame.
    industries
        Id by normal name.
    """

    countries: Mapping[str, str]
    names: Mapping[str, tuple[str, str]]
    outlines: Mapping[str, BaseGeometry]
    industries: Mapping[str, str]

    def country(self, text: str) -> str | None:
        """ISO alpha-3 code of a country by any of its names or codes."""
        key = normal(text)
        return self.countries.get(key) or self.countries.get(normal(_STYLE.sub("", text.strip())))

    def like(self, text: str) -> str | None:
        """ISO alpha-3 code of the country whose name comes closest, if one does."""
        names = [name for name in self.countries if len(name) > 3 or not name.isascii()]
        close = difflib.get_close_matches(normal(text), names, n=1, cutoff=0.65)
        return self.countries[close[0]] if close else None

    def industry(self, text: str) -> str:
        """Id of an industry, or the text as it is."""
        return self.industries.get(normal(text), text)

    def contains(self, country: str, lon: float, lat: float) -> bool:
        """Whether a WGS84 point lies in a country, give or take a pier; a country without outline has all."""
        outline = self.outlines.get(country)
        if outline is None:
            return True
        x = shapes.to_frame(lon)
        return bool(shapely.contains_xy(outline, x, lat)) or (
            outline.distance(Point(x, lat)) <= OUTLINE_TOLERANCE
        )


def known(
    entities: Iterable[Entity], outlines: Mapping[str, BaseGeometry], other_names: Path = OTHER_NAMES
) -> Known:
    """Index names and outlines.

    Parameters
    ----------
    entities : iterable of Entity
        Countries and industries among them are used.
    outlines : mapping of str to BaseGeometry
        By country id, as in ``data/geo/countries.geojson``.
    other_names : Path
        CSV of further names: ``iso3``, ``name``.
    """
    entities = tuple(entities)
    found = [entity for entity in entities if isinstance(entity, Country)]
    countries: dict[str, str] = {}
    for country in found:
        code = country.id.partition(":")[2]
        for name in (
            code,
            country.iso2 or code,
            country.id,
            country.name_zh,
            country.name_en,
            *country.aliases,
        ):
            countries.setdefault(normal(name), code)
    with other_names.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            countries.setdefault(normal(row["name"]), row["iso3"])
    by_code = {key.partition(":")[2]: outline for key, outline in outlines.items()}
    for outline in by_code.values():
        shapely.prepare(outline)
    industries: dict[str, str] = {}
    for industry in entities:
        if isinstance(industry, Industry):
            for name in (industry.id, industry.name_zh, industry.name_en, *industry.aliases):
                industries.setdefault(normal(name), industry.id)
    return Known(
        MappingProxyType(countries),
        MappingProxyType({c.id.partition(":")[2]: (c.name_zh, c.name_en) for c in found}),
        MappingProxyType(by_code),
        MappingProxyType(industries),
    )


@cache
def shipped() -> Known:
    """Names and outlines of the data that come with the app."""
    return known(records.load().of(Entity), shapes.read(paths.GEO / "countries.geojson"))
