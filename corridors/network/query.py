"""A question asked in names, answered with alternatives: the one door to routing.

>>> routes = query(catalog, network, "沈阳", "杜伊斯堡", avoid=["苏伊士"], month=1)
"""

from collections.abc import Iterable

from corridors.catalog import Catalog
from corridors.models import Entity, Place
from corridors.network import alternatives, blocking, costs, places
from corridors.network.blocking import Avoided
from corridors.network.errors import AreaError, NoWayError, RouteError, UnknownNameError
from corridors.network.graph import Network
from corridors.network.model import Assumptions
from corridors.network.naming import ON_NETWORK_KM, Namer
from corridors.network.places import Town
from corridors.network.routes import Route
from corridors.network.writing import write
from corridors.transport import Season
from corridors.vocabulary import Mode

LIMIT = 4


def query(  # noqa: PLR0913 - a question has that many parts; all but the ends go by name
    catalog: Catalog,
    network: Network,
    start: str,
    end: str,
    *,
    avoid: Iterable[str] = (),
    month: int | None = None,
    assumptions: Assumptions | None = None,
    limit: int = LIMIT,
    planned: bool = False,
) -> tuple[Route, ...]:
    """Ways from one place to another that truly differ, the one with the fewest known hours first.

    Parameters
    ----------
    start, end : str
        Names in Chinese or English, ids, or port codes.
    avoid : iterable of str
        Passages, borders, countries, groups, modes, ports or towns that must not be used.
    month : int, optional
        1 to 12; closes what is out of season. Without it a seasonal passage counts as open and
        the route says so.
    assumptions : Assumptions, optional
        Speeds and intensities; as the records give them if left out.
    limit : int
        How many ways at most.
    planned : bool
        Whether railways that are only planned may be used.

    Returns
    -------
    tuple of Route
        At least one. The same question always has the same answer, and the way back is as long.

    Raises
    ------
    UnknownNameError
        If nothing has one of the names; it carries suggestions.
    NoWayError
        If the two are not connected by what is left open.
    RouteError
        If both ends are one place, or one of them is to be avoided itself.
    ValueError
        If ``month`` is not a month, or the transport records are incomplete.
    """
    if month is not None and month not in range(1, 13):
        raise ValueError(f"month must be 1 to 12, not {month!r}")
    ends = _place(start, catalog, network), _place(end, catalog, network)
    if ends[0].node == ends[1].node:
        zh = f"起点“{start}”和终点“{end}”在路网上是同一处"
        raise RouteError(zh, f"{start!r} and {end!r} are the same place on the network")
    avoided = blocking.resolve(avoid, catalog, network)
    for text, place in zip((start, end), ends, strict=True):
        if blocking.holds(network, avoided, place):
            zh = f"“{text}”本身就在要避开的范围里"
            raise RouteError(zh, f"{text!r} is itself among what is to be avoided")
    seasons = blocking.closed(catalog.seasons.values(), month, avoided)
    setting = costs.setting(catalog, network, assumptions)
    mask = blocking.blocked(network, avoided, seasons, planned)
    nodes = ends[0].node, ends[1].node
    ways = [way for way in alternatives.find(setting, mask, nodes, limit) if way.turns]
    by_road = any(place.km > ON_NETWORK_KM for place in ends)
    if not ways or (by_road and Mode.ROAD in avoided.modes):
        raise _no_way(start, end, avoided, seasons)
    return write(setting, ways, Namer(catalog, network, *ends), month)


def _place(text: str, catalog: Catalog, network: Network) -> Town:
    try:
        return places.find(text, catalog, network)
    except places.UnknownPlace as error:
        if text.strip() in catalog.clauses:
            raise AreaError(text, ("是一条政策，不是一个地点", "not a place but a clause"), ()) from error
        if entity := places.no_place(text, catalog):
            near = places.inside(entity, catalog, network)
            what = (
                ("没有路接到路网", "reached by no road or railway of the network")
                if _has_point(entity)
                else (f"是{entity.kind.zh}，不是一个地点", f"not a place but a {entity.kind.en.lower()}")
            )
            raise AreaError(text, what, near) from error
        raise UnknownNameError(text, error.suggestions) from error


def _has_point(entity: Entity) -> bool:
    return isinstance(entity, Place) and entity.kind not in places.AREAS and entity.is_point


def _no_way(start: str, end: str, avoided: Avoided, seasons: tuple[Season, ...]) -> NoWayError:
    shut = [season for season in seasons if season.months]
    why_zh = "，按避开的要求" if avoided != Avoided() else ""
    why_en = " without what is to be avoided" if avoided != Avoided() else ""
    if shut:
        why_zh += f"，且{'、'.join(s.name_zh for s in shut)}不通"
        why_en += f", with {', '.join(s.name_en for s in shut)} closed"
    return NoWayError(
        f"从“{start}”到“{end}”没有可走的路{why_zh}", f"no way from {start!r} to {end!r}{why_en}"
    )
