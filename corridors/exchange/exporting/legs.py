"""Rows of corridors: one for each stretch of each branch, in the order they are travelled."""

from collections.abc import Collection, Iterator, Sequence

from shapely.geometry.base import BaseGeometry

from corridors.catalog import Catalog
from corridors.exchange.columns import LIST_SEPARATOR
from corridors.exchange.exporting import dateline, sources
from corridors.exchange.exporting.table import Field, Value
from corridors.models import Branch, Corridor, Leg

FIELDS = (
    Field("id", "编号", "ID"),
    Field("corridor", "通道", "Corridor"),
    Field("corridor_zh", "通道名称", "Corridor in Chinese"),
    Field("corridor_en", "通道英文名称", "Corridor in English"),
    Field("branch", "线路", "Branch"),
    Field("branch_zh", "线路名称", "Branch in Chinese"),
    Field("branch_en", "线路英文名称", "Branch in English"),
    Field("branch_status", "线路状态", "Status of the branch"),
    Field("order", "顺序", "Order", "integer"),
    Field("leg", "区段", "Leg"),
    Field("name_zh", "中文名称", "Chinese name"),
    Field("name_en", "英文名称", "English name"),
    Field("mode", "运输方式", "Mode"),
    Field("from", "起点", "From"),
    Field("to", "终点", "To"),
    Field("via", "经过", "Via"),
    Field("status", "区段状态", "Status of the leg"),
    Field("basis", "线形依据", "Basis of the line"),
    Field("km", "里程（公里）", "Length (km)", "number"),
    Field("km_basis", "里程依据", "Basis of the length"),
    Field("hours", "运行时间（小时）", "Time (hours)", "number"),
    Field("hours_source", "运行时间来源", "Source of the time"),
    Field("gauge", "轨距（毫米）", "Gauge (mm)", "integer"),
    Field("gauge_note", "轨距说明", "Note on the gauge"),
    Field("source", "来源", "Source"),
    Field("source_titles", "来源全文", "Sources in full"),
    Field("note", "备注", "Note"),
)


def rows_of(
    catalog: Catalog, ids: Collection[str] | None, areas: Sequence[BaseGeometry] | None
) -> tuple[list[dict[str, Value]], list[BaseGeometry | None]]:
    """Stretches of the corridors and their lines within ±180.

    Parameters
    ----------
    catalog : Catalog
        Where the records are.
    ids : collection of str or None
        Only these corridors.
    areas : sequence of BaseGeometry or None
        Only stretches that meet one of these, Pacific frame.
    """
    rows: list[dict[str, Value]] = []
    lines: list[BaseGeometry | None] = []
    for corridor, branch, order, leg in _stretches(catalog, ids):
        line = catalog.leg_shapes.get(leg.id)
        if areas is not None and not any(line and area.intersects(line) for area in areas):
            continue
        rows.append(_row(catalog, corridor, branch, order, leg))
        lines.append(dateline.cut(line) if line is not None else None)
    return rows, lines


def _stretches(catalog: Catalog, ids: Collection[str] | None) -> Iterator[tuple[Corridor, Branch, int, Leg]]:
    for corridor in catalog.corridors:
        if ids is not None and corridor.id not in ids:
            continue
        for branch in corridor.branches:
            for order, leg in enumerate(catalog.branch_legs(branch), start=1):
                yield corridor, branch, order, leg


def _row(catalog: Catalog, corridor: Corridor, branch: Branch, order: int, leg: Leg) -> dict[str, Value]:
    start, end = catalog.entities.get(leg.start), catalog.entities.get(leg.end)
    length = catalog.lengths.get(leg.id)
    named = [*leg.sources, leg.hours.source if leg.hours else None]
    named += [leg.published.source if leg.published else None, *branch.sources]
    return {
        "id": f"{corridor.id}-{branch.id}-{order}",
        "corridor": corridor.id,
        "corridor_zh": corridor.name_zh,
        "corridor_en": corridor.name_en,
        "branch": branch.id,
        "branch_zh": branch.name_zh,
        "branch_en": branch.name_en,
        "branch_status": branch.status.value,
        "order": order,
        "leg": leg.id,
        "name_zh": f"{start.name_zh if start else leg.start}—{end.name_zh if end else leg.end}",
        "name_en": f"{start.name_en if start else leg.start} – {end.name_en if end else leg.end}",
        "mode": leg.mode.value,
        "from": leg.start,
        "to": leg.end,
        "via": LIST_SEPARATOR.join(leg.via) or None,
        "status": leg.status.value,
        "basis": leg.basis.value,
        "km": round(length.km, 1) if length else None,
        "km_basis": length.measure.value if length else None,
        "hours": leg.hours.value if leg.hours else None,
        "hours_source": leg.hours.source if leg.hours else None,
        "gauge": leg.gauge,
        "gauge_note": leg.gauge_note_zh or None,
        "source": sources.ids(named),
        "source_titles": sources.titles(named, catalog.sources),
        "note": leg.note_zh or None,
    }
