"""Brings the tables of a store up to the version this app works with."""

from pathlib import Path

from sqlalchemy import inspect, text

from corridors.exchange.store.database import Database
from corridors.exchange.store.errors import StoreError, Trouble
from corridors.exchange.store.schema import VERSION

SCRIPTS = Path(__file__).parent / "migrations"
TABLE = "alembic_version"


def bring_up(database: Database, target: str = "head") -> None:
    """Create the tables, or add what an older version of the app did not have.

    A change of tables happens as a whole or not at all. Before one, an SQLite file is copied to
    ``own.sqlite.VERSION.bak`` beside it.

    Raises
    ------
    StoreError
        If the store is newer than the app, or cannot be read or written.
    """
    present = version(database)
    if present == VERSION:
        return
    # Alembic takes as long to import as a small export takes to write, and is rarely needed.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    known = {each.revision for each in ScriptDirectory.from_config(config).walk_revisions()}
    if present is not None and present not in known:
        raise StoreError(Trouble.NEWER, database.address.label)
    if present is not None:
        _copy(database, present)
    with database.changing_tables() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, target)


def version(database: Database) -> str | None:
    """Version of the tables in the store; None if there are none yet."""
    with database.reading() as connection:
        if not inspect(connection).has_table(TABLE):
            return None
        found: str | None = connection.scalar(text(f"SELECT version_num FROM {TABLE}"))  # noqa: S608 - a constant
        return found


def _copy(database: Database, present: str) -> None:
    file = database.address.file
    if file is None:
        return  # a server's administrator keeps its backups
    backup = file.with_name(f"{file.name}.{present}.bak")
    backup.unlink(missing_ok=True)
    with database.reading() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("VACUUM INTO ?", (str(backup),))
        connection.exec_driver_sql("BEGIN")
