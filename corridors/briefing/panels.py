"""Legend, insets and scale bar of a static map: which of them there are, and in which corner."""

from collections.abc import Iterable, Set

import numpy as np
import shapely

from corridors.briefing import furniture, lettering, page, projections, terrain
from corridors.briefing.furniture import Entry, Legend
from corridors.briefing.ink import Sheet, polygons
from corridors.briefing.marks import Spot
from corridors.briefing.page import Box, Window
from corridors.briefing.projections import Coordinates
from corridors.briefing.subject import ANCHOR, Subject, countries
from corridors.catalog import Catalog
from corridors.maps import palette
from corridors.maps.legend import legend as screen_legend
from corridors.vocabulary import Kind, LegStatus

# South-west and north-east of the South China Sea inset, degrees; share of China's area (square
# metres) that makes a map one of China, which has to show those islands.
SOUTH_CHINA_SEA = ((106.3, 2.6), (123.2, 24.2))
CHINA_AREA, CHINA_SHARE = 9.6e12, 0.35
SEA_NAME = {"zh": "南海诸岛", "en": "South China Sea Islands"}


def entries(
    catalog: Catalog,
    about: Subject,
    found: Iterable[Spot],
    seen: Set[str],
    shading: terrain.Shading,
    lang: str,
) -> tuple[Entry, ...]:
    """Rows of the legend: what is drawn, in the words of the screen's legend."""
    english = lang == "en"
    drawn = [line for line in about.scene.lines if not about.lines or line.id in about.lines]
    statuses = {line.status for line in drawn}
    corridors = {line.corridor for line in drawn if line.status is not LegStatus.COMPARISON}
    colors = {palette.CORRIDOR[c] for c in corridors if c in palette.CORRIDOR}
    kinds = {spot.place.kind for spot in found}
    shown = {
        "line-dash": LegStatus.PLANNED in statuses,
        "line-dot": LegStatus.ROAD_ONLY in statuses,
        "shape round ring": Kind.PORT in kinds,
        "shape diamond": Kind.CROSSING in kinds,
        "shape hexagon": Kind.ZONE in kinds,
        "shape": Kind.BONDED in kinds,
        "shape triangle": bool({Kind.MARKET, Kind.PLATFORM} & kinds),
        "fill hatch": bool(shading.goals & seen),
        "fill": bool((shading.named & seen) - shading.goals - shading.lit),
    }
    screen = [
        Entry(row["key"], row["color"] or terrain.GOAL, row["text"]) for row in screen_legend(catalog, lang)
    ]
    rows = [Entry("line-solid", way.color, way.text) for way in about.ways]
    rows += [row for row in screen if row.key == "line-solid" and row.color in colors]
    rows += [row for row in screen if shown.get(row.key) and not row.key.startswith("fill")]
    for kind, key, color in ((Kind.STRAIT, "shape round", "#3c7ca8"), (Kind.CITY, "shape dot", palette.INK)):
        rows += [Entry(key, color, kind.en if english else kind.zh)] if kind in kinds else []
    rows += [row for row in screen if shown.get(row.key) and row.key.startswith("fill")]
    if shading.lit & seen:
        rows.append(Entry("fill", terrain.LIT, "Selected" if english else "所选国家"))
    return tuple(rows)


def legend(sheet: Sheet, window: Window, made: Legend, busy: Coordinates, gap: float) -> Box:
    """Draw the legend where it hides least."""
    at = furniture.corner(window.page, (made.width, made.height), gap, busy, [])
    furniture.draw_legend(sheet, made, at)
    return at


def inset(
    sheet: Sheet, window: Window, about: Subject, busy: Coordinates, taken: list[Box], base: float, lang: str
) -> Box | None:
    """Draw the South China Sea in a box of its own, or where in the world a far subject lies."""
    room = window.page
    if not about.with_anchor:
        both = np.vstack([about.focus, [ANCHOR]])
        target = projections.azimuthal(*projections.cap(both)[:2])
        height = min(13 * base, room.height * 0.34)
        at = furniture.corner(room, (height * 1.3, height), 0.8 * base, busy, taken, "right bottom")
        small = page.fit(target, both, at, 3e6, Box(0.16, 0.16, 0.16, 0.16))
        terrain.inset(sheet, small, about.countries, base / 10)
        _dots(sheet, small, about, base)
        return at
    if not needs_sea(window):
        return None
    height = min(12 * base, room.height * 0.32)
    at = furniture.corner(room, (height * 0.76, height), 0.8 * base, busy, taken, "right bottom")
    small = page.fit(
        projections.azimuthal(115, 13.4, "local"), np.array(SOUTH_CHINA_SEA), at, 0, Box(0, 0, 0, 0)
    )
    terrain.inset(sheet, small, frozenset(), base / 10)
    name, size = SEA_NAME.get(lang, SEA_NAME["zh"]), base * (0.5 if lang == "en" else 0.7)
    wide = lettering.width(name, size)
    sheet.text(
        name, (at.left + at.right - wide) / 2, at.bottom + 0.2 * base, size, palette.INK, halo=0.2 * base
    )
    return at


def _dots(sheet: Sheet, small: Window, about: Subject, base: float) -> None:
    """Liaoning, and the middle of the subject, in the map that says where it lies."""
    lon, lat, _ = projections.cap(about.focus)
    for (x, y), color in ((small.point(*ANCHOR), palette.INK), (small.point(lon, lat), palette.ZONE)):
        sheet.symbol("city", x, y, 0.3 * base, facecolor=color, edgecolor="white", linewidth=0.08 * base)


def needs_sea(window: Window) -> bool:
    """China in view and the South China Sea not: then it stands in an inset, as is the custom."""
    china = polygons(window.draw(countries()["country:CHN"]))
    area = sum(shapely.clip_by_rect(part, *window.page).area for part in china) / window.scale**2
    ends = np.concatenate([window.place(shapely.get_coordinates(line)) for line in terrain.dashes()])
    return area > CHINA_SHARE * CHINA_AREA and furniture.inside(window.page, ends) < len(ends)


def scale(sheet: Sheet, window: Window, busy: Coordinates, taken: list[Box], size: float, lang: str) -> Box:
    """Draw the scale bar, and an arrow where north is up all over the map."""
    leaning = furniture.leaning(window)
    upright = leaning < furniture.NORTH_WITHIN
    whole = upright and window.projection.family == "local"
    bar = furniture.scale_bar(window, window.page.width * 0.16)
    words = furniture.scale_words(bar, lang, whole)
    extra = 3.2 * size if upright else 0.0
    wide = max(bar.length, lettering.width(words, size) + 0.6 * size)
    at = furniture.corner(window.page, (wide + extra, max(1.8 * size, extra)), 1.1 * size, busy, taken)
    furniture.draw_scale_bar(sheet, bar, at, size, words)
    if upright:
        furniture.draw_north(sheet, Box(at.right - 1.6 * size, at.bottom, at.right, at.top), size)
    return at
