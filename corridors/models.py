"""Strict records: what an entity, a leg, a source or a clause is.

Every record refuses unknown fields and is frozen after loading. Coordinates are WGS84 decimal
degrees, longitude first. Dates are ISO 8601 and may stop at the year or the month, because many
sources do. Text of our own is in ``*_zh`` and ``*_en`` fields; policy text is never retyped, only
quoted, and each quote is checked against the document.
"""

from functools import lru_cache
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from corridors.vocabulary import (
    Basis,
    BondedType,
    Kind,
    LegStatus,
    Mode,
    Precision,
    Relation,
    SourceKind,
    State,
    ZoneType,
)

SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"
ID_PATTERN = rf"^(country:[A-Z]{{3}}|({'|'.join(kind for kind in Kind if kind != Kind.COUNTRY)}):{SLUG})$"
CLAUSE_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)+$"

EntityId = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
ClauseId = Annotated[str, StringConstraints(pattern=CLAUSE_PATTERN)]
SourceId = Annotated[str, StringConstraints(pattern=rf"^{SLUG}$")]
PartialDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
Text = Annotated[str, StringConstraints(min_length=1)]
Longitude = Annotated[float, Field(ge=-180, le=180)]
Latitude = Annotated[float, Field(ge=-90, le=90)]


@lru_cache(maxsize=4096)
def kind_of(entity_id: str) -> Kind:
    """Kind of an entity, read from its id.

    Raises
    ------
    ValueError
        If the part before the colon is not a kind.
    """
    return Kind(entity_id.partition(":")[0])


