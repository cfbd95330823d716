"""Legend, insets and scale bar of a static map: which of them there are, and in which corner."""

from collections.abc import Iterable, Sequence

import numpy as np
import shapely

from corridors.briefing import furniture, lettering, page, projections, terrain
from corridors.briefing.furniture import Entry, Legend
from corridors.briefing.ink import Sheet, polygons
from corridors.briefing.page import Box, Window
from corridors.briefing.subject import ANCHOR, Subject
from corridors.briefing.view import Spot, View
from corridors.maps import palette
from corridors.maps.legend import legend as screen_legend
from corridors.maps.legend import word
from corridors.vocabulary import Kind, LegStatus

# South-west and north-east of the South China Sea inset, degrees; share of China's area (square
# metres) that makes a map one of China, which has to show those islands.
SOUTH_CHINA_SEA = ((106.3, 2.6), (123.2, 24.2))
CHINA_AREA, CHINA_SHARE = 9.6e12, 0.35


def legend(view: View, spots: Iterable[Spot], shading: terrain.Shading) -> Legend:
    """Legend of what is drawn, in the words of the screen's legend."""
    screen = [
        Entry(row["key"], row["color"] or terrain.GOAL, row["text"])
        for row in screen_legend(view.catalog, view.lang)
    ]
    drawn = _drawn(view, spots, shading)
    rows = [Entry("line-solid", way.color, way.text) for way in view.about.ways]
    rows += [Entry("shape own", layer.color or palette.OWN_DEFAULT, layer.title) for layer in view.about.own]
    rows += [row for row in screen if (row.key, row.color) in drawn or row.key in drawn]
    rows = [row for row in rows if not row.key.startswith("fill")]
    rows += [Entry(key, color, _word(kind, view.lang)) for kind, key, color in NODES if key in drawn]
    rows += [row for row in screen if row.key.startswith("fill") and row.key in drawn]
    if shading.lit & view.countries.keys():
        lit = word("selected" if view.about.is_country else "concerned", view.lang)
        rows.append(Entry("fill", terrain.LIT, lit))
    return furniture.legend(view.about.title, rows, view.size * 0.82, view.window.page.width * 0.36)


# Kinds of places that the screen's legend leaves to the reader.
NODES = ((Kind.STRAIT, "shape round", "#3c7ca8"), (Kind.CITY, "shape dot", palette.INK))


def _word(kind: Kind, lang: str) -> str:
    return kind.en if lang == "en" else kind.zh


def _drawn(view: View, spots: Iterable[Spot], shading: terrain.Shading) -> set[str | tuple[str, str]]:
    """Keys of the legend that something on the map answers to; of corridors key and colour."""
    seen, kinds = view.countries.keys(), {spot.place.kind for spot in spots}
    statuses = {line.status for line in view.lines}
    corridors = {line.corridor for line in view.lines if line.status is not LegStatus.COMPARISON}
    tests = {
        "line-dash": LegStatus.PLANNED in statuses,
        "line-dot": LegStatus.ROAD_ONLY in statuses,
        "shape round ring": Kind.PORT in kinds,
        "shape diamond": Kind.CROSSING in kinds,
        "shape hexagon": Kind.ZONE in kinds,
        "shape": Kind.BONDED in kinds,
        "shape triangle": bool({Kind.MARKET, Kind.PLATFORM} & kinds),
        "shape round": Kind.STRAIT in kinds,
        "shape dot": Kind.CITY in kinds,
        "fill hatch": bool(shading.goals & seen),
        "fill": bool((shading.named & seen) - shading.goals - shading.lit),
    }
    found: set[str | tuple[str, str]] = {key for key, there in tests.items() if there}
    return found | {("line-solid", color) for c, color in palette.CORRIDOR.items() if c in corridors}


def inset(sheet: Sheet, view: View, taken: Sequence[Box]) -> Box | None:
    """Draw the South China Sea in a box of its own, or where in the world a far subject lies."""
    if not view.about.with_anchor:
        return _locator(sheet, view, taken)
    return _south_china_sea(sheet, view, taken) if needs_sea(view) else None


