"""The table of places: rows, their facets and their names together, filtered in one call."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corridors.analysis import facets
from corridors.analysis.facets import Facet, Narrowed
from corridors.analysis.rows import FACETS, OwnLayer, Row, rows
from corridors.analysis.search import Names
from corridors.catalog import Catalog


def by_name(name: str) -> bytes:
    """Sort key of a Chinese name: GB 18030 puts the common characters in pinyin order."""
    return name.encode("gb18030", errors="replace")


# What a table can be sorted by. The order of the catalog breaks ties.
ORDERS: MappingProxyType[str, Callable[[Row], Any]] = MappingProxyType(
    {
        "name": lambda row: by_name(row.name_zh),
        "country": lambda row: (not row.countries, row.countries),
        "state": lambda row: (row.state is None, row.state or ""),
        "clauses": lambda row: -len(row.clauses),
    }
)


@dataclass(frozen=True)
class Table:
    """Rows that can be searched, narrowed by facets and sorted."""

    rows: tuple[Row, ...]

    @cached_property
    def facets(self) -> Mapping[str, Facet]:
        return facets.index(self.rows, FACETS)

    @cached_property
    def names(self) -> Names:
        return Names([row.names for row in self.rows])

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Row number by id."""
        return {row.id: number for number, row in enumerate(self.rows)}

    @cached_property
    def _orders(self) -> Mapping[str, NDArray[np.intp]]:
        return {name: self._sorted([key(row) for row in self.rows]) for name, key in ORDERS.items()}

    def _sorted(self, keys: Sequence[Any]) -> NDArray[np.intp]:
        return np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.intp)

    def narrow(self, chosen: Mapping[str, Collection[str]], query: str = "") -> Narrowed:
        """Filter by facets (see :func:`corridors.analysis.facets.narrow`) and a search."""
        return facets.narrow(self.facets, chosen, self.names.find(query))

    def ids(self, narrowed: Narrowed) -> frozenset[str]:
        """Ids of the rows that pass."""
        return frozenset(self.rows[number].id for number in np.flatnonzero(narrowed.flags))

    def listed(self, narrowed: Narrowed, order: str = "") -> NDArray[np.intp]:
        """Numbers of the rows that pass, in an order of :data:`ORDERS` or else as they came."""
        if order not in self._orders:
            return np.flatnonzero(narrowed.flags)
        numbers = self._orders[order]
        return numbers[narrowed.flags[numbers]]


def build(catalog: Catalog, own: Iterable[OwnLayer] = ()) -> Table:
    """Put the table together: places of the catalog, then those of the own layers."""
    return Table(rows(catalog, own))
