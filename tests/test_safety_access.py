"""Sign-in and roles: off as shipped, shut when broken, and readers change nothing."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from corridors import paths
from corridors.exchange.columns import OwnPlace
from corridors.exchange.store import StoreError, Trouble, open_store
from corridors.policy.added import Meta
from corridors.policy.link_text import link_text
from corridors.ui import access, documents, own_layers
from corridors.ui.access import Role, Rules, role_of
from corridors.ui.library import library
from corridors.ui.texts import text
from tests.import_files import csv_bytes
from tests.test_app import PAGES, words

AUTH = {
    "redirect_uri": "http://localhost:8501/oauth2callback",
    "cookie_secret": "of-a-test-and-long-enough",
    "client_id": "corridors",
    "client_secret": "s3cret-of-a-test",
    "server_metadata_url": "http://127.0.0.1:9/.well-known/openid-configuration",
}
ROLES = {"editors": ["wang@office.example", "@desk.example"], "readers": ["@office.example"]}
EDITOR = {"is_logged_in": True, "email": "Wang@Office.example", "name": "王一"}
READER = {"is_logged_in": True, "email": "li@office.example", "name": "李二"}
STRANGER = {"is_logged_in": True, "email": "eve@elsewhere.example"}
HEAD = ("名称", "国家", "经度", "纬度")
ROW = ("甲园", "哈萨克斯坦", "71.43", "51.13")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A store of its own."""
    monkeypatch.setenv("CORRIDORS_STORE", str(tmp_path))
    st.cache_resource.clear()
    yield tmp_path
    st.cache_resource.clear()


def visit(
    page: str = "", user: dict[str, Any] | None = None, secrets: dict[str, Any] | None = None, **params: str
) -> AppTest:
    """A page as someone sees it where one has to sign in."""
    app = AppTest.from_file(str(paths.ROOT / "app.py"), default_timeout=60)
    app.secrets = {"auth": AUTH, "roles": ROLES} if secrets is None else secrets
    app.user = user or {}
    app.query_params.update(params)
    app.run()
    if page:
        app.query_params.update(params)
        app.switch_page(page).run()
    return app


def is_shut(app: AppTest) -> bool:
    return not any(b.key == "switch_language" for b in app.button) and "<article" not in words(app)


def press(app: AppTest, key: str) -> AppTest:
    return app.button(key=key).click().run()


def demote(app: AppTest) -> AppTest:
    """An open page whose buttons still stand as an editor had them."""
    app.secrets = {"auth": AUTH, "roles": ROLES | {"editors": []}}
    return app


def layer() -> str:
    kept = own_layers.write(
        lambda store: store.add_layer(
            "清单", [OwnPlace(name_zh="甲园", country="KEN", lon=36, lat=-1)], "王一"
        )
    )
    return kept.id


@pytest.mark.parametrize(
    ("user", "rules", "expected"),
    [
        ({}, {}, Role.NOBODY),
        ({"is_logged_in": False, "email": "wang@office.example"}, ROLES, Role.NOBODY),
        ({"is_logged_in": "true", "email": "wang@office.example"}, ROLES, Role.NOBODY),
        ({"is_logged_in": True}, {}, Role.READER),
        ({"is_logged_in": True}, ROLES, Role.STRANGER),
        (EDITOR, ROLES, Role.EDITOR),
        (READER, ROLES, Role.READER),
        (STRANGER, ROLES, Role.STRANGER),
        ({"is_logged_in": True, "email": "x@desk.example"}, ROLES, Role.EDITOR),
        ({"is_logged_in": True, "email": "x@evil-desk.example"}, ROLES, Role.STRANGER),
        ({"is_logged_in": True, "email": "x@desk.example.evil"}, ROLES, Role.STRANGER),
        ({"is_logged_in": True, "email": "@desk.example"}, ROLES, Role.STRANGER),
        ({"is_logged_in": True, "email": ""}, {"editors": ["", "@"]}, Role.READER),
        (EDITOR | {"email_verified": False}, ROLES, Role.STRANGER),
        (EDITOR | {"email_verified": True}, ROLES, Role.EDITOR),
        (STRANGER | {"groups": ["a", "edit"]}, {"claim": "groups", "editor_values": ["edit"]}, Role.EDITOR),
        (STRANGER | {"role": "edit"}, {"claim": "role", "editor_values": ["edit"]}, Role.EDITOR),
        (STRANGER | {"role": "editor"}, {"claim": "role", "editor_values": ["edit"]}, Role.READER),
        (STRANGER | {"role": "x"}, {"claim": "role", "reader_values": ["read"]}, Role.STRANGER),
        (STRANGER | {"role": "read"}, {"claim": "role", "reader_values": ["read"]}, Role.READER),
        (STRANGER | {"role": 7}, {"claim": "role", "reader_values": ["7"]}, Role.STRANGER),
        (STRANGER | {"": "edit"}, {"editor_values": ["edit"], "readers": []}, Role.STRANGER),
    ],
)  # fmt: skip
def test_roles(user: dict[str, Any], rules: dict[str, Any], expected: Role) -> None:
    assert role_of(user, Rules.model_validate(rules)) is expected


