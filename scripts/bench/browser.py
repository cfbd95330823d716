"""The app in a browser beside what one would use instead: ``python scripts/bench/browser.py``.

Every app shows the same catalog through the same filter; only the drawing differs. Each round visits
every app in turn: with an empty cache (first map, selection), then once more (second visit, change of
page, filter). Figures are medians of the rounds. Ends with 1 if a goal is missed.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from browse import report  # noqa: E402 - the path comes first
from browse.apps import APPS, AT_ONCE, EMPTY, PEERS, App  # noqa: E402
from browse.report import Figures  # noqa: E402
from browse.window import Window, fresh, window  # noqa: E402
from playwright.sync_api import Browser, BrowserContext, sync_playwright  # noqa: E402
from xstatic.pkg import leaflet  # noqa: E402

from corridors import shapes  # noqa: E402
from corridors.maps import scene  # noqa: E402
from corridors.maps.scene import Filters  # noqa: E402
from corridors.models import Place  # noqa: E402
from corridors.policy.library import open_library  # noqa: E402
from tests.browser.conftest import serve  # noqa: E402

ROUNDS = 5
COUNTRY = "IDN"
PRESSED = "zone:uganda-liaoshen"
# What plotly fetches for the outlines that it is told not to draw.
NO_WORLD = {
    "type": "Topology",
    "arcs": [],
    "objects": {
        name: {"type": "GeometryCollection", "geometries": []}
        for name in ("coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits")
    },
}
FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--enable-unsafe-swiftshader",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


class Task:
    """What each app is asked to show: all places, those of one country, one place."""

    def __init__(self) -> None:
        catalog = open_library().catalog
        self.all = len(scene.build(catalog, Filters()).points)
        self.few = len(scene.build(catalog, Filters(countries=frozenset({COUNTRY}))).points)
        self.country = catalog.entities[f"country:{COUNTRY}"].name_zh
        place = catalog.entities[PRESSED]
        assert isinstance(place, Place)  # noqa: S101 - so the id says
        self.place = place.name_zh
        self.spot = (shapes.to_frame(place.lon or 0.0), place.lat or 0.0)


def first_map(seen: Window, kind: str, got: Figures) -> None:
    """Time and bytes until the map is drawn, and until nothing comes any more."""
    begun = seen.open()
    drawn = seen.drawn()
    quiet = seen.settle()
    got.note(f"{kind} ms", drawn - begun)
    got.note(f"{kind} KB", seen.wire.between(begun, drawn) / 1000)
    got.note(f"{kind} whole KB", seen.wire.between(begun, quiet) / 1000)


def selection(seen: Window, task: Task, got: Figures) -> None:
    """Press a place on the map and wait for its card."""
    if not seen.app.place:
        return
    x, y = seen.where.evaluate(f"([lon, lat]) => ({seen.app.place})(lon, lat)", task.spot)
    if seen.app.in_frame:
        box = seen.page.locator("iframe").bounding_box() or {"x": 0, "y": 0}
        x, y = x + box["x"], y + box["y"]
    wanted = f"document.querySelector('.st-key-detail h2')?.textContent === {task.place!r}"
    seen.expect(wanted)
    seen.page.mouse.move(x, y - seen.app.above)
    seen.page.wait_for_timeout(100)
    seen.page.mouse.click(x, y - seen.app.above)
    _note(seen, "select", got, seen.when("page"))


def change_page(seen: Window, got: Figures, count: int) -> None:
    """Go to the page of sources and back to the map."""
    there, back = seen.app.links
    seen.expect("document.querySelector('.card.about')")
    seen.page.locator(there).first.click()
    _note(seen, "page", got, seen.when("page"))
    seen.page.evaluate("bench.instances = -1")
    if not seen.app.in_frame:  # a frame comes anew and watches for itself
        seen.page.evaluate(f"bench.expect('drawn', () => {seen.app.when_drawn(count)})")
    seen.page.locator(back).first.click()
    _note(seen, "back", got, seen.drawn())


def change_filter(seen: Window, task: Task, got: Figures) -> None:
    """Choose one country and wait until the map and the page show it."""
    seen.page.locator(".st-key-countries input").fill(task.country)
    option = seen.page.get_by_role("option", name=task.country, exact=True)
    option.wait_for()
    seen.page.wait_for_timeout(100)
    seen.expect(seen.app.when_counted(task.few))
    if seen.app.drawn:
        seen.expect_map(seen.app.when_drawn(task.few))
    option.click()
    done = max(seen.when(key) for key in ("page", *(("map",) if seen.app.drawn else ())))
    _note(seen, "filter", got, done)


def _note(seen: Window, kind: str, got: Figures, done: float) -> None:
    begun = seen.pressed()
    got.note(f"{kind} ms", done - begun)
    got.note(f"{kind} KB", seen.wire.between(begun, seen.settle()) / 1000)


def visit(context: BrowserContext, app: App, address: str, task: Task, got: Figures) -> None:
    """Put one app through everything, in a context without a cache."""
    cold = window(context, app, address, task.all)
    first_map(cold, "first", got)
    selection(cold, task, got)
    cold.page.close()
    warm = window(context, app, address, task.all)
    first_map(warm, "again", got)
    if app.name not in (EMPTY, AT_ONCE):
        change_page(warm, got, task.all)
        change_filter(warm, task, got)
    warm.page.close()


@contextmanager
def served(apps: tuple[App, ...]) -> Iterator[list[str]]:
    """Run every app on a port of its own; peers run from a copy that has Leaflet beside it."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        copied = Path(folder) / "peers"
        shutil.copytree(PEERS, copied)
        shutil.copytree(leaflet.BASE_DIR, copied / "static" / "dist")
        for name in ("marker-icon.png", "marker-shadow.png"):  # asked for there before the style is in
            shutil.copy(Path(leaflet.BASE_DIR) / "images" / name, copied / "static" / f"dist{name}")
        (copied / "static" / "world_110m.json").write_text(json.dumps(NO_WORLD), encoding="utf-8")
        scripts = [copied / app.script.name if app.script.parent == PEERS else app.script for app in apps]
        yield [running.enter_context(serve(script)) for script in scripts]


def measure(browser: Browser, addresses: list[str], rounds: int) -> dict[str, Figures]:
    """Visit every app once to warm its server, then in so many rounds."""
    task = Task()
    found = {app.name: Figures() for app in APPS}
    for number in range(rounds + 1):
        for app, address in zip(APPS, addresses, strict=True):
            with fresh(browser) as context:
                visit(context, app, address, task, found[app.name] if number else Figures())
        print(f"round {number} of {rounds}", file=sys.stderr, flush=True)
    return found


def main() -> int:
    """Print the table and the goals; write them into a page if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--write", type=Path, help="page with a place for this table")
    options = parser.parse_args()
    os.environ["PYTHONPATH"] = str(ROOT)
    program = shutil.which("chromium")
    if not program:
        print("Chromium is missing: scripts/setup.sh dev installs it", file=sys.stderr)
        return 1
    with served(APPS) as addresses, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=FLAGS)
        found = measure(browser, addresses, options.rounds)
        browser.close()
    text, good = report.report(found, options.rounds)
    print(text)
    if options.write:
        report.write(options.write, "browser", text)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
