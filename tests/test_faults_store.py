"""The database goes away, is locked or full in the middle of an edit: told, and the edit stays."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import pytest
import streamlit as st
from sqlalchemy import Connection, event
from streamlit.testing.v1 import AppTest

from corridors import paths
from corridors.exchange.columns import OwnPlace
from corridors.exchange.store import Store, StoreError, Trouble, address, open_store
from corridors.policy.added import suggest_meta
from corridors.policy.link_text import link_text
from corridors.ui import documents, own_layers
from corridors.ui.library import library
from corridors.ui.own_door import door
from corridors.ui.texts import text
from tests import postgres
from tests.import_files import csv_bytes
from tests.sheets import Tab

NAMES = ("甲园", "乙园", "丙园")


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Cluster]:
    """A server of this module's own: it is stopped under the app's feet."""
    with postgres.running() as cluster:
        yield cluster


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.delenv("CORRIDORS_DATABASE_URL", raising=False)
    monkeypatch.setenv("CORRIDORS_STORE", str(tmp_path))
    st.cache_resource.clear()
    yield tmp_path
    own_layers.reopen()
    st.cache_resource.clear()


def place(name: str) -> OwnPlace:
    return OwnPlace(name_zh=name, country="KEN", lon=36.8, lat=-1.3)


def fill() -> Store:
    """A layer of three rows, and another way into the same store."""
    store = open_store()
    store.add_layer("list", [place(name) for name in NAMES], "王一")
    return store


def names(store: Store) -> list[str]:
    return [row.place.name_zh for row in store.rows("own:list")]


CHANGES: dict[str, Any] = {
    "edited": {0: {"name_zh": "新甲"}, 1: {"name_zh": "新乙"}},
    "added": ({"name_zh": "丁园", "country": "KEN", "lon": "36", "lat": "-1"},),
    "removed": (2,),
}
AFTER = ["新甲", "新乙", "丁园"]


def test_a_server_stopped_in_the_middle_of_an_edit(
    server: postgres.Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CORRIDORS_DATABASE_URL", server.new_database())
    with closing(fill()) as other:
        tab = Tab("list").type(**CHANGES)
        typed = tab.edits
        server.stop()
        try:
            tab.save()
            assert Trouble.UNREACHABLE.zh in tab.said
            assert text("own_go_on_last", "zh") in tab.said
            assert postgres.PASSWORD not in tab.said
            assert tab.look().edits == typed
            assert "甲园" in tab.app.data_editor[0].value.to_string()
        finally:
            server.start()
        assert tab.edits == typed
        tab.save()
        assert "已保存 4 行" in tab.said
        assert names(other) == AFTER
        assert len(other.history("own:list")) == 2
        assert not tab.look().said


def test_an_answer_that_is_lost_does_not_store_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database does what is asked and breaks down before it says so."""
    with closing(fill()) as other:
        tab = Tab("list").type(**CHANGES)
        lose_the_answer(monkeypatch, "save_rows", tab.save)
        assert Trouble.UNREACHABLE.zh in tab.said
        assert names(other) == AFTER
        assert tab.edits["edited_rows"]
        tab.save()
        assert "已保存" in tab.said
        assert names(other) == AFTER
        assert len(other.history("own:list")) == 2


def lose_the_answer(monkeypatch: pytest.MonkeyPatch, method: str, press: Callable[[], object]) -> None:
    whole = getattr(Store, method)

    def lost(self: Store, *arguments: Any) -> NoReturn:
        whole(self, *arguments)
        raise StoreError(Trouble.UNREACHABLE, self.where)

    with monkeypatch.context() as patch:
        patch.setattr(Store, method, lost)
        press()


