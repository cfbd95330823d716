"""The folium objects: a base map that never changes, and a small group that says what to show.

The base carries no shape and no name, only the address of the script that fetches them.
Because its script stays the same, the component keeps the map alive from rerun to rerun: nothing
flickers and the view stays where the reader left it. All change travels in :func:`state_group`.
"""

import base64
import json
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import folium
from folium.template import Template

from corridors.catalog import Catalog
from corridors.maps import scene
from corridors.maps.overlay import NOTHING, Overlay
from corridors.maps.publish import SCRIPT
from corridors.maps.scene import Bounds, Scene

_LEAFLET = MappingProxyType(
    {
        "center": (40, 100),
        "zoom": 3,
        "zoomControl": False,
        "attributionControl": False,
        "zoomSnap": 0.25,
        "minZoom": 1,
        "maxZoom": 11,
    }
)


class BaseMap(folium.Map):
    """A folium map whose Leaflet comes from the app itself and that draws no tiles.

    Parameters
    ----------
    script : str
        Address of the published script, which brings Leaflet, styles, words and addresses of shapes.
    lang : str
        ``zh`` or ``en``.
    opening : pair of pairs of float
        The first view: south-west and north-east corner, latitude first.
    """

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {{ this.leaflet }});"
        "CorridorMap.start({{ this.get_name() }}, {{ this.settings }});"
        "{% endmacro %}"
    )

    def __init__(self, script: str, lang: str, opening: Bounds) -> None:
        super().__init__(tiles=None)
        self.default_js = [(SCRIPT, script)]
        self.default_css = []
        self.leaflet = script_json(dict(_LEAFLET))
        self.settings = script_json({"lang": lang, "opening": opening})

    def render(self, **_: Any) -> str:
        """Return nothing: the component takes the script alone and would throw a whole page away."""
        return ""


class _Shown(folium.FeatureGroup):
    """Tells our script what to show now."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = L.featureGroup();CorridorMap.show({{ this.state }});"
        "{% endmacro %}"
    )

    def __init__(self, state: Mapping[str, Any]) -> None:
        super().__init__()
        self.state = script_json(state)

    def render(self, **_: Any) -> str:
        """Return nothing, as the map does."""
        return ""


def state_group(
    catalog: Catalog,
    drawn: Scene,
    selection: str,
    lang: str,
    overlay: Overlay = NOTHING,
) -> folium.FeatureGroup:
    """Feature group that carries the scene as a few hundred bytes; parameters as of :func:`state`."""
    return _Shown(state(catalog, drawn, selection, lang, overlay))


def state(
    catalog: Catalog,
    drawn: Scene,
    selection: str,
    lang: str,
    overlay: Overlay = NOTHING,
) -> dict[str, Any]:
    """What our script is told to show.

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
    found = {
        "shown": mask(item in shown for item in order),
        "goals": sorted(goals),
        "lit": sorted(drawn.lit),
        "select": selection,
        "lang": lang,
    }
    return found | overlay.state()


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
