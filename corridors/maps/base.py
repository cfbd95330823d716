"""The folium objects: a base map that never changes, and a small group that says what to show.

The base carries no shape and no name, only the addresses of what the browser fetches and caches.
Because its script stays the same, the component keeps the map alive from rerun to rerun: nothing
flickers and the view stays where the reader left it. All change travels in :func:`state_group`.
"""

import base64
import json
from collections.abc import Iterable, Mapping
from typing import Any

import folium
from branca.element import MacroElement
from folium.template import Template

from corridors.catalog import Catalog
from corridors.maps import scene
from corridors.maps.overlay import NOTHING, Overlay
from corridors.maps.publish import SCRIPT, STYLE
from corridors.maps.scene import Bounds, Scene

# The first view: Europe to Fiji, the Arctic to Australia.
HOME: Bounds = ((-34.0, -10.0), (79.0, 198.0))
LIAONING: Bounds = ((38.4, 118.7), (43.6, 125.9))


class BaseMap(folium.Map):
    """A folium map whose Leaflet comes from the app itself and that draws no tiles."""

    def __init__(self, urls: Mapping[str, str], words: Mapping[str, Any]) -> None:
        super().__init__(
            location=[40, 100],
            zoom_start=3,
            tiles=None,
            zoom_control=False,
            attribution_control=False,
            zoom_snap=0.25,
            min_zoom=1,
            max_zoom=11,
        )
        self.default_js = [(SCRIPT, urls[SCRIPT])]
        self.default_css = [(STYLE, urls[STYLE])]
        self.add_child(_Start({"urls": dict(urls), "home": HOME, "liaoning": LIAONING, **words}))


class _Start(MacroElement):
    """Hands the map, the addresses and the words in the reader's language to our script."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "CorridorMap.start({{ this._parent.get_name() }}, {{ this.config }});"
        "{% endmacro %}"
    )

    def __init__(self, config: Mapping[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca ships no types
        self._name = "Start"
        self.config = script_json(config)


class _Show(MacroElement):
    """Tells our script what to show now."""

    _template = Template("{% macro script(this, kwargs) %}CorridorMap.show({{ this.state }});{% endmacro %}")

    def __init__(self, state: Mapping[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca ships no types
        self._name = "Show"
        self.state = script_json(state)


def state_group(
    catalog: Catalog,
    drawn: Scene,
    selection: str,
    lang: str,
    overlay: Overlay = NOTHING,
) -> folium.FeatureGroup:
    """Feature group that carries the scene as a few hundred bytes.

    Parameters
    ----------
    catalog : Catalog
    drawn : Scene
        Packed as one flag for each point, then each line, in the order of the published features.
    selection : str
        Selected entity or clause, or empty; the view moves when it changes, and only then.
    lang : str
        ``zh`` or ``en``.
    overlay : Overlay
        What the page lays over the map.
    """
    shown = {p.id for p in drawn.points} | {line.id for line in drawn.lines}
    order = [p.id for p in scene.points(catalog)] + [line.id for line in scene.lines(catalog)]
    goals = {f"country:{iso}" for zone in drawn.goals for iso in scene.countries_of(catalog, zone)}
    state = {
        "shown": mask(item in shown for item in order),
        "goals": sorted(goals),
        "lit": sorted(drawn.lit),
        "select": selection,
        "lang": lang,
    }
    group = folium.FeatureGroup()
    group.add_child(_Show(state | overlay.state()))
    return group


def mask(flags: Iterable[bool]) -> str:
    """Pack flags into base64, eight a byte, first flag in the lowest bit.

    Ten thousand places fit into 1.7 KB, where their ids would take 200 KB a rerun.
    """
    bits = [int(flag) for flag in flags]
    whole = sum(bit << place for place, bit in enumerate(bits))
    return base64.b64encode(whole.to_bytes(-(-len(bits) // 8), "little")).decode("ascii")


def script_json(value: Any) -> str:
    """JSON that stays data inside a script element and a Jinja template, whatever the text in it.

    The map component renders what we give it as a template once more; two braces in a row, or a
    brace before a per cent sign or a hash, only ever stand inside a text.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    for opening in ("{{", "{%", "{#"):
        text = text.replace(opening, opening.replace("{", "\\u007b"))
    return text
