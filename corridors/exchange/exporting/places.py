"""Rows of places: everything their records say, flattened into one line each."""

from collections.abc import Iterable, Mapping

from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from corridors.catalog import Catalog
from corridors.exchange.columns import LIST_SEPARATOR
from corridors.exchange.exporting import dateline, sources
from corridors.exchange.exporting.table import Field, Value, own_field
from corridors.models import Bonded, Country, Crossing, Dated, Fact, Place, Quote, Zone

COMMON = tuple(
    own_field(key)
    for key in (
        "id",
        "kind",
        "name_zh",
        "name_en",
        "country",
        "lon",
        "lat",
        "precision",
        "state",
        "type",
        "operator",
        "industries",
        "start",
        "source",
        "note",
        "area",
    )
)
FURTHER = (
    Field("source_titles", "来源全文", "Sources in full"),
    Field("note_en", "英文备注", "Note in English"),
    Field("coord_source", "坐标来源", "Source of the point"),
    Field("operator_source", "运营单位来源", "Source of the operator"),
    Field("start_source", "启动日期来源", "Source of the start"),
    Field("city", "所在城市", "City"),
    Field("policy_state", "政策所述状态", "State in the policy"),
    Field("policy_date", "政策所述时间", "Date in the policy"),
    Field("policy_source", "政策所述出处", "Clause of the state"),
    Field("policy_note", "政策所述备注", "Note on the policy"),
    Field("known_state", "已知状态", "State as known"),
    Field("known_date", "已知状态时间", "Date as known"),
    Field("known_source", "已知状态来源", "Source as known"),
    Field("known_note", "已知状态备注", "Note on what is known"),
    Field("aliases", "别名", "Aliases"),
    Field("facts", "事实", "Facts"),
    Field("quotes", "依据原文", "Quotes"),
    Field("clauses", "相关条款", "Clauses"),
    Field("corridors", "所在通道", "Corridors"),
)
ONLY_NODES = (
    Field("gauges", "轨距（毫米）", "Gauges (mm)"),
    Field("neighbour", "对侧", "Neighbour"),
)
ONLY_COUNTRIES = (
    Field("iso2", "两位代码", "ISO 3166 alpha-2"),
    Field("groups", "所属国家组", "Groups"),
    Field("goal_zones", "政策目标", "Zones the policies want"),
)
_NO_COUNTRY = frozenset({"operator", "industries", "start", "type", "state", "area"})


def fields_of(places: Iterable[Place]) -> tuple[Field, ...]:
    """Columns for these places: those of their kind only."""
    kinds = {type(place) for place in places}
    if kinds == {Country}:
        common = tuple(field for field in COMMON if field.key not in _NO_COUNTRY)
        further = [f for f in FURTHER if f.key in {"source_titles", "note_en", "aliases", "clauses"}]
        return (*common, *further, *ONLY_COUNTRIES)
    return (*COMMON, *FURTHER, *(ONLY_NODES if Crossing in kinds else ()))


def row_of(catalog: Catalog, place: Place) -> dict[str, Value]:
    """One place as a row; what its record does not say is None."""
    status = place.status
    state = status.known or status.policy
    row: dict[str, Value] = {
        "id": place.id,
        "kind": place.kind.value,
        "name_zh": place.name_zh,
        "name_en": place.name_en,
        "country": place.country,
        "lon": place.lon,
        "lat": place.lat,
        "precision": place.precision.value,
        "state": state.state.value if state else None,
        "type": getattr(place, "type", None),
        "source": sources.ids(_sources(place)),
        "note": place.note_zh,
        "source_titles": sources.titles(_sources(place), catalog.sources),
        "note_en": place.note_en,
        "coord_source": place.coord_source,
        "area": place.area,
        "city": getattr(place, "city", None),
        "aliases": LIST_SEPARATOR.join(place.aliases),
        "facts": sources.BETWEEN.join(_fact(fact) for fact in place.facts),
        "quotes": sources.BETWEEN.join(_quote(quote) for quote in place.quotes),
        "clauses": LIST_SEPARATOR.join(_clauses(catalog, place)),
        "corridors": LIST_SEPARATOR.join(catalog.corridors_of_entity.get(place.id, ())),
        **_dated("policy", status.policy),
        **_dated("known", status.known),
        **_special(catalog, place),
    }
    return {key: value or None if isinstance(value, str) else value for key, value in row.items()}


def _special(catalog: Catalog, place: Place) -> dict[str, Value]:
    match place:
        case Zone():
            return {
                "type": place.type.value,
                "operator": place.operator_zh,
                "operator_source": place.operator_source,
                "industries": LIST_SEPARATOR.join(place.industries),
                "start": place.start,
                "start_source": place.start_source,
            }
        case Bonded():
            return {"type": place.type.value}
        case Crossing():
            gauges = LIST_SEPARATOR.join(str(gauge) for gauge in place.gauges)
            return {"gauges": gauges, "neighbour": place.neighbour}
        case Country():
            code = place.slug
            groups = LIST_SEPARATOR.join(group.id for group in catalog.groups_of_country.get(code, ()))
            wanted = LIST_SEPARATOR.join(
                zone.id for zone in catalog.places() if isinstance(zone, Zone) and zone.area == place.id
            )
            return {"country": code, "iso2": place.iso2, "groups": groups, "goal_zones": wanted}
        case _:
            return {}


def point_of(place: Place) -> BaseGeometry | None:
    """The point of a place, None where no site is known."""
    if not place.is_point or place.lon is None or place.lat is None:
        return None
    return Point(place.lon, place.lat)


def outline_of(country: Place, outlines: Mapping[str, BaseGeometry]) -> BaseGeometry | None:
    """The outline of a country within ±180, else the point of its label."""
    outline = outlines.get(country.id)
    if outline is not None:
        return dateline.cut(outline)
    if country.lon is None or country.lat is None:
        return None
    return Point(country.lon, country.lat)


def _sources(place: Place) -> list[str | None]:
    special = [getattr(place, name, None) for name in ("operator_source", "start_source")]
    return [*place.sources, place.coord_source, *special, *(fact.source for fact in place.facts)]


def _dated(prefix: str, dated: Dated | None) -> dict[str, Value]:
    if dated is None:
        return {}
    return {
        f"{prefix}_state": dated.state.value,
        f"{prefix}_date": dated.date,
        f"{prefix}_source": dated.source,
        f"{prefix}_note": dated.note_zh,
    }


def _fact(fact: Fact) -> str:
    when = f"，{fact.date}" if fact.date else ""
    return f"{fact.label_zh}：{fact.value} [{fact.source}{when}]"


def _quote(quote: Quote) -> str:
    return f"“{quote.quote}” [{quote.clause}]"


def _clauses(catalog: Catalog, place: Place) -> Iterable[str]:
    return dict.fromkeys(link.measure for link in catalog.links_by_entity.get(place.id, ()))
