"""One HTML file with everything in it: the interactive map, its data, and all sections.

It opens from a memory stick: nothing is fetched, and its own security policy forbids it. Text from
data is escaped in the page and stays data in the scripts.
"""

import base64
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from xstatic.pkg import leaflet

from corridors import paths
from corridors.analysis.rows import OwnLayer
from corridors.briefing.cards import cards
from corridors.briefing.choices import Choices
from corridors.briefing.content import Briefing
from corridors.briefing.words import Lang, say
from corridors.catalog import Catalog
from corridors.maps import own, palette, publish, scene
from corridors.maps.base import mask, script_json
from corridors.maps.ground import ground, strokes
from corridors.maps.legend import words
from corridors.maps.overlay import Overlay, Own
from corridors.maps.views import HOME, LIAONING
from corridors.vocabulary import Kind

FOLDER = Path(__file__).parent / "templates"


@cache
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined)


def write(catalog: Catalog, briefing: Briefing, choices: Choices) -> bytes:
    """Lay out a briefing as one file.

    Parameters
    ----------
    catalog : Catalog
        What the map shows besides the selection.
    briefing : Briefing
    choices : Choices
        Logo, filters, and the ways and own places on the map.

    Returns
    -------
    bytes
        UTF-8 HTML.
    """
    lang = briefing.lang
    mapped = briefing.section("map") is not None
    page = _templates().get_template("briefing.html")
    text = page.render(
        b=briefing,
        say=lambda key: say(key, lang),
        logo=base64.b64encode(choices.logo).decode(),
        mapped=mapped,
        styles=[Markup(style) for style in _styles()],  # noqa: S704 - our own files
        scripts=[Markup(script) for script in _scripts()] if mapped else [],  # noqa: S704 - our own files
        data=Markup(script_json(_data(catalog, briefing, choices))) if mapped else "",  # noqa: S704 - escaped there
    )
    return text.encode()


@cache
def _styles() -> tuple[str, ...]:
    files = (Path(leaflet.BASE_DIR) / "leaflet.css", publish.ASSETS / publish.STYLE, FOLDER / "briefing.css")
    return tuple(path.read_text(encoding="utf-8") for path in files)


@cache
def _scripts() -> tuple[str, ...]:
    own = (publish.ASSETS / f"{name}.js" for name in publish.PARTS)
    files = (Path(leaflet.BASE_DIR) / "leaflet.js", *own, FOLDER / "briefing.js")
    return tuple(path.read_text(encoding="utf-8") for path in files)


@cache
def _shapes() -> dict[str, Any]:
    """What the map would fetch, by the name it asks for."""
    geo = paths.GEO
    return {
        "ground.json": {
            "countries": ground(geo / "countries.geojson"),
            "strokes": strokes([geo / "lines.geojson"]),
        },
        "detail.json": strokes([geo / "provinces.geojson", geo / "liaoning.geojson"]),
    }


@lru_cache(maxsize=2)
def _features(catalog: Catalog) -> dict[str, Any]:
    return publish.features(catalog)


def _data(catalog: Catalog, briefing: Briefing, choices: Choices) -> dict[str, Any]:
    lang = briefing.lang
    layers = {f"own-{number}.json": layer for number, layer in enumerate(choices.own)}
    places = {name: _own(layer) for name, layer in layers.items()}
    files = _shapes() | {"features.json": _features(catalog)} | places
    said = words(catalog, lang)
    return {
        "files": files,
        "config": {
            "urls": {name: name for name in files if name not in places},
            "home": HOME,
            "opening": HOME,
            "liaoning": LIAONING,
            "lang": lang,
            "words": {lang: said | {"credits": f"{said['credits']}<br>{briefing.boundary}"}},
        },
        "state": _state(catalog, briefing, choices) | _overlay(choices, lang, places),
        "lit": {c.id: sorted(scene.drawables(catalog, c.id)) for c in catalog.corridors},
        "cards": cards(catalog, lang, choices.own),
    }


def _own(layer: OwnLayer) -> dict[str, Any]:
    """A layer as the map fetches it."""
    color = layer.color or palette.OWN_DEFAULT
    return {"color": color, "title": layer.title, "places": own.records(layer.places)}


def _overlay(choices: Choices, lang: Lang, places: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """Ways and own places over the map."""
    shown = tuple(Own(name, mask(True for _ in layer["places"])) for name, layer in places.items())
    return Overlay(choices.compared.ways(lang) if choices.compared else (), shown).state()


def _state(catalog: Catalog, briefing: Briefing, choices: Choices) -> dict[str, Any]:
    """What the map shows: everything that passes the filters, with the selection lit."""
    drawn = scene.build(catalog, choices.filters, briefing.select)
    shown = {place.id for place in drawn.points} | {line.id for line in drawn.lines}
    order = [p.id for p in scene.points(catalog)] + [line.id for line in scene.lines(catalog)]
    goals = {f"{Kind.COUNTRY}:{iso}" for zone in drawn.goals for iso in catalog.countries_of(zone)}
    return {
        "shown": mask(item in shown for item in order),
        "goals": sorted(goals),
        "lit": sorted(drawn.lit),
        "select": briefing.select,
        "lang": briefing.lang,
    }
