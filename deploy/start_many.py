"""Starts the app in several processes behind nginx, with PostgreSQL, on this machine; Ctrl+C stops all.

    .venv/bin/python deploy/start_many.py [--processes 2] [--port 8500] [--address 127.0.0.1]

Needs Debian's nginx, and PostgreSQL unless ``CORRIDORS_DATABASE_URL`` names a database. A process that
ends is started again. What it needs to remember, its logs and the database it makes are in ``var/many``.
"""

import argparse
import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.error import URLError

import nginx

ROOT = Path(__file__).resolve().parent.parent
HERE = "127.0.0.1"
PATIENCE = 60.0
LOOK_SECONDS = 0.5
# A process that ends sooner than this is not started again at once.
SHORT_LIFE = 10.0
MAIN = """\
worker_processes auto;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/log/nginx.log;
{user}
events {{ worker_connections 2048; }}
http {{
    access_log off;
    client_body_temp_path {folder}/nginx;
    proxy_temp_path {folder}/nginx;
    fastcgi_temp_path {folder}/nginx;
    uwsgi_temp_path {folder}/nginx;
    scgi_temp_path {folder}/nginx;
    include {folder}/corridors.conf;
}}
"""


def say(*words: object) -> None:
    """Tell whoever started this."""
    sys.stdout.write("many: " + " ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def free_port() -> int:
    """A TCP port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        return int(probe.getsockname()[1])


def is_free(address: str, port: int) -> bool:
    """Whether a server could listen there now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            return False
    return True


def secret(file: Path) -> str:
    """What the file holds, made on first use and readable by its owner alone."""
    if not file.exists():
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            stream.write(secrets.token_hex(24))
    return file.read_text(encoding="ascii")


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server answers well.

    Raises
    ------
    SystemExit
        If its process ends first or it does not answer in time.
    """
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            sys.exit(f"many: {process.args!s:.60} … ended at once; its log says why")
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own server
                if answer.status == 200:
                    return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    sys.exit(f"many: {address} did not answer within {PATIENCE:.0f} s")


class Program:
    """A program that this script started, with a log of its own."""

    def __init__(self, command: Sequence[str | Path], log: Path, environment: Mapping[str, str]) -> None:
        self._command, self._log, self._environment = command, log, environment
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        self.born = time.monotonic()
        with self._log.open("ab") as log:
            return subprocess.Popen(  # noqa: S603 - our own commands
                self._command,
                cwd=ROOT,
                env=dict(self._environment),
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl+C is for this script, which then stops the others in order
            )

    def again(self) -> None:
        """Start it again after it ended."""
        if time.monotonic() - self.born < SHORT_LIFE:
            time.sleep(LOOK_SECONDS * 4)
        self.process = self._start()

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it and wait until it has gone."""
        if self.process.poll() is None:
            self.process.send_signal(how)
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def database_tools() -> Path:
    """Folder of PostgreSQL's programs, the newest."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        sys.exit(
            "many: PostgreSQL is missing: apt-get install postgresql, or name a database: "
            "CORRIDORS_DATABASE_URL=postgresql://…"
        )
    return found[-1].parent


@contextmanager
def database(folder: Path) -> Iterator[str]:
    """A PostgreSQL of its own, kept in the folder, until the block ends; yields its address."""
    tools, data = database_tools(), folder / "postgres" / "data"
    owner = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    account = owner if os.geteuid() == 0 else None  # the server refuses to run as root
    password = secret(folder / "database-password")
    environment = {**os.environ, "PGPASSWORD": password}
    port = free_port()

    def run(*command: str | Path) -> None:
        done = subprocess.run(  # noqa: S603 - our own commands
            command, cwd="/", env=environment, user=account, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            sys.exit(f"many: {Path(command[0]).name} failed:\n{done.stdout}")

    is_new = not data.exists()
    data.parent.mkdir(exist_ok=True)
    if account:
        shutil.chown(data.parent, account)
    if is_new:
        given = data.parent / "given"
        given.write_text(password, encoding="ascii")
        if account:
            shutil.chown(given, account)
        run(
            tools / "initdb", "-D", data, "--auth=scram-sha-256", f"--pwfile={given}", f"--username={owner}",
            "--encoding=UTF8", "--no-locale",
        )  # fmt: skip
        given.unlink()
    options = f"-p {port} -c listen_addresses={HERE} -c unix_socket_directories="
    run(tools / "pg_ctl", "-D", data, "-w", "-s", "-l", data.parent / "log", "-o", options, "start")
    try:
        if is_new:
            run(tools / "createdb", "-h", HERE, "-p", str(port), "-U", owner, "corridors")
        yield f"postgresql://{owner}:{password}@{HERE}:{port}/corridors"
    finally:
        run(tools / "pg_ctl", "-D", data, "-w", "-s", "-m", "fast", "stop")


def app(port: int, folder: Path, store: str) -> Program:
    """One process of the app."""
    options = [f"--server.port={port}", f"--server.address={HERE}", "--server.headless=true"]
    environment = {
        **os.environ,
        "CORRIDORS_DATABASE_URL": store,
        # One secret for all: a token that one process gave out is good for the others.
        "STREAMLIT_SERVER_COOKIE_SECRET": secret(folder / "cookie-secret"),
    }
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), *options]
    return Program(
        [*command, "--server.fileWatcherType=none"], folder / "log" / f"app-{port}.log", environment
    )


def front(folder: Path, address: str, port: int, apps: Sequence[int]) -> Program:
    """The nginx before the processes."""
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        sys.exit("many: nginx is missing: apt-get install nginx-light")
    (folder / "nginx").mkdir(exist_ok=True)
    made = nginx.configuration([str(each) for each in apps], f"{address}:{port}")
    (folder / "corridors.conf").write_text(made, encoding="utf-8")
    user = "user root;" if os.geteuid() == 0 else ""  # the folder belongs to whoever started this
    main = folder / "nginx.conf"
    main.write_text(MAIN.format(folder=folder, user=user), encoding="utf-8")
    command = [program, "-p", str(folder), "-e", str(folder / "log" / "nginx.log"), "-c", str(main)]
    return Program(command, folder / "log" / "nginx.log", os.environ)


def note(folder: Path, port: int, apps: Mapping[int, Program]) -> None:
    """Write down what runs where, for whoever looks after it."""
    state = {"port": port, "apps": {number: each.process.pid for number, each in apps.items()}}
    draft = folder / "running.json.new"
    draft.write_text(json.dumps(state), encoding="ascii")
    draft.replace(folder / "running.json")


def watch(folder: Path, port: int, apps: Mapping[int, Program], before: Program) -> None:
    """Start again what ends; returns when nginx has ended."""
    while before.process.poll() is None:
        for number, each in apps.items():
            code = each.process.poll()
            if code is not None:
                say(f"the process on port {number} ended ({code}); starting it again")
                each.again()
                note(folder, port, apps)
        time.sleep(LOOK_SECONDS)


def choices() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--processes", type=int, default=2, help="processes of the app (2)")
    parser.add_argument("--port", type=int, default=8500, help="port of nginx (8500); 0 for a free one")
    parser.add_argument("--address", default=HERE, help=f"address nginx listens on ({HERE})")
    parser.add_argument("--folder", type=Path, default=ROOT / "var" / "many", help="(var/many)")
    chosen = parser.parse_args()
    chosen.port = chosen.port or free_port()
    if chosen.processes < 1:
        parser.error("--processes must be 1 or more")
    if not is_free(chosen.address, chosen.port):
        parser.error(f"port {chosen.port} on {chosen.address} is taken, or the address is not this machine's")
    return chosen


def main() -> None:
    """Start everything, keep it running, stop it."""
    chosen = choices()
    folder: Path = chosen.folder.resolve()
    (folder / "log").mkdir(parents=True, exist_ok=True)
    for stopping in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stopping, lambda *_: sys.exit(0))
    with ExitStack() as stack:
        store = os.environ.get("CORRIDORS_DATABASE_URL") or stack.enter_context(database(folder))
        apps: dict[int, Program] = {}
        for _ in range(chosen.processes):
            number = free_port()
            apps[number] = app(number, folder, store)
            stack.callback(apps[number].stop)
        for number, each in apps.items():
            wait_for(f"http://{HERE}:{number}/_stcore/health", each.process)
        before = front(folder, chosen.address, chosen.port, list(apps))
        stack.callback(before.stop, signal.SIGQUIT)
        wait_for(f"http://{chosen.address}:{chosen.port}/_stcore/health", before.process)
        note(folder, chosen.port, apps)
        stack.callback((folder / "running.json").unlink, missing_ok=True)
        say(f"http://{chosen.address}:{chosen.port}  (Ctrl+C 停止 / stops it; logs: {folder / 'log'})")
        watch(folder, chosen.port, apps, before)
        sys.exit(f"many: nginx ended; see {folder / 'log' / 'nginx.log'}")


if __name__ == "__main__":
    main()
