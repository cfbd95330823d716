"""What was typed into a sheet stays until it is saved or given up, wherever the reader goes meanwhile."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import streamlit as st

from corridors.exchange.columns import OwnPlace
from corridors.exchange.store import Store, open_store
from corridors.ui import own_layers
from corridors.ui.texts import text
from tests.sheets import Tab

NEW = {"name_zh": "丁园", "country": "肯尼亚", "lon": "36.9", "lat": "-1.3"}
WAITS = text("own_waits", "zh")


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store of its own with two layers of three rows."""
    monkeypatch.delenv("CORRIDORS_DATABASE_URL", raising=False)
    monkeypatch.setenv("CORRIDORS_STORE", str(tmp_path))
    st.cache_resource.clear()
    with closing(open_store()) as opened:
        for title in ("list", "other"):
            rows = [
                OwnPlace(name_zh=name, country="KEN", lon=36.8, lat=-1.3) for name in ("甲园", "乙园", "丙园")
            ]
            opened.add_layer(title, rows, "王一")
        yield opened
    own_layers.reopen()
    st.cache_resource.clear()


def names(store: Store) -> list[str]:
    return [row.place.name_zh for row in store.rows("own:list")]


def to_the_map(tab: Tab) -> None:
    tab.app.switch_page("pages/map.py").run()
    assert not tab.has_sheet
    tab.app.switch_page("pages/own.py").run()


def to_the_history(tab: Tab) -> None:
    tab.app.button_group(key="own_part").set_value("history").run()
    assert not tab.has_sheet
    tab.app.button_group(key="own_part").set_value("rows").run()


def to_another_list(tab: Tab) -> None:
    tab.press("own_open_other")
    assert WAITS in tab.html
    assert "丁园" not in sheet(tab)
    tab.press("own_open_list")


AWAY = pytest.mark.parametrize("away", [to_the_map, to_the_history, to_another_list])


def sheet(tab: Tab) -> str:
    return str(tab.app.data_editor[0].value.to_string())


@AWAY
def test_what_was_typed_is_there_again(store: Store, away: Callable[[Tab], None]) -> None:
    tab = Tab("list", "李二")
    assert WAITS not in tab.html
    tab.type({0: {"name_zh": "甲改"}, 2: {"note": "注"}}, added=(NEW,), removed=(1,))
    for _ in range(2):
        away(tab)
        tab.ok()
        assert "乙园" not in sheet(tab)
        assert all(words in sheet(tab) for words in ("甲改", "注", "丁园"))
    assert names(store) == ["甲园", "乙园", "丙园"]
    tab.save()
    assert names(store) == ["甲改", "丙园", "丁园"]
    assert store.rows("own:list")[1].place.note == "注"
    assert WAITS not in tab.html
    assert len(store.history("own:list")) == 2


@AWAY
def test_one_can_go_on_typing(store: Store, away: Callable[[Tab], None]) -> None:
    tab = Tab("list").type({0: {"name_zh": "甲改"}, 1: {"name_zh": "乙改"}}, added=(NEW, NEW))
    away(tab)
    # The first row as it was, one of the new rows changed and the other removed, one more new row.
    tab.type(
        {0: {"name_zh": "甲园"}, 3: {"name_zh": "戊园"}}, added=({**NEW, "name_zh": "己园"},), removed=(4,)
    )
    away(tab)
    tab.save()
    assert names(store) == ["甲园", "乙改", "丙园", "戊园", "己园"]
    assert [
        edit.after["name_zh"] for edit in store.history("own:list")[0].edits if edit.before and edit.after
    ] == ["乙改"]


@AWAY
def test_a_wrong_cell_is_told_and_nothing_is_saved(store: Store, away: Callable[[Tab], None]) -> None:
    tab = Tab("list").type({1: {"lat": "北"}})
    away(tab)
    tab.save()
    assert "北" in tab.html
    assert names(store) == ["甲园", "乙园", "丙园"]
    away(tab)
    assert "北" in sheet(tab)
    tab.type({1: {"lat": "-1.5"}}).save()
    assert store.rows("own:list")[1].place.lat == -1.5


@AWAY
def test_giving_up_brings_the_rows_back(away: Callable[[Tab], None]) -> None:
    tab = Tab("list").type({0: {"name_zh": "甲改"}}, added=(NEW,), removed=(1,))
    away(tab)
    tab.press("own_discard")
    assert all(words in sheet(tab) for words in ("甲园", "乙园", "丙园"))
    assert "丁园" not in sheet(tab)
    assert WAITS not in tab.html


def test_someone_else_was_faster_meanwhile(store: Store) -> None:
    tab = Tab("list", "李二").type({0: {"name_zh": "李的"}})
    to_the_map(tab)
    Tab("list", "王一").type({0: {"name_zh": "王的"}}).save()
    assert text("own_others_changed", "zh") in tab.look().said
    tab.save()
    assert names(store)[0] == "王的"
    assert "李的" in tab.html