def test_as_shipped_nobody_signs_in() -> None:
    assert not (paths.ROOT / ".streamlit" / "secrets.toml").exists()
    assert access.role() is Role.EDITOR
    app = visit(secrets={})
    assert not is_shut(app)
    assert not any(b.key == "sign_out" for b in app.button)
    assert not is_shut(visit(secrets={"database": "x"}))


@pytest.mark.parametrize("page", PAGES)
def test_signed_out_people_see_the_way_in_and_nothing_else(page: str) -> None:
    app = visit(page, select="impl-13")
    assert not app.exception
    assert is_shut(app)
    assert [b.key for b in app.button] == ["sign_in_0"]
    assert "impl-13" not in words(app)


def test_every_page_begins_at_the_door() -> None:
    """Streamlit can run a file of pages/ by its own address, without app.py."""
    for page in PAGES:
        tree = ast.parse((paths.ROOT / page).read_text(encoding="utf-8"))
        shown = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)]
        shown.sort(key=lambda call: (call.lineno, call.col_offset))
        assert ast.unparse(shown[0].func) == "frame.open_page", page


def test_the_way_in_leads_to_the_provider() -> None:
    app = visit(lang="en")
    assert app.button[0].label == text("access_sign_in", "en")
    assert access.providers(AUTH) == ("",)
    assert access.providers({"office": AUTH, "x": {"note": "1"}}) == ("office",)
    assert access.providers("nonsense") == ("",)


@pytest.mark.parametrize(
    ("secrets", "named"),
    [
        ({"auth": AUTH, "roles": {"editor": ["a@b.example"]}}, "roles.editor"),
        ({"auth": AUTH, "roles": {"editors": "a@b.example"}}, "roles.editors"),
        ({"auth": AUTH, "roles": "all"}, "roles"),
    ],
)
def test_what_cannot_be_understood_shuts_the_app(secrets: dict[str, Any], named: str) -> None:
    app = visit(user=EDITOR, secrets=secrets)
    assert is_shut(app)
    assert named in app.warning[0].value
    assert "a@b.example" not in app.warning[0].value


def test_a_damaged_secrets_file_shuts_the_app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "secrets.toml"
    file.write_text('[auth\nclient_secret = "s3cret-of-a-test"', encoding="utf-8")
    real = st.get_option
    monkeypatch.setattr(st, "get_option", lambda key: [str(file)] if key == "secrets.files" else real(key))
    monkeypatch.setattr("streamlit.runtime.secrets.config.get_option", st.get_option)
    app = AppTest.from_file(str(paths.ROOT / "app.py"), default_timeout=60).run()
    assert is_shut(app)
    assert "secrets.toml" in app.warning[0].value
    assert "s3cret" not in app.warning[0].value
    assert not access.may_edit()
    with pytest.raises(StoreError):
        access.guard()


def test_settings_that_were_asked_for_and_are_missing_shut_the_app(monkeypatch: pytest.MonkeyPatch) -> None:
    assert access.settings() is None
    monkeypatch.setattr(access.config, "is_manually_set", lambda _: True)
    with pytest.raises(access.SettingError, match=r"secrets\.files"):
        access.role()
    assert not access.may_edit()


