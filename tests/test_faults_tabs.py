"""Two tabs on one layer: whoever comes second is told, and neither's work is lost."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import streamlit as st

from corridors.exchange.columns import OwnPlace
from corridors.exchange.store import Store, open_store
from corridors.ui import own_layers, own_reading
from corridors.ui.texts import text
from tests.sheets import Tab

NAMES = ("甲园", "乙园", "丙园")


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store of its own with a layer of three rows."""
    monkeypatch.delenv("CORRIDORS_DATABASE_URL", raising=False)
    monkeypatch.setenv("CORRIDORS_STORE", str(tmp_path))
    st.cache_resource.clear()
    with closing(open_store()) as opened:
        places = [OwnPlace(name_zh=name, country="KEN", lon=36.8, lat=-1.3) for name in NAMES]
        opened.add_layer("list", places, "王一")
        yield opened
    own_layers.reopen()
    st.cache_resource.clear()


def names(store: Store) -> list[str]:
    return [row.place.name_zh for row in store.rows("own:list")]


@pytest.fixture
def wang() -> Tab:
    return Tab("list", "王一")


@pytest.fixture
def li() -> Tab:
    return Tab("list", "李二")


def test_the_second_to_save_a_row_is_told_and_decides(store: Store, wang: Tab, li: Tab) -> None:
    wang.type({0: {"name_zh": "王的"}, 1: {"note": "王注"}})
    li.type({0: {"name_zh": "李的"}, 2: {"name_zh": "丙李"}})
    wang.save()
    assert text("own_others_changed", "zh") in li.look().said
    li.save()
    assert names(store) == ["王的", "乙园", "丙李"]  # only the row in question waits
    for words in ("王一", "甲园", "王的", "李的"):
        assert words in li.html
    assert "已保存 1 行" in li.said
    li.press("own_mine_own:list-1")
    assert names(store) == ["李的", "乙园", "丙李"]
    assert store.rows("own:list")[1].place.note == "王注"
    kept = [edit.before["name_zh"] for edit in store.history("own:list")[0].edits if edit.before]
    assert kept == ["王的"]


def test_theirs_can_be_kept(store: Store, wang: Tab, li: Tab) -> None:
    wang.type({0: {"name_zh": "王的"}})
    li.type({0: {"name_zh": "李的"}}).look()
    wang.save()
    li.save().press("own_theirs_own:list-1")
    assert names(store)[0] == "王的"
    assert "own clash" not in li.html


def test_a_row_removed_in_one_tab_while_it_is_edited_in_the_other(store: Store, wang: Tab, li: Tab) -> None:
    li.type({0: {"name_zh": "李的"}})
    wang.type(removed=(0,)).save()
    assert names(store) == ["乙园", "丙园"]
    li.save()
    assert text("own_clash_gone", "zh") in li.html
    assert "李的" in li.html
    li.press("own_mine_own:list-1")
    assert names(store) == ["乙园", "丙园", "李的"]


def test_a_row_edited_in_one_tab_while_it_is_removed_in_the_other(store: Store, wang: Tab, li: Tab) -> None:
    li.type(removed=(0, 2))
    wang.type({0: {"name_zh": "王的"}}).save()
    li.save()
    assert text("own_not_removed", "zh") in li.said
    assert "王一" in li.said
    assert names(store) == ["王的", "乙园"]


def test_a_layer_deleted_in_one_tab_while_it_is_edited_in_the_other(store: Store, wang: Tab, li: Tab) -> None:
    li.type({0: {"name_zh": "李的"}})
    typed = li.edits
    wang.app.session_state["own_part"] = "settings"
    wang.look().press("own_delete")
    assert store.layers() == ()
    li.look()
    assert "王一" in li.said
    assert "已被" in li.said
    assert li.edits == typed
    li.press("own_restore")
    assert li.edits == typed
    assert "已被" not in li.look().said
    li.save()
    assert names(store)[0] == "李的"


def test_edits_of_a_deleted_layer_can_become_a_new_one(store: Store, li: Tab) -> None:
    li.type({0: {"name_zh": "李的"}}, removed=(1,))
    (layer,) = store.layers()
    store.delete_layer(layer.id, "王一", layer.version)
    li.look().press("own_as_new")
    (new,) = store.layers()
    assert [row.place.name_zh for row in store.rows(new.id)] == ["李的", "丙园"]
    assert li.app.session_state["own_list"] == new.id.removeprefix("own:")


def test_a_deleted_layer_without_edits_is_simply_shut(store: Store, li: Tab) -> None:
    (layer,) = store.layers()
    store.delete_layer(layer.id, "王一", layer.version)
    li.look()
    assert not li.has_sheet
    assert li.app.session_state["own_list"] == ""


def test_a_change_undone_in_one_tab_while_the_other_edits_its_row(store: Store, wang: Tab, li: Tab) -> None:
    wang.type({0: {"name_zh": "王的"}}).save()
    li.look().type({0: {"note": "李注"}})
    wang.app.button(key="own_undo_said_0").click().run()
    assert names(store)[0] == "甲园"
    li.save()
    assert "王一" in li.html
    li.press("own_mine_own:list-1")
    row = store.rows("own:list")[0].place
    assert (row.name_zh, row.note) == ("甲园", "李注")


def test_a_change_that_someone_has_built_upon_cannot_be_undone(store: Store, wang: Tab, li: Tab) -> None:
    wang.type({0: {"name_zh": "王的"}, 1: {"name_zh": "王乙"}}).save()
    li.look().type({1: {"name_zh": "李乙"}}).save()
    wang.press("own_undo_said_0")
    assert "李二" in wang.said
    assert names(store) == ["王的", "李乙", "丙园"]


def test_a_title_changed_in_both_tabs(store: Store, wang: Tab, li: Tab) -> None:
    for tab in (wang, li):
        tab.app.session_state["own_part"] = "settings"
        tab.look()
    for tab, title in ((wang, "王的名单"), (li, "李的名单")):
        labels = [t.label for t in tab.app.text_input]
        tab.app.text_input[labels.index(text("own_title", "zh"))].set_value(title)
        next(b for b in tab.app.button if b.label == text("own_save", "zh")).click().run()
        tab.ok()
    assert [layer.title for layer in store.layers()] == ["王的名单"]
    assert "王一" in li.said
    typed = [t.value for t in li.app.text_input if t.label == text("own_title", "zh")]
    assert typed == ["李的名单"]  # one more press, knowing of the other, and it stands
    next(b for b in li.app.button if b.label == text("own_save", "zh")).click().run()
    assert [layer.title for layer in store.layers()] == ["李的名单"]


def test_only_the_layer_that_changed_is_read_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.add_layer("other", [OwnPlace(name_zh="丁园", country="KEN", lon=36.8, lat=-1.3)], "王一")
    assert len(own_layers.kept()) == 2
    read = list[str]()
    whole = own_reading._rows
    monkeypatch.setattr(own_reading, "_rows", lambda s, layer: read.append(layer.id) or whole(s, layer))
    row = store.rows("own:list")[0]
    store.edit_row(row.id, row.place.model_copy(update={"note": "新"}), "李二", row.version)
    kept = {each.layer.id: each for each in own_layers.kept()}
    assert read == ["own:list"]
    assert kept["own:list"].rows[row.id].place.note == "新"
    assert kept["own:other"].rows["own:other-1"].place.name_zh == "丁园"
    store.undo(store.history("own:list")[0].id, "李二")
    assert own_layers.place(row.id) == row.place
    assert read == ["own:list", "own:list"]
