"""Readers who look around: what they do, how long it takes, and how many of them at once."""

import asyncio
import random
import statistics
import time
from collections import defaultdict
from dataclasses import dataclass, field

from sessions.visit import BrokenVisitError, Visit

SELECTIONS = ("country:IDN", "corridor:liao-meng-ou", "impl-13", "zone:uganda-liaoshen", "group:asean")
MAP = ""
STEPS = ("open", "filter", "select", "page")
# Nobody looks for longer than some times the mean: a round must end.
LONGEST_LOOK = 3


@dataclass
class Record:
    """Seconds of every step by its kind, and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    broken: list[str] = field(default_factory=list)

    @property
    def steps(self) -> int:
        return sum(len(each) for each in self.seconds.values())

    def quantiles_ms(self, step: str) -> tuple[float, float]:
        """Median and 95th percentile in milliseconds; NaN without a step of this kind."""
        found = self.seconds.get(step, [])
        if len(found) < 2:
            only = found[0] * 1000 if found else float("nan")
            return only, only
        cuts = statistics.quantiles(found, n=20, method="inclusive")
        return cuts[9] * 1000, cuts[18] * 1000


class Reader:
    """Opens the app and goes from step to step, each time looking for a while."""

    def __init__(self, address: str, record: Record, seed: int) -> None:
        self._visit = Visit(address)
        self._record = record
        self._dice = random.Random(seed)  # noqa: S311 - nothing secret
        self._page = MAP
        self._clicks = 0

    async def stay(self, seconds: float, look: float) -> None:
        """Open the map, step about until the time is over, and leave the connection open."""
        end = time.monotonic() + seconds
        try:
            self._record.seconds["open"].append(await self._visit.open())
            while time.monotonic() < end:
                await asyncio.sleep(min(self._dice.expovariate(1 / look), LONGEST_LOOK * look) if look else 0)
                kind, took = await self._step()
                self._record.seconds[kind].append(took)
        except BrokenVisitError as error:
            self._record.broken.append(str(error))

    async def see_all(self) -> None:
        """Open every page once."""
        await self._visit.open()
        for page in (*self._others(), MAP):
            await self._visit.turn_to(page)

    async def leave(self) -> None:
        """Shut the window."""
        await self._visit.close()

    def _others(self) -> list[str]:
        return sorted(page for page in self._visit.pages if page != MAP)

    async def _step(self) -> tuple[str, float]:
        dice = self._dice.random()
        if self._page == MAP and dice < 0.45:
            names = list(self._visit.widgets["countries"].options)
            chosen = self._dice.sample(names, self._dice.randint(0, 2))
            return "filter", await self._visit.choose(countries=chosen)
        if "st_folium" in self._visit.widgets and dice < 0.75:
            self._clicks += 1
            click = {"select": self._dice.choice(SELECTIONS), "at": self._clicks}
            return "select", await self._visit.choose(st_folium=click)
        self._page = self._dice.choice(self._others()) if self._page == MAP else MAP
        return "page", await self._visit.turn_to(self._page)


async def crowd(address: str, readers: int, seconds: float, look: float) -> tuple[Record, list[Reader]]:
    """Let readers come, at most twenty a second, and stay.

    Returns
    -------
    record : Record
    readers : list of Reader
        Still connected.
    """
    record = Record()
    present = [Reader(address, record, seed) for seed in range(readers)]

    async def come(number: int) -> None:
        await asyncio.sleep(number / 20)
        await present[number].stay(seconds, look)

    await asyncio.gather(*(come(number) for number in range(readers)))
    return record, present


async def leave(readers: list[Reader]) -> None:
    """Shut all windows."""
    await asyncio.gather(*(reader.leave() for reader in readers))


async def come_and_go(address: str, readers: int, seconds: float, look: float, visit: float) -> Record:
    """Keep a number of readers present; each leaves after a visit of so many seconds for a new one."""
    record = Record()
    end = time.monotonic() + seconds

    async def place(number: int) -> None:
        await asyncio.sleep(number / readers * min(visit, seconds))
        seed = number
        while (left := end - time.monotonic()) > 0:
            reader = Reader(address, record, seed)
            await reader.stay(min(visit, left), look)
            await reader.leave()
            seed += readers

    await asyncio.gather(*(place(number) for number in range(readers)))
    return record
