"""Several processes behind nginx: a reader stays with one, and when it dies nothing stored is lost."""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPResponse
from pathlib import Path
from urllib.error import HTTPError, URLError

import nginx
import pytest
from sessions.visit import BrokenVisitError, Visit

from corridors import paths
from corridors.exchange.columns import OwnPlace
from corridors.exchange.store import Store, open_store
from tests import postgres
from tests.aside import aside

pytestmark = pytest.mark.slow
WRITERS = 6
PATIENCE = 60.0
MISSING = "these tests need nginx: scripts/setup.sh dev installs it, or: apt-get install nginx-light"


@dataclass(frozen=True)
class Running:
    """What ``deploy/start_many.py`` has started."""

    script: subprocess.Popen[str]
    folder: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.state['port']}"

    @property
    def state(self) -> dict[str, int]:
        found: dict[str, int] = json.loads((self.folder / "running.json").read_text())
        return found

    @property
    def apps(self) -> dict[str, int]:
        """Process ids by port."""
        found: dict[str, int] = json.loads((self.folder / "running.json").read_text())["apps"]
        return found


@contextmanager
def many(processes: int, **environment: str) -> Iterator[Running]:
    """The app in several processes until the block ends."""
    assert shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin"), MISSING
    folder = Path(tempfile.mkdtemp(prefix="corridors-many-"))
    folder.chmod(0o755)  # the database has an owner of its own
    command = [sys.executable, "deploy/start_many.py", "--port=0", f"--processes={processes}"]
    script = subprocess.Popen(
        [*command, f"--folder={folder}"],
        cwd=paths.ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert script.stdout
        said = script.stdout.readline()
        assert said.startswith("many: http://127.0.0.1:"), said
        yield Running(script, folder)
    finally:
        script.terminate()
        assert script.wait(timeout=60) == 0
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def database(cluster: postgres.Cluster) -> str:
    return cluster.new_database()


@pytest.fixture(scope="module")
def pair(database: str) -> Iterator[Running]:
    with many(2, CORRIDORS_DATABASE_URL=database) as running:
        yield running


def ask(address: str, method: str = "GET", **headers: str) -> HTTPResponse | HTTPError:
    """The answer to a request, whatever its status."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(address, method=method, headers=given)  # noqa: S310 - our own server
    try:
        return urllib.request.urlopen(request, timeout=30)  # noqa: S310
    except HTTPError as error:
        return error


def cookies(answer: HTTPResponse | HTTPError) -> dict[str, str]:
    found = (each.partition(";")[0].partition("=") for each in answer.headers.get_all("Set-Cookie") or ())
    return {name: value for name, _, value in found}


def test_a_browser_stays_with_the_process_that_answered(pair: Running) -> None:
    fresh = [ask(pair.address) for _ in range(6)]
    assert {cookies(answer)["corridors_app"] for answer in fresh} == {"0", "1"}
    for number in ("0", "1"):
        again = [ask(pair.address, Cookie=f"corridors_app={number}") for _ in range(4)]
        assert {answer.status for answer in again} == {200}
        assert not any("corridors_app" in cookies(answer) for answer in again)
    assert cookies(ask(pair.address, Cookie="corridors_app=nonsense"))["corridors_app"] in {"0", "1"}


def test_the_front_is_healthy_and_tells_no_figures(pair: Running) -> None:
    assert ask(f"{pair.address}/_stcore/health").status == 200
    assert ask(f"{pair.address}/_stcore/metrics").status == 404
    assert ask(pair.address).headers["Server"] == "nginx"


def test_a_token_of_one_process_is_good_for_the_other(pair: Running) -> None:
    one, other = (f"http://127.0.0.1:{port}/_stcore" for port in pair.apps)
    token = cookies(ask(f"{one}/health"))["_streamlit_xsrf"]
    upload = f"{other}/upload_file/no-session/no-file"
    refused = ask(upload, "PUT", Cookie=f"_streamlit_xsrf={token}", X_Xsrftoken="nonsense")
    taken = ask(upload, "PUT", Cookie=f"_streamlit_xsrf={token}", X_Xsrftoken=token)
    assert refused.status == 403
    assert taken.status == 400  # it goes on to ask for the session


@dataclass
class Writer:
    """Edits the remark of a layer of its own on the page of own data, again and again."""

    visit: Visit
    slug: str
    acknowledged: list[str] = field(default_factory=list)
    homes: list[str] = field(default_factory=list)

    async def come(self) -> None:
        """Open the page, after the process died too; the address brings back what was on screen."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                await self.visit.open("own")
                break
            except BrokenVisitError:
                assert time.monotonic() < end
                await asyncio.sleep(0.2)
        self.homes.append(self.visit.cookies["corridors_app"])

    async def write_until(self, done: asyncio.Event) -> None:
        await self.come()
        number = 0
        while not done.is_set():
            number += 1
            try:
                await self._write(f"{self.slug} {number}")
            except BrokenVisitError:
                await self.come()

    async def _write(self, text: str) -> None:
        key = next(key for key in self.visit.widgets if key.startswith("own_remark_"))
        button = next(key for key in self.visit.widgets if key.startswith("FormSubmitter:own_form_"))
        name = key.replace("own_remark_", "own_name_")
        await self.visit.choose(**{name: self.slug, key: text, button: None})
        shown = next(w for k, w in self.visit.widgets.items() if k.startswith("own_remark_"))
        assert shown.default == text
        self.acknowledged.append(text)


def stored(store: Store, layer: str) -> list[str]:
    """Remarks that a layer has had, the oldest first."""
    changes = reversed(store.history(layer, limit=10_000))
    edits = (edit.after for change in changes for edit in change.edits if edit.id == layer)
    return [str(after["note"]) for after in edits if after]


async def until(condition, what: str) -> None:  # type: ignore[no-untyped-def]
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, what
        await asyncio.sleep(0.1)


async def watch(address: str, done: asyncio.Event) -> list[int]:
    """Status of the front's health, many times a second."""
    seen = []
    while not done.is_set():
        seen.append((await asyncio.to_thread(ask, f"{address}/_stcore/health")).status)
        await asyncio.sleep(0.1)
    return seen


def test_a_killed_process_loses_nothing_that_was_stored(pair: Running, database: str) -> None:
    store = open_store(database)
    place = OwnPlace(name_zh="园区", country="KAZ", lon=70, lat=48)
    layers = [store.add_layer(f"writer {chr(97 + n)}", [place], "test").id for n in range(WRITERS)]
    writers = [
        Writer(Visit(pair.address, f"own_view=layers&own_list={slug}&own_part=settings"), slug)
        for slug in (layer.removeprefix("own:") for layer in layers)
    ]

    async def kill_one_while_all_write() -> tuple[str, list[int]]:
        done = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            for writer in writers:
                group.create_task(writer.write_until(done))
            health = group.create_task(watch(pair.address, done))
            await until(lambda: all(len(w.acknowledged) >= 3 for w in writers), "nobody writes")
            assert {w.homes[-1] for w in writers} == {"0", "1"}
            victim = writers[0].homes[-1]
            before = {w.slug: len(w.acknowledged) for w in writers}
            os.kill(list(pair.apps.values())[int(victim)], signal.SIGKILL)
            await until(
                lambda: all(len(w.acknowledged) >= before[w.slug] + 3 for w in writers), "nobody writes on"
            )
            done.set()
        for writer in writers:
            await writer.visit.close()
        return victim, health.result()

    killed = dict(pair.apps)
    victim, health = aside(kill_one_while_all_write())
    assert len(health) > 3
    assert set(health) == {200}
    for writer, layer in zip(writers, layers, strict=True):
        kept = stored(store, layer)
        assert [text for text in writer.acknowledged if text not in kept] == []
        assert len(kept) == len(set(kept))  # nothing was stored twice
        if writer.homes[0] == victim:
            assert writer.homes[-1] != victim
        else:
            assert len(writer.homes) == 1
    assert any(writer.homes[0] == victim for writer in writers)
    assert pair.apps.keys() == killed.keys()
    assert list(pair.apps.values())[int(victim)] != list(killed.values())[int(victim)]
    aside(until(lambda: is_up(list(pair.apps)[int(victim)]), "it was not started again"))
    store.close()


def is_up(port: str) -> bool:
    try:
        return ask(f"http://127.0.0.1:{port}/_stcore/health").status == 200
    except (URLError, ConnectionError):
        return False


def runs(process: int) -> bool:
    """Whether a process lives; one that has ended may still be listed until its parent asks."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] not in {"Z", "X"}


def test_it_brings_a_database_of_its_own_and_leaves_nothing_running() -> None:
    with many(1, CORRIDORS_DATABASE_URL="") as running:
        assert ask(f"{running.address}/_stcore/health").status == 200
        for secret in ("cookie-secret", "database-password"):
            assert (running.folder / secret).stat().st_mode & 0o077 == 0
        server = int((running.folder / "postgres/data/postmaster.pid").read_text().splitlines()[0])
        (app,) = running.apps.values()
        assert runs(server)
        assert runs(app)
    assert not runs(server)
    assert not runs(app)


def test_a_port_in_use_is_said(pair: Running) -> None:
    port = pair.state["port"]
    tried = subprocess.run(
        [sys.executable, "deploy/start_many.py", f"--port={port}"],
        cwd=paths.ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert tried.returncode == 2
    assert f"port {port} on 127.0.0.1 is taken" in tried.stderr


@pytest.mark.parametrize("apps", [[], ["8501", "8501"], ["8501", "127.0.0.1:8501"], ["x"], ["0"], ["a b:1"]])
def test_processes_that_cannot_be_are_refused(apps: list[str]) -> None:
    with pytest.raises(ValueError, match="port"):
        nginx.configuration(apps)


def test_https_and_other_machines() -> None:
    made = nginx.configuration(["8501", "10.0.0.7:8501"], "443", "/etc/ssl/office")
    assert "listen 443 ssl;" in made
    assert "ssl_certificate_key /etc/ssl/office.key;" in made
    assert made.count("server 10.0.0.7:8501 max_fails=1 fail_timeout=3s backup;") == 1
    assert "@" not in made.replace("error_page 502 504 = @starting", "").replace("location @starting", "")
