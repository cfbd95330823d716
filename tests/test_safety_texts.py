"""Harmful texts in what is taken away: files that others open hold them as text and nothing more."""

import csv
import dataclasses
import io
import json
import re
import zipfile
from itertools import cycle
from xml.etree import ElementTree

import openpyxl
import pypdfium2
import pytest

from corridors.briefing.choices import ChoiceError, Choices, checked_logo
from corridors.briefing.lettering import outline
from corridors.briefing.make import make
from corridors.catalog import Catalog
from corridors.exchange import exporting
from corridors.exchange.columns import OwnPlace
from corridors.exchange.exporting import FORMATS, Format
from corridors.ui.frame import plain
from tests.payloads import EVALUATED, PAYLOADS

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
ADDRESS = re.compile(rb"(?i)javascript:|vbscript:|evil\.example|file:/")


@pytest.fixture(scope="module")
def exported() -> dict[Format, bytes]:
    """An own layer with every payload in every text, in every format."""
    places = [
        OwnPlace(
            name_zh=text, name_en=text, operator=text, type=text, note=text, extra={text: text}, lon=1, lat=1
        )
        for text in PAYLOADS
    ]
    table = exporting.own_table("own:x", PAYLOADS[0] + PAYLOADS[-1], places)
    return {fmt: exporting.export(table, fmt) for fmt in FORMATS}


@pytest.fixture(scope="module")
def poisoned(catalog: Catalog) -> Catalog:
    """The catalog with another payload as the name of every entity."""
    entities = {
        identifier: entity.model_copy(update={"name_zh": payload, "name_en": payload})
        for (identifier, entity), payload in zip(catalog.entities.items(), cycle(PAYLOADS), strict=False)
    }
    return dataclasses.replace(catalog, entities=entities)


def test_no_cell_is_a_formula(exported: dict[Format, bytes]) -> None:
    rows = list(csv.reader(io.StringIO(exported["csv"].decode("utf-8-sig"), newline="")))
    cells = [cell for row in rows for cell in row if not re.fullmatch(r"-?[\d.]+", cell)]
    assert len(cells) > 5 * len(PAYLOADS)
    assert [cell for cell in cells if cell.lstrip(" ").startswith(FORMULA)] == []
    book = openpyxl.load_workbook(io.BytesIO(exported["xlsx"]))
    found = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in found} <= {"s", "n"}
    assert [cell.coordinate for cell in found if cell.hyperlink] == []


def test_layers_hold_texts_as_they_are(exported: dict[Format, bytes]) -> None:
    features = json.loads(exported["geojson"])["features"]
    assert [feature["properties"]["name_zh"] for feature in features] == list(PAYLOADS)
    root = ElementTree.fromstring(exported["kml"])  # noqa: S314 - our own
    tags = {element.tag.rpartition("}")[2].lower() for element in root.iter()}
    assert len(list(root.iter("{http://www.opengis.net/kml/2.2}Placemark"))) == len(PAYLOADS)
    assert tags.isdisjoint({"script", "img", "svg", "iframe", "href", "link", "networklink", "a"})


@pytest.mark.parametrize("fmt", ["pptx", "docx"])
def test_office_files_hold_no_link_and_no_code(poisoned: Catalog, fmt: str) -> None:
    how = Choices(title="".join(PAYLOADS[:6]), author=PAYLOADS[70], without=frozenset({"map"}))
    with zipfile.ZipFile(io.BytesIO(make(poisoned, "corridor:liao-hai-ou", fmt, how).content)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    assert b"pwned" in b"".join(parts.values())
    assert not [name for name in parts if re.search(r"(?i)vba|activex|oleobject|externallink", name)]
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(content)  # noqa: S314 - our own
            assert EVALUATED.encode() not in content, name
        if name.endswith(".xlsx"):  # the figures behind a chart
            book = openpyxl.load_workbook(io.BytesIO(content))
            assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {
                "s",
                "n",
            }
        if name.endswith(".rels"):
            assert not ADDRESS.search(content), name
            assert b"{{" not in content


def test_pdfs_hold_no_link_and_no_code(poisoned: Catalog) -> None:
    how = Choices(title="".join(PAYLOADS[:6]), author=PAYLOADS[70], without=frozenset({"map"}))
    content = make(poisoned, "corridor:liao-hai-ou", "pdf", how).content
    assert not re.search(rb"/(JavaScript|JS|Launch|OpenAction|EmbeddedFile|URI)\b", content)
    words = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))
    assert "pwned()" in re.sub(r"\s", "", words)
    assert EVALUATED not in words


@pytest.mark.parametrize(
    "logo",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='pwned()'/>",
        b"<script>pwned()</script>",
        b"GIF89a/*<script>pwned()</script>*/",
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n<script>pwned()</script>",
        b"\xff\xd8\xff<?php pwned(); ?>",
        b"",
    ],
)
def test_a_logo_is_a_picture(logo: bytes) -> None:
    with pytest.raises(ChoiceError):
        checked_logo(logo)


@pytest.mark.parametrize("payload", [*PAYLOADS, "$x$", r"\$x$", "$$"])
def test_a_picture_draws_every_text_and_sets_no_formula(payload: str) -> None:
    line = " ".join(payload.split())
    assert outline(line, 0, 0, 10).vertices.shape[1] == 2


def test_dollar_signs_are_drawn() -> None:
    assert len(outline("$a$", 0, 0, 10).vertices) > len(outline("a", 0, 0, 10).vertices)
    assert len(outline(r"\$", 0, 0, 10).vertices) > len(outline("$", 0, 0, 10).vertices)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_notices_hold_no_link_icon_or_markup(payload: str) -> None:
    shown = plain(payload)
    assert not re.search(r"(?i)https?://|www\.|:material/|(?<!\\)[<>`$*_\[\]|~#]", shown)
    assert "\n" not in shown
    cut = shown.replace("\u2060", "").replace("\\", "")
    assert cut == " ".join(payload[:200].splitlines()).replace("\\", "")
