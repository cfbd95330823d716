"""The apps that are compared, and how a browser tells what they show.

Conditions are JavaScript expressions. ``map`` conditions are judged where the map lives, in the frame
of the map component or in the page itself; ``page`` conditions always in the page.
"""

from dataclasses import dataclass
from pathlib import Path

from corridors import paths

PEERS = paths.ROOT / "scripts" / "bench" / "peers"
# Longitude, latitude to pixels of the viewport that the map lives in.
LEAFLET = "(lon, lat) => { const p = map.latLngToContainerPoint([lat, lon]); return [p.x, p.y]; }"
PLOTLY = """(lon, lat) => {
  const plot = document.querySelector(".js-plotly-plot");
  const [x, y] = plot._fullLayout.geo._subplot.projection([lon, lat]);
  const box = plot.querySelector(".main-svg").getBoundingClientRect();
  return [box.left + x, box.top + y];
}"""
# Web Mercator of 512 pixels at zoom 0, seen from pydeck_map.VIEW.
DECK = """(lon, lat) => {
  const box = document.querySelector("[data-testid='stDeckGlJsonChart'] canvas").getBoundingClientRect();
  const world = 512 * 2 ** 1, rad = Math.PI / 180;
  const y = (d) => Math.log(Math.tan(Math.PI / 4 + (d * rad) / 2)) / (2 * Math.PI);
  return [
    box.left + box.width / 2 + ((lon - 90) / 360) * world,
    box.top + box.height / 2 - (y(lat) - y(30)) * world,
  ];
}"""


@dataclass(frozen=True)
class App:
    """An app and the conditions under which it shows something.

    Attributes
    ----------
    name
        As the table has it.
    script
        What Streamlit runs.
    drawn
        The map shows ``COUNT`` places and the world; None for an app without a map.
    counted
        The page tells ``COUNT`` places.
    in_frame
        Whether the map lives in a frame of its own.
    place
        Function from longitude and latitude to a point to press, None where nothing can be pressed.
    above
        Pixels from a place's point up to its mark.
    links
        Selectors of the links to the page of sources and back.
    """

    name: str
    script: Path
    drawn: str | None
    counted: str
    in_frame: bool = False
    place: str | None = None
    above: int = 0
    links: tuple[str, str] = ("a[href*='sources_page']", "[data-testid='stPageLink'] a")

    def when_drawn(self, count: int) -> str:
        """Condition: the map shows so many places."""
        return (self.drawn or self.counted).replace("COUNT", str(count))

    def when_counted(self, count: int) -> str:
        """Condition: the page tells so many places."""
        return self.counted.replace("COUNT", str(count))


def _marks(selector: str, least: str) -> str:
    """Condition: so many marks, and enough outlines for a world."""
    everything = f"document.querySelectorAll({selector!r}).length === COUNT"
    return f"{everything} && document.querySelectorAll({least!r}).length > 190"


TOLD = "document.querySelector('.st-key-count')?.textContent === 'COUNT places'"
TEXT = "document.body?.textContent.includes('empty page')"
READY = "document.querySelector(\".leaflet-container[data-ready='1']\")"
TABLE = "document.querySelector('.st-key-table h3')?.textContent.includes('COUNT 处地点')"
EMPTY = "empty page"
AT_ONCE = "empty page, sent at once"
FLOOR = "filter, no map"
USUAL = "streamlit-folium"
OURS = "ours"

APPS = (
    App(EMPTY, PEERS / "empty.py", None, TEXT),
    App(AT_ONCE, PEERS / "empty_at_once.py", None, TEXT),
    App(FLOOR, PEERS / "filter_alone.py", None, TOLD),
    App(
        USUAL,
        PEERS / "folium_usual.py",
        _marks(".leaflet-marker-icon", "path.leaflet-interactive[fill]:not([fill='none'])"),
        TOLD,
        in_frame=True,
        place=LEAFLET,
        above=20,
    ),
    App("pydeck", PEERS / "pydeck_map.py", "bench.instances === COUNT", TOLD, place=DECK),
    App(
        "plotly",
        PEERS / "plotly_map.py",
        _marks(".scattergeo .point", ".choroplethlayer path"),
        TOLD,
        place=PLOTLY,
    ),
    App(
        OURS,
        paths.ROOT / "app.py",
        f"{READY} && {_marks('path.point', 'path.country')}",
        TABLE,
        in_frame=True,
        place=LEAFLET,
        links=(".st-key-masthead a:has-text('来源与说明')", ".st-key-masthead a:has-text('通道地图')"),
    ),
)
