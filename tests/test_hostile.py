"""Text from files and addresses stays text, wherever it lands."""

import dataclasses
import json

import pytest
from markupsafe import escape

from corridors.catalog import Catalog
from corridors.maps import base, publish, scene
from corridors.ui import cards, frame
from corridors.ui.table import parts

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "${alert(1)}",
    "`+alert(1)+`",
    "</script><svg onload=alert(1)>",
    '" onmouseover="alert(1)',
    "{{ 7 * 7 }}",
    "\u2028alert(1)",
]
PLACE = "zone:uganda-liaoshen"


@pytest.fixture(params=PAYLOADS)
def payload(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def poisoned(catalog: Catalog, payload: str) -> Catalog:
    place = catalog.entities[PLACE].model_copy(update={"name_zh": payload, "note_zh": payload})
    return dataclasses.replace(catalog, entities={**catalog.entities, PLACE: place})


def test_cards_and_table_escape(poisoned: Catalog, payload: str) -> None:
    for html in (
        cards.detail(poisoned, PLACE, "zh"),
        cards.detail(poisoned, "country:UGA", "zh"),
        "".join(parts(poisoned, scene.build(poisoned, scene.Filters()), "zh")),
    ):
        assert str(escape(payload)) in html
        if "<" in payload or '"' in payload:
            assert payload not in html


def test_the_map_gets_names_as_data_only(poisoned: Catalog, payload: str) -> None:
    features = json.loads(json.dumps(publish.features(poisoned)))
    assert payload in {point["zh"] for point in features["points"]}
    drawn = scene.build(poisoned, scene.Filters())
    group = base.state_group(poisoned, drawn, payload, "zh")
    assert json.loads(group.state)["select"] == payload
    assert not set("<>&\u2028") & set(group.state)


def test_a_script_cannot_be_left(payload: str) -> None:
    written = base.script_json({"name": payload})
    assert json.loads(written) == {"name": payload}
    assert not set("<>&\u2028\u2029") & set(written)


def test_notices_do_not_become_markup(payload: str) -> None:
    shown = frame.plain(payload)
    for char in "<>`$[":
        assert f"\\{char}" in shown or char not in payload
