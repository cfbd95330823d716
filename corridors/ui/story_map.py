"""What the map shows at a step of the presentation: only what the step is about, and where that is."""

from collections.abc import Iterable, Sequence

import shapely

from corridors import shapes
from corridors.analysis.story import Part, Step
from corridors.briefing.subject import main_part
from corridors.catalog import Catalog
from corridors.maps import scene
from corridors.maps.scene import Bounds, Scene
from corridors.maps.views import HOME
from corridors.models import Place
from corridors.ui import country

# Degrees of latitude that a view has at least: a step of ten kilometres does not dive into a town.
LEAST = 4.0
# Where lines are told, the other lines of that corridor stay in sight, dimmed.
_ON_LINE = (Part.CORRIDOR, Part.NODE, Part.BRANCH, Part.CLOSE)


def drawn(catalog: Catalog, step: Step) -> Scene:
    """Scene of a step: the corridor it follows, dimmed, and what is lit."""
    slug = step.corridor.partition(":")[2]
    lit = {f"{slug}/{leg}" for leg in step.legs if slug}
    lit |= {item for entity in step.lights for item in scene.drawables(catalog, entity)}
    around = scene.drawables(catalog, step.corridor) if step.part in _ON_LINE and slug else frozenset()
    shown = lit | around
    return Scene(
        points=tuple(p for p in scene.points(catalog) if p.id in shown),
        lines=tuple(line for line in scene.lines(catalog) if line.id in shown),
        goals=(),
        lit=frozenset(lit),
    )


def views(catalog: Catalog, steps: Sequence[Step]) -> list[Bounds]:
    """Where to look at each step; a step about nothing that lies anywhere keeps the view before it."""
    found, view = [], HOME
    for step in steps:
        view = _bounds(catalog, step) or view
        found.append(view)
    return found


def _bounds(catalog: Catalog, step: Step) -> Bounds | None:
    """South-west and north-east corner of what a step looks at, None where it lies nowhere."""
    looked = step.look or (*step.legs, *step.lights)
    parts = [part for item in looked for part in _outline(catalog, item)]
    if not parts:
        return None
    west, south, east, north = map(float, shapely.total_bounds(parts))
    short = max(0.0, LEAST - (north - south)) / 2
    return (round(south - short, 2), round(west, 2)), (round(north + short, 2), round(east, 2))


def _outline(catalog: Catalog, item: str) -> Iterable[shapely.Geometry]:
    """Lines, points and countries of a leg, an entity or a clause, in the map's frame."""
    if item in catalog.leg_shapes:
        yield catalog.leg_shapes[item]
        return
    ground = country.outlines() or {}
    for found in scene.drawables(catalog, item):
        leg = found.partition("/")[2]
        place = catalog.entities.get(found)
        if leg in catalog.leg_shapes:
            yield catalog.leg_shapes[leg]
        elif found in ground:
            yield main_part(ground[found])
        elif isinstance(place, Place) and place.lon is not None and place.lat is not None:
            yield shapely.Point(shapes.to_frame(place.lon), place.lat)
