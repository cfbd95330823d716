"""Whatever happens to the store, nothing is half-written, nothing lost, and the reason is said kindly."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import event, make_url

from corridors import paths
from corridors.exchange.columns import OwnPlace
from corridors.exchange.store import Conflict, Store, StoreError, Trouble, address, migrate, open_store
from corridors.exchange.store.address import Address
from corridors.exchange.store.database import Database
from corridors.exchange.store.schema import VERSION
from corridors.vocabulary import Precision
from tests import postgres

PLACE = OwnPlace(name_zh="塞尔维亚", country="SRB", precision=Precision.COUNTRY)
ADD_LAYERS = """
import sys, time
from corridors.exchange.columns import OwnPlace
from corridors.exchange.store import open_store
url, names, rows, pause = sys.argv[1], sys.argv[2].split(","), int(sys.argv[3]), int(sys.argv[4])

def places():
    for n in range(rows):
        if n == pause:
            print("pausing", flush=True)
            time.sleep(60)
        yield OwnPlace(name_zh=f"园区 {n}", country="SRB", precision="country")

store = open_store(url)
print("ready", flush=True)
for name in names:
    store.add_layer(name, places(), who=name)
print("done", flush=True)
"""


def writer(url: str, names: str, rows: int, pause: int = -1) -> subprocess.Popen[str]:
    """A process of its own that adds layers and, if told, stops before a row."""
    command = [sys.executable, "-c", ADD_LAYERS, url, names, str(rows), str(pause)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, cwd=paths.ROOT)


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate(timeout=60)


def outcome(store: Store) -> set[tuple[str, int]]:
    return {(layer.title, len(store.rows(layer.id))) for layer in store.layers()}


def test_an_import_killed_at_any_row_leaves_the_store_as_before(store_url: str) -> None:
    rows, chance = 2500, random.Random(20151230)  # noqa: S311 - no secret
    store = open_store(store_url)
    store.add_layer("before", [PLACE], who="a")
    for row in (0, rows - 1, *(chance.randrange(rows) for _ in range(2))):
        process = writer(store_url, "half", rows, pause=row)
        assert process.stdout is not None
        assert [process.stdout.readline() for _ in range(2)] == ["ready\n", "pausing\n"]
        kill(process)
        assert process.returncode == -signal.SIGKILL
        assert outcome(store) == {("before", 1)}
        assert len(store.history()) == 1
    assert store.add_layer("after", [PLACE], who="a").rows == 1
    store.close()


def test_an_import_killed_at_any_moment_leaves_the_store_as_before_or_complete(store_url: str) -> None:
    rows, chance = 500, random.Random(7)  # noqa: S311 - no secret
    store = open_store(store_url)
    for attempt in range(3):
        process = writer(store_url, f"attempt{attempt}", rows)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(chance.random() / 5)
        kill(process)
        assert {count for _, count in outcome(store)} <= {rows}
    assert store.add_layer("after", [PLACE], who="a").rows == 1
    store.close()


def test_two_processes_write_at_once_and_both_succeed(store_url: str) -> None:
    open_store(store_url).close()
    names = [",".join(f"{who}{n}" for n in range(5)) for who in ("a", "b")]
    processes = [writer(store_url, each, 200) for each in names]
    for process in processes:
        output, errors = process.communicate(timeout=120)
        assert "done" in output, errors
    store = open_store(store_url)
    assert outcome(store) == {(name, 200) for each in names for name in each.split(",")}
    assert len({layer.id for layer in store.layers()}) == 10
    store.close()


def test_two_processes_open_a_new_store_at_once(store_url: str) -> None:
    processes = [writer(store_url, name, 1) for name in ("a", "b", "c")]
    for process in processes:
        output, errors = process.communicate(timeout=120)
        assert "done" in output, errors
    store = open_store(store_url)
    assert outcome(store) == {("a", 1), ("b", 1), ("c", 1)}
    store.close()


def test_one_edit_of_two_at_once_wins_and_the_other_is_told(store_url: str) -> None:
    store, other = open_store(store_url), open_store(store_url)
    layer = store.add_layer("zones", [PLACE], who="a")
    row = f"{layer.id}-1"
    store.edit_row(row, PLACE.model_copy(update={"note": "first"}), who="张三", version=1)
    with pytest.raises(Conflict) as caught:
        other.edit_row(row, PLACE.model_copy(update={"note": "second"}), who="李四", version=1)
    assert caught.value.who == "张三"
    assert other.row(row).place.note == "first"
    store.close()
    other.close()


def test_a_writer_that_never_ends_does_not_hold_the_others_for_ever(
    store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(address, "WAIT_SECONDS", 1)
    monkeypatch.setattr("corridors.exchange.store.database.WAIT_SECONDS", 1)
    store, other = open_store(store_url), open_store(store_url)
    with other._database.writing():
        assert store.layers() == ()  # reading goes on
        with pytest.raises(StoreError) as caught:
            store.add_layer("late", [PLACE], who="a")
    assert caught.value.trouble is Trouble.LOCKED
    assert store.add_layer("later", [PLACE], who="a").rows == 1
    store.close()
    other.close()


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/own.sqlite")
    store.add_layer("before", [PLACE], who="a")
    event.listen(store._database.engine, "begin", lambda c: c.exec_driver_sql("PRAGMA max_page_count = 60"))
    with pytest.raises(StoreError) as caught:
        store.add_layer("too much", [PLACE] * 5000, who="a")
    assert caught.value.trouble is Trouble.FULL
    assert outcome(store) == {("before", 1)}
    store.close()


@pytest.mark.parametrize(
    ("state", "trouble"),
    [
        ("53100", Trouble.FULL),
        ("25006", Trouble.READ_ONLY),
        ("XX001", Trouble.DAMAGED),
        ("58000", Trouble.OTHER),
    ],
)
def test_what_the_server_reports_is_told_apart(
    cluster: postgres.Cluster, state: str, trouble: Trouble
) -> None:
    database = Database(address.find(cluster.new_database()))
    with pytest.raises(StoreError) as caught, database.reading() as connection:
        connection.exec_driver_sql(f"DO $$ BEGIN RAISE 'secret' USING ERRCODE = '{state}'; END $$")
    assert caught.value.trouble is trouble
    assert "secret" not in str(caught.value)
    database.close()


def test_a_damaged_file_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "own.sqlite"
    file.write_bytes(b"not a database at all " * 500)
    before = file.read_bytes()
    with pytest.raises(StoreError) as caught:
        open_store(f"sqlite:///{file}")
    assert caught.value.trouble is Trouble.DAMAGED
    assert str(file) in caught.value.zh
    assert file.read_bytes() == before


def test_a_file_damaged_inside_is_told_when_read(tmp_path: Path) -> None:
    file = tmp_path / "own.sqlite"
    store = open_store(f"sqlite:///{file}")
    store.add_layer("zones", [PLACE.model_copy(update={"note": "x" * 300})] * 3000, who="a")
    store.close()
    content = bytearray(file.read_bytes())
    assert len(content) > 200_000
    content[8192:] = b"\xa5" * (len(content) - 8192)
    file.write_bytes(content)
    with pytest.raises(StoreError) as caught:
        open_store(f"sqlite:///{file}").rows("own:zones")
    assert caught.value.trouble is Trouble.DAMAGED


def test_a_row_that_is_no_row_is_told(store: Store) -> None:
    layer = store.add_layer("zones", [PLACE], who="a")
    with store._database.writing() as connection:
        connection.exec_driver_sql(
            "UPDATE records SET body = '{\"lon\": 999}' WHERE number = 1 AND scope <> 'layers'"
        )
    with pytest.raises(StoreError) as caught:
        store.rows(layer.id)
    assert caught.value.trouble is Trouble.DAMAGED
    assert "own:zones-1" in caught.value.en


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError) as caught:
        open_store(f"sqlite:///{tmp_path}/file/own.sqlite")
    assert caught.value.trouble is Trouble.UNREACHABLE


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may write everywhere, so give that up for a while."""
    root = os.geteuid() == 0
    if root:
        os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        if root:
            os.setresuid(0, 0, 0)


