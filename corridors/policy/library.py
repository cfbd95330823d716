"""Opens the whole library: records, policy texts, links and shapes, joined and checked.

This is the one place that puts the layers below together, for the pages, the command line and
the tests alike. Opening never fails on damaged data: it keeps what is sound and lists the rest.
"""

from dataclasses import dataclass
from pathlib import Path

from shapely.geometry.base import BaseGeometry

from corridors import catalog, checks, integrity, paths, records, shapes
from corridors.clauses import Abbreviation, Clause, Cue, Document, Phrase, Topic
from corridors.models import Entity
from corridors.policy import links, parse, review
from corridors.records import Loaded, Problem


@dataclass(frozen=True)
class Library:
    """The catalog, everything that is wrong with its files, and what links further texts to it."""

    catalog: catalog.Catalog
    problems: tuple[Problem, ...]
    linker: links.Linker


def open_library(data: Path = paths.DATA) -> Library:
    """Read, link, join and check everything below ``data``.

    Returns
    -------
    Library
        ``problems`` is sorted by file and empty when all is sound.
    """
    loaded = records.load(data)
    problems = list(loaded.problems)
    clauses = _clauses(loaded, data, problems)
    linker = links.Linker.build(
        loaded.of(Entity), loaded.of(Phrase), loaded.of(Topic), loaded.of(Abbreviation), loaded.of(Cue)
    )
    found = linker.link(clauses)
    problems += integrity.damaged(data / "geo")
    legs = _shapes(data / "geo" / "legs.geojson", problems)
    countries = _shapes(data / "geo" / "countries.geojson", problems)
    joined = catalog.join(loaded, clauses, found, legs)
    material = checks.Material(loaded, joined.clauses, found, legs, countries, data)
    problems += review.review(loaded.kept, clauses)
    problems += checks.check(material)
    return Library(joined, tuple(sorted(set(problems))), linker)


def _clauses(loaded: Loaded, data: Path, problems: list[Problem]) -> list[Clause]:
    clauses: list[Clause] = []
    for document in loaded.of(Document):
        try:
            clauses += parse.read(document, data / "policy")
        except (OSError, ValueError) as error:
            problems.append(
                Problem(f"data/policy/{document.file}", "", f"cannot be read as a policy: {error}")
            )
    return clauses


def _shapes(path: Path, problems: list[Problem]) -> dict[str, BaseGeometry]:
    try:
        return shapes.read(path)
    except (OSError, ValueError) as error:
        name = f"data/geo/{path.name}"
        if not any(problem.file == name for problem in problems):
            problems.append(Problem(name, "", f"cannot be read: {integrity.reason(error)}"))
        return {}
