"""A private PostgreSQL for the tests: its own folder, its own socket, gone afterwards."""

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pg8000.dbapi

PASSWORD = "korridor-" + secrets.token_hex(8)
MISSING = (
    "these tests need PostgreSQL with PostGIS: scripts/setup.sh dev installs them, "
    "or: apt-get install postgresql-postgis"
)
_numbers = count(1)


@dataclass(frozen=True)
class Cluster:
    """A running server and where its socket is."""

    socket: Path
    owner: str
    start: Callable[[], None]
    stop: Callable[[], None]

    def url(self, database: str, password: str = PASSWORD) -> str:
        return f"postgresql://{self.owner}:{password}@/{database}?host={self.socket}"

    def new_database(self) -> str:
        """An empty database; returns its address."""
        name = f"test{next(_numbers)}"
        self.run(f"CREATE DATABASE {name}")
        return self.url(name)

    def run(self, statement: str, database: str = "postgres") -> tuple[tuple[object, ...], ...]:
        connection = pg8000.dbapi.connect(
            user=self.owner,
            password=PASSWORD,
            database=database,
            unix_sock=str(self.socket / ".s.PGSQL.5432"),
        )
        connection.autocommit = True
        try:
            cursor = connection.cursor()
            cursor.execute(statement)
            return tuple(tuple(row) for row in cursor.fetchall()) if cursor.description else ()
        finally:
            connection.close()


def binaries() -> Path:
    """The programs of the newest server that has PostGIS."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/lib/postgis-3.so"), key=lambda path: int(path.parts[-3])
    )
    assert found, MISSING
    return found[-1].parent.with_name("bin")


@contextmanager
def running() -> Iterator[Cluster]:
    """A server for as long as the block lasts."""
    tools = binaries()
    folder = Path(tempfile.mkdtemp(prefix="corridors-pg-"))
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    password_file = folder / "password"
    password_file.write_text(PASSWORD)
    if os.geteuid() == 0:  # the server refuses to run as root
        account = pwd.getpwnam(user)
        for path in (folder, password_file):
            os.chown(path, account.pw_uid, account.pw_gid)
    data = folder / "data"

    def run(*command: str | Path) -> None:
        as_user = user if os.geteuid() == 0 else None
        subprocess.run(command, cwd=folder, user=as_user, check=True, stdout=subprocess.DEVNULL, timeout=120)

    initdb = ("--auth=scram-sha-256", f"--pwfile={password_file}", f"--username={user}")
    run(tools / "initdb", "-D", data, *initdb, "--encoding=UTF8", "--no-locale", "--no-sync")
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"

    def start() -> None:
        run(tools / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")

    def stop() -> None:
        run(tools / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")

    try:
        start()
        yield Cluster(folder, user, start, stop)
    finally:
        if (data / "postmaster.pid").exists():
            stop()
        shutil.rmtree(folder, ignore_errors=True)
