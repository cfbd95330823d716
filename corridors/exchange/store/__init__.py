"""Where own layers are kept: an embedded SQLite file, or the office's PostgreSQL."""

from corridors.exchange.store import address, migrate
from corridors.exchange.store.database import Database
from corridors.exchange.store.errors import Conflict, NotThereError, StoreError, Trouble
from corridors.exchange.store.model import Change, Edit, Layer, Note, Row, Saved
from corridors.exchange.store.store import Store

__all__ = [
    "Change",
    "Conflict",
    "Edit",
    "Layer",
    "NotThereError",
    "Note",
    "Row",
    "Saved",
    "Store",
    "StoreError",
    "Trouble",
    "open_store",
]


def open_store(url: str | None = None) -> Store:
    """Open the store, making or updating its tables if need be.

    Parameters
    ----------
    url : str, optional
        ``postgresql://…`` or ``sqlite:///FILE``. Without it ``CORRIDORS_DATABASE_URL``, and without that
        the file ``own.sqlite`` in the folder ``CORRIDORS_STORE`` (default: ``var`` beside ``app.py``).

    Raises
    ------
    StoreError
        If it cannot be used; what it holds is left as it is. Nothing else of the app needs it.
    """
    database = Database(address.find(url))
    try:
        migrate.bring_up(database)
    except StoreError:
        database.close()
        raise
    return Store(database)