class Record(BaseModel):
    """Base of all records: unknown fields are errors, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Record):
    """Where a fact comes from. ``unverified`` sources are shown as 未核实."""

    id: SourceId
    kind: SourceKind
    title_zh: Text
    url: str = ""
    version: str = ""
    licence: str = ""
    read_on: PartialDate
    note_zh: str = ""

    @property
    def verified(self) -> bool:
        return self.kind is not SourceKind.UNVERIFIED


class Sourced(Record):
    """A number with its unit, date and source."""

    value: float
    unit: Text
    source: SourceId
    date: PartialDate | None = None
    note_zh: str = ""


class Dated(Record):
    """A state at a date. ``source`` is a source id or, for a policy, a clause id."""

    state: State
    source: Text
    date: PartialDate | None = None
    note_zh: str = ""


class Status(Record):
    """What the policies of 2015 said, and what is known since."""

    policy: Dated | None = None
    known: Dated | None = None

    @property
    def latest(self) -> State | None:
        """State as far as known: what is known since, else what the policy said."""
        dated = self.known or self.policy
        return dated.state if dated else None


class Fact(Record):
    """One sourced statement about an entity, in our own words."""

    label_zh: Text
    label_en: Text
    value: Text
    source: SourceId
    date: PartialDate | None = None


class Quote(Record):
    """Words of a clause that support an entity whose name they do not contain."""

    clause: ClauseId
    quote: Text
    relation: Relation


class Entity(Record):
    """Anything a clause can support. ``aliases`` are the names looked for in policy text."""

    id: EntityId
    name_zh: Text
    name_en: Text
    aliases: tuple[str, ...] = ()
    sources: Annotated[tuple[SourceId, ...], Field(min_length=1)]
    facts: tuple[Fact, ...] = ()
    quotes: tuple[Quote, ...] = ()
    note_zh: str = ""
    note_en: str = ""

    @property
    def kind(self) -> Kind:
        return kind_of(self.id)

    @property
    def slug(self) -> str:
        return self.id.partition(":")[2]


class Place(Entity):
    """An entity that lies somewhere.

    ``lon`` and ``lat`` are absent where no site is known. ``area`` names the country or group to
    shade instead. ``coord_source`` is the source of the point alone.
    """

    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] | None = None
    lon: Longitude | None = None
    lat: Latitude | None = None
    precision: Precision
    coord_source: SourceId | None = None
    area: EntityId | None = None
    status: Status = Status()

    @model_validator(mode="after")
    def _point_is_whole(self) -> Self:
        if (self.lon is None) != (self.lat is None):
            raise ValueError("lon and lat go together: give both or neither")
        if self.lon is not None and self.coord_source is None and self.kind is not Kind.COUNTRY:
            raise ValueError("a point needs coord_source: where do the coordinates come from?")
        return self

    @property
    def is_point(self) -> bool:
        return self.lon is not None and self.precision is not Precision.COUNTRY


class Country(Place):
    """A country or territory. The point is where its label stands."""

    iso2: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = None


class Group(Place):
    """Several countries named by one word; members are ISO alpha-3 codes."""

    members: Annotated[tuple[str, ...], Field(min_length=1)]


class Zone(Place):
    """Cooperation zone."""

    type: ZoneType
    operator_zh: str = ""
    operator_source: SourceId | None = None
    industries: tuple[EntityId, ...] = ()
    start: PartialDate | None = None
    start_source: SourceId | None = None


class Bonded(Place):
    """Bonded area in Liaoning."""

    type: BondedType
    city: EntityId


class Port(Place):
    """Sea port or airport."""

    type: Annotated[str, StringConstraints(pattern=r"^(sea|ferry|airport)$")] = "sea"
    city: EntityId | None = None


class Crossing(Place):
    """Border crossing or gauge-change yard; ``gauges`` in mm, one on each side."""

    neighbour: str | None = None
    gauges: tuple[int, ...] = ()


class Strait(Place):
    """Strait, sea or sea passage."""


class City(Place):
    """City, town or station."""


class Market(Place):
    """Commodity market."""

    city: EntityId | None = None


class Platform(Place):
    """E-commerce platform or speciality."""

    city: EntityId | None = None


class Agency(Entity):
    """Department or government."""

    level: Annotated[str, StringConstraints(pattern=r"^(national|province|city|collective)$")]


class Industry(Entity):
    """Industry, product group or resource."""


class Target(Entity):
    """A figure for 2020: where it stood, where it should go, what became of it."""

    baseline: Sourced | None = None
    goal: Sourced
    outcome: Sourced | None = None


class Leg(Record):
    """A stretch between two nodes. The shape in data/geo/legs.geojson has the same id."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    id: Annotated[str, StringConstraints(pattern=rf"^{SLUG}$")]
    mode: Mode
    start: EntityId = Field(alias="from")
    end: EntityId = Field(alias="to")
    via: tuple[EntityId, ...] = ()
    status: LegStatus
    basis: Basis
    gauge: int | None = None
    gauge_note_zh: str = ""
    hours: Sourced | None = None
    published: Sourced | None = None
    sources: Annotated[tuple[SourceId, ...], Field(min_length=1)]
    note_zh: str = ""


class Label(Record):
    """A name on the map that is no entity, such as a group of islands."""

    id: Annotated[str, StringConstraints(pattern=rf"^label:{SLUG}$")]
    name_zh: Text
    name_en: Text
    lon: Longitude
    lat: Latitude
    min_zoom: float
    sources: Annotated[tuple[SourceId, ...], Field(min_length=1)]


class TrackLength(Record):
    """Kilometres of track along a leg, with the bends that its drawn line leaves out."""

    leg: Text
    km: Annotated[float, Field(gt=0)]


class Branch(Record):
    """One way along a corridor: legs in order, each starting where the last one ended."""

    id: Annotated[str, StringConstraints(pattern=rf"^{SLUG}$")]
    name_zh: Text
    name_en: Text
    status: LegStatus
    legs: Annotated[tuple[str, ...], Field(min_length=1)]
    note_zh: str = ""
    note_en: str = ""
    sources: Annotated[tuple[SourceId, ...], Field(min_length=1)]


class Corridor(Entity):
    """One of the three corridors."""

    branches: Annotated[tuple[Branch, ...], Field(min_length=1)]
