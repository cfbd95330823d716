"""A hundred texts that mean harm, through every door, in a real browser: none of them runs."""

import dataclasses
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from itertools import cycle
from pathlib import Path
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from corridors import paths
from corridors.briefing.choices import Choices
from corridors.briefing.make import make
from corridors.catalog import Catalog
from corridors.maps import scene
from corridors.ui import cards
from corridors.ui.table import parts
from corridors.ui.zones import OWN_FACETS
from tests.browser.conftest import Traffic, Visit, serve
from tests.browser.test_own_page import go, part, press, turn
from tests.import_files import csv_bytes
from tests.payloads import EVALUATED, PAYLOADS

pytestmark = pytest.mark.browser

HEAD = ("名称", "英文名称", "国家", "经度", "纬度", "运营单位", "来源", "备注", "类型", *PAYLOADS[9:15])
# Attributes that would run something, whoever put them there; the app itself has none.
SCAN = """evaluated => [...document.querySelectorAll("*")].flatMap(node => [...node.attributes]
  .filter(a => /^on/i.test(a.name) || /^(xlink:)?(href|src|srcdoc|data|action|formaction)$/i.test(a.name)
    && /^(javascript|vbscript|data:text)|evil[.]example|pwned\\(/i.test(a.value.replace(/[\\0-\\x20]/g, "")))
  .map(a => node.tagName + " " + a.name + "=" + a.value.slice(0, 80)))
  .concat(document.documentElement.outerHTML.includes(evaluated) ? [evaluated] : [])"""


class Witness:
    """What ran, asked or was evaluated although it should only have been shown."""

    def __init__(self, context: BrowserContext, page: Page) -> None:
        self.page = page
        self.ran: list[str] = []
        context.expose_function("pwned", lambda *_: self.ran.append("pwned()"))
        page.on("dialog", self._dialog)

    def _dialog(self, dialog: object) -> None:
        self.ran.append(f"dialog {dialog}")
        dialog.dismiss()  # type: ignore[attr-defined]

    def check(self, where: str) -> None:
        for frame in self.page.frames:
            assert frame.evaluate(SCAN, EVALUATED) == [], where
        assert self.ran == [], where


@contextmanager
def window(chromium: Browser, address: str) -> Iterator[tuple[Visit, Witness]]:
    context = chromium.new_context(viewport={"width": 1400, "height": 900}, locale="zh-CN")
    page = context.new_page()
    traffic = Traffic()
    traffic.watch(context, page)
    yield Visit(page, traffic, address), Witness(context, page)
    assert traffic.outside == []
    assert not [error for error in traffic.errors if "404" not in error]
    context.close()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app with an empty store of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("CORRIDORS_DATABASE_URL", raising=False)
        patch.setenv("CORRIDORS_STORE", str(tmp_path_factory.mktemp("store")))
        with serve(paths.ROOT / "app.py") as address:
            yield address


def hostile_list() -> bytes:
    """Every payload in every column, and once more as a country that does not exist."""
    rows = [
        (p, p, "哈萨克斯坦", f"{60 + n % 10}", f"{46 + n // 10 * 0.4}", *[p] * 10)
        for n, p in enumerate(PAYLOADS)
    ]
    bad = [(f"坏{n}", "", p, "1", "2") for n, p in enumerate(PAYLOADS)]
    return csv_bytes(*rows, *bad, head=HEAD)


def test_the_list_of_payloads_is_long() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 60


