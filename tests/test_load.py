"""Many readers at once: nobody's page breaks, sessions are small and go when their windows are shut."""

import gc
import os
from collections.abc import Iterator

import load
import pytest
from sessions.app import App, Inside, running
from sessions.reader import Reader, Record, come_and_go, crowd, leave
from sessions.visit import BrokenVisitError, Visit

from corridors import paths
from corridors.ui.library import library
from tests.aside import aside

pytestmark = pytest.mark.slow
READERS = 12


@pytest.fixture(scope="module")
def app() -> Iterator[App]:
    with running(os.environ) as started:
        yield started


def test_a_visit_filters_selects_and_turns_pages(app: App) -> None:
    async def look_around() -> None:
        visit = Visit(app.address, "countries=IDN")
        await visit.open()
        assert {*visit.pages} == {"", *(page.stem for page in paths.ROOT.glob("pages/*.py"))} - {"map"}
        assert list(visit.widgets["countries"].raw_values) == ["印度尼西亚"]
        await visit.choose(countries=["泰国"])
        assert visit.query == "countries=THA"
        await visit.choose(st_folium={"select": "impl-13", "at": 1})
        assert "select=impl-13" in visit.query
        assert "省级境外经贸合作区" in " ".join(visit.texts)
        received = visit.received
        await visit.choose(countries=["泰国", "越南"])
        # Messages that the visitor knows come as references.
        assert visit.received - received < received / 2
        await visit.turn_to("about")
        assert "未核实" in " ".join(visit.texts)
        with pytest.raises(BrokenVisitError, match="no widget 'nonsense'"):
            await visit.choose(nonsense=[])
        await visit.close()
        with pytest.raises(BrokenVisitError, match="the connection to"):
            await visit.turn_to("")

    aside(look_around())


def test_nobody_there_is_said() -> None:
    with pytest.raises(BrokenVisitError, match="no connection"):
        aside(Visit("http://127.0.0.1:9").open())


def test_sessions_are_small_and_are_released(app: App) -> None:
    async def full_house() -> tuple[Inside, Inside, Inside]:
        first = Reader(app.address, Record(), 0)
        await first.see_all()
        await first.leave()
        warm, present = await crowd(app.address, 3, 3, 0)
        await leave(present)
        before = await load.released(app)
        record, present = await crowd(app.address, READERS, 6, 0.5)
        now = app.look()
        await leave(present)
        assert record.broken == warm.broken == []
        assert len(record.seconds["open"]) == READERS
        assert record.steps >= 3 * READERS
        return before, now, await load.released(app)

    before, now, after = aside(full_house())
    assert now.sessions - before.sessions >= READERS - 1
    assert (now.used_mb - before.used_mb) / READERS <= load.SESSION_GOAL_MB
    assert after.sessions <= 1  # the visitor who came to have the others thrown out


def test_memory_settles_while_readers_come_and_go(app: App) -> None:
    async def waves() -> tuple[list[Record], list[Inside]]:
        records, looks = [], []
        for _ in range(3):
            records.append(await come_and_go(app.address, 4, 4, 0.1, 2))
            looks.append(await load.released(app))
        return records, looks

    records, looks = aside(waves())
    assert [record.broken for record in records] == [[], [], []]
    assert all(len(record.seconds["open"]) >= 4 for record in records)
    assert max(look.sessions for look in looks) <= 1
    assert looks[2].used_mb - looks[1].used_mb <= load.GROWTH_GOAL_MB


def test_the_table_counts_right(capsys: pytest.CaptureFixture[str]) -> None:
    record = Record()
    record.seconds["filter"] = [n / 1000 for n in range(1, 101)]
    record.broken += ["the script failed: X"] * 2
    median, slow = record.quantiles_ms("filter")
    assert (round(median, 1), round(slow, 1)) == (50.5, 95.0)
    load.line(load.Round(3, 10, 1), record, 20, 5)
    told = capsys.readouterr().out
    assert told.split()[-5:] == ["2", "the", "script", "failed:", "X"]
    assert "5.0   25%" in told


def test_a_goal_that_is_missed_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    load.growth([Inside(1, 0, mb) for mb in (300, 400, 400, 400, 500, 500)])
    load.growth([Inside(1, 0, mb) for mb in (300, 400, 400, 400, 401, 401)])
    missed, kept = capsys.readouterr().out.splitlines()
    assert missed.startswith("MISS")
    assert "100.0 MB" in missed
    assert kept.startswith("PASS")


def test_what_stays_for_good_is_not_searched_for_garbage() -> None:
    library()
    assert gc.get_freeze_count() > 50_000
