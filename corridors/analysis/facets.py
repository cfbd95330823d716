"""Faceted filter: which rows pass, and how many would pass with each further value.

A facet is kept as pairs of row and value number, so that a filter over 50,000 rows and all its
counts are a handful of numpy operations.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

R = TypeVar("R")
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Facet:
    """Values of one facet and which row has which.

    Attributes
    ----------
    values
        Distinct values in the order in which they first occur.
    rows, codes
        Pairs: row number, and position of the value in ``values``.
    """

    values: tuple[str, ...]
    rows: NDArray[np.intp]
    codes: NDArray[np.intp]

    def passing(self, chosen: Collection[str], count: int) -> Flags:
        """Flags of ``count`` rows: those that have at least one of the chosen values."""
        wanted = np.array([value in chosen for value in self.values], dtype=bool)
        flags = np.zeros(count, dtype=bool)
        if wanted.any():
            flags[self.rows[wanted[self.codes]]] = True
        return flags

    def counts(self, flags: Flags) -> dict[str, int]:
        """Number of flagged rows for each value; values without any are left out."""
        found = np.bincount(self.codes[flags[self.rows]], minlength=len(self.values))
        return {value: int(n) for value, n in zip(self.values, found, strict=True) if n}


@dataclass(frozen=True)
class Narrowed:
    """Outcome of a filter.

    Attributes
    ----------
    flags
        Which rows pass.
    counts
        For each facet and value the number of rows that pass all *other* facets.
    """

    flags: Flags
    counts: Mapping[str, Mapping[str, int]]


def index(rows: Sequence[R], facets: Mapping[str, Callable[[R], Iterable[str]]]) -> Mapping[str, Facet]:
    """Index rows by facet.

    Parameters
    ----------
    rows : sequence
    facets : mapping of str to callable
        For each facet the distinct values a row has in it.
    """
    return MappingProxyType({name: _facet(rows, values) for name, values in facets.items()})


def _facet(rows: Sequence[R], values_of: Callable[[R], Iterable[str]]) -> Facet:
    numbers: dict[str, int] = {}
    pairs = [
        (row, numbers.setdefault(value, len(numbers)))
        for row, item in enumerate(rows)
        for value in values_of(item)
    ]
    table = np.array(pairs, dtype=np.intp).reshape(-1, 2)
    return Facet(tuple(numbers), table[:, 0].copy(), table[:, 1].copy())


def narrow(facets: Mapping[str, Facet], chosen: Mapping[str, Collection[str]], among: Flags) -> Narrowed:
    """Filter rows by several facets at once.

    Parameters
    ----------
    facets : mapping of str to Facet
    chosen : mapping of str to collection of str
        Wanted values by facet: one of them is enough, and an empty collection asks for nothing.
        A value that no row has lets no row pass.
    among : array of bool, one a row
        Rows that pass everything else, such as a search.

    Returns
    -------
    Narrowed
    """
    missed = {
        name: ~facet.passing(chosen[name], len(among)) for name, facet in facets.items() if chosen.get(name)
    }
    misses = (~among).astype(np.int16)
    for flags in missed.values():
        misses += flags
    passed: Flags = misses == 0
    counts = {
        name: facet.counts(misses - missed[name] == 0 if name in missed else passed)
        for name, facet in facets.items()
    }
    return Narrowed(passed, MappingProxyType(counts))
