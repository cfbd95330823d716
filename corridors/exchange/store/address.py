"""Where the store is: an embedded SQLite file, or the PostgreSQL database the office names."""

import getpass
import os
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from corridors import paths
from corridors.exchange.store.errors import StoreError, Trouble

FOLDER_VARIABLE = "CORRIDORS_STORE"
URL_VARIABLE = "CORRIDORS_DATABASE_URL"
DEFAULT_FOLDER = paths.ROOT / "var"
FILE = "own.sqlite"
# How long to wait for a writer before giving up; a server that says nothing at all gets longer.
WAIT_SECONDS = 10
SILENCE_SECONDS = 60


@dataclass(frozen=True)
class Address:
    """A database and how to connect to it.

    Attributes
    ----------
    url : URL
        For SQLAlchemy.
    label : str
        The file, or host and database: fit for a message, without user and password.
    arguments : mapping
        What the driver wants besides the URL.
    """

    url: URL
    label: str
    arguments: Mapping[str, Any] = field(default_factory=dict)

    @property
    def file(self) -> Path | None:
        """The SQLite file, None for PostgreSQL."""
        return Path(self.url.database or "") if self.url.get_backend_name() == "sqlite" else None


def find(url: str | None = None, environment: Mapping[str, str] = os.environ) -> Address:
    """The store to use.

    Parameters
    ----------
    url : str, optional
        ``postgresql://…`` or ``sqlite:///file``. Without it ``CORRIDORS_DATABASE_URL`` decides, and
        without that an SQLite file in the folder ``CORRIDORS_STORE`` (default: ``var`` beside ``app.py``).

    Raises
    ------
    StoreError
        If the address is not understood. The message does not repeat it, since it may hold a password.
    """
    given = url or environment.get(URL_VARIABLE, "").strip()
    if not given:
        folder = Path(environment.get(FOLDER_VARIABLE, "").strip() or DEFAULT_FOLDER).expanduser()
        return _embedded(folder / FILE)
    try:
        parsed = make_url(given)
    except (ArgumentError, ValueError):
        raise StoreError(Trouble.ADDRESS) from None
    backend = parsed.drivername.partition("+")[0]
    if backend == "sqlite" and parsed.database:
        return _embedded(Path(parsed.database))
    if backend in {"postgresql", "postgres", "postgis"}:
        return _postgres(parsed)
    raise StoreError(Trouble.ADDRESS, backend)


def _embedded(file: Path) -> Address:
    file = file.absolute()
    return Address(URL.create("sqlite", database=str(file)), str(file), {"timeout": WAIT_SECONDS})


def _postgres(url: URL) -> Address:
    """Turn an address as libpq writes it into the driver's terms."""
    query: dict[str, str] = {k: v if isinstance(v, str) else v[-1] for k, v in url.query.items()}
    arguments: dict[str, Any] = {"timeout": SILENCE_SECONDS, "application_name": "corridors"}
    host = unquote(query.pop("host", "") or url.host or os.environ.get("PGHOST", "localhost"))
    try:
        port = int(query.pop("port", "") or url.port or 5432)
    except ValueError:
        raise StoreError(Trouble.ADDRESS) from None
    # The driver has one time-out for connecting and for answers; the one for connecting would be too short.
    query.pop("connect_timeout", None)
    arguments["application_name"] = query.pop("application_name", arguments["application_name"])
    user = query.pop("user", None) or url.username or os.environ.get("PGUSER") or getpass.getuser()
    password = query.pop("password", None) or url.password or os.environ.get("PGPASSWORD")
    database = query.pop("dbname", None) or url.database or user
    encryption = _encryption(query.pop("sslmode", "prefer"))
    if query:
        raise StoreError(Trouble.ADDRESS, ", ".join(sorted(query)))
    if host.startswith("/"):
        arguments["unix_sock"] = f"{host}/.s.PGSQL.{port}"
        plain = URL.create("postgresql+pg8000", user, password, database=database)
    else:
        arguments["ssl_context"] = encryption
        plain = URL.create("postgresql+pg8000", user, password, host, port, database)
    return Address(plain, f"{host}:{port}/{database}", arguments)


def _encryption(mode: str) -> ssl.SSLContext | bool | None:
    """TLS as libpq's ``sslmode`` asks for; ``prefer`` and ``allow`` try it and go on without."""
    if mode == "disable":
        return False
    if mode in {"prefer", "allow"}:
        return None
    context = ssl.create_default_context()
    if mode != "verify-full":
        context.check_hostname = False
    if mode == "require":
        context.verify_mode = ssl.CERT_NONE
    elif mode not in {"verify-ca", "verify-full"}:
        raise StoreError(Trouble.ADDRESS, "sslmode")
    return context
