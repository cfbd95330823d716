"""Tables of the store, the same in SQLite and PostgreSQL.

``records`` holds the present state of everything: a layer, a row of a layer or a note. ``revisions``
holds the state each change found, so that every change can be shown and taken back. Nothing is ever
removed: what was deleted is no longer ``live``. A record's content is JSON text, because the fields of
own rows belong to :mod:`corridors.exchange.columns` and rows are always read a layer at a time.
"""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, MetaData, Table, Text

# The newest migration.
VERSION = "0002"
# Scope of the records that are layers.
LAYERS = "layers"

metadata = MetaData()

# One row. Every writer changes it first, so writers queue; readers compare it to know what is stale.
pulse = Table("pulse", metadata, Column("serial", Integer, nullable=False))

changes = Table(
    "changes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Text, nullable=False),  # UTC, ISO 8601
    Column("who", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("items", Integer, nullable=False),
    Column("undoes", Integer, ForeignKey("changes.id")),
    Index("changes_by_scope", "scope", "id"),
)

records = Table(
    "records",
    metadata,
    Column("scope", Text, primary_key=True),  # "layers", the id of a layer, or "note:" and a kind
    Column("name", Text, primary_key=True),  # id of the layer or row, or key of the note
    Column("number", Integer),  # order of a row in its layer
    Column("body", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("live", Boolean, nullable=False),
    Column("change", Integer, ForeignKey("changes.id"), nullable=False),  # the last one
    Index("records_in_order", "scope", "number"),
    Index("records_by_change", "change"),
)

revisions = Table(
    "revisions",
    metadata,
    Column("change", Integer, ForeignKey("changes.id"), primary_key=True),
    Column("scope", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("body", Text),  # null: the record did not exist before
    Column("live", Boolean, nullable=False),
    Index("revisions_by_record", "scope", "name", "change"),
)
