"""Static maps: nothing overlaps, nothing leaves the page, the same call gives the same picture."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from itertools import combinations
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from corridors.analysis.rows import OwnLayer
from corridors.briefing import alternatives, staticmap
from corridors.briefing.staticmap import Drawing, Format
from corridors.briefing.subject import Request, apart
from corridors.catalog import Catalog
from corridors.exchange.columns import OwnPlace
from corridors.maps import palette
from corridors.maps.overlay import Part, Way
from corridors.maps.scene import Filters
from corridors.vocabulary import LegStatus

SLIDE, HALF_A4 = (768.0, 432.0), (454.0, 284.0)
SUBJECTS = (
    *("corridor:liao-hai-ou", "corridor:liao-man-ou", "corridor:liao-meng-ou", "country:IDN", "country:RUS"),
    *("country:UGA", "country:ISL", "zone:uganda-liaoshen", "bonded:shenyang-comprehensive", "group:asean"),
    *("impl-13", "guide-3-1", "city:moscow", "group:latin-america", ""),
)


@pytest.fixture(scope="module")
def composed(catalog: Catalog) -> Callable[[str, str, tuple[float, float]], Drawing]:
    kept: dict[tuple[str, str, tuple[float, float]], Drawing] = {}

    def compose(select: str, lang: str, size: tuple[float, float]) -> Drawing:
        key = (select, lang, size)
        if key not in kept:
            kept[key] = staticmap.compose(catalog, Request(select, lang, date="2026-11-22"), size)
        return kept[key]

    return compose


CASES = pytest.mark.parametrize(
    ("select", "lang", "size"),
    [(s, "zh", SLIDE) for s in SUBJECTS] + [(s, "en", HALF_A4) for s in SUBJECTS[:9]],
)


@CASES
def test_labels_and_panels_never_overlap(composed, select, lang, size) -> None:
    drawn = composed(select, lang, size)
    boxes = [one.box for one in drawn.placed] + list(drawn.panels)
    assert len(drawn.placed) > 4
    assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]


@CASES
def test_labels_and_panels_stay_inside_the_map(composed, select, lang, size) -> None:
    drawn = composed(select, lang, size)
    assert all(drawn.window.page.holds(one.box) for one in drawn.placed)
    assert all(drawn.window.page.holds(panel) for panel in drawn.panels)
    assert drawn.sheet.box.holds(drawn.window.page)


@CASES
def test_everything_lit_is_on_the_map(composed, catalog, select, lang, size) -> None:
    drawn = composed(select, lang, size)
    wanted = {p.id for p in catalog.places() if p.is_point and p.id == select}
    assert wanted <= {spot.place.id for spot in drawn.spots if spot.lit}
    assert wanted <= {one.label.id for one in drawn.placed}


def test_a_corridor_shows_each_of_its_nodes(composed, catalog) -> None:
    corridor = "corridor:liao-man-ou"
    nodes = {node for node, owners in catalog.corridors_of_entity.items() if corridor in owners}
    shown = {spot.place.id for spot in composed(corridor, "zh", SLIDE).spots if spot.lit}
    assert len(nodes) > 10
    assert nodes == shown


@pytest.mark.parametrize(
    ("select", "family"),
    [
        ("corridor:liao-man-ou", "conic"),
        ("corridor:liao-hai-ou", "azimuthal"),
        ("bonded:shenyang-comprehensive", "local"),
        ("zone:uganda-liaoshen", "local"),
        ("group:asean", "azimuthal"),
    ],
)
def test_the_projection_suits_the_subject(composed, select, family) -> None:
    assert composed(select, "zh", SLIDE).window.projection.family == family


def test_the_scale_bar_is_true_in_the_middle(composed) -> None:
    window = composed("corridor:liao-man-ou", "zh", SLIDE).window
    bar = staticmap.furniture.scale_bar(window, 120)
    x, y = (window.plane.left + window.plane.right) / 2, (window.plane.bottom + window.plane.top) / 2
    half = bar.length / window.scale / 2
    west, east = window.projection.inverse(x - half, y), window.projection.inverse(x + half, y)
    ground = staticmap.projections.GEOD.inv(*west, *east)[2] / 1000
    assert ground == pytest.approx(bar.km, rel=0.01)


def test_the_legend_says_only_what_is_drawn(composed) -> None:
    far = {entry.text for entry in composed("zone:uganda-liaoshen", "zh", SLIDE).entries}
    near = {entry.text for entry in composed("corridor:liao-meng-ou", "zh", SLIDE).entries}
    assert "辽蒙欧" not in far
    assert {"辽蒙欧", "规划", "仅公路", "口岸"} <= near
    assert "辽海欧" not in near


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(BytesIO(png)).convert("RGB"))


def count(image: np.ndarray, color: str) -> int:
    wanted = [int(color[i : i + 2], 16) for i in (1, 3, 5)]
    return int((np.abs(image.astype(int) - wanted).max(axis=2) <= 2).sum())


def test_colours_are_those_of_the_screen_and_size_is_as_asked(catalog) -> None:
    png = staticmap.draw(catalog, Request("corridor:liao-man-ou"), Format(800, 450, 75))
    image = pixels(png)
    assert image.shape == (450, 800, 3)
    assert count(image, palette.SEA) > 10_000
    assert count(image, palette.CORRIDOR["corridor:liao-man-ou"]) > 300
    assert count(image, palette.CORRIDOR["corridor:liao-meng-ou"]) == 0


def test_svg_is_sound_and_needs_no_font(catalog) -> None:
    svg = staticmap.draw(catalog, Request("country:IDN"), Format(800, 450, 75, "svg"))
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own file
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert "path" in tags
    assert not tags & {"text", "image"}


@pytest.mark.parametrize("fmt", ["png", "svg"])
def test_the_same_call_gives_the_same_bytes(catalog, fmt) -> None:
    small = Format(640, 360, 60, fmt)
    first, second = (staticmap.draw(catalog, Request("country:UGA"), small) for _ in range(2))
    assert first == second


def test_twenty_at_once_give_what_one_gives(catalog) -> None:
    subjects = ("country:UGA", "corridor:liao-man-ou", "group:asean", "impl-13")

    def one(select: str) -> bytes:
        return staticmap.draw(catalog, Request(select), Format(480, 270, 45))

    alone = {select: one(select) for select in subjects}
    with ThreadPoolExecutor(20) as pool:
        together = list(pool.map(one, subjects * 5))
    assert together == [alone[select] for select in subjects * 5]


def test_routes_and_own_places_are_drawn(catalog) -> None:
    way = Way("w1", "甲方案", "1", "#ff00ff", (Part(LegStatus.OPERATING, [(121.6, 38.9), (37.6, 55.7)]),))
    place = OwnPlace(name_zh="我们的$园区🚢", lon=100.0, lat=55.0)
    own = OwnLayer("own:a", "清单", {"own:a-1": place}, "#00ff00")
    asked = Request("corridor:liao-man-ou", ways=(way,), own=(own,))
    drawn = staticmap.compose(catalog, asked, SLIDE)
    target = BytesIO()
    drawn.sheet.figure.savefig(target, format="png")
    assert count(pixels(target.getvalue()), "#ff00ff") > 300
    assert count(pixels(target.getvalue()), "#00ff00") > 10
    assert "我们的$园区🚢" in {one.label.text for one in drawn.placed}
    assert {"甲方案", "清单"} <= {entry.text for entry in drawn.entries}


@pytest.mark.parametrize("select", ["corridor:liao-man-ou", "corridor:liao-meng-ou", "corridor:liao-hai-ou"])
def test_ways_that_turn_back_on_themselves_are_drawn(catalog, select) -> None:
    """A train that reverses at a station leaves a line there that is thinner than a point of the page."""
    for start, end in (("沈阳", "杜伊斯堡"), ("营口", "华沙"), ("大连", "莫斯科"), ("锦州", "雅加达")):
        ways = alternatives.ask(catalog, start, end).ways("zh")
        drawn = staticmap.compose(catalog, Request(select, ways=ways), SLIDE)
        assert {way.text for way in ways} <= {entry.text for entry in drawn.entries}


@pytest.mark.parametrize("line", [[(121, 39), (121, 39)], [(121, 39), (121.0001, 39), (121, 39)]])
@pytest.mark.parametrize("select", ["zone:uganda-liaoshen", "corridor:liao-hai-ou", "country:RUS"])
def test_a_line_without_length_is_no_trouble(catalog, select, line) -> None:
    way = Way("a", "A", "A", "#111111", (Part(LegStatus.OPERATING, line),), True)
    assert staticmap.draw(catalog, Request(select, ways=(way,)), Format(6, 4, 50, "png"))


def test_filters_hide_what_is_not_selected(catalog) -> None:
    far = Filters(countries=frozenset({"IDN"}))
    drawn = staticmap.compose(catalog, Request("country:RUS", filters=far), SLIDE)
    assert drawn.spots == ()
    assert "俄罗斯" in {one.label.text for one in drawn.placed}


def test_a_branch_through_the_arctic_is_seen_from_the_pole(catalog) -> None:
    drawn = staticmap.compose(catalog, Request("corridor:liao-hai-ou", branch="arctic"), SLIDE)
    assert drawn.window.projection.lat == 90
    lit = {spot.place.id for spot in drawn.spots if spot.lit}
    assert {"port:dalian", "strait:bering", "port:rotterdam"} <= lit
    assert "port:suva" not in lit
    south = staticmap.compose(catalog, Request("corridor:liao-hai-ou", branch="south"), SLIDE)
    assert south.window.projection.lat < 45
    assert "port:suva" in {spot.place.id for spot in south.spots if spot.lit}


def test_only_a_corridor_that_no_regional_map_holds_gets_one_for_each_branch(catalog) -> None:
    found = {corridor.slug: [b.id for b in apart(catalog, corridor)] for corridor in catalog.corridors}
    assert found == {"liao-hai-ou": ["south", "arctic"], "liao-man-ou": [], "liao-meng-ou": []}


@pytest.mark.parametrize("select", ["corridor:liao-hai-ou", "country:IDN"])
def test_an_unknown_branch_is_an_error(catalog, select) -> None:
    with pytest.raises(KeyError, match="panama"):
        staticmap.draw(catalog, Request(select, branch="panama"))


def test_an_unknown_subject_is_an_error(catalog) -> None:
    with pytest.raises(KeyError):
        staticmap.draw(catalog, Request("country:XXX"))
