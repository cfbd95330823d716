"""One HTML file with everything in it: the interactive map, its data, and all sections.

It opens from a memory stick: nothing is fetched, and its own security policy forbids it. Text from
data is escaped in the page and stays data in the scripts.
"""

import base64
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from xstatic.pkg import leaflet

from corridors import paths
from corridors.briefing.cards import cards
from corridors.briefing.content import Briefing
from corridors.briefing.words import Lang, say
from corridors.catalog import Catalog
from corridors.maps import publish, scene
from corridors.maps.base import HOME, LIAONING, mask, script_json
from corridors.maps.ground import ground, strokes
from corridors.maps.legend import buttons, legend
from corridors.vocabulary import Kind

FOLDER = Path(__file__).parent / "templates"


@cache
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined)


def write(catalog: Catalog, briefing: Briefing, logo: bytes = b"") -> bytes:
    """Lay out a briefing as one file.

    Parameters
    ----------
    catalog : Catalog
        What the map shows besides the selection.
    briefing : Briefing
    logo : bytes
        PNG, or empty.

    Returns
    -------
    bytes
        UTF-8 HTML.
    """
    lang: Lang = "en" if briefing.lang == "en" else "zh"
    mapped = briefing.section("map") is not None
    page = _templates().get_template("briefing.html")
    text = page.render(
        b=briefing,
        say=lambda key: say(key, lang),
        logo=base64.b64encode(logo).decode() if logo else "",
        mapped=mapped,
        styles=[Markup(style) for style in _styles()],  # noqa: S704 - our own files
        scripts=[Markup(script) for script in _scripts()] if mapped else [],  # noqa: S704 - our own files
        data=Markup(script_json(_data(catalog, briefing, lang))) if mapped else "",  # noqa: S704 - escaped there
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


def _data(catalog: Catalog, briefing: Briefing, lang: Lang) -> dict[str, Any]:
    files = _shapes() | {"features.json": _features(catalog)}
    return {
        "files": files,
        "config": {
            "urls": {name: name for name in files},
            "home": HOME,
            "opening": HOME,
            "liaoning": LIAONING,
            "lang": lang,
            "buttons": buttons(lang),
            "legend": legend(catalog, lang),
            "credits": f"{say('map_credits', lang)}<br>{briefing.boundary}",
            "broken": say("map_broken", lang),
        },
        "state": _state(catalog, briefing),
        "lit": {c.id: sorted(scene.drawables(catalog, c.id)) for c in catalog.corridors},
        "cards": cards(catalog, lang),
    }


def _state(catalog: Catalog, briefing: Briefing) -> dict[str, Any]:
    """What the map shows: everything, with the selection lit."""
    drawn = scene.build(catalog, scene.Filters(), briefing.select)
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
