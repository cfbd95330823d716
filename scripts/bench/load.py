"""How one process of the app holds many readers: ``python scripts/bench/load.py [--soak MINUTES]``.

Real websocket sessions on two cores of this machine, which the readers share with the app. A step is
timed from the message up to the last message down. ``--write PAGE`` puts what is printed into the page.
"""

import argparse
import asyncio
import io
import os
import sys
import tempfile
import time
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from browse.report import write
from sessions.app import KEPT_SECONDS, App, Inside, running
from sessions.reader import STEPS, Reader, Record, come_and_go, crowd, leave

from corridors.exchange.columns import OwnPlace
from corridors.exchange.store import Store, open_store


@dataclass(frozen=True)
class Round:
    """So many readers for so many seconds, each looking so long (mean, seconds) between steps."""

    readers: int
    seconds: float
    look: float


ROUNDS = (Round(1, 30, 0), Round(10, 45, 5), Round(50, 60, 10), Round(10, 20, 0))
FULL = 50
SESSION_GOAL_MB = 5.0
# Of some 400 MB that the process holds; the allocator alone moves by a few.
GROWTH_GOAL_MB = 20.0
SOAK = Round(8, 60, 5)
SOAK_VISIT_SECONDS = 75.0
SOAK_LOOKS_A_MINUTE = 2
EDIT_SECONDS = 10.0
OWN_ROWS = 200


def use_two_cores() -> int:
    """Stay on two cores, the app with us; returns how many there are to use."""
    cores = sorted(os.sched_getaffinity(0))[:2]
    os.sched_setaffinity(0, cores)
    return len(cores)


def verdict(what: str, found: float, goal: float, unit: str) -> None:
    """Print one figure beside its goal."""
    print(f"{'PASS' if found <= goal else 'MISS'}  {what}: {found:.1f} {unit} (goal: at most {goal:g})")


def heading() -> None:
    """Print the names of the columns."""
    print(f"{'readers':>8}{'look s':>8}", *(f"{step + ' p50/p95 ms':>22}" for step in STEPS), end="")
    print(f"{'steps/s':>9}{'cpu':>6}{'broken':>8}")


def line(how: Round, record: Record, seconds: float, cpu: float) -> None:
    """Print what came of a round."""
    cells = ("{:.0f} / {:.0f}".format(*record.quantiles_ms(step)) for step in STEPS)
    print(f"{how.readers:>8}{how.look:>8g}", *(f"{cell:>22}" for cell in cells), end="")
    print(f"{record.steps / seconds:>9.1f}{cpu / seconds:>6.0%}{len(record.broken):>8}")
    for said in sorted(set(record.broken))[:3]:
        print(f"         {said}")


async def released(app: App) -> Inside:
    """A look inside when the sessions of shut windows have gone."""
    await asyncio.sleep(KEPT_SECONDS + 0.5)
    # Streamlit throws out old sessions when the next one is put among them.
    last = Reader(app.address, Record(), 0)
    await last.stay(0, 0)
    await last.leave()
    await asyncio.sleep(1)
    return app.look()


async def rounds(app: App, wanted: tuple[Round, ...] = ROUNDS) -> None:
    """Print times and memory of several rounds."""
    first = Reader(app.address, Record(), 0)
    await first.see_all()
    await first.leave()
    # What the pages keep for everyone is shared; it must be there before sessions are weighed.
    _, present = await crowd(app.address, 4, 10, 0)
    await leave(present)
    before = await released(app)
    heading()
    for how in wanted:
        spent, begun = app.processor_seconds(), time.monotonic()
        record, present = await crowd(app.address, how.readers, how.seconds, how.look)
        seconds, cpu = time.monotonic() - begun, app.processor_seconds() - spent
        line(how, record, seconds, cpu)
        now = app.look()
        await leave(present)
        after = await released(app)
        if how.readers == FULL:
            weigh(before, now, after)


