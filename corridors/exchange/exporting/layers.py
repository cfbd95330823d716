"""The built-in layers as tables: corridors, countries and other places, clauses, links."""

from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from shapely.geometry.base import BaseGeometry

from corridors import paths, shapes
from corridors.catalog import Catalog
from corridors.clauses import Clause, Link
from corridors.exchange.columns import LIST_SEPARATOR
from corridors.exchange.exporting import legs, places, sources
from corridors.exchange.exporting.table import ExportError, Field, Table, Value
from corridors.models import Entity, Place
from corridors.notices import CREDITS, Notice
from corridors.vocabulary import Kind

KINDS: Mapping[str, tuple[Kind, ...]] = MappingProxyType(
    {
        "countries": (Kind.COUNTRY,),
        "nodes": (Kind.PORT, Kind.CROSSING, Kind.STRAIT, Kind.CITY),
        "zones": (Kind.ZONE,),
        "bonded": (Kind.BONDED,),
        "markets": (Kind.MARKET, Kind.PLATFORM),
    }
)
TITLES = MappingProxyType(
    {
        "corridors": Notice("通道", "Corridors"),
        "countries": Notice("国家", "Countries"),
        "nodes": Notice("节点", "Nodes"),
        "zones": Notice("合作区", "Cooperation zones"),
        "bonded": Notice("保税区域", "Bonded areas"),
        "markets": Notice("市场与平台", "Markets and platforms"),
        "measures": Notice("政策条款", "Policy clauses"),
        "links": Notice("条款与地点的联系", "Links between clauses and places"),
    }
)
LAYERS = tuple(TITLES)
CLAUSE_FIELDS = (
    Field("id", "编号", "ID"),
    Field("doc", "文件", "Document"),
    Field("doc_title", "文件标题", "Document title"),
    Field("doc_date", "文件日期", "Document date"),
    Field("chapter", "章", "Chapter"),
    Field("number", "序号", "Number"),
    Field("title", "标题", "Title"),
    Field("text", "原文", "Text"),
    Field("lead", "牵头部门", "Lead"),
    Field("support", "配合部门", "Support"),
    Field("entities", "涉及对象", "Entities"),
    Field("source", "来源", "Source"),
    Field("source_titles", "来源全文", "Sources in full"),
)
LINK_FIELDS = (
    Field("measure", "条款", "Clause"),
    Field("measure_title", "条款标题", "Title of the clause"),
    Field("entity", "对象", "Entity"),
    Field("entity_zh", "对象名称", "Name in Chinese"),
    Field("entity_en", "对象英文名称", "Name in English"),
    Field("relation", "关系", "Relation"),
    Field("grade", "依据程度", "Grade"),
    Field("evidence", "原文依据", "Evidence"),
    Field("start", "起始字位", "Start", "integer"),
    Field("end", "结束字位", "End", "integer"),
    Field("source", "来源", "Source"),
    Field("source_titles", "来源全文", "Sources in full"),
)


def layer_table(
    catalog: Catalog,
    layer: str,
    ids: Collection[str] | None = None,
    countries: Collection[str] = (),
    data: Path = paths.DATA,
) -> Table:
    """A built-in layer as a table.

    Parameters
    ----------
    catalog : Catalog
        Where the records are.
    layer : str
        One of ``LAYERS``.
    ids : collection of str, optional
        Only these rows: entity ids; clause ids for ``measures`` and ``links``; corridor ids for
        ``corridors``. An id that is not in the layer is left out.
    countries : collection of str
        Only rows of these countries, ISO 3166 alpha-3: places that lie there, clauses and links that name
        them or a place there, stretches of a corridor that pass there. Empty for all.
    data : Path
        Where ``geo/countries.geojson`` is.

    Raises
    ------
    ExportError
        If there is no such layer.
    """
    if layer not in LAYERS:
        raise ExportError(
            f"没有“{layer}”图层，可选：{'、'.join(LAYERS)}。",
            f"no layer {layer!r}; there are {', '.join(LAYERS)}",
        )
    if layer == "measures":
        return _clauses(catalog, ids, countries)
    if layer == "links":
        return _links(catalog, ids, countries)
    if layer == "corridors":
        outlines = _outlines(data) if countries else {}
        areas = [outlines[f"country:{code}"] for code in countries if f"country:{code}" in outlines]
        rows, lines = legs.rows_of(catalog, ids, areas if countries else None)
        return _table(catalog, layer, legs.FIELDS, rows, lines)
    return _places(catalog, layer, ids, countries, data)


