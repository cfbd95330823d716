"""Strict records of transport: how fast, how long at borders, how much CO2e, when a sea is open.

Every figure has a unit, a source and, where sources differ, a range. A figure that no source gives
is not here; what is general knowledge says so by its source.
"""

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from corridors.models import SLUG, EntityId, PartialDate, Record, SourceId, Text
from corridors.vocabulary import Mode, Term

Slug = Annotated[str, StringConstraints(pattern=rf"^{SLUG}$")]
CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
GateId = Annotated[str, StringConstraints(pattern=rf"^[a-z]+:{SLUG}$")]
Month = Annotated[int, Field(ge=1, le=12)]
Positive = Annotated[float, Field(gt=0)]


class Train(Term):
    """What kind of train the rail figures are for; the two are never mixed."""

    BLOCK = (
        "block",
        "班列",
        "Block train",
        "A whole train under one timetable; its all-in speed has borders and gauge changes inside.",
    )
    WAGON = (
        "wagon",
        "单车",
        "Single wagon",
        "A wagon or container in ordinary trains; running speed, and hours at each border on top.",
    )


class Measure(Term):
    """What an indicator of corridor performance tells, after CAREC's CPMM."""

    BORDER_TIME = "border-time", "过境时间", "Time to clear a border", "Average over both directions."
    BORDER_TIME_IN = "border-time-in", "进口通关时间", "Inbound clearance", "Into the country named."
    BORDER_TIME_OUT = "border-time-out", "出口通关时间", "Outbound clearance", "Out of the country named."
    BORDER_COST = "border-cost", "过境费用", "Cost at a border", "Paid at one border crossing."
    GAUGE_COST = "gauge-cost", "换轨费用", "Cost of a gauge change", "Paid for changing gauge once."
    TOTAL_COST = "total-cost", "运输总费用", "Total transport cost", "As the source counts it."
    SPEED_FREE = "speed-free", "不含停留的速度", "Speed without delay", "SWOD: while moving."
    SPEED_ALL = "speed-all", "含停留的速度", "Speed with delay", "SWD: stops at borders included."


class Figure(Record):
    """A number with its range. ``low`` and ``high`` are in the same unit as ``value``."""

    id: Slug
    name_zh: Text
    name_en: Text
    value: Positive
    low: Positive | None = None
    high: Positive | None = None
    unit: Text
    source: SourceId
    range_sources: tuple[SourceId, ...] = ()
    date: PartialDate | None = None
    note_zh: str = ""

    @model_validator(mode="after")
    def _range_holds_the_value(self) -> Self:
        if not self.least <= self.value <= self.most:
            raise ValueError("low, value, high must not decrease")
        return self

    @property
    def least(self) -> float:
        """Lower end of the range, the value itself where none is known."""
        return self.value if self.low is None else self.low

    @property
    def most(self) -> float:
        """Upper end of the range, the value itself where none is known."""
        return self.value if self.high is None else self.high


class Dwell(Figure):
    """Hours at a border. Without ``countries`` it holds for every border that has no row of its own."""

    mode: Mode
    countries: tuple[CountryCode, ...] = ()


class Season(Record):
    """Months in which a passage is open. Without months it is never used: nothing is known.

    ``disputed`` months are open by one source only. ``authority`` is the country that lets ships
    through: who avoids the country avoids the passage.
    """

    id: Slug
    name_zh: Text
    name_en: Text
    gates: Annotated[tuple[GateId, ...], Field(min_length=1)]
    months: tuple[Month, ...] = ()
    disputed: tuple[Month, ...] = ()
    authority: CountryCode | None = None
    source: SourceId
    range_sources: tuple[SourceId, ...] = ()
    note_zh: str = ""


class Trip(Record):
    """A published voyage or train: what the model is measured against."""

    id: Slug
    name_zh: Text
    mode: Mode
    start: Text = Field(alias="from")
    end: Text = Field(alias="to")
    via: Text
    km: Positive | None = None
    days: Positive
    date: PartialDate
    sources: Annotated[tuple[SourceId, ...], Field(min_length=1)]
    note_zh: str = ""


class Indicator(Record):
    """One figure of corridor performance, and where it was measured."""

    id: Slug
    corridors: Annotated[tuple[EntityId, ...], Field(min_length=1)]
    measure: Measure
    mode: Mode
    scope_zh: Text
    scope_en: Text
    value: Positive
    low: Positive | None = None
    high: Positive | None = None
    unit: Text
    source: SourceId
    range_sources: tuple[SourceId, ...] = ()
    date: PartialDate
    note_zh: str = ""
