"""Strict records of the policies: documents, clauses, and the links to what they name.

Policy text is never retyped, only quoted: offsets are Python string offsets (code points).
"""

from typing import Annotated

from pydantic import Field, StringConstraints

from corridors.models import ClauseId, EntityId, PartialDate, Record, SourceId, Text
from corridors.vocabulary import Grade, Kind, Relation


class Document(Record):
    """A policy document. ``number`` stays empty: it is not in the text and was not found."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+$")]
    file: Text
    issuer: Text
    date: PartialDate
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    title_zh: Text
    title_en: Text
    title_is_ours: bool
    number: str = ""
    source: SourceId


class AddedDocument(Document):
    """A document somebody added; issuer and date stay empty where its text does not give them."""

    issuer: str = ""
    date: Annotated[str, StringConstraints(pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?)?$")] = ""


class Phrase(Record):
    """A wording that names several entities at once, or none although it looks as if it did."""

    surface: Text
    entities: tuple[EntityId, ...] = ()
    note_zh: str = ""


class Abbreviation(Record):
    """One character that names a country in a run such as 英法德, never alone.

    ``rare`` says that the character is seldom anything else; 老, 新 or 意 mostly are. ``alone`` says
    that it needs only 对 or 赴 before it: 对俄.
    """

    character: Annotated[str, StringConstraints(min_length=1, max_length=1)]
    entity: EntityId
    rare: bool = False
    alone: bool = False


class Topic(Record):
    """Words of a clause inside which a mention has a more exact relation than ``mention``."""

    clause: ClauseId
    relation: Relation
    quote: Text


class Cue(Record):
    """Words that tell the relation of what the same sentence names, where there are no topics.

    Cues are tried in file order; the first whose words the sentence holds decides. ``words`` are
    alternatives; a ``+`` inside one asks for several words at once. ``kinds`` limits a cue.
    """

    relation: Relation
    words: Annotated[tuple[str, ...], Field(min_length=1)]
    kinds: tuple[Kind, ...] = ()


class Clause(Record):
    """One numbered item of a policy.

    ``text`` is verbatim, from the title to the closing bracket, without the number in front.
    ``start`` is its offset in the document, so that ``document[start:start + len(text)] == text``.
    """

    id: ClauseId
    doc: str
    chapter: str
    number: str
    title: str
    text: str
    start: int
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()


class Link(Record):
    """A clause supports an entity; ``clause.text[start:end] == evidence``."""

    measure: ClauseId
    entity: EntityId
    relation: Relation
    grade: Grade
    evidence: str
    start: int
    end: int