@cache
def _outlines(data: Path) -> Mapping[str, BaseGeometry]:
    return MappingProxyType(shapes.read(data / "geo" / "countries.geojson"))


def _table(
    catalog: Catalog,
    layer: str,
    fields: tuple[Field, ...],
    rows: list[dict[str, Value]],
    lines: list[BaseGeometry | None] | None = None,
) -> Table:
    return Table(
        layer, TITLES[layer], fields, tuple(rows), tuple(lines or ()), CREDITS[layer], names_of(catalog)
    )


def names_of(catalog: Catalog) -> Mapping[str, Notice]:
    """What countries (by code) and industries (by id) are called."""
    return MappingProxyType(
        {
            entity.slug if entity.kind is Kind.COUNTRY else entity.id: Notice(entity.name_zh, entity.name_en)
            for entity in catalog.entities.values()
            if entity.kind in {Kind.COUNTRY, Kind.INDUSTRY}
        }
    )


def _places(
    catalog: Catalog, layer: str, ids: Collection[str] | None, countries: Collection[str], data: Path
) -> Table:
    wanted = [
        place
        for place in catalog.places()
        if place.kind in KINDS[layer] and _is_wanted(place, ids, countries)
    ]
    every = [place for place in catalog.places() if place.kind in KINDS[layer]]
    if layer == "countries":
        outlines = _outlines(data)
        found = [places.outline_of(country, outlines) for country in wanted]
    else:
        found = [places.point_of(place) for place in wanted]
    rows = [places.row_of(catalog, place) for place in wanted]
    return _table(catalog, layer, places.fields_of(every), rows, found)


def _is_wanted(place: Place, ids: Collection[str] | None, countries: Collection[str]) -> bool:
    country = place.slug if place.kind is Kind.COUNTRY else place.country
    return (ids is None or place.id in ids) and (not countries or country in countries)


def _clauses(catalog: Catalog, ids: Collection[str] | None, countries: Collection[str]) -> Table:
    found = [
        _clause_row(catalog, clause)
        for clause in catalog.clauses.values()
        if (ids is None or clause.id in ids)
        and (
            not countries
            or any(_names(catalog, link, countries) for link in catalog.links_by_clause.get(clause.id, ()))
        )
    ]
    return _table(catalog, "measures", CLAUSE_FIELDS, found)


def _clause_row(catalog: Catalog, clause: Clause) -> dict[str, Value]:
    document = catalog.documents.get(clause.doc)
    links = catalog.links_by_clause.get(clause.id, ())
    source = document.source if document else None
    return {
        **clause.model_dump(include={"id", "doc", "chapter", "number", "title", "text"}),
        "doc_title": document.title_zh if document else None,
        "doc_date": document.date if document else None,
        "lead": LIST_SEPARATOR.join(clause.lead) or None,
        "support": LIST_SEPARATOR.join(clause.support) or None,
        "entities": LIST_SEPARATOR.join(dict.fromkeys(link.entity for link in links)) or None,
        "source": source,
        "source_titles": sources.titles([source], catalog.sources),
    }


def _links(catalog: Catalog, ids: Collection[str] | None, countries: Collection[str]) -> Table:
    found = [
        _link_row(catalog, link)
        for link in catalog.links
        if (ids is None or link.measure in ids or link.entity in ids)
        and (not countries or _names(catalog, link, countries))
    ]
    return _table(catalog, "links", LINK_FIELDS, found)


def _link_row(catalog: Catalog, link: Link) -> dict[str, Value]:
    entity: Entity | None = catalog.entities.get(link.entity)
    clause = catalog.clauses.get(link.measure)
    document = catalog.documents.get(clause.doc) if clause else None
    source = document.source if document else None
    return {
        **link.model_dump(mode="json"),
        "measure_title": clause.title if clause else None,
        "entity_zh": entity.name_zh if entity else None,
        "entity_en": entity.name_en if entity else None,
        "source": source,
        "source_titles": sources.titles([source], catalog.sources),
    }


def _names(catalog: Catalog, link: Link, countries: Collection[str]) -> bool:
    entity = catalog.entities.get(link.entity)
    if not isinstance(entity, Place):
        return False
    return (entity.slug if entity.kind is Kind.COUNTRY else entity.country) in countries
