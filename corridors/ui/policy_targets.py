"""Targets: where each figure stood, where it should be by 2020, and what became of it."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from corridors.catalog import Catalog
from corridors.models import Sourced, Target
from corridors.policy import desk
from corridors.policy.desk import BASE_YEAR, LAST_YEAR
from corridors.ui import cards, policy_desk, state
from corridors.ui.frame import Page
from corridors.ui.texts import Lang

# Size of a chart and of the field inside it, in pixels.
WIDTH, HEIGHT = 300, 190
LEFT, RIGHT, TOP, BOTTOM = 36, 288, 18, 160


@dataclass(frozen=True)
class Mark:
    """A figure in a chart: where it stands and what it says. ``kind`` is the name of the figure."""

    kind: str
    x: float
    y: float
    label: str


@dataclass(frozen=True)
class Chart:
    """A chart of one target: marks, grid lines and the path between its figures, in pixels."""

    marks: tuple[Mark, ...]
    grid: tuple[tuple[float, str], ...]
    years: tuple[tuple[float, str], ...]
    path: str


@dataclass(frozen=True)
class Row:
    """A target with its chart."""

    row: desk.TargetRow
    chart: Chart
    is_growth: bool


def show(page: Page) -> None:
    """Show the table of targets, a chart for each, and the selection."""
    catalog, lang = page.catalog, state.lang()
    main, side = policy_desk.open_view(page)
    with main:
        st.html(targets(catalog, lang))
    with side:
        policy_desk.detail(page, cards.render("policy_targets_note.html", catalog, lang))


def targets(catalog: Catalog, lang: Lang) -> str:
    """HTML of the targets with their charts."""
    found = rows(catalog)
    charts = [{"row": row, "picture": _picture(catalog, row, lang)} for row in found]
    return cards.render("policy_targets.html", catalog, lang, rows=found, charts=charts)


def _picture(catalog: Catalog, row: Row, lang: Lang) -> str:
    """Chart as the address of a picture: the page's cleaner lets no other drawing through."""
    drawn = cards.render("policy_chart.svg", catalog, lang, row=row, size=(WIDTH, HEIGHT))
    return "data:image/svg+xml;base64," + base64.b64encode(drawn.encode()).decode("ascii")


def rows(catalog: Catalog) -> list[Row]:
    """All targets in the order of their records."""
    return [
        Row(row, _chart(row.target), bool(desk.growth_curve(row.target))) for row in desk.targets(catalog)
    ]


def _chart(target: Target) -> Chart:
    return growth_chart(target) if desk.growth_curve(target) else share_chart(target)


def growth_chart(target: Target) -> Chart:
    """Curve of an index, 100 in 2015: there is no amount in the policy to begin with."""
    points = desk.growth_curve(target)
    top = 50 * (int(points[-1][1] // 50) + 1)
    marks = tuple(Mark("goal", _x(year), _y(value, top), f"{value:.0f}") for year, value in points)
    return Chart(marks, _grid(top, ""), _years(range(BASE_YEAR, LAST_YEAR + 1)), _path(marks))


def share_chart(target: Target) -> Chart:
    """Baseline, goal and outcome of a share on a scale from 0."""
    named = (("baseline", target.baseline), ("goal", target.goal), ("outcome", target.outcome))
    known = [(kind, sourced) for kind, sourced in named if sourced]
    highest = max(sourced.value for _, sourced in known)
    top = next(step for step in (10, 25, 50, 75, 100) if step >= highest * 1.05 or step == 100)
    marks = tuple(_mark(kind, sourced, top) for kind, sourced in known)
    way = [mark for mark in marks if mark.kind != "outcome"]
    return Chart(marks, _grid(top, "%"), _years((2014, 2016, 2018, LAST_YEAR), 2014), _path(way))


def _mark(kind: str, sourced: Sourced, top: float) -> Mark:
    year = int((sourced.date or str(LAST_YEAR))[:4])
    return Mark(kind, _x(year, 2014), _y(sourced.value, top), f"{sourced.value:g}%")


def _x(year: int, first: int = BASE_YEAR) -> float:
    return round(LEFT + (RIGHT - LEFT - 26) * (year - first) / (LAST_YEAR - first) + 8, 1)


def _y(value: float, top: float) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * value / top, 1)


def _grid(top: int, unit: str) -> tuple[tuple[float, str], ...]:
    return tuple((_y(top * part / 2, top), f"{top * part / 2:g}{unit}") for part in range(3))


def _years(years: Sequence[int], first: int = BASE_YEAR) -> tuple[tuple[float, str], ...]:
    return tuple((_x(year, first), str(year)) for year in years)


def _path(marks: Sequence[Mark]) -> str:
    return "M" + "L".join(f"{mark.x} {mark.y}" for mark in marks)
