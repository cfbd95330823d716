"""Own layers are kept, versioned and given back; the same in SQLite and in PostgreSQL."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corridors.exchange.columns import OwnPlace
from corridors.exchange.store import Conflict, NotThereError, Store, StoreError, Trouble
from corridors.exchange.store.model import ids_for, layer_of, row_id
from corridors.vocabulary import Kind, Precision, State

UGANDA = OwnPlace(
    id="7",
    kind=Kind.ZONE,
    name_zh="乌干达园区",
    name_en="Uganda park",
    country="UGA",
    lon=32.25,
    lat=0.69,
    precision=Precision.TOWN,
    state=State.OPERATING,
    type="自建",
    operator="某公司",
    industries=("建材", "纺织"),
    start="2015-12",
    source="内部台账",
    note="备注 = 1\n第二行",
    extra={"联系人": "张三", "=cmd": "`${x}`"},
)
SERBIA = OwnPlace(name_zh="塞尔维亚", country="SRB", precision=Precision.COUNTRY)
LINE = OwnPlace(name_en="Line", lon=1.0, lat=1.0, wkt="LINESTRING (0 0, 2 2)")


def place(name: str) -> OwnPlace:
    return SERBIA.model_copy(update={"name_zh": name})


def test_a_layer_comes_back_as_it_went_in(store: Store) -> None:
    layer = store.add_layer("我们的园区 2026", [UGANDA, SERBIA, LINE], who="  李\n四 ", note="来自 Excel")
    assert layer.id == "own:2026-list"
    assert (layer.title, layer.note, layer.who, layer.rows) == ("我们的园区 2026", "来自 Excel", "李 四", 3)
    rows = store.rows(layer.id)
    assert [row.place for row in rows] == [UGANDA, SERBIA, LINE]
    assert [row.id for row in rows] == ["own:2026-list-1", "own:2026-list-2", "own:2026-list-3"]
    assert store.layers() == (layer,)
    assert store.row("own:2026-list-2") == rows[1]


def test_an_empty_store_has_no_layers(store: Store) -> None:
    assert store.layers() == ()
    assert store.history() == ()


def test_an_empty_layer_is_a_layer(store: Store) -> None:
    layer = store.add_layer("空", [], who="a")
    assert store.layers() == (layer,)
    assert store.rows(layer.id) == ()


def test_layers_with_one_title_get_ids_of_their_own(store: Store) -> None:
    ids = [store.add_layer("园区", [SERBIA], who="a").id for _ in range(3)]
    assert ids == ["own:list", "own:list-b", "own:list-c"]


def test_a_title_is_needed(store: Store) -> None:
    with pytest.raises(StoreError) as caught:
        store.add_layer(" \n ", [SERBIA], who="a")
    assert caught.value.trouble is Trouble.VALUE
    assert store.layers() == ()
    assert store.history() == ()


def test_many_rows_keep_their_order(store: Store) -> None:
    places = [SERBIA.model_copy(update={"name_zh": f"第 {n} 个"}) for n in range(2345)]
    layer = store.add_layer("many", iter(places), who="a")
    assert [row.place for row in store.rows(layer.id)] == places
    assert store.history()[0].items == 2346
    assert store.history()[0].edits == ()


def test_an_edit_keeps_what_was_before(store: Store) -> None:
    layer = store.add_layer("zones", [UGANDA, SERBIA], who="a")
    before = store.rows(layer.id)[0]
    edited = UGANDA.model_copy(update={"name_zh": "新名"})
    after = store.edit_row(before.id, edited, who="b", version=before.version)
    assert after.version == 2
    assert store.row(before.id) == after
    change = store.history(layer.id)[0]
    assert (change.who, change.action, change.items) == ("b", "edit-row", 1)
    (edit,) = change.edits
    assert edit.id == before.id
    assert edit.before is not None
    assert edit.after is not None
    assert (edit.before["name_zh"], edit.after["name_zh"]) == ("乌干达园区", "新名")


def test_the_second_of_two_writers_is_told(store: Store) -> None:
    layer = store.add_layer("zones", [UGANDA], who="a")
    (seen,) = store.rows(layer.id)
    store.edit_row(seen.id, SERBIA, who="张三", version=seen.version)
    with pytest.raises(Conflict) as caught:
        store.edit_row(seen.id, LINE, who="李四", version=seen.version)
    conflict = caught.value
    assert (conflict.who, conflict.action, conflict.version) == ("张三", "edit-row", 2)
    assert "张三" in conflict.zh
    assert conflict.at in conflict.en
    assert store.row(seen.id).place == SERBIA


def test_removing_rows_checks_each_version_and_is_whole(store: Store) -> None:
    layer = store.add_layer("zones", [UGANDA, SERBIA, LINE], who="a")
    first, second, third = store.rows(layer.id)
    store.edit_row(second.id, LINE, who="b", version=1)
    with pytest.raises(Conflict):
        store.remove_rows(layer.id, {first.id: 1, second.id: 1, third.id: 1}, who="c")
    assert len(store.rows(layer.id)) == 3
    store.remove_rows(layer.id, {first.id: 1, second.id: 2}, who="c")
    assert [row.id for row in store.rows(layer.id)] == [third.id]
    assert store.layer(layer.id).rows == 1


def test_a_number_is_never_given_twice(store: Store) -> None:
    layer = store.add_layer("zones", [UGANDA, SERBIA], who="a")
    store.remove_rows(layer.id, {row_id(layer.id, 2): 1}, who="a")
    store.add_rows(layer.id, [LINE], who="a")
    assert [row.id for row in store.rows(layer.id)] == ["own:zones-1", "own:zones-3"]


def test_everything_can_be_taken_back_and_brought_again(store: Store) -> None:
    layer = store.add_layer("zones", [UGANDA, SERBIA], who="a")
    added = store.add_rows(layer.id, [LINE, LINE], who="a")
    renamed = store.edit_layer(layer.id, "新名称", who="b", version=layer.version, note="n")
    assert (renamed.id, renamed.title, renamed.who) == (layer.id, "新名称", "a")
    removed = store.remove_rows(layer.id, {row_id(layer.id, 1): 1}, who="a")
    assert [row.place for row in store.rows(layer.id)] == [SERBIA, LINE, LINE]

    back = store.undo(removed, who="c")
    assert [row.place for row in store.rows(layer.id)] == [UGANDA, SERBIA, LINE, LINE]
    store.undo(back, who="c")
    assert [row.place for row in store.rows(layer.id)] == [SERBIA, LINE, LINE]
    store.undo(added, who="c")
    assert [row.place for row in store.rows(layer.id)] == [SERBIA]
    title_change = next(c for c in store.history(layer.id) if c.action == "edit-layer")
    store.undo(title_change.id, who="c")
    assert store.layer(layer.id).title == "zones"
    deleted = store.delete_layer(layer.id, who="c", version=store.layer(layer.id).version)
    assert store.layers() == ()
    with pytest.raises(NotThereError):
        store.rows(layer.id)
    store.undo(deleted, who="c")
    assert [row.place for row in store.rows(layer.id)] == [SERBIA]


def test_what_was_changed_since_is_not_taken_back(store: Store) -> None:
    layer = store.add_layer("zones", [UGANDA], who="a")
    row = store.rows(layer.id)[0]
    store.edit_row(row.id, SERBIA, who="b", version=1)
    edit = store.history(layer.id)[0]
    store.edit_row(row.id, LINE, who="c", version=2)
    with pytest.raises(Conflict) as caught:
        store.undo(edit.id, who="d")
    assert caught.value.who == "c"
    undone = store.undo(store.history(layer.id)[0].id, who="d")
    assert store.row(row.id).place == SERBIA
    assert store.history(layer.id)[0].id == undone
    with pytest.raises(NotThereError):
        store.undo(999, who="d")


def test_a_layer_undone_is_gone_and_nothing_else(store: Store) -> None:
    kept = store.add_layer("kept", [UGANDA], who="a")
    gone = store.add_layer("gone", [SERBIA], who="a")
    change = store.history(gone.id)[0]
    assert change.action == "add-layer"
    store.undo(change.id, who="a")
    assert store.layers() == (kept,)


def test_history_tells_the_latest_first_and_of_one_layer_alone(store: Store) -> None:
    one = store.add_layer("one", [UGANDA], who="a")
    two = store.add_layer("two", [UGANDA], who="b")
    store.edit_row("own:one-1", SERBIA, who="c", version=1)
    store.delete_layer(two.id, who="d", version=1)
    assert [c.action for c in store.history()] == ["delete-layer", "edit-row", "add-layer", "add-layer"]
    assert [c.who for c in store.history(one.id)] == ["c", "a"]
    assert [c.who for c in store.history(two.id)] == ["d", "b"]
    assert [c.who for c in store.history(limit=1)] == ["d"]
    added = store.history(one.id)[1]
    by_id = {edit.id: edit for edit in added.edits}
    assert by_id["own:one-1"].before is None
    after = by_id["own:one-1"].after
    assert after is not None
    assert after["name_zh"] == "乌干达园区"


def test_the_serial_grows_with_every_change_and_with_no_reading(store: Store) -> None:
    before = store.serial()
    store.layers()
    assert store.serial() == before
    store.add_layer("zones", [], who="a")
    assert store.serial() > before


def test_what_is_not_there_is_said(store: Store) -> None:
    layer = store.add_layer("zones", [UGANDA], who="a")
    for call in (
        lambda: store.layer("own:none"),
        lambda: store.rows("own:none"),
        lambda: store.row("own:zones-9"),
        lambda: store.row("zone:uganda-liaoshen"),
        lambda: store.add_rows("own:none", [UGANDA], who="a"),
        lambda: store.edit_row("own:zones-9", UGANDA, who="a", version=1),
        lambda: store.delete_layer("own:none", who="a", version=1),
        lambda: store.drop_note("k", "none", who="a", version=1),
    ):
        with pytest.raises(NotThereError):
            call()
    assert store.rows(layer.id)[0].version == 1


def test_notes_are_versioned_too(store: Store) -> None:
    first = store.put_note("decision", "impl-13/country:IDN", {"grade": "accepted"}, who="a")
    assert (first.version, store.notes("decision")) == (1, (first,))
    with pytest.raises(Conflict):
        store.put_note("decision", first.key, {"grade": "dropped"}, who="b")
    second = store.put_note("decision", first.key, {"grade": "dropped"}, who="b", version=1)
    assert store.notes("decision") == (second,)
    assert store.notes("document") == ()
    store.drop_note("decision", first.key, who="b", version=2)
    assert store.notes("decision") == ()
    again = store.put_note("decision", first.key, {"grade": "accepted"}, who="c")
    assert store.notes("decision") == (again,)
    with pytest.raises(NotThereError):
        store.put_note("decision", "new", {}, who="c", version=3)
    assert [c.who for c in store.history(kind="decision")] == ["c", "b", "b", "a"]
    store.undo(store.history(kind="decision")[0].id, who="d")
    assert store.notes("decision") == ()
    assert store.layers() == ()


def test_an_error_in_the_middle_leaves_nothing(store: Store) -> None:
    def places():  # type: ignore[no-untyped-def]
        for _ in range(1500):
            yield SERBIA
        raise KeyboardInterrupt

    serial = store.serial()
    with pytest.raises(KeyboardInterrupt):
        store.add_layer("half", places(), who="a")
    assert (store.layers(), store.history(), store.serial()) == ((), (), serial)
    assert store.add_layer("half", [SERBIA], who="a").rows == 1


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(min_size=1), extra=st.dictionaries(st.text(), st.text(), max_size=3), who=st.text())
def test_any_text_comes_back(store: Store, name: str, extra: dict[str, str], who: str) -> None:
    place = OwnPlace(name_zh=name, country="UGA", precision=Precision.COUNTRY, extra=extra)
    layer = store.add_layer(f"x{name}", [place], who=who)
    assert store.rows(layer.id)[0].place == place
    store.undo(store.history(layer.id)[0].id, who=who)


@given(st.lists(st.text(alphabet="ab1-9 园'", min_size=1), min_size=1, max_size=30))
def test_ids_of_layers_and_rows_never_meet(titles: list[str]) -> None:
    taken: set[str] = set()
    for title in titles:
        taken.add(next(each for each in ids_for(title) if each not in taken))
    assert len(taken) == len(titles)
    rows = {row_id(layer, number) for layer in taken for number in (1, 2, 25)}
    assert not rows & taken
    assert {layer_of(row) for row in rows} == taken
    for layer in taken:
        with pytest.raises(NotThereError):
            layer_of(f"{layer}-x")


def test_the_rows_are_those_of_the_changes_that_stand(store: Store) -> None:
    layer = store.add_layer("zones", [UGANDA], who="a")
    expected = {row_id(layer.id, 1): UGANDA}
    for number in range(2, 12):
        change = store.add_rows(layer.id, [SERBIA], who="a")
        if number % 3:
            store.undo(change, who="b")
        else:
            expected[row_id(layer.id, number)] = SERBIA
    assert {row.id: row.place for row in store.rows(layer.id)} == expected


def test_a_sheet_is_saved_as_one_change(store: Store) -> None:
    layer = store.add_layer("zones", [place("甲"), place("乙"), place("丙")], who="a").id
    edited = {f"{layer}-1": (1, place("甲二")), f"{layer}-2": (1, place("乙二"))}
    saved = store.save_rows(layer, edited, [place("丁")], {f"{layer}-3": 1}, "b")
    assert (saved.rows, saved.overtaken) == (4, {})
    assert [row.place.name_zh for row in store.rows(layer)] == ["甲二", "乙二", "丁"]
    (change, _) = store.history(layer)
    assert (change.id, change.action, change.items) == (saved.change, "edit-rows", 4)
    store.undo(change.id, "b")
    assert [row.place.name_zh for row in store.rows(layer)] == ["甲", "乙", "丙"]


def test_a_sheet_saved_twice_changes_nothing_more(store: Store) -> None:
    layer = store.add_layer("zones", [place("甲"), place("乙")], who="a").id
    edited, removed = {f"{layer}-1": (1, place("甲二"))}, {f"{layer}-2": 1}
    store.save_rows(layer, edited, [], removed, "b")
    before = store.serial()
    again = store.save_rows(layer, edited, [], removed, "b")
    assert (again.rows, again.change, again.overtaken) == (2, None, {})
    assert store.serial() == before
    assert len(store.history(layer)) == 2


def test_rows_of_a_sheet_that_someone_else_had_first_are_named(store: Store) -> None:
    layer = store.add_layer("zones", [place("甲"), place("乙"), place("丙")], who="a").id
    store.edit_row(f"{layer}-1", place("别的"), "b", 1)
    store.edit_row(f"{layer}-2", place("别的"), "b", 1)
    edited = {f"{layer}-1": (1, place("甲二")), f"{layer}-3": (1, place("丙二"))}
    saved = store.save_rows(layer, edited, [], {f"{layer}-2": 1}, "c")
    assert saved.rows == 1
    assert {row: getattr(error, "who", "") for row, error in saved.overtaken.items()} == {
        f"{layer}-1": "b",
        f"{layer}-2": "b",
    }
    assert [row.place.name_zh for row in store.rows(layer)] == ["别的", "别的", "丙二"]


def test_a_stamp_tells_which_layer_has_changed(store: Store) -> None:
    one, other = (store.add_layer(title, [place("甲")], who="a").id for title in ("one", "other"))
    before = store.stamps()
    store.edit_row(f"{one}-1", place("乙"), "b", 1)
    now = store.stamps()
    assert {layer for layer in now if now[layer] != before[layer]} == {one}
    assert now.keys() == {one, other}
