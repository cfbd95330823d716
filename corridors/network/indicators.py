"""Corridor performance in the manner of CAREC's CPMM, with "no data" said where there is none."""

from dataclasses import dataclass

from corridors.catalog import Catalog
from corridors.models import kind_of
from corridors.transport import Indicator, Measure
from corridors.vocabulary import Kind, Mode

# What a planner asks of every corridor; a measure without a figure becomes a row that says so.
ASKED = (Measure.BORDER_TIME, Measure.BORDER_COST, Measure.TOTAL_COST, Measure.SPEED_FREE, Measure.SPEED_ALL)


@dataclass(frozen=True)
class Row:
    """One line of the table; ``figure`` is None where no source has one (暂无数据)."""

    measure: Measure
    mode: Mode
    scope_zh: str
    scope_en: str
    figure: Indicator | None


def indicators(catalog: Catalog, corridor: str) -> tuple[Row, ...]:
    """Rows for one corridor, by measure, the corridor's own before those to compare with.

    Raises
    ------
    ValueError
        If ``corridor`` is not the id of a corridor.
    """
    entity = catalog.entities.get(corridor)
    if entity is None or kind_of(entity.id) is not Kind.CORRIDOR:
        raise ValueError(f"no corridor {corridor!r}")
    found = [row for row in catalog.indicators if corridor in row.corridors]
    rows = [Row(row.measure, row.mode, row.scope_zh, row.scope_en, row) for row in found]
    own = {row.measure for row in found if len(row.corridors) == 1}
    for measure in ASKED:
        if measure not in own:
            mode = found[0].mode if found else Mode.SEA
            rows.append(Row(measure, mode, entity.name_zh, entity.name_en, None))
    order = list(Measure)
    return tuple(sorted(rows, key=lambda row: (order.index(row.measure), row.figure is not None)))
