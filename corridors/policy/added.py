"""A further document in the catalog: it then behaves like the ones that are shipped."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from types import MappingProxyType

from corridors.catalog import Catalog
from corridors.clauses import AddedDocument
from corridors.models import PartialDate, Record, Source, Text
from corridors.policy.decisions import Decision
from corridors.policy.library import Library
from corridors.policy.link_text import LinkedText, link_text
from corridors.vocabulary import SourceKind


class AlreadyThereError(ValueError):
    """The text is that of a document in the catalog; ``doc`` is its id."""

    def __init__(self, doc: str) -> None:
        super().__init__(f"this text is already in the catalog as {doc!r}")
        self.doc = doc


class NothingFoundError(ValueError):
    """The text holds no clause."""


class Meta(Record):
    """What is said of a document when it is added; empty where it is not known."""

    title: Text
    added_on: PartialDate
    issuer: str = ""
    date: PartialDate | None = None
    number: str = ""
    file: str = ""


def suggest_meta(linked: LinkedText, file: str, added_on: str) -> Meta:
    """Title, issuer, date and number as the text gives them; the title falls back to the file's name."""
    found = linked.frame
    return Meta(
        title=found.title or file or "未命名文件",
        added_on=added_on,
        issuer=found.issuer,
        date=found.date or None,
        number=found.number,
        file=file,
    )


def add_document(
    library: Library,
    text: str,
    meta: Meta,
    decisions: Iterable[Decision] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Library:
    """Add a document with its clauses and links.

    Parameters
    ----------
    library : Library
        Stays as it is.
    text : str
        The whole document.
    meta : Meta
        What is known of it.
    decisions : iterable of Decision
        What was decided about its links.
    progress : callable, optional
        See :func:`corridors.policy.link_text.link_text`.

    Returns
    -------
    Library
        With a new catalog; the document's id is made from its text.

    Raises
    ------
    AlreadyThereError
        If a document of the catalog has the same clauses.
    NothingFoundError
        If the text holds no clause.
    """
    linked = link_text(library, text, decisions, progress, with_candidates=False)
    if linked.known:
        raise AlreadyThereError(linked.known)
    if not linked.clauses:
        raise NothingFoundError("no clause found: the text is empty")
    return replace(library, catalog=join_document(library.catalog, linked, text, meta))


def join_document(catalog: Catalog, linked: LinkedText, text: str, meta: Meta) -> Catalog:
    """The catalog with one more document, which comes after all others."""
    doc = linked.clauses[0].doc
    document = AddedDocument(
        id=doc,
        file=meta.file or f"{doc}.txt",
        issuer=meta.issuer,
        date=meta.date or "",
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        title_zh=meta.title,
        title_en=meta.title,
        title_is_ours=meta.title != linked.frame.title,
        number=meta.number,
        source=doc,
    )
    source = Source(id=doc, kind=SourceKind.POLICY, title_zh=meta.title, read_on=meta.added_on)
    return replace(
        catalog,
        documents=MappingProxyType({**catalog.documents, doc: document}),
        sources=MappingProxyType({**catalog.sources, doc: source}),
        clauses=MappingProxyType({**catalog.clauses, **{clause.id: clause for clause in linked.clauses}}),
        links=(*catalog.links, *linked.links),
    )