def weigh(before: Inside, now: Inside, after: Inside) -> None:
    """Print what the sessions of a full house weigh, and what is left of them."""
    opened = now.sessions - before.sessions
    print(
        f"      process: {before.used_mb:.0f} MB before, {now.used_mb:.0f} MB with {now.sessions} sessions,"
    )
    print(f"      {after.used_mb:.0f} MB when they have gone ({after.sessions} still there)")
    verdict("memory of a session", (now.used_mb - before.used_mb) / opened, SESSION_GOAL_MB, "MB")
    verdict("sessions left behind", max(after.sessions - 1, 0), 0, "sessions")


async def soak(app: App, minutes: float, how: Round = SOAK) -> None:
    """Print how memory moves while readers come and go and somebody edits."""
    store = open_store()
    layer = store.add_layer("soak", [own(number, 0) for number in range(OWN_ROWS)], "bench")
    going = asyncio.create_task(
        come_and_go(app.address, how.readers, minutes * 60, how.look, SOAK_VISIT_SECONDS)
    )
    editing = asyncio.create_task(edit(store, layer.id))
    looks = []
    print(f"{'minute':>8}{'sessions':>10}{'held MB':>9}{'used MB':>9}")
    while not going.done():
        await asyncio.wait([going], timeout=60 / SOAK_LOOKS_A_MINUTE)
        looks.append(app.look())
        at = len(looks) / SOAK_LOOKS_A_MINUTE
        print(
            f"{at:>8g}{looks[-1].sessions:>10}{looks[-1].held_mb:>9.0f}{looks[-1].used_mb:>9.0f}", flush=True
        )
    editing.cancel()
    record = going.result()
    print(f"      {record.steps} steps of {how.readers} readers, {len(record.broken)} broken")
    growth(looks)
    left = await released(app)
    verdict("sessions left behind", max(left.sessions - 1, 0), 0, "sessions")


def growth(looks: list[Inside]) -> None:
    """Print by how much the last third of a soak holds more than the middle one; the first warms up."""
    third = max(len(looks) // 3, 1)
    middle = mean(look.used_mb for look in looks[-2 * third : -third] or looks[:1])
    last = mean(look.used_mb for look in looks[-third:])
    verdict("growth from the middle third to the last", last - middle, GROWTH_GOAL_MB, "MB")


def own(number: int, times: int) -> OwnPlace:
    """A row of an own layer."""
    return OwnPlace(name_zh=f"园区{number}", country="KAZ", lon=60 + number / 50, lat=48, note=f"{times}")


async def edit(store: Store, layer: str) -> None:
    """Change a row every few seconds, so that every session sees a store that moves."""
    times = 0
    while True:
        await asyncio.sleep(EDIT_SECONDS)
        row = store.rows(layer)[times % OWN_ROWS]
        times += 1
        store.edit_row(row.id, own(times % OWN_ROWS, times), "bench", row.version)


class Both(io.StringIO):
    """Keeps what is printed and shows it at once."""

    def write(self, text: str) -> int:
        print(text, end="", file=sys.stderr, flush=True)
        return super().write(text)


def measure(minutes: float | None) -> None:
    """Print the table, or the course of a soak."""
    busy = os.getloadavg()[0]
    print(
        f"{use_two_cores()} cores; load of the machine before: {busy:.1f} (more than 0.3: figures are rough)"
    )
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CORRIDORS_STORE"] = folder
        os.environ.pop("CORRIDORS_DATABASE_URL", None)
        with running(os.environ) as app:
            asyncio.run(soak(app, minutes) if minutes else rounds(app))


def main() -> None:
    """Print the figures; write them into a page if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--soak", type=float, metavar="MINUTES", help="let readers come and go for so long")
    parser.add_argument("--write", type=Path, help="page with a place for these figures")
    options = parser.parse_args()
    with redirect_stdout(Both()) as printed:
        measure(options.soak)
    if options.write:
        write(options.write, "soak" if options.soak else "load", f"```text\n{printed.getvalue()}```")


if __name__ == "__main__":
    main()
