"""Hand-kept tables of the network: gauges, passages, closed borders, published stretches."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import Field, StringConstraints

from corridors import paths
from corridors.models import EntityId, Latitude, Longitude, Record, SourceId, Text

FOLDER = paths.DATA / "network"
Iso3 = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
R = TypeVar("R", bound=Record)


class CountryGauge(Record):
    """Track gauge in mm that the railways of a country mostly have."""

    country: Iso3
    gauge: int
    source: SourceId
    note_zh: str = ""


class Passage(Record):
    """A line across a strait or canal: whatever crosses it passes there.

    ``within`` is the longer passage it is a part of.
    """

    id: EntityId
    name_zh: Text
    name_en: Text
    lon1: Longitude
    lat1: Latitude
    lon2: Longitude
    lat2: Latitude
    within: EntityId | None = None
    source: SourceId
    note_zh: str = ""


class Closed(Record):
    """Two neighbours between which no train runs."""

    a: Iso3
    b: Iso3
    source: SourceId
    note_zh: str = ""


class Stretch(Record):
    """A published length of several legs of a corridor together."""

    legs: tuple[str, ...]
    km: Annotated[float, Field(gt=0)]
    source: SourceId
    note_zh: str = ""


class Border(Record):
    """Name of a rail crossing between two countries that the catalog does not have."""

    id: Annotated[str, StringConstraints(pattern=r"^border:[a-z0-9]+(-[a-z0-9]+)*$")]
    name_zh: Text
    name_en: Text
    a: Iso3
    b: Iso3
    lon: Longitude
    lat: Latitude
    source: SourceId


class Locode(Record):
    """UN/LOCODE of a port that the catalog has."""

    locode: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}[A-Z0-9]{3}$")]
    place: EntityId
    source: SourceId
    note_zh: str = ""


class TownName(Record):
    """Usual Chinese name of a town that the town list gives otherwise."""

    name_en: Text
    country: Iso3
    name_zh: Text
    source: SourceId


class Link(Record):
    """A bridge or tunnel for trains that the railway network lacks."""

    name_zh: Text
    lon1: Longitude
    lat1: Latitude
    lon2: Longitude
    lat2: Latitude
    source: SourceId
    note_zh: str = ""


def read(name: str, model: type[R], folder: Path = FOLDER) -> list[R]:
    """Records of a table, in the order of the file.

    Raises
    ------
    ValueError
        If a row is not such a record.
    """
    return list(_rows(folder / name, model))


def _rows(path: Path, model: type[R]) -> Iterator[R]:
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, strict=True):
            values: dict[str, object] = {column: cell for column, cell in row.items() if cell}
            if "legs" in values:
                values["legs"] = str(values["legs"]).split("|")
            yield model.model_validate(values)
