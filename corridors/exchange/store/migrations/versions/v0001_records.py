"""Records, their revisions and the changes."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table("pulse", sa.Column("serial", sa.Integer, nullable=False))
    op.execute("INSERT INTO pulse (serial) VALUES (0)")
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("items", sa.Integer, nullable=False),
        sa.Column("undoes", sa.Integer, sa.ForeignKey("changes.id")),
    )
    op.create_table(
        "records",
        sa.Column("scope", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("live", sa.Boolean, nullable=False),
        sa.Column("change", sa.Integer, sa.ForeignKey("changes.id"), nullable=False),
    )
    op.create_table(
        "revisions",
        sa.Column("change", sa.Integer, sa.ForeignKey("changes.id"), primary_key=True),
        sa.Column("scope", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("body", sa.Text),
        sa.Column("live", sa.Boolean, nullable=False),
    )
    op.create_index("changes_by_scope", "changes", ["scope", "id"])
    op.create_index("records_by_change", "records", ["change"])
    op.create_index("records_in_order", "records", ["scope", "number"])
    op.create_index("revisions_by_record", "revisions", ["scope", "name", "change"])
