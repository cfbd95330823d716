"""One row of a file to a place, or to everything that is wrong with it.

This happens in two steps, because coordinates are converted many at a time: :func:`draft` reads the
cells, :func:`place` builds the record.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import shapely

from corridors.exchange import positions, values
from corridors.exchange.columns import COLUMNS, OwnPlace
from corridors.exchange.headers import Mapped
from corridors.exchange.known import Known
from corridors.exchange.limits import Limits
from corridors.exchange.messages import CellError
from corridors.exchange.positions import Position
from corridors.exchange.source import SourceRow
from corridors.exchange.text import has_han
from corridors.vocabulary import Kind, Precision, State

TEXTS = tuple(column.key for column in COLUMNS if column.type == "text")
REPLACEMENT = "\ufffd"


@dataclass
class Draft:
    """A row as far as it could be read.

    ``values`` are fields of the place without its position, which is in the coordinate system of
    the file. ``errors`` keep the row out, notices of the position do not.
    """

    row: SourceRow
    values: dict[str, Any] = field(default_factory=dict)
    position: Position = field(default_factory=Position)
    errors: list[CellError] = field(default_factory=list)


def draft(row: SourceRow, headers: tuple[str, ...], mapping: Mapped, known: Known, limits: Limits) -> Draft:
    """Read the cells of a row.

    Parameters
    ----------
    row : SourceRow
        Its cells stand in the order of ``headers``.
    headers : tuple of str
        As the file has them.
    mapping : mapping of str to str or None
        Column of each header, as :mod:`corridors.exchange.headers` says.
    known : Known
        Countries and industries.
    limits : Limits
        Length of cells, size of shapes.
    """
    cells, extra = _sorted(row, headers, mapping)
    result = Draft(row, {key: cells[key] for key in TEXTS if key in cells})
    result.errors += _bad_texts(cells, extra, limits)
    if row.surplus:
        result.errors.append(CellError("wide", "", row.surplus))
    if "name" in cells:
        _name(result.values, cells["name"], extra)
    if not result.values.keys() & {"name_zh", "name_en"}:
        result.errors.append(CellError("no-name", "name_zh", ""))
    for key, parse in _parsers(known).items():
        if key in cells:
            try:
                result.values[key] = parse(cells[key])
            except CellError as error:
                result.errors.append(error)
    result.values["extra"] = extra
    try:
        result.position = positions.find(row, cells, limits)
        positions.settle(result.position, result.values.get("country"), known)
    except CellError as error:
        result.errors.append(error)
    else:
        _without_point(result, "country" in cells)
    return result


def place(result: Draft) -> OwnPlace | None:
    """Build the record of a row whose position is WGS84 by now; None if there are errors."""
    if result.errors:
        return None
    point, shape = result.position.point, result.position.shape
    if point is not None:
        result.values |= {"lon": point.lon, "lat": point.lat}
    if shape is not None:
        result.values["wkt"] = shapely.to_wkt(shape, rounding_precision=-1)
    return OwnPlace.model_validate(result.values)


def _sorted(
    row: SourceRow, headers: tuple[str, ...], mapping: Mapped
) -> tuple[dict[str, str], dict[str, str]]:
    """Cells by column, and the others by header; empty ones are left out."""
    cells: dict[str, str] = {}
    extra: dict[str, str] = {}
    for header, cell in zip(headers, row.cells, strict=True):
        column = mapping[header]
        if cell and column is not None:
            (cells if column else extra)[column or header] = cell
    return cells, extra


def _bad_texts(cells: Mapping[str, str], extra: Mapping[str, str], limits: Limits) -> list[CellError]:
    errors = []
    for key, text in (*cells.items(), *extra.items()):
        limit = limits.shape_chars if key == "wkt" else limits.cell_chars
        if len(text) > limit:
            errors.append(CellError("long", key, text, found=len(text), limit=limit))
        elif REPLACEMENT in text:
            errors.append(CellError("broken-text", key, text))
    return errors


def _name(found: dict[str, Any], name: str, extra: dict[str, str]) -> None:
    """A name in a column of no language goes where its script says; a third name is kept as text."""
    key = "name_zh" if has_han(name) else "name_en"
    if found.setdefault(key, name) != name:
        extra.setdefault("name", name)


def _parsers(known: Known) -> dict[str, Callable[[str], object]]:
    return {
        "kind": lambda text: values.term(Kind, "kind", text),
        "precision": lambda text: values.term(Precision, "precision", text),
        "state": lambda text: values.term(State, "state", text),
        "type": values.place_type,
        "industries": lambda text: tuple(dict.fromkeys(map(known.industry, values.items(text)))),
        "start": values.partial_date,
        "country": lambda text: _country(text, known),
    }


def _country(text: str, known: Known) -> str:
    code = known.country(text)
    if code is None:
        like = known.like(text)
        zh, en = known.names[like] if like else ("", "")
        hint = {"hint_zh": f"；是不是“{zh}”？", "hint_en": f"; is it {en}?"} if like else {}
        raise CellError("country", "country", text, **({"hint_zh": "。", "hint_en": ""} | hint))
    return code


def _without_point(result: Draft, has_country: bool) -> None:
    """A row without a point needs a country or an area, and is no more precise unless it says so."""
    if result.position.point is not None:
        return
    if result.values.get("precision") is not Precision.REGION:
        result.values["precision"] = Precision.COUNTRY
    if not has_country and not result.values.get("area"):
        result.errors.append(CellError("no-place", positions.POINT, ""))