def test_own_lists(chromium: Browser, running: str) -> None:
    with window(chromium, running) as (visit, witness):
        page = go(visit).page
        name = "\"'><img src=x onerror=pwned()>${pwned()}`{{7*7}}[x](javascript:pwned()).csv"
        page.set_input_files(
            "input[type=file]", [{"name": name, "mimeType": "text/csv", "buffer": hostile_list()}]
        )
        page.wait_for_selector("text=检查全部行")
        visit.settle()
        witness.check("columns")
        press(visit, "检查全部行")
        page.wait_for_selector(".own.problems")
        witness.check("problems and preview")
        assert page.locator(".own.problems tbody tr").count() >= len(PAYLOADS)
        press(visit, "存入图层")
        page.wait_for_selector("text=已存入")
        visit.settle()
        for step in ("修改记录", "设置", "表格"):
            part(visit, step)
            witness.check(step)
        _touch_the_map(visit)
        witness.check("map and card")
        expect(page.locator(".st-key-detail .card.own h2")).to_be_visible()
        turn(visit, "通道地图")
        witness.check("map page")
        turn(visit, "合作区")
        for words in ("<script>pwned()</script>", "{{7*7}}", "[x](javascript:pwned())"):
            page.locator(".st-key-search input").fill(words)
            page.wait_for_timeout(400)
            visit.settle()
            assert page.locator(".st-key-table tbody tr").count() >= 1, words
            witness.check(f"search {words}")


def _touch_the_map(visit: Visit) -> None:
    """Point at own places until a name shows, and press there until the card does."""
    spots = visit.map.evaluate(
        "[...document.querySelectorAll('.label-own:not([hidden])')].slice(0, 8)"
        ".map(n => n.getBoundingClientRect())"
        ".flatMap(r => [r.left - 9, r.right + 9].map(x => [x, r.top + r.height / 2]))"
    )
    frame = visit.page.locator(".st-key-map iframe").bounding_box()
    assert frame is not None
    card = visit.page.locator(".st-key-detail .card.own h2")
    for x, y in spots:
        visit.page.mouse.move(frame["x"] + x, frame["y"] + y, steps=3)
        visit.page.wait_for_timeout(150)
        if visit.map.locator(".hint").count():
            visit.page.mouse.click(frame["x"] + x, frame["y"] + y)
            visit.settle()
            if card.count():
                return
    raise AssertionError("no own place could be pressed")


def test_names_in_the_files_of_the_map(chromium: Browser, running: str) -> None:
    """What the map fetches could have been edited by someone else: there, too, names are only names."""
    payloads = cycle(PAYLOADS)

    def poison(route: Route) -> None:
        features = json.loads(route.fetch().body())
        for kind in ("labels", "points", "lines", "countries"):
            for each in features[kind]:
                each["zh"] = each["en"] = next(payloads)
        route.fulfill(json=features)

    with window(chromium, running) as (visit, witness):
        visit.page.context.route("**/features.*.json", poison)
        visit.open()
        visit.page.wait_for_timeout(600)
        frame = visit.page.locator(".st-key-map iframe").bounding_box()
        assert frame is not None
        for x in range(40, 800, 60):
            visit.page.mouse.move(frame["x"] + x, frame["y"] + 260, steps=3)
        witness.check("map")
        shown = set(visit.map.locator("[class^=label]").all_inner_texts())
        assert shown & {payload.strip() for payload in PAYLOADS}


def keys() -> list[str]:
    """Every key that some page reads from its address, as the source has it."""
    found = {"view", *OWN_FACETS}
    for file in [*(paths.ROOT / "corridors" / "ui").glob("*.py"), *(paths.ROOT / "pages").glob("*.py")]:
        source = file.read_text(encoding="utf-8")
        for word in re.findall(r"Param\(\s*([^,()\s]+),", source):
            if word.startswith('"'):
                found.add(word.strip('"'))
            elif word.isupper():
                found.add(getattr(import_module(f"corridors.ui.{file.stem}"), word))
    return sorted(found)


