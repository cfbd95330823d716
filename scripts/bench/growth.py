"""How time grows with size: ``python scripts/bench/growth.py``.

A filter and a selection beside 100 to 50,000 own zones, once as the functions alone and once as the
whole script of the page of zones; then import, export, linking and briefing by their size. Times are
processor time, the median of several runs, so that what else runs on the machine does not count. Ends
with 1 if a goal is missed.
"""

import argparse
import csv
import io
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from unittest.mock import patch

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402 - the path comes first
import streamlit as st  # noqa: E402
from browse.report import row, write  # noqa: E402
from grow.plot import plot  # noqa: E402
from streamlit.testing.v1 import AppTest  # noqa: E402

from corridors.analysis import table  # noqa: E402
from corridors.analysis.rows import OwnLayer  # noqa: E402
from corridors.briefing.choices import Choices  # noqa: E402
from corridors.briefing.make import make  # noqa: E402
from corridors.exchange.columns import OwnPlace  # noqa: E402
from corridors.exchange.exporting import export, own_table  # noqa: E402
from corridors.exchange.reading import read  # noqa: E402
from corridors.exchange.store import open_store  # noqa: E402
from corridors.policy.library import Library, open_library  # noqa: E402
from corridors.policy.link_text import link_text  # noqa: E402
from corridors.vocabulary import Precision, State  # noqa: E402

SIZES = (100, 1_000, 10_000, 50_000)
PAGES = (10, 50, 100, 500)
LISTED = (100, 300, 1_000, 3_000)
PAGE_LETTERS = 800
# What 10,000 zones may cost, as a multiple of 100; and how steeply work may grow with its size.
MOST, STEEPEST = 2.0, 1.15
TIMES = 5
COUNTRIES = ("KAZ", "RUS", "IDN", "MNG", "UGA")
Series = Mapping[int, float]


def places(size: int) -> dict[str, OwnPlace]:
    """Own zones in five countries, by id."""
    return {
        f"own:bench/{number}": OwnPlace(
            id=str(number),
            name_zh=f"园区{number}",
            name_en=f"Park {number}",
            country=COUNTRIES[number % len(COUNTRIES)],
            lon=60 + number % 1000 / 100,
            lat=48 + number % 400 / 200,
            precision=Precision.TOWN,
            state=list(State)[number % len(State)],
            operator=f"公司{number % 50}",
            industries=("农业", "建材"),
        )
        for number in range(size)
    }


def spent(work: Callable[[], object], times: int = TIMES) -> float:
    """Seconds of processor time, the median of several runs; the first one warms up and is left out."""
    found = []
    for _ in range(times + 1):
        begun = time.process_time()
        work()
        found.append(time.process_time() - begun)
    return median(found[1:])


def functions(library: Library, size: int) -> tuple[float, float]:
    """Seconds of a filter with its counts, order and first page, and of finding a selected row."""
    everything = table.build(library.catalog, [OwnLayer("own:bench", "bench", places(size))])

    def narrow() -> object:
        narrowed = everything.narrow({"countries": ["KAZ"], "states": ["building", "operating"]}, "园区1")
        everything.ids(narrowed)
        return everything.listed(narrowed, "name")[:100]

    return spent(narrow), spent(lambda: everything.numbers[f"own:bench/{size // 2}"])


