"""The table of the browser benchmark and its goals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from browse.apps import AT_ONCE, EMPTY, FLOOR, OURS, USUAL

COLUMNS = {
    "first": "first map, empty cache",
    "again": "first map, second visit",
    "filter": "filter",
    "select": "selection",
    "page": "other page",
    "back": "back to the map",
}
FIRST_MAP = 1.3
FILTER = 1.3
AGAINST_USUAL = 2.0
FILTER_KB = 15.0


@dataclass
class Figures:
    """What was measured of one app, every round."""

    rounds: dict[str, list[float]] = field(default_factory=dict)

    def note(self, key: str, value: float) -> None:
        """Add what one round gave."""
        self.rounds.setdefault(key, []).append(value)

    def __getitem__(self, key: str) -> float:
        return median(self.rounds[key])

    def cell(self, kind: str) -> str:
        """Median time and bytes of one kind of step, or a dash."""
        if f"{kind} ms" not in self.rounds:
            return "–"
        return f"{self[f'{kind} ms']:,.0f} ms · {self[f'{kind} KB']:,.1f} KB"


def report(found: Mapping[str, Figures], rounds: int) -> tuple[str, bool]:
    """Table and goals in Markdown, and whether every goal is met."""
    head = ["", *COLUMNS.values(), "all of the first visit"]
    rows = [
        [name, *(figures.cell(kind) for kind in COLUMNS), f"{figures['first whole KB']:,.0f} KB"]
        for name, figures in found.items()
    ]
    goals = judged(found)
    lines = [row(head), row(["---"] * len(head)), *map(row, rows), "", f"Medians of {rounds} rounds.", ""]
    lines += [f"- {'PASS' if met else 'MISS'}: {words}" for met, words in goals]
    return "\n".join(lines), all(met for met, _ in goals)


def judged(found: Mapping[str, Figures]) -> list[tuple[bool, str]]:
    """Each goal: whether it is met, and in words with its figures."""
    ours, empty, floor, usual = (found[name] for name in (OURS, EMPTY, FLOOR, USUAL))
    first, alike = (ours["first ms"] / found[name]["first ms"] for name in (EMPTY, AT_ONCE))
    over = {name: figures["first KB"] - empty["first KB"] for name, figures in found.items()}
    peers = {name: kb for name, kb in over.items() if name not in (OURS, EMPTY, AT_ONCE, FLOOR)}
    least = min(peers, key=peers.__getitem__)
    rerun = ours["filter ms"] / floor["filter ms"]
    faster = usual["filter ms"] / ours["filter ms"]
    return [
        (
            first <= FIRST_MAP,
            f"first map {first:.2f} × the empty page (at most {FIRST_MAP}); "
            f"{alike:.2f} × one that is sent at once as ours is",
        ),
        (
            over[OURS] < peers[least],
            f"{over[OURS]:,.0f} KB over the empty page until the map is drawn; "
            f"the least of the others is {least} with {peers[least]:,.0f} KB",
        ),
        (rerun <= FILTER, f"a filter {rerun:.2f} × the rerun of a page without a map (at most {FILTER})"),
        (
            faster >= AGAINST_USUAL,
            f"a filter {faster:.1f} × as fast as {USUAL} (at least {AGAINST_USUAL:.0f})",
        ),
        (ours["filter KB"] <= FILTER_KB, f"a filter {ours['filter KB']:.1f} KB (at most {FILTER_KB:.0f})"),
    ]


def row(cells: list[str]) -> str:
    """One line of a Markdown table."""
    return f"| {' | '.join(cells)} |"


def write(page: Path, name: str, text: str) -> None:
    """Put a text between the marks ``<!-- NAME -->`` and ``<!-- /NAME -->`` of a page.

    Raises
    ------
    ValueError
        If the page has no such marks.
    """
    begin, end = f"<!-- {name} -->\n", f"\n<!-- /{name} -->"
    whole = page.read_text(encoding="utf-8")
    before, found, rest = whole.partition(begin)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        raise ValueError(f"{page}: there is no place for {name}")
    page.write_text(before + begin + text + end + after, encoding="utf-8")
