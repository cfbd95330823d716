"""How well names are found, and how fast: precision and recall of stated links, 500 pages against the clock.

``python scripts/bench/linking.py`` prints the figures and ends with 1 if precision or recall of any
labelled set is below 0.98 or 500 pages take longer than 10 s; ``--errors`` lists what was missed or
found too much.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from corridors.clauses import Clause  # noqa: E402 - the path comes first
from corridors.models import kind_of  # noqa: E402
from corridors.policy.library import Library, open_library  # noqa: E402
from corridors.policy.link_text import link_text  # noqa: E402
from corridors.policy.outline import outline  # noqa: E402
from corridors.vocabulary import Grade, Kind  # noqa: E402

LABELLED = ROOT / "tests" / "labelled"
LEAST = 0.98
PAGES, PAGE_LENGTH, MOST_SECONDS = 500, 800, 10.0
# Industries are labelled in industries.txt alone, targets belong to their own sentences.
UNJUDGED = frozenset({Kind.INDUSTRY, Kind.TARGET})


class Labelled(NamedTuple):
    """A clause of a labelled set and every entity its words state."""

    text: str
    entities: frozenset[str]


class Score(NamedTuple):
    """Right, superfluous and missed pairs of clause and entity."""

    right: int
    superfluous: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.superfluous)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)


def read(path: Path) -> Iterator[Labelled]:
    """Clauses of a labelled file: a line of text, then a line that begins with "=".

    A text may be the id of a clause of the two shipped documents.

    Raises
    ------
    ValueError
        If a text has no line of entities.
    """
    text = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("="):
            names = line[1:].split()
            yield Labelled(text, frozenset(n if ":" in n else f"country:{n}" for n in names))
            text = ""
        elif line.strip() and not line.startswith("#"):
            if text:
                raise ValueError(f"{path.name}: no entities for {text!r}")
            text = line
    if text:
        raise ValueError(f"{path.name}: no entities for {text!r}")


def stated(library: Library, text: str, kinds: frozenset[Kind]) -> frozenset[str]:
    """Entities of some kinds that a text, or the shipped clause of that id, states."""
    catalog = library.catalog
    if text in catalog.clauses:
        links = catalog.links_by_clause.get(text, ())
    else:
        links = library.linker.link(_whole(clause, text) for clause in outline(text, "labelled")[:1])
    found = {link.entity for link in links if link.grade is Grade.STATED}
    return frozenset(entity for entity in found if kind_of(entity) in kinds)


def score(library: Library, cases: list[Labelled], kinds: frozenset[Kind], errors: bool) -> Score:
    """Compare what is found with what is labelled, as pairs of clause and entity."""
    right = superfluous = missed = 0
    for case in cases:
        found = stated(library, case.text, kinds)
        right += len(found & case.entities)
        superfluous += len(found - case.entities)
        missed += len(case.entities - found)
        if errors and found != case.entities:
            wrong = [f"+{e}" for e in sorted(found - case.entities)]
            wrong += [f"-{e}" for e in sorted(case.entities - found)]
            print(f"    {case.text[:60]}  {' '.join(wrong)}")
    return Score(right, superfluous, missed)


def seconds_for_500_pages(library: Library) -> float:
    """Time to split and link a text of 500 pages made of the two documents."""
    texts = [
        (ROOT / "data" / "policy" / document.file).read_text(encoding="utf-8")
        for document in library.catalog.documents.values()
    ]
    length = PAGES * PAGE_LENGTH
    pages = ("\n".join(texts) * (length // sum(map(len, texts)) + 1))[:length]
    begin = time.perf_counter()
    result = link_text(library, pages)
    assert len(result.links) > 1000  # noqa: S101 - a bench of nothing would be fast
    return time.perf_counter() - begin


def _whole(clause: Clause, text: str) -> Clause:
    return clause.model_copy(update={"text": text})


def main() -> int:
    """Print the table; 1 if a figure is not good enough."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true", help="list every clause that is not right")
    options = parser.parse_args()
    library = open_library()
    places = frozenset(Kind) - UNJUDGED
    good = True
    print(f"{'set':<12}{'clauses':>8}{'pairs':>7}{'precision':>11}{'recall':>8}")
    for name in ("documents", "tuned", "holdout", "industries"):
        kinds = frozenset({Kind.INDUSTRY}) if name == "industries" else places
        cases = list(read(LABELLED / f"{name}.txt"))
        result = score(library, cases, kinds, options.errors)
        pairs = result.right + result.missed
        print(f"{name:<12}{len(cases):>8}{pairs:>7}{result.precision:>11.4f}{result.recall:>8.4f}")
        good &= pairs > 0 and min(result.precision, result.recall) >= LEAST
    seconds = seconds_for_500_pages(library)
    print(f"{PAGES} pages ({PAGES * PAGE_LENGTH:,} characters): {seconds:.2f} s")
    return 0 if good and seconds <= MOST_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