def test_a_store_that_may_only_be_read_can_be_read() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder}/own.sqlite"
        store = open_store(url)
        store.add_layer("zones", [PLACE], who="a")
        store.close()
        (folder / "own.sqlite").chmod(0o444)
        folder.chmod(0o555)
        with as_nobody():
            reader = open_store(url)
            assert outcome(reader) == {("zones", 1)}
            with pytest.raises(StoreError) as caught:
                reader.add_layer("new", [], who="a")
            assert caught.value.trouble is Trouble.READ_ONLY
            with pytest.raises(StoreError) as caught:
                open_store(f"sqlite:///{folder}/new/own.sqlite")
            assert caught.value.trouble is Trouble.READ_ONLY
            reader.close()
        folder.chmod(0o755)


# Versions


def test_the_newest_version_is_what_a_new_store_gets(store: Store) -> None:
    (head,) = ScriptDirectory(str(migrate.SCRIPTS)).get_heads()
    assert migrate.version(store._database) == head == VERSION


def test_an_old_store_is_brought_up_and_keeps_what_it_holds(store_url: str) -> None:
    database = Database(address.find(store_url))
    migrate.bring_up(database, target="0001")
    old = Store(database)
    layer = old.add_layer("old", [PLACE], who="a")
    assert migrate.version(database) == "0001"
    database.close()
    store = open_store(store_url)
    assert migrate.version(store._database) != "0001"
    assert store.layers() == (layer,)
    assert store.rows(layer.id)[0].place == PLACE
    file = store._database.address.file
    if file is not None:
        with sqlite3.connect(file.with_name("own.sqlite.0001.bak")) as copy:
            assert copy.execute("SELECT count(*) FROM records").fetchone() == (2,)
    store.close()


def test_a_store_of_a_newer_app_is_left_alone(store_url: str) -> None:
    store = open_store(store_url)
    layer = store.add_layer("zones", [PLACE], who="a")
    with store._database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError) as caught:
        open_store(store_url)
    assert caught.value.trouble is Trouble.NEWER
    assert store.layers() == (layer,)
    store.close()