# Farther apart (degrees from the middle) the world says more than a leaning hemisphere.
ONE_VIEW = 60.0


def _locator(sheet: Sheet, view: View, taken: Sequence[Box]) -> Box:
    both = np.vstack([view.about.focus, [ANCHOR]])
    lon, lat, radius = projections.cap(both)
    if radius > ONE_VIEW:
        target, both = projections.world(), np.array(projections.WORLD)
    else:
        target = projections.azimuthal(lon, lat)
    height = min(13 * view.size, view.window.page.height * 0.34)
    at = furniture.corner(rim(view), (height * 1.3, height), view.busy, taken, "right bottom")
    share = 0.02 if radius > ONE_VIEW else 0.16
    small = page.fit(target, both, at, 3e6, Box(share, share, share, share))
    terrain.inset(sheet, small, view.about.countries, view.weight)
    _dots(sheet, small, view.about, view.size)
    return at


def _south_china_sea(sheet: Sheet, view: View, taken: Sequence[Box]) -> Box:
    height = min(12 * view.size, view.window.page.height * 0.32)
    at = furniture.corner(rim(view), (height * 0.76, height), view.busy, taken, "right bottom")
    target = projections.azimuthal(115, 13.4, "local")
    small = page.fit(target, np.array(SOUTH_CHINA_SEA), at, 0, Box(0, 0, 0, 0))
    terrain.inset(sheet, small, frozenset(), view.weight)
    name, size = word("south_china_sea", view.lang), view.size * (0.5 if view.lang == "en" else 0.7)
    x = (at.left + at.right - lettering.width(name, size)) / 2
    sheet.text(name, x, at.bottom + 0.2 * view.size, size, palette.INK, halo=0.2 * view.size)
    return at


def rim(view: View) -> Box:
    """The map without the rim that panels keep free."""
    return view.window.page.shrunk(0.8 * view.size)


def _dots(sheet: Sheet, small: Window, about: Subject, base: float) -> None:
    """Liaoning, and the middle of the subject, in the map that says where it lies."""
    lon, lat, _ = projections.cap(about.focus)
    for (x, y), color in ((small.point(*ANCHOR), palette.INK), (small.point(lon, lat), palette.ZONE)):
        sheet.symbol("city", x, y, 0.3 * base, facecolor=color, edgecolor="white", linewidth=0.08 * base)


def needs_sea(view: View) -> bool:
    """China in view and the South China Sea not: then it stands in an inset, as is the custom."""
    window = view.window
    china = polygons(view.countries["CHN"]) if "CHN" in view.countries else []
    area = sum(shapely.clip_by_rect(part, *window.page).area for part in china) / window.scale**2
    ends = np.concatenate([window.place(shapely.get_coordinates(line)) for line in terrain.dashes()])
    return area > CHINA_SHARE * CHINA_AREA and furniture.inside(window.page, ends) < len(ends)


def scale(sheet: Sheet, view: View, taken: Sequence[Box]) -> Box:
    """Draw the scale bar, and an arrow where north is up all over the map."""
    window, size = view.window, view.size * 0.8
    upright = furniture.leaning(window) < furniture.NORTH_WITHIN
    bar = furniture.scale_bar(window, window.page.width * 0.16)
    words = furniture.scale_words(bar, view.lang, upright and window.projection.family == "local")
    extra = 3.2 * size if upright else 0.0
    wide = max(bar.length, lettering.width(words, size) + 0.6 * size)
    room = (wide + extra, max(1.8 * size, extra))
    at = furniture.corner(rim(view), room, view.busy, taken, "right bottom")
    furniture.draw_scale_bar(sheet, bar, at, size, words)
    if upright:
        furniture.draw_north(sheet, Box(at.right - 1.6 * size, at.bottom, at.right, at.top), size)
    return at
