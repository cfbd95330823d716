"""The names a static map would like to show, and how much each of them matters."""

from collections.abc import Iterator

import shapely
from shapely.geometry.base import BaseGeometry

from corridors import shapes
from corridors.briefing import ink
from corridors.briefing.labels import Label
from corridors.briefing.page import Box, Window
from corridors.briefing.view import Spot, View
from corridors.catalog import Catalog
from corridors.maps import palette
from corridors.models import Country, Entity

# As on the screen's map.
WEIGHT = {"port": 60, "crossing": 65, "strait": 55, "city": 50, "zone": 40, "bonded": 38, "market": 36}
OTHER_WEIGHT, ISLES_WEIGHT, ALIKE_WEIGHT, OWN_WEIGHT, LIT_WEIGHT = 34, 30, 100, 500, 1000
COLOR = {"strait": "#2f6a92", "zone": "#5f2f7c", "bonded": "#755000", "market": "#93305f"}
COLOR |= {"platform": "#93305f"}
QUIET, NAMED = "#857c6d", "#5c523f"
# More lit names than this and none of them is bold.
MANY = 40
# Metres: a window this wide shows the names of the island groups that the screen shows from zoom 4.
ISLES_BELOW = 1.1e7


def names(view: View) -> list[Label]:
    """Every name that could stand on the map."""
    found = [*(_place(view, spot) for spot in view.spots), *_countries(view), *_isles(view), *_own(view)]
    return [label for label in found if view.window.shows(label.x, label.y)]


def named(catalog: Catalog) -> frozenset[str]:
    """ISO alpha-3 codes of the countries that the clauses name themselves."""
    stated = (i for i, links in catalog.links_by_entity.items() if any(x.grade == "stated" for x in links))
    return frozenset(i.partition(":")[2] for i in stated if i.startswith("country:"))


def _text(entity: Entity, lang: str) -> str:
    return entity.name_en if lang == "en" else entity.name_zh


def _place(view: View, spot: Spot) -> Label:
    place, lit = spot.place, view.about.scene.lit
    weight = WEIGHT.get(place.kind, OTHER_WEIGHT) + 4 * len(
        view.catalog.corridors_of_entity.get(place.id, ())
    )
    akin = ALIKE_WEIGHT if place.kind is view.about.kind else 0
    return Label(
        id=place.id,
        text=_text(place, view.lang),
        x=spot.x,
        y=spot.y,
        size=view.size * (0.9 if spot.lit else 0.78),
        color=COLOR.get(place.kind, palette.INK),
        weight=weight + akin + (LIT_WEIGHT if spot.lit else 0),
        offset=spot.radius + 0.22 * view.size,
        bold=spot.lit and len(lit) < MANY,
        symbol=spot.box,
        sure=spot.lit,
    )


def _countries(view: View) -> Iterator[Label]:
    spoken = named(view.catalog)
    for iso, shape in view.countries.items():
        country = view.catalog.entities.get(f"country:{iso}")
        largest = _largest(view.window, shape)
        if not isinstance(country, Country) or largest is None:
            continue
        left, _, right, _ = largest.bounds
        lit, is_named = iso in view.about.countries, iso in spoken
        few = lit and len(view.about.countries) < MANY
        (x, y), *other = _middles(view.window, country, largest)
        yield Label(
            id=country.id,
            text=_text(country, view.lang),
            x=x,
            y=y,
            size=view.size * (0.98 if lit else 0.86 if is_named else 0.78),
            color=palette.INK if lit else NAMED if is_named else QUIET,
            weight=(right - left) / 20 + (45 if is_named else 20) + (0.9 * LIT_WEIGHT if lit else 0),
            bold=few,
            room=None if few else (right - left) * 1.05,
            also=tuple(other),
        )


def _largest(window: Window, shape: BaseGeometry) -> BaseGeometry | None:
    parts = [shapely.clip_by_rect(part, *window.page) for part in ink.polygons(shape)]
    return max((part for part in parts if not part.is_empty), key=lambda part: part.area, default=None)


def _middles(window: Window, country: Country, largest: BaseGeometry) -> list[tuple[float, float]]:
    """Where a country's name may stand: its place in the records if that is in view, else in what is."""
    left, bottom, right, top = largest.bounds
    found = []
    if country.lon is not None and country.lat is not None:
        x, y = window.point(shapes.to_frame(country.lon), country.lat)
        found += [(x, y)] if left < x < right and bottom < y < top else []
    inner = largest.representative_point()
    return [*found, (inner.x, inner.y), (largest.centroid.x, largest.centroid.y)]


def _isles(view: View) -> Iterator[Label]:
    for isles in view.catalog.labels:
        if view.window.plane.width < ISLES_BELOW / 2 ** max(0.0, isles.min_zoom - 4):
            x, y = view.window.point(shapes.to_frame(isles.lon), isles.lat)
            text = isles.name_en if view.lang == "en" else isles.name_zh
            yield Label(isles.id, text, x, y, view.size * 0.7, QUIET, ISLES_WEIGHT)


def _own(view: View) -> Iterator[Label]:
    pairs = [(key, place, layer) for layer in view.about.own for key, place in layer.places.items()]
    for key, place, layer in pairs:
        if place.lon is not None and place.lat is not None:
            x, y = view.window.point(shapes.to_frame(place.lon), place.lat)
            at = Box(x - 4, y - 4, x + 4, y + 4)
            size, off = view.size * 0.8, 0.55 * view.size
            color = layer.color or palette.OWN_DEFAULT
            yield Label(key, place.name, x, y, size, color, OWN_WEIGHT, off, symbol=at, sure=True)
