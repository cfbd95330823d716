"""Any policy text to clauses, links and names nobody has a record of."""

import hashlib
from collections.abc import Callable, Iterable
from typing import NamedTuple

from corridors.catalog import Catalog
from corridors.clauses import Clause, Link
from corridors.policy.candidates import Candidate, candidates
from corridors.policy.decisions import Decision
from corridors.policy.frame import Frame, frame
from corridors.policy.library import Library
from corridors.policy.outline import outline
from corridors.vocabulary import Grade, Kind

Progress = Callable[[int, int], None]

STEP = 50
PLACELESS = frozenset({Kind.AGENCY, Kind.INDUSTRY, Kind.TARGET})


class LinkedText(NamedTuple):
    """What a text holds.

    ``candidates`` are by clause id; offsets are into the clause. ``known`` is the id of the document
    in the catalog whose text this is, or the empty string.
    """

    frame: Frame
    clauses: tuple[Clause, ...]
    links: tuple[Link, ...]
    candidates: tuple[tuple[str, Candidate], ...]
    known: str


def link_text(
    library: Library,
    text: str,
    decisions: Iterable[Decision] = (),
    progress: Progress | None = None,
    *,
    with_candidates: bool = True,
) -> LinkedText:
    """Split a text into clauses and link them to the entities of the catalog.

    A text whose clauses are those of a document in the catalog, word for word, comes back as that
    document. The words before the first number are a clause only if they name a place. The same
    text always has the same ids.

    Parameters
    ----------
    library : Library
        Catalog and linker.
    text : str
        The whole document; see :func:`corridors.policy.reading.read_policy` for files.
    decisions : iterable of Decision
        What a person accepted, dropped or corrected.
    progress : callable, optional
        Called with the clauses done and their number, about every fifty clauses and at the end.
        An exception it raises ends the work.
    with_candidates : bool
        Look for names without a record too; a third of the time goes into it.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    clauses = outline(text, text_id(text))
    known = known_document(library.catalog, clauses)
    if known:
        clauses = tuple(c for c in library.catalog.clauses.values() if c.doc == known)
    kept: list[Clause] = []
    links: list[Link] = []
    unknown: list[tuple[str, Candidate]] = []
    decided = tuple(decisions)
    for number, clause in enumerate(clauses):
        if progress and number % STEP == 0:
            progress(number, len(clauses))
        found = library.linker.link_one(clause, decided)
        if clause.id.endswith("-p0") and not names_a_place(found):
            continue
        kept.append(clause)
        links.extend(found)
        if with_candidates:
            unknown.extend((clause.id, one) for one in candidates(clause.text, library.linker.gazetteer))
    if progress:
        progress(len(clauses), len(clauses))
    return LinkedText(frame(text), tuple(kept), tuple(links), tuple(unknown), known)


def text_id(text: str) -> str:
    """Id of a document made from its text: ``doc`` and eight hexadecimal digits."""
    return "doc" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def known_document(catalog: Catalog, clauses: Iterable[Clause]) -> str:
    """Id of the document of the catalog with just these clauses, or the empty string."""
    texts = tuple(clause.text for clause in clauses if not clause.id.endswith("-p0"))
    for doc in catalog.documents:
        if texts and texts == tuple(c.text for c in catalog.clauses.values() if c.doc == doc):
            return doc
    return ""


def names_a_place(links: Iterable[Link]) -> bool:
    """Does any stated link lead to something that lies somewhere?"""
    return any(
        link.grade is Grade.STATED and Kind(link.entity.partition(":")[0]) not in PLACELESS for link in links
    )