def test_a_list_on_its_way_in_waits_for_the_store_and_goes_in_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(fill()) as other:
        app = Tab("list").app
        app.session_state["own_view"] = "add"
        app.run()
        upload = ("园区.csv", csv_bytes(("戊园", "肯尼亚", "36.8", "-1.3")), "text/csv")
        app.file_uploader[0].set_value(upload).run()
        next(b for b in app.button if b.label == text("own_check", "zh")).click().run()

        def store() -> str:
            app.button(key="own_store").click().run()
            assert not app.exception
            return " ".join(e.value for e in [*app.error, *app.success]).replace("\\", "")

        (folder / "own.sqlite").rename(folder / "away")
        said = store()
        assert text("own_not_stored", "zh") in said
        assert Trouble.UNREACHABLE.zh in said
        assert not (folder / "own.sqlite").exists()
        (folder / "away").rename(folder / "own.sqlite")
        lose_the_answer(monkeypatch, "add_layer", store)
        assert len(other.layers()) == 2
        assert "已存入" in store()
        assert [(layer.title, layer.rows) for layer in other.layers()] == [("list", 3), ("园区", 1)]


def test_a_file_taken_away_in_the_middle_of_an_edit(folder: Path) -> None:
    """A copy that is put in its place is another file: what is saved goes into that one."""
    fill().close()
    tab = Tab("list").type(**CHANGES)
    (folder / "own.sqlite").rename(folder / "away")
    tab.save()
    assert Trouble.UNREACHABLE.zh in tab.said
    assert str(folder / "own.sqlite") in tab.said
    assert not (folder / "own.sqlite").exists()
    assert tab.edits["added_rows"]
    shutil.copy(folder / "away", folder / "own.sqlite")
    tab.save()
    assert "已保存 4 行" in tab.said
    with closing(open_store()) as now:
        assert names(now) == AFTER


def test_another_file_in_the_place_of_the_first_is_read_and_written(folder: Path) -> None:
    """Its numbers may be the same; what it holds is not."""
    fill().close()
    assert [each.layer.title for each in own_layers.kept()] == ["list"]
    with closing(open_store(f"sqlite:///{folder / 'backup'}")) as backup:
        backup.add_layer("restored", [place("旧园")], "王一")
        assert backup.serial() == own_layers.serial()
    (folder / "backup").replace(folder / "own.sqlite")
    assert own_layers.trouble() is None
    assert [each.layer.title for each in own_layers.kept()] == ["restored"]
    own_layers.write(lambda store: store.add_rows("own:restored", [place("新园")], "王一"))
    with closing(open_store()) as now:
        assert [row.place.name_zh for row in now.rows("own:restored")] == ["旧园", "新园"]


def test_a_file_that_stays_away_leaves_the_edit_and_a_way_out(folder: Path) -> None:
    fill().close()
    tab = Tab("list").type(**CHANGES)
    (folder / "own.sqlite").rename(folder / "away")
    tab.look().press_words("own_reopen")
    assert "已没有图层“list”" in tab.said
    assert tab.edits["edited_rows"]
    tab.press("own_as_new")
    assert "已存入“list”" in tab.said
    with closing(open_store()) as now:
        assert names(now) == AFTER
    assert tab.look().has_sheet


