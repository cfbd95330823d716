"""The names a static map would like to show, and how much each of them matters."""

from collections.abc import Iterator, Mapping, Sequence

import shapely
from shapely.geometry.base import BaseGeometry

from corridors import shapes
from corridors.briefing import ink
from corridors.briefing.labels import Label
from corridors.briefing.marks import OWN, Spot
from corridors.briefing.page import Box, Window
from corridors.briefing.subject import Subject
from corridors.catalog import Catalog
from corridors.maps import palette
from corridors.models import Country, Entity

# As on the screen's map.
WEIGHT = {"port": 60, "crossing": 65, "strait": 55, "city": 50, "zone": 40, "bonded": 38, "market": 36}
OTHER_WEIGHT, ISLES_WEIGHT, OWN_WEIGHT, LIT_WEIGHT = 34, 30, 500, 1000
COLOR = {"strait": "#2f6a92", "zone": "#5f2f7c", "bonded": "#755000", "market": "#93305f"}
COLOR |= {"platform": "#93305f"}
QUIET, NAMED = "#857c6d", "#5c523f"
# More lit names than this and none of them is bold.
MANY = 40
# Metres: a window this wide shows the names of the island groups that the screen shows from zoom 4.
ISLES_BELOW = 1.1e7


def names(
    catalog: Catalog,
    about: Subject,
    window: Window,
    found: Sequence[Spot],
    seen: Mapping[str, BaseGeometry],
    lang: str,
    size: float,
) -> list[Label]:
    """Every name that could stand on the map; ``size`` is that of its type in points."""
    return [
        *(_place(catalog, about, spot, lang, size) for spot in found),
        *_countries(catalog, about, window, seen, lang, size),
        *_isles(catalog, window, lang, size),
        *_own(about, window, size),
    ]


def named(catalog: Catalog) -> frozenset[str]:
    """ISO alpha-3 codes of the countries that the clauses name themselves."""
    stated = (i for i, links in catalog.links_by_entity.items() if any(x.grade == "stated" for x in links))
    return frozenset(i.partition(":")[2] for i in stated if i.startswith("country:"))


def _text(entity: Entity, lang: str) -> str:
    return entity.name_en if lang == "en" else entity.name_zh


def _place(catalog: Catalog, about: Subject, spot: Spot, lang: str, size: float) -> Label:
    place = spot.place
    weight = WEIGHT.get(place.kind, OTHER_WEIGHT) + 4 * len(catalog.corridors_of_entity.get(place.id, ()))
    return Label(
        id=place.id,
        text=_text(place, lang),
        x=spot.x,
        y=spot.y,
        size=size * (0.9 if spot.lit else 0.78),
        color=COLOR.get(place.kind, palette.INK),
        weight=weight + (LIT_WEIGHT if spot.lit else 0),
        offset=spot.radius + 0.22 * size,
        bold=spot.lit and len(about.scene.lit) < MANY,
        symbol=spot.box,
        sure=spot.lit,
    )


def _countries(
    catalog: Catalog, about: Subject, window: Window, seen: Mapping[str, BaseGeometry], lang: str, size: float
) -> Iterator[Label]:
    spoken = named(catalog)
    for iso, shape in seen.items():
        country = catalog.entities.get(f"country:{iso}")
        middle = _middle(window, country, shape) if isinstance(country, Country) else None
        if country is None or middle is None:
            continue
        x, y, wide = middle
        lit, is_named = iso in about.countries, iso in spoken
        few = lit and len(about.countries) < MANY
        yield Label(
            id=country.id,
            text=_text(country, lang),
            x=x,
            y=y,
            size=size * (0.98 if lit else 0.86 if is_named else 0.78),
            color=palette.INK if lit else NAMED if is_named else QUIET,
            weight=wide / 20 + (45 if is_named else 20) + (0.9 * LIT_WEIGHT if lit else 0),
            bold=few,
            room=None if few else wide * 1.05,
        )


def _middle(window: Window, country: Country, shape: BaseGeometry) -> tuple[float, float, float] | None:
    """Where a country's name stands on the page and how wide the country is there.

    The place in the records if it is in view, else the middle of what is seen of the country.
    """
    parts = ink.polygons(shape)
    if not parts:
        return None
    largest = shapely.clip_by_rect(max(parts, key=lambda part: part.area), *window.page)
    if largest.is_empty:
        return None
    left, bottom, right, top = largest.bounds
    if country.lon is not None and country.lat is not None:
        x, y = window.point(shapes.to_frame(country.lon), country.lat)
        if left < x < right and bottom < y < top:
            return x, y, right - left
    point = largest.representative_point()
    return point.x, point.y, right - left


def _isles(catalog: Catalog, window: Window, lang: str, size: float) -> Iterator[Label]:
    for isles in catalog.labels:
        if window.plane.width < ISLES_BELOW / 2 ** max(0.0, isles.min_zoom - 4):
            x, y = window.point(shapes.to_frame(isles.lon), isles.lat)
            text = isles.name_en if lang == "en" else isles.name_zh
            yield Label(isles.id, text, x, y, size * 0.7, QUIET, ISLES_WEIGHT)


def _own(about: Subject, window: Window, size: float) -> Iterator[Label]:
    for number, place in enumerate(about.own):
        if place.lon is not None and place.lat is not None:
            x, y = window.point(shapes.to_frame(place.lon), place.lat)
            at = Box(x - 4, y - 4, x + 4, y + 4)
            yield Label(
                f"own:{number}", place.name, x, y, size * 0.8, OWN, OWN_WEIGHT, 0.55 * size, symbol=at
            )