@contextmanager
def zones_page(size: int) -> Iterator[tuple[AppTest, str]]:
    """The page of zones over a store of its own with so many own zones, and the id of one of them."""
    with tempfile.TemporaryDirectory() as folder, patch.dict(os.environ):
        os.environ["CORRIDORS_STORE"] = folder
        os.environ.pop("CORRIDORS_DATABASE_URL", None)
        st.cache_resource.clear()
        store = open_store()
        layer = store.add_layer("bench", list(places(size).values()), who="bench")
        chosen = store.rows(layer.id)[size // 2].id
        store.close()
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
        yield app.switch_page("pages/zones.py").run(), chosen
        st.cache_resource.clear()


def page(size: int) -> tuple[float, float]:
    """Seconds of the whole script of the page: a change of the filter, a selection."""
    with zones_page(size) as (app, chosen):
        wanted = [["KAZ"], ["IDN"]]
        ids = [chosen, "zone:uganda-liaoshen"]

        def narrow() -> None:
            wanted.reverse()
            app.multiselect(key="countries").set_value(wanted[0]).run()

        def select() -> None:
            ids.reverse()
            app.session_state["select"] = ids[0]
            app.run()

        answer = spent(narrow), spent(select)
        if app.exception:
            raise RuntimeError(app.exception[0].message)
        return answer


def imported(size: int) -> Callable[[], object]:
    """Read a CSV of so many rows."""
    stream = io.StringIO()
    sheet = csv.writer(stream)
    sheet.writerow(("名称", "国家", "经度", "纬度", "状态", "产业"))
    for place in places(size).values():
        sheet.writerow((place.name_zh, "哈萨克斯坦", place.lon, place.lat, "在建", "农业、建材"))
    content = stream.getvalue().encode("utf-8-sig")
    return lambda: read(content, "bench.csv")


def exported(size: int) -> Callable[[], object]:
    """Write so many rows as XLSX."""
    rows = own_table("own:bench", "bench", list(places(size).values()))
    return lambda: export(rows, "xlsx")


def linked(library: Library, pages: int) -> Callable[[], object]:
    """Split and link a text of so many pages, made of the two documents."""
    texts = [
        (ROOT / "data" / "policy" / document.file).read_text(encoding="utf-8")
        for document in library.catalog.documents.values()
    ]
    length = pages * PAGE_LETTERS
    whole = ("\n".join(texts) * (length // sum(map(len, texts)) + 1))[:length]
    return lambda: link_text(library, whole)


def briefed(library: Library, size: int) -> Callable[[], object]:
    """Make slides about a country with so many own places in the list."""
    choices = Choices(own=(OwnLayer("own:bench", "bench", places(size)),))
    return lambda: make(library.catalog, "country:KAZ", "pptx", choices)


def steepness(series: Series) -> float:
    """Slope between the two largest sizes on logarithmic axes: 1 is linear, 2 is quadratic."""
    (small, little), (large, much) = sorted(series.items())[-2:]
    return float(np.log(much / little) / np.log(large / small))


def beside_zones(library: Library) -> tuple[list[str], bool, dict[str, Series]]:
    """Table of filter and selection by the number of own zones, and whether the goal is met."""
    alone = {size: functions(library, size) for size in SIZES}
    whole = {size: page(size) for size in SIZES}
    series: dict[str, Series] = {
        "filter, functions": {size: alone[size][0] for size in SIZES},
        "filter, whole page": {size: whole[size][0] for size in SIZES},
        "selection, whole page": {size: whole[size][1] for size in SIZES},
    }
    lines = [row(["ms", *(f"{size:,}" for size in SIZES), "10,000 ÷ 100"]), row(["---"] * (len(SIZES) + 2))]
    good = True
    for name, values in series.items():
        times = values[10_000] / values[100]
        judged = name != "filter, functions"  # microseconds at 100: what a reader waits for is the page
        good &= not judged or times <= MOST
        verdict = f" {'PASS' if times <= MOST else 'MISS'}" if judged else ""
        cells = [f"{1000 * values[size]:,.1f}" for size in SIZES]
        lines.append(row([name, *cells, f"{times:.2f}{verdict}"]))
    return lines, good, series


def by_size(library: Library) -> tuple[list[str], bool, dict[str, Series]]:
    """Table of work by its size, and whether it grows near linearly."""
    works: dict[str, tuple[tuple[int, ...], Callable[[int], Callable[[], object]]]] = {
        "import, rows of CSV": (SIZES, imported),
        "export, rows of XLSX": (SIZES, exported),
        "link-text, pages": (PAGES, lambda pages: linked(library, pages)),
        "brief, own places on slides": (LISTED, lambda size: briefed(library, size)),
    }
    lines = [row(["seconds by size", "", "", "", "", "slope at the end"]), row(["---"] * 6)]
    good, found = True, dict[str, Series]()
    for name, (sizes, prepare) in works.items():
        found[name] = {size: spent(prepare(size), 1 if size > 1_000 else 3) for size in sizes}
        slope = steepness(found[name])
        good &= slope <= STEEPEST
        cells = [f"{size:,}: {seconds:.2f}" for size, seconds in found[name].items()]
        lines.append(row([name, *cells, f"{slope:.2f} {'PASS' if slope <= STEEPEST else 'MISS'}"]))
    return lines, good, found


def main() -> int:
    """Print both tables; write them and the plot if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--write", type=Path, help="page with a place for the tables; the plot goes beside it"
    )
    options = parser.parse_args()
    library = open_library()
    zones, zones_good, zones_series = beside_zones(library)
    works, works_good, works_series = by_size(library)
    text = "\n".join([*zones, "", *works])
    print(text)
    if options.write:
        write(options.write, "growth", text)
        plot(zones_series, works_series, options.write.parent / "images" / "growth.svg")
    return 0 if zones_good and works_good else 1


if __name__ == "__main__":
    sys.exit(main())
