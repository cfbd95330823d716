"""Rows a second of the export by format, and of the store: ``python scripts/bench/exporting.py``.

Ends with 1 if a row of the largest table takes more than three times as long as one of 1,000.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from corridors.exchange.columns import OwnPlace
from corridors.exchange.exporting import FORMATS, export, own_table
from corridors.exchange.store import open_store
from corridors.vocabulary import Precision, State

SIZES = (100, 1_000, 10_000, 50_000)
MOST = 3.0


def places(size: int) -> list[OwnPlace]:
    """Rows spread over Kazakhstan."""
    return [
        OwnPlace(
            id=str(number),
            name_zh=f"园区{number}",
            name_en=f"Park {number}",
            country="KAZ",
            lon=60 + number % 1000 / 100,
            lat=48 + number % 400 / 200,
            precision=Precision.TOWN,
            state=State.BUILDING,
            industries=("农业", "建材"),
            start="2015-12",
            note="无",
            extra={"联系人": "张三"},
        )
        for number in range(size)
    ]


def seconds(work: Callable[[], object]) -> float:
    """How long something takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure(name: str, work: Callable[[int], Callable[[], object]]) -> bool:
    """Print one line of rows a second; whether the time stays near linear."""
    rates = {size: size / seconds(work(size)) for size in SIZES}
    print(f"{name:8}" + "".join(f"{rate:>12,.0f}" for rate in rates.values()))
    return rates[1_000] / rates[SIZES[-1]] <= MOST


def main() -> int:
    """Measure every format and the store."""
    rows = {size: places(size) for size in SIZES}
    tables = {size: own_table("own:bench", "bench", some) for size, some in rows.items()}
    print("rows/s  " + "".join(f"{size:>12,}" for size in SIZES))
    linear = []
    for fmt in FORMATS:
        export(tables[100], fmt)  # loads what the format needs
        linear.append(measure(fmt, lambda size, fmt=fmt: lambda: export(tables[size], fmt)))  # type: ignore[misc]
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/own.sqlite")
        linear.append(measure("add", lambda size: lambda: store.add_layer(f"n{size}", rows[size], who="b")))
        linear.append(measure("rows", lambda size: lambda: store.rows(f"own:n{size}")))
        store.close()
    return 0 if all(linear) else 1


if __name__ == "__main__":
    sys.exit(main())