def test_without_the_package_for_sign_in_the_app_stays_shut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "find_spec", lambda _: None)
    app = visit()
    assert is_shut(app)
    assert "Authlib" in app.warning[0].value


def test_a_stranger_is_told_and_may_leave() -> None:
    app = visit(user=STRANGER)
    assert is_shut(app)
    assert app.warning[0].value == text("access_stranger", "zh")
    assert [b.key for b in app.button] == ["sign_out"]
    assert [b.key for b in press(app, "sign_out").button] == ["sign_in_0"]


def test_an_editor_stores_under_the_name_that_was_signed_in() -> None:
    app = visit("pages/own.py", EDITOR)
    assert not any(t.key == "own_signature" for t in app.text_input)
    app.session_state["own_who"] = "李二"
    app.file_uploader[0].set_value(("a.csv", csv_bytes(ROW, head=HEAD), "text/csv")).run()
    next(b for b in app.button if b.label == text("own_check", "zh")).click().run()
    press(app, "own_store")
    (kept,) = open_store().layers()
    assert kept.who == "Wang@Office.example"


def test_a_reader_sees_everything_and_is_told() -> None:
    slug = layer().removeprefix("own:")
    for page in ("pages/map.py", "pages/policy.py", "pages/brief.py"):
        app = visit(page, READER, own=slug)
        assert not app.exception
        assert not is_shut(app), page
    app = visit("pages/own.py", READER, own_view="layers", own_list=slug, own_part="settings")
    assert text("access_read_only", "zh") in [i.value for i in app.info]
    assert len(app.get("download_button")) >= 5


def test_a_reader_cannot_store_a_list(folder: Path) -> None:
    app = visit("pages/own.py", EDITOR)
    app.file_uploader[0].set_value(("a.csv", csv_bytes(ROW, head=HEAD), "text/csv")).run()
    next(b for b in app.button if b.label == text("own_check", "zh")).click().run()
    press(demote(app), "own_store")
    assert app.button(key="own_store").disabled
    assert Trouble.READER.zh in " ".join(e.value for e in app.error)
    assert not (folder / "own.sqlite").exists()


@pytest.mark.parametrize("part", ["settings", "history"])
def test_a_reader_cannot_change_a_layer(part: str) -> None:
    slug = layer().removeprefix("own:")
    before = open_store().serial()
    app = visit("pages/own.py", EDITOR, own_view="layers", own_list=slug, own_part=part)
    keys = {"settings": "own_delete", "history": "own_undo_1"}
    press(demote(app), keys[part])
    assert app.button(key=keys[part]).disabled
    assert Trouble.READER.zh in " ".join(e.value for e in app.error)
    assert open_store().serial() == before


CHANGES: dict[str, Callable[[], object]] = {
    "own": lambda: own_layers.write(lambda store: store.delete_layer("own:list", "", 1)),
    "keep": lambda: documents.keep(policy()),
    "put": lambda: documents.put(policy(version=1)),
    "remove": lambda: documents.remove(policy(version=1)),
}


def policy(version: int = 0) -> documents.Added:
    words = "新政策\n一、总体\n1. 支持与蒙古开展合作。\n"
    meta = Meta(title="新政策", issuer="", date=None, number="", added_on="2026-01-31")
    return documents.Added(words, meta, link_text(library(), words), version=version)


@pytest.mark.parametrize("change", CHANGES)
def test_every_way_into_the_store_asks(change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the store was reached")

    monkeypatch.setattr(access, "role", lambda: Role.READER)
    monkeypatch.setattr("corridors.ui.own_door.open_store", refuse)
    with pytest.raises(StoreError) as caught:
        CHANGES[change]()
    assert caught.value.trouble is Trouble.READER


def test_nothing_else_opens_the_store() -> None:
    """Those who open it are those who ask first."""
    doors = {
        file.name
        for file in (paths.ROOT / "corridors" / "ui").glob("*.py")
        if "open_store" in file.read_text(encoding="utf-8")
    }
    assert doors <= {"own_door.py", "documents.py"}
    assert doors
