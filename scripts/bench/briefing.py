"""How long briefings take, and how much memory twenty at once do: `python scripts/bench/briefing.py`.

Goals hold for the work of the processor: a machine that does other things takes longer by the clock.
"""

import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from corridors.briefing.make import FORMATS, make
from corridors.policy.library import open_library

SELECTIONS = (
    "corridor:liao-hai-ou",
    "corridor:liao-man-ou",
    "country:RUS",
    "impl-08",
    "zone:uganda-liaoshen",
)
GOALS = {"pptx": 3, "pdf": 5}  # seconds


def main() -> None:
    """Print seconds for each format and selection, then for twenty at once."""
    catalog = open_library().catalog
    for fmt in FORMATS:
        make(catalog, "guide-1-5", fmt)  # libraries and fonts are loaded once
        for select in SELECTIONS:
            begun, worked = time.perf_counter(), time.process_time()
            size = len(make(catalog, select, fmt).content)
            took, work = time.perf_counter() - begun, time.process_time() - worked
            late = " LATE" if work > GOALS.get(fmt, work) else ""
            print(f"{fmt:5} {select:24} {took:6.2f} s {work:6.2f} s of work {size / 1000:8.0f} kB{late}")
    for fmt in ("pptx", "pdf"):
        begun = time.perf_counter()
        with ThreadPoolExecutor(20) as pool:
            list(pool.map(lambda select, fmt=fmt: make(catalog, select, fmt), SELECTIONS * 4))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        print(f"{fmt:5} twenty at once {time.perf_counter() - begun:6.2f} s, peak {peak:.0f} MB")


if __name__ == "__main__":
    main()