def test_a_locked_file_is_told_and_the_edit_stays(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(address, "WAIT_SECONDS", 1)
    with closing(fill()) as other:
        tab = Tab("list").type(**CHANGES)
        with closing(sqlite3.connect(folder / "own.sqlite", isolation_level=None)) as writer:
            writer.execute("BEGIN IMMEDIATE")
            tab.save()
            assert Trouble.LOCKED.zh in tab.said
            assert tab.edits["edited_rows"]
        assert names(other) == list(NAMES)
        tab.save()
        assert names(other) == AFTER


def test_a_file_that_may_only_be_read_is_told_and_the_edit_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(fill()) as other:
        tab = Tab("list").type(**CHANGES)
        with monkeypatch.context() as patch:
            patch.setattr("corridors.exchange.store.database._is_unwritable", lambda _: True)
            own_layers.reopen()
            tab.save()
            assert Trouble.READ_ONLY.zh in tab.said
            assert tab.edits["edited_rows"]
        own_layers.reopen()
        tab.save()
        assert names(other) == AFTER


def test_a_full_disk_keeps_the_edit(folder: Path) -> None:
    with closing(fill()) as other:
        tab = Tab("list").type({0: {"note": "长" * 9000}})
        engine = door()._opened()._database.engine
        full = partial(Connection.exec_driver_sql, statement="PRAGMA max_page_count = 1")
        event.listen(engine, "begin", full)
        tab.save()
        event.remove(engine, "begin", full)
        assert Trouble.FULL.zh in tab.said
        assert len(tab.edits["edited_rows"][0]["note"]) == 9000
        assert other.rows("own:list")[0].place.note == ""
        engine.dispose()
        tab.save()
        assert other.rows("own:list")[0].place.note == "长" * 9000
    assert folder.exists()


def no_table(file: Path) -> None:
    with closing(sqlite3.connect(file)) as store, store:
        store.execute("DROP TABLE records")


def newer(file: Path) -> None:
    with closing(sqlite3.connect(file)) as store, store:
        store.execute("UPDATE alembic_version SET version_num = '9999'")


def header(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(b"\xa5" * 100 + content[100:])


def half(file: Path) -> None:
    content = file.read_bytes()
    assert len(content) > 20_000
    file.write_bytes(content[: len(content) // 2])


@pytest.mark.parametrize(
    ("damage", "trouble"),
    [
        (no_table, Trouble.DAMAGED),
        (newer, Trouble.NEWER),
        (header, Trouble.DAMAGED),
        (half, Trouble.DAMAGED),
    ],
)
def test_a_damaged_store_is_told_kept_and_the_rest_works(
    folder: Path, damage: Callable[[Path], None], trouble: Trouble
) -> None:
    with closing(fill()) as store:
        store.add_layer("more", [place(name) for name in NAMES * 100], "王一")
    file = folder / "own.sqlite"
    damage(file)
    before = file.read_bytes()
    tab = Tab("list")
    assert trouble.zh in tab.said
    assert trouble.meaning in tab.said
    assert text("own_go_on", "zh") in tab.said
    app = tab.app.switch_page("pages/map.py").run()
    assert not app.exception
    assert not app.error
    with pytest.raises(StoreError) as caught:
        own_layers.write(lambda store: store.add_layer("new", [], ""))
    assert caught.value.trouble is trouble
    assert file.read_bytes() == before
    assert [found.name for found in folder.iterdir() if found.suffix == ".bak"] == []


def test_a_kept_policy_stays_on_the_page_while_the_store_is_away(folder: Path) -> None:
    app = AppTest.from_file(str(paths.ROOT / "app.py"), default_timeout=90)
    policy = added("新政策\n一、总体\n1. 支持与蒙古、俄罗斯开展合作。\n")
    app.query_params.update({"desk": "add", "doc": policy.id})
    app.switch_page("pages/policy.py").run()
    (folder / "own.sqlite").rename(folder / "away")
    app.button(key="do_accept").click().run()
    assert not app.exception
    assert Trouble.UNREACHABLE.zh in " ".join(e.value for e in app.error)
    assert app.session_state["doc"] == policy.id
    (folder / "away").rename(folder / "own.sqlite")
    app.button(key="do_accept").click().run()
    assert not app.error
    own_layers.knock()
    assert len(documents.added()[policy.id].decisions) == 1


def added(words: str) -> documents.Added:
    """A policy that was added and is kept in the store."""
    linked = link_text(library(), words)
    meta = suggest_meta(linked, "", "2026-01-31")
    own_layers.write(
        lambda store: store.put_note(
            "policy",
            linked.clauses[0].doc,
            {"text": words, "meta": meta.model_dump(mode="json"), "decisions": []},
            "",
        )
    )
    (kept,) = documents.added().values()
    return kept
