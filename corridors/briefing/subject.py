"""What a static map is about: what is lit, where that lies, and what it is called."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from corridors import paths, shapes
from corridors.analysis.rows import OwnLayer
from corridors.briefing import projections
from corridors.briefing.projections import LIAONING_BOX, PACIFIC, Coordinates, Projection, cap
from corridors.catalog import Catalog
from corridors.maps import scene
from corridors.maps.overlay import Way
from corridors.maps.scene import EVERYTHING, Filters, Scene
from corridors.models import Branch, Corridor, Place
from corridors.vocabulary import Kind, LegStatus
from corridors.words import Lang

FRAME_WEST = shapes.FRAME_WEST
ANCHOR = (122.4, 41.0)
HOME = ((119.5, 38.8), (125.2, 43.2))
# A subject so near to Liaoning (degrees of the circle around both) is shown together with it.
TOGETHER = 38.0
# Of a country's parts the largest count, up to this share of its area; islands far off do not.
MAIN_SHARE = 0.8


@dataclass(frozen=True)
class Request:
    """What a map is asked to show.

    Attributes
    ----------
    select
        Entity id or clause id; empty for the whole picture.
    lang
        ``zh`` or ``en``.
    branch
        Id of a branch of the selected corridor, for a map of that branch alone.
    filters
        What is shown besides the selection.
    ways
        Routes to draw over the map.
    own
        Own layers to draw.
    date
        Date of the map, for the imprint.
    """

    select: str = ""
    lang: Lang = "zh"
    branch: str = ""
    filters: Filters = EVERYTHING
    ways: tuple[Way, ...] = ()
    own: tuple[OwnLayer, ...] = ()
    date: str = ""


@dataclass(frozen=True)
class Subject:
    """What is drawn and what the map has to show in full.

    ``focus`` are longitudes and latitudes, (n, 2); ``countries`` the lit ones by id. ``at_home``
    says that all of it lies in Liaoning, ``with_anchor`` that Liaoning is in the picture, ``polar``
    that it is one line through the Arctic.
    """

    title: str
    scene: Scene
    focus: Coordinates
    ways: tuple[Way, ...]
    own: tuple[OwnLayer, ...]
    kind: Kind | None
    at_home: bool
    with_anchor: bool
    polar: bool = False

    @property
    def is_country(self) -> bool:
        """Whether a country was chosen, not something that concerns several."""
        return self.kind is Kind.COUNTRY

    @property
    def projection(self) -> Projection:
        """The projection that suits it."""
        return projections.polar(self.focus) if self.polar else projections.choose(self.focus)

    @cached_property
    def lines(self) -> frozenset[str]:
        """Ids of the lit lines."""
        return frozenset(line.id for line in self.scene.lines) & self.scene.lit

    @cached_property
    def countries(self) -> frozenset[str]:
        """ISO alpha-3 codes of the lit countries."""
        return frozenset(i.partition(":")[2] for i in self.scene.lit if i.startswith("country:"))


def subject(catalog: Catalog, asked: Request) -> Subject:
    """Work out what to draw for an entity or a clause.

    Raises
    ------
    KeyError
        If there is nothing of that id, or no such branch.
    """
    select, ways = asked.select, asked.ways
    title = title_of(catalog, select, asked.lang)
    drawn = scene.build(catalog, asked.filters, select or None)
    if asked.branch:
        branch = branch_of(catalog, select, asked.branch)
        title += f" · {branch.name_en if asked.lang == 'en' else branch.name_zh}"
        drawn = replace(drawn, lit=_lit_by(catalog, select, branch))
    parts = list(_places(catalog, drawn))
    parts += [np.array([_framed(p) for way in ways for part in way.parts for p in part.line])] if ways else []
    if not parts:
        parts = [np.array([_framed(p) for leg in catalog.leg_shapes.values() for p in leg.coords])]
    focus = np.concatenate(parts)
    west, south, east, north = LIAONING_BOX
    lon, lat = focus[:, 0], focus[:, 1]
    local = (lon > west) & (lon < east) & (lat > south) & (lat < north)
    at_home = bool(local.all())
    both = np.vstack([focus, HOME])
    together = not at_home and cap(both)[2] <= TOGETHER
    return Subject(
        title,
        drawn,
        both if together else focus,
        ways,
        asked.own,
        _kind(catalog, select),
        at_home,
        together or bool(local.any()) or _within(ANCHOR, cap(focus)),
        bool(asked.branch) and float(lat.max()) > projections.ARCTIC_CIRCLE,
    )


def branch_of(catalog: Catalog, select: str, branch: str) -> Branch:
    """A branch of a corridor by its id.

    Raises
    ------
    KeyError
        If ``select`` is no corridor or has no such branch.
    """
    corridor = catalog.entities[select]
    found = [b for b in corridor.branches if b.id == branch] if isinstance(corridor, Corridor) else []
    if not found:
        raise KeyError(branch)
    return found[0]


def apart(catalog: Catalog, corridor: Corridor) -> tuple[Branch, ...]:
    """Branches that want a map of their own: those of a corridor that no regional projection holds."""
    own = tuple(branch for branch in corridor.branches if branch.status is not LegStatus.COMPARISON)
    whole = subject(catalog, Request(corridor.id))
    return own if len(own) > 1 and whole.projection.family in ("azimuthal", "world") else ()


def _lit_by(catalog: Catalog, corridor: str, branch: Branch) -> frozenset[str]:
    legs = set(branch.legs)
    own = (line.id for line in scene.lines(catalog) if line.corridor == corridor and line.leg in legs)
    return frozenset(own) | frozenset(catalog.nodes(branch))


def title_of(catalog: Catalog, select: str, lang: str) -> str:
    """Name of an entity, or number and title of a clause; empty for no selection.

    Raises
    ------
    KeyError
        If there is no such entity or clause.
    """
    if not select:
        return ""
    if select in catalog.clauses:
        clause = catalog.clauses[select]
        return f"{clause.number}{clause.title}"
    entity = catalog.entities[select]
    return entity.name_en if lang == "en" else entity.name_zh


def _within(point: tuple[float, float], circle: tuple[float, float, float]) -> bool:
    lon, lat, radius = circle
    return cap(np.array([point, (lon, lat)]))[2] * 2 <= radius


def _kind(catalog: Catalog, select: str) -> Kind | None:
    entity = catalog.entities.get(select)
    return entity.kind if entity else None


def _places(catalog: Catalog, drawn: Scene) -> Iterable[Coordinates]:
    for line in drawn.lines:
        if line.id in drawn.lit and line.leg in catalog.leg_shapes:
            yield np.array([_framed(p) for p in catalog.leg_shapes[line.leg].coords])
    points = [
        (shapes.to_frame(p.lon), p.lat) for p in drawn.points if p.id in drawn.lit and p.lon is not None
    ]
    if points:
        yield np.array(points, dtype=float)
    ground = countries()
    for identifier in sorted(drawn.lit & ground.keys()):
        yield shapely.get_coordinates(main_part(ground[identifier]).simplify(0.3))
    for identifier in sorted(drawn.lit - ground.keys()):
        place = catalog.entities.get(identifier)
        if isinstance(place, Place) and place.lon is not None and not place.is_point:
            yield np.array([_framed((place.lon, place.lat or 0.0))])


def _framed(point: Sequence[float]) -> tuple[float, float]:
    """A leg's line may run on beyond 180; what is west of the frame moves into it."""
    return shapes.to_frame(point[0]), point[1]


@cache
def countries() -> dict[str, BaseGeometry]:
    """Shapes of the countries by entity id, degrees in the Pacific frame; not to be changed."""
    return {key: _healed(shape) for key, shape in shapes.read(paths.GEO / "countries.geojson").items()}


def _healed(country: BaseGeometry) -> BaseGeometry:
    """Join what the frame's edge cuts (Greenland); the part west of it moves to the east."""
    west, _, east, _ = country.bounds
    if west > FRAME_WEST or east < FRAME_WEST + 360:
        return country
    parts = shapely.get_parts(country)
    cut = [part for part in parts if part.bounds[0] <= FRAME_WEST and part.bounds[2] < PACIFIC]
    moved = [affinity.translate(part, 360) for part in cut]
    return shapely.union_all([*moved, *(part for part in parts if part not in cut)])


def main_part(country: BaseGeometry) -> BaseGeometry:
    """The largest parts of a country, without what lies far off and is small."""
    parts = sorted(shapely.get_parts(country), key=lambda part: -part.area)
    kept: list[BaseGeometry] = []
    for part in parts:
        if kept and sum(p.area for p in kept) >= MAIN_SHARE * country.area:
            break
        kept.append(part)
    return shapely.union_all(kept)
