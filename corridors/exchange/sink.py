"""Where rows that were read end up: places, or problems. Coordinates are converted many at a time."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Literal

import numpy as np
import shapely

from corridors.exchange import gcj
from corridors.exchange.columns import OwnPlace
from corridors.exchange.headers import Mapped
from corridors.exchange.known import Known
from corridors.exchange.messages import CellError, Level, RowProblem, describe
from corridors.exchange.positions import LonLat
from corridors.exchange.rows import Draft, place
from corridors.exchange.source import SourceRow

CoordinateSystem = Literal["wgs84", "gcj02", "bd09"]
TO_WGS84: Mapping[CoordinateSystem, Callable[[gcj.Coordinates], gcj.Coordinates]] = MappingProxyType(
    {"gcj02": gcj.to_wgs84, "bd09": gcj.bd09_to_wgs84}
)
BATCH = 500
CHINA = "CHN"


class Sink:
    """Collects what becomes of the rows.

    ``accepted`` and ``problems`` are in the order of the file, ``refused`` are the rows left out,
    ``count`` is the number of all.
    """

    def __init__(
        self, names: tuple[str, ...], columns: Mapped, known: Known, system: CoordinateSystem
    ) -> None:
        self.accepted: list[OwnPlace] = []
        self.problems: list[RowProblem] = []
        self.refused: list[SourceRow] = []
        self.count = 0
        self._known = known
        self._system = system
        self._header_of = {field: header for header in names if (field := columns[header])}
        self._seen: dict[int, int] = {}
        self._batch: list[Draft] = []

    def put(self, result: Draft) -> None:
        """Take a row."""
        self._batch.append(result)
        self.count += 1
        if len(self._batch) == BATCH:
            self.flush()

    def flush(self) -> None:
        """Convert and judge the rows taken so far; to be called at the end."""
        convert(self._batch, self._system, self._known)
        for result in self._batch:
            self._judge(result)
        self._batch.clear()

    def _judge(self, result: Draft) -> None:
        found = place(result)
        first = self._first(found, result.row.number) if found else None
        if found is not None and first is not None:
            result.errors.append(CellError("duplicate", "", found.name, first=first))
        elif found is not None:
            self.accepted.append(found)
        if result.errors:
            self.refused.append(result.row)
        self._explain(result, "error", result.errors)
        self._explain(result, "notice", result.position.notices)

    def _explain(self, result: Draft, level: Level, errors: list[CellError]) -> None:
        for error in errors:
            header = self._header_of.get(error.field, error.field)
            self.problems.append(describe(error, result.row.number, header, level))

    def _first(self, found: OwnPlace, number: int) -> int | None:
        """Row of the first place that is the same in every field."""
        first = self._seen.setdefault(hash(found.model_dump_json()), number)
        return first if first != number else None


def convert(batch: list[Draft], system: CoordinateSystem, known: Known) -> None:
    """Turn Chinese web map coordinates into WGS84, in place; abroad those maps use WGS84 themselves."""
    if system not in TO_WGS84:
        return
    to_wgs84 = TO_WGS84[system]
    pairs = [
        (d.position, p) for d in batch if (p := d.position.point) and known.contains(CHINA, p.lon, p.lat)
    ]
    if not pairs:
        return
    moved = to_wgs84(np.array([point for _, point in pairs], dtype=np.float64))
    for (position, _), (lon, lat) in zip(pairs, moved, strict=True):
        position.point = LonLat(float(lon), float(lat))
        if position.shape is not None:
            position.shape = shapely.transform(position.shape, to_wgs84)
