"""The briefing page: what it offers for a selection, and what it says of a choice that cannot be."""

import io

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from corridors.briefing.make import FORMATS
from corridors.catalog import Catalog
from corridors.ui import brief
from tests.test_app import run, words


def open_brief(**params: str) -> AppTest:
    app = run(select=params.get("select", ""))
    for key, value in params.items():
        app.query_params[key] = value
    return app.switch_page("pages/brief.py").run()


def test_without_a_selection_it_says_what_to_do() -> None:
    app = open_brief()
    assert not app.exception
    assert "先选一个对象" in words(app)
    assert not app.get("download_button")


@pytest.mark.parametrize(
    ("key", "pick", "count"),
    [("brief_pick_corridor", "corridor:liao-man-ou", 3), ("brief_pick_country", "country:IDN", 14)],
)
def test_without_a_selection_it_has_corridors_and_named_countries_at_hand(
    key: str, pick: str, count: int
) -> None:
    app = open_brief()
    offered = app.button_group(key=key)
    assert len(offered.options) == count
    offered.set_value(pick).run()
    assert not app.exception
    assert app.session_state["select"] == pick
    assert app.get("download_button")


@pytest.mark.parametrize(
    "select", ["corridor:liao-meng-ou", "country:ISL", "impl-13", "zone:uganda-liaoshen"]
)
def test_a_selection_offers_every_format(select: str) -> None:
    app = open_brief(select=select)
    assert not app.exception
    assert len(app.get("download_button")) == len(FORMATS)
    assert "将包含" in words(app)


def test_sections_stand_in_the_address_and_leave_the_briefing() -> None:
    app = open_brief(select="corridor:liao-meng-ou", sections="map,figures", lang="en")
    assert not app.exception
    assert app.session_state["sections"] == ["map", "figures"]
    assert "Clauses behind it" not in words(app)
    assert "Key figures" in words(app)


def test_an_unknown_section_is_a_notice() -> None:
    app = open_brief(select="country:IDN", sections="map,nonsense")
    assert not app.exception
    assert any("nonsense" in warning.value for warning in app.warning)


def test_what_a_button_hands_out_is_what_was_chosen(catalog: Catalog) -> None:
    chosen = brief.subject(catalog, "country:ISL", "zh")
    assert chosen is not None
    content = brief._maker(catalog, chosen, "png", brief.Choices(dpi=50))()
    assert Image.open(io.BytesIO(content)).width > 600


def test_every_format_has_a_label_and_a_type() -> None:
    assert set(brief.LABELS) == set(brief.MEDIA_TYPES) == set(FORMATS)


def test_only_a_corridor_with_several_maps_asks_which_is_the_picture() -> None:
    app = open_brief(select="corridor:liao-hai-ou")
    assert [box.options for box in app.selectbox if box.label == "图片（PNG、SVG）画"] == [
        ["全线", "大连—印尼—南太平洋", "大连—白令海峡—欧洲"]
    ]
    captions = [image.proto.imgs[0].caption for image in app.get("image")]
    assert captions == ["辽海欧地图", "辽海欧 · 大连—印尼—南太平洋地图", "辽海欧 · 大连—白令海峡—欧洲地图"]


def test_the_toggle_takes_over_the_question_of_the_comparison_page() -> None:
    app = run()
    for key, value in {
        "from": "port:dalian",
        "to": "port:jakarta",
        "month": "8",
        "select": "country:IDN",
    }.items():
        app.query_params[key] = value
    app.switch_page("pages/compare.py").run()
    for key in ("from", "to", "month"):
        del app.query_params[key]
    app.switch_page("pages/brief.py").run()
    assert "比选" not in words(app)
    app.toggle(key="brief_compare").set_value(True).run()
    assert not app.exception
    assert (app.session_state["from"], app.session_state["month"]) == ("port:dalian", "8")
    assert "比选" in words(app)
    app.toggle(key="brief_compare").set_value(False).run()
    assert "比选" not in words(app)
    assert "from" not in app.query_params