def test_a_migration_that_fails_changes_nothing(store_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    database = Database(address.find(store_url))
    with monkeypatch.context() as patch:
        patch.setattr("alembic.op.create_index", fail)
        with pytest.raises(StoreError):
            migrate.bring_up(database)
    assert migrate.version(database) is None
    migrate.bring_up(database)
    assert Store(database).layers() == ()
    database.close()


def test_postgis_shows_own_rows_to_map_programs(cluster: postgres.Cluster) -> None:
    url = cluster.new_database()
    store = open_store(url)
    line = OwnPlace(name_en="line", lon=1, lat=1, wkt="LINESTRING (0 0, 2 2)")
    point = OwnPlace(name_zh="点", lon=121.5, lat=38.9)
    store.add_layer("map", [line, point, PLACE], who="a")
    gone = store.add_layer("gone", [point], who="a")
    store.delete_layer(gone.id, who="a", version=1)
    database = make_url(url).database
    assert database
    shown = cluster.run(
        "SELECT id, layer_title, ST_AsText(geom), ST_SRID(geom) FROM own_places ORDER BY id", database
    )
    assert shown == (
        ("own:map-1", "map", "LINESTRING(0 0,2 2)", 4326),
        ("own:map-2", "map", "POINT(121.5 38.9)", 4326),
        ("own:map-3", "map", None, None),
    )
    store.close()


# Where the store is


def test_without_settings_it_is_a_file_beside_the_app() -> None:
    assert address.find(environment={}).file == paths.ROOT / "var" / "own.sqlite"


def test_a_folder_can_be_chosen(tmp_path: Path) -> None:
    found = address.find(environment={"CORRIDORS_STORE": str(tmp_path / "a b")})
    assert found.file == tmp_path / "a b" / "own.sqlite"


@pytest.mark.parametrize(
    ("url", "label"),
    [
        ("postgresql://u:geheim@db.example:5433/office", "db.example:5433/office"),
        ("postgres://u:geheim@db.example/office?sslmode=require", "db.example:5432/office"),
        ("postgresql+psycopg2://u:geheim@db.example/office?connect_timeout=3", "db.example:5432/office"),
        ("postgresql:///office?host=/run/pg&user=u&password=geheim", "/run/pg:5432/office"),
        ("postgresql://u:geheim@%2Frun%2Fpg:5433/office", "/run/pg:5433/office"),
    ],
)
def test_addresses_as_libpq_writes_them(url: str, label: str) -> None:
    found = address.find(environment={"CORRIDORS_DATABASE_URL": url})
    assert found.label == label
    assert (found.url.username, found.url.password) == ("u", "geheim")
    assert "geheim" not in repr(found.url) + found.label


@pytest.mark.parametrize(
    "url",
    [
        "mysql://u:geheim@host/db",
        "geheim",
        "postgresql://u:geheim@host:port/db",
        "postgresql://u:geheim@host/db?sslmode=geheim",
        "postgresql://u:geheim@host/db?unknown=geheim",
        "sqlite://",
    ],
)
def test_an_address_that_is_not_understood_is_not_repeated(url: str) -> None:
    with pytest.raises(StoreError) as caught:
        address.find(environment={"CORRIDORS_DATABASE_URL": url})
    assert caught.value.trouble is Trouble.ADDRESS
    assert "geheim" not in caught.value.zh + caught.value.en


def test_no_password_in_any_message(cluster: postgres.Cluster, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    wrong = "wrong-geheim"
    for url, trouble in (
        (cluster.url("postgres", wrong), Trouble.REFUSED),
        (cluster.url("nosuchdatabase"), Trouble.UNREACHABLE),
        (f"postgresql://u:{wrong}@127.0.0.1:1/x", Trouble.UNREACHABLE),
        (f"postgresql://u:{wrong}@/x?host=/nowhere", Trouble.UNREACHABLE),
    ):
        with pytest.raises(StoreError) as caught:
            open_store(url)
        error = caught.value
        assert error.trouble is trouble
        assert error.__cause__ is None
        said = error.zh + error.en + repr(error.args) + caplog.text
        assert wrong not in said
        assert postgres.PASSWORD not in said


def test_a_store_by_its_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CORRIDORS_DATABASE_URL", raising=False)
    monkeypatch.setenv("CORRIDORS_STORE", str(tmp_path / "here"))
    store = open_store()
    assert store.where == str(tmp_path / "here" / "own.sqlite")
    store.close()


@pytest.mark.parametrize("trouble", list(Trouble))
def test_every_trouble_says_what_to_do_in_both_languages(trouble: Trouble) -> None:
    error = StoreError(trouble, "where")
    for text in (trouble.zh, trouble.meaning, "where"):
        assert text in error.zh
    for text in (trouble.en, trouble.definition, "where"):
        assert text in error.en
    assert "\n" not in str(error)
    assert trouble.meaning != trouble.definition


def test_an_address_prints_no_password() -> None:
    assert "geheim" not in repr(Address(address.find("postgresql://u:geheim@h/d").url, "h/d"))
