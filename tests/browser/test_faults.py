"""A browser that dies, a line that breaks: the store is whole and what was typed stays."""

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from corridors import paths
from corridors.exchange.columns import OwnPlace
from corridors.exchange.store import Store, open_store
from tests.browser.conftest import serve
from tests.browser.test_own_page import go, long_rows, press, retype, rows, send, store, window

pytestmark = pytest.mark.browser
MANY = 20_000


class Line:
    """Passes everything on to a server until it is cut."""

    def __init__(self, port: int) -> None:
        self.target = port
        self.open: list[socket.socket] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                far = socket.create_connection(("127.0.0.1", self.target))
                self.open += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    @staticmethod
    def _pass(one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)
        with suppress(OSError):
            other.shutdown(socket.SHUT_WR)

    def cut(self) -> int:
        """Break every connection that is open; new ones are passed on again. Returns how many there were."""
        broken, self.open = self.open, []
        for end in broken:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        return len(broken)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folder of the store that the app of this module keeps own data in."""
    made = tmp_path_factory.mktemp("store")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("CORRIDORS_DATABASE_URL", raising=False)
        patch.setenv("CORRIDORS_STORE", str(made))
        yield made


@pytest.fixture(scope="module")
def line(folder: Path) -> Iterator[Line]:
    """The line to an app with that store."""
    assert folder.exists()
    with serve(paths.ROOT / "app.py") as address:
        made = Line(int(urlsplit(address).port or 0))
        yield made
        made.listener.close()
        made.cut()


@pytest.fixture
def kept(line: Line, folder: Path) -> Iterator[Store]:
    """Another way into the store, empty before and after."""
    assert line.port
    with closing(open_store(f"sqlite:///{folder / 'own.sqlite'}")) as opened:
        yield opened
        for layer in opened.layers():
            opened.delete_layer(layer.id, "", layer.version)


def test_a_line_that_breaks_loses_nothing_that_was_typed(
    line: Line, kept: Store, chromium: Browser, tmp_path: Path
) -> None:
    with window(chromium, f"http://127.0.0.1:{line.port}") as visit:
        go(visit)
        send(visit, tmp_path, "a.csv", rows("甲园", "乙园"))
        store(visit)
        retype(visit, 0, "新园")
        with visit.page.expect_websocket(timeout=20_000):
            assert line.cut()
        visit.page.wait_for_selector("[data-testid='stApp'][data-test-connection-state='CONNECTED']")
        visit.settle()
        press(visit, "保存修改")
        expect(visit.page.locator(".st-key-own_main")).to_contain_text("已保存 1 行")
    (layer,) = kept.layers()
    assert [row.place.name_zh for row in kept.rows(layer.id)] == ["新园", "乙园"]


def test_a_browser_killed_in_the_middle_of_an_import_leaves_a_whole_store(
    line: Line, kept: Store, chromium: Browser, tmp_path: Path
) -> None:
    address = f"http://127.0.0.1:{line.port}"
    kept.add_layer("before", [OwnPlace(name_zh="甲", country="KEN", precision="country")], "王一")
    with window(chromium, address) as visit:
        go(visit)
        send(visit, tmp_path, "长.csv", rows("甲园") + long_rows(MANY))
        press(visit, "检查全部行")
        visit.page.wait_for_selector(".st-key-own_store", timeout=60_000)
        visit.page.locator(".st-key-own_store button").click()
        visit.page.wait_for_selector("text=正在存入")
    # Nobody waits for that session: another writer is let in, and what it left is all or nothing.
    kept.add_layer("after", [OwnPlace(name_zh="乙", country="KEN", precision="country")], "李二")
    found = {layer.title: layer.rows for layer in kept.layers()}
    assert found.pop("长", MANY + 1) == MANY + 1
    assert found == {"before": 1, "after": 1}
    with window(chromium, address) as visit:
        go(visit)
        visit.page.locator(".st-key-own_view button", has_text="我的图层").click()
        visit.settle()
        lines = visit.page.locator(".own.line")
        expect(lines.filter(has_text=re.compile("before|after"))).to_have_count(2)