def test_addresses(chromium: Browser, running: str) -> None:
    """Every page with every key set, to another payload on each."""
    names = keys()
    assert {"select", "clause", "countries", "q", "from", "search", "own_list"} <= set(names)
    payloads = cycle(PAYLOADS)
    with window(chromium, running) as (visit, witness):
        for name in sorted(file.stem for file in (paths.ROOT / "pages").glob("*.py")):
            query = urlencode({key: next(payloads) for key in names} | {"lang": "en"}, quote_via=quote)
            visit.page.goto(f"{running}/{'' if name == 'map' else name}?{query}", wait_until="commit")
            visit.page.wait_for_selector(".st-key-masthead a")
            visit.settle()
            witness.check(name)
            expect(visit.page.locator("[data-testid=stException]")).to_have_count(0)


def test_policies(chromium: Browser, running: str) -> None:
    lines = "\n".join(
        f"{n}. 支持{p.replace(chr(10), ' ')}与蒙古开展合作。（省商务厅牵头）"
        for n, p in enumerate(PAYLOADS, 1)
    )
    with window(chromium, running) as (visit, witness):
        page = visit.page
        page.goto(f"{running}/policy?desk=add")
        page.wait_for_selector(".st-key-policy_pasted textarea")
        visit.settle()
        page.locator(".st-key-policy_pasted textarea").fill(
            "一、<img src=x onerror=pwned()>{{7*7}}总体要求\n"
            + lines.replace("\0", "")
            + "\n二、保障\n1. 落实。\n"
        )
        press(visit, "识别")
        page.wait_for_selector("text=加入")
        visit.settle()
        witness.check("draft")
        for box, payload in zip(page.locator("[data-testid=stForm] input").all(), PAYLOADS[9:], strict=False):
            if box.get_attribute("placeholder") != "2026-01-31":
                box.fill(payload)
        press(visit, "^加入")
        witness.check("review")
        press(visit, "^保存$")  # so that a new session sees it, too
        document = parse_qs(urlsplit(page.url).query)["doc"][0]
        for desk in ("reading", "duty"):
            page.goto(f"{running}/policy?desk={desk}&doc={document}")
            page.wait_for_selector(".st-key-masthead a")
            visit.settle()
            expect(page.locator("body")).to_contain_text("pwned()")
            witness.check(desk)


@pytest.fixture(scope="module")
def poisoned(catalog: Catalog) -> Catalog:
    """The catalog with another payload as the name and note of every entity."""
    entities = {
        identifier: entity.model_copy(
            update={key: payload for key in ("name_zh", "name_en", "note_zh") if hasattr(entity, key)}
        )
        for (identifier, entity), payload in zip(catalog.entities.items(), cycle(PAYLOADS), strict=False)
    }
    return dataclasses.replace(catalog, entities=entities)


def test_our_html_without_a_filter(chromium: Browser, poisoned: Catalog) -> None:
    """Streamlit filters what it is given; our cards and tables hold without that."""
    html = [
        cards.detail(poisoned, identifier, "zh") for identifier in [*poisoned.entities, *poisoned.clauses]
    ]
    html += parts(poisoned, scene.build(poisoned, scene.Filters()), "en")
    _open(chromium, "<!doctype html><meta charset=utf-8>" + "".join(html))


@pytest.mark.parametrize("fmt", ["html", "svg"])
def test_briefings_that_a_browser_opens(
    chromium: Browser, poisoned: Catalog, tmp_path: Path, fmt: str
) -> None:
    for number, select in enumerate(("corridor:liao-hai-ou", "impl-13")):
        file = tmp_path / f"{number}.{fmt}"
        how = Choices(title="".join(PAYLOADS[9:15]), author="".join(PAYLOADS[46:56]))
        file.write_bytes(make(poisoned, select, fmt, how).content)
        assert fmt == "svg" or b"pwned" in file.read_bytes()  # a picture holds outlines, no letters
        _open(chromium, file.as_uri())


def _open(chromium: Browser, what: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    witness = Witness(context, page)
    if what.startswith("file:"):
        page.goto(what)
    else:
        page.set_content(what)
    page.wait_for_timeout(200)
    witness.check(what[:60])
    assert not [url for url in asked if not url.startswith(("data:", "blob:", what[:60]))]
    context.close()
