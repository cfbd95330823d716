"""The presentation: what its steps tell, how short they are, and what an address brings back."""

import json
import re
from itertools import pairwise

import pytest
from streamlit.testing.v1 import AppTest

from corridors import paths
from corridors.analysis import passage
from corridors.analysis.story import LONGEST_QUOTE, Part, Step, story
from corridors.catalog import Catalog
from corridors.maps import scene
from corridors.maps.views import HOME
from corridors.policy.marks import Piece
from corridors.ui import country, story_map
from corridors.ui.cards import Writer, render
from corridors.ui.story import made
from corridors.ui.story_slide import Slide
from corridors.ui.story_slides import Teller
from corridors.vocabulary import Grade
from tests.test_app import words

MENG = "corridor:liao-meng-ou"
# What a room reads of our own words on one slide.
MOST_WORDS = 40
HAN = re.compile("[\u4e00-\u9fff]")
TOLD = [
    "",
    MENG,
    "country:IDN",
    "group:asean",
    "impl-13",
    "zone:uganda-liaoshen",
    "bonded:dalian-bonded-zone",
]


def own_words(slide: Slide, *, with_title: bool) -> int:
    texts = [slide.title if with_title else "", *(text for row in slide.rows for text in row)]
    return len(HAN.findall("".join(texts)))


def nodes(steps: tuple[Step, ...]) -> list[Step]:
    return [step for step in steps if step.part is Part.NODE]


def present(**params: str) -> AppTest:
    app = AppTest.from_file(str(paths.ROOT / "app.py"), default_timeout=60)
    for key, value in params.items():
        app.query_params[key] = value
    return app.switch_page("pages/story.py").run()


def test_a_corridor_is_told_node_by_node(catalog: Catalog) -> None:
    steps = story(catalog, MENG)
    told = nodes(steps)
    branch = next(c for c in catalog.corridors if c.id == MENG).branches[0]
    assert [step.about for step in told] == catalog.nodes(branch)
    assert (steps[0].part, steps[-1].part) == (Part.CORRIDOR, Part.CLOSE)
    lit = [step.legs for step in told]
    assert all(set(before) <= set(after) for before, after in pairwise(lit))
    assert lit[0] == branch.legs[:1]
    assert lit[-1] == branch.legs


def test_a_node_tells_border_gauge_and_distance(catalog: Catalog) -> None:
    told = {step.about: step.node for step in nodes(story(catalog, "corridor:liao-man-ou"))}
    node = told["crossing:manzhouli"]
    assert node is not None
    assert (node.border, node.gauge) == (("CHN", "RUS"), (1435, 1520))
    assert node.km == pytest.approx(1879, abs=1)
    end = told["city:duisburg"]
    assert end is not None
    assert (end.onward, end.next) == ("", "")
    assert end.km == pytest.approx(10850.3)


def test_a_leg_with_stations_in_it_has_no_kilometres_there(catalog: Catalog) -> None:
    told = {step.about: step.node for step in nodes(story(catalog, MENG))}
    node = told["crossing:bichigt"]
    assert node is not None
    assert node.km is None
    assert node.next == "city:choibalsan"


def test_a_quote_marks_the_words_that_name_the_subject(catalog: Catalog) -> None:
    quotes = [step.quote for step in story(catalog, MENG) if step.part is Part.QUOTE]
    assert len(quotes) >= 3
    for quote in quotes:
        assert quote is not None
        assert quote.links
        for link in quote.links:
            assert any(start <= link.start and link.end <= end for start, end in quote.spans)


def test_a_country_is_told_by_what_is_wanted_there(catalog: Catalog) -> None:
    within = passage.inside(catalog, country.outlines() or {})
    steps = story(catalog, "country:IDN", within)
    assert [step.part for step in steps][:2] == [Part.AREA, Part.QUOTE]
    quoted = [step.quote for step in steps if step.quote]
    assert quoted[0].clause == "guide-3-3"
    inferred = [quote for quote in quoted if quote.inferred]
    assert {word for quote in inferred for word in quote.inferred} == {"东盟"}
    assert {step.about for step in steps if step.part is Part.ZONE} >= {"zone:kitic", "zone:julong"}
    through = [step for step in steps if step.part is Part.THROUGH]
    assert [step.corridor for step in through] == ["corridor:liao-hai-ou"]


def test_a_clause_is_told_sentence_by_sentence_with_its_places(catalog: Catalog) -> None:
    steps = story(catalog, "impl-13")
    assert [step.part for step in steps] == [Part.CLAUSE, Part.QUOTE]
    assert {"country:IDN", "group:east-africa"} <= set(steps[1].lights)
    assert not any(entity.startswith("agency:") for entity in steps[1].lights)


def test_nothing_selected_tells_the_three_corridors_in_turn(catalog: Catalog) -> None:
    steps = story(catalog, "")
    order = list(dict.fromkeys(step.corridor for step in steps if step.corridor))
    assert order == [corridor.id for corridor in catalog.corridors]
    assert story(catalog, "own:nothing-here") == steps
    assert all(step.node and step.node.matters for step in nodes(steps) if step.corridor == MENG)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("subject", TOLD)
def test_every_slide_has_few_words_and_exact_quotes(catalog: Catalog, subject: str, lang: str) -> None:
    teller = Teller(Writer(catalog, "en" if lang == "en" else "zh"), subject)
    steps = story(catalog, subject)
    assert steps
    for step in steps:
        slide = teller.tell(step)
        assert slide.title
        if lang == "zh":
            assert own_words(slide, with_title=step.part is not Part.CLAUSE) <= MOST_WORDS
        for sentence in slide.quote:
            assert "".join(piece.text for piece in sentence) in catalog.clauses[step.quote.clause].text
        longest = sum(len(piece.text) for sentence in slide.quote for piece in sentence)
        assert longest <= LONGEST_QUOTE
        assert bool(slide.gloss) == (lang == "en" and bool(slide.cite or step.part is Part.CLAUSE))


def test_every_entity_and_clause_has_a_story(catalog: Catalog) -> None:
    everything = [*catalog.entities, *catalog.clauses]
    assert len(everything) > 400
    for identifier in everything:
        steps = story(catalog, identifier)
        assert steps[0].about == identifier
        teller = Teller(Writer(catalog, "zh"), identifier)
        for step in steps:
            assert own_words(teller.tell(step), with_title=step.part is not Part.CLAUSE) <= MOST_WORDS


def test_the_map_shows_and_looks_at_what_a_step_is_about(catalog: Catalog) -> None:
    steps = story(catalog, MENG)
    crossing = next(step for step in steps if step.about == "crossing:zhuengadabuqi")
    drawn = story_map.drawn(catalog, crossing)
    assert "liao-meng-ou/zhuengadabuqi-choibalsan-rail" in drawn.lit
    assert {line.corridor for line in drawn.lines} == {MENG}
    assert "crossing:zhuengadabuqi" in drawn.lit
    views = story_map.views(catalog, steps)
    assert len(views) == len(steps)
    (south, west), (north, east) = views[steps.index(crossing)]
    place = next(p for p in scene.points(catalog) if p.id == crossing.about)
    assert place.lat is not None
    assert place.lon is not None
    assert south - 0.01 <= place.lat <= north + 0.01
    assert west - 0.01 <= place.lon <= east + 0.01
    assert north - south >= story_map.LEAST


def test_a_step_about_nothing_that_lies_anywhere_keeps_the_view(catalog: Catalog) -> None:
    here = Step(Part.QUOTE, lights=("country:IDN",))
    nowhere = Step(Part.QUOTE, lights=())
    first, second = story_map.views(catalog, [here, nowhere])
    assert first == second
    assert story_map.views(catalog, [nowhere]) == [HOME]


def test_without_outlines_a_country_is_still_told(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(country, "outlines", lambda: None)
    deck = made(catalog, "country:IDN", "zh")
    assert deck.slides[0].title == "印度尼西亚"
    assert deck.overlays[0].around not in (None, HOME)  # where its name stands


def test_what_travels_is_small_and_large_on_the_map(catalog: Catalog) -> None:
    deck = made(catalog, MENG, "zh")
    assert sum(map(len, deck.states)) < 40_000
    for state in map(json.loads, deck.states):
        assert state["large"] is True
        assert state["select"] == ""
        assert state["around"]


def test_an_inferred_clause_says_so(catalog: Catalog) -> None:
    deck = made(catalog, "country:IDN", "zh")
    assert any(row == (Grade.INFERRED.zh, "“东盟”") for slide in deck.slides for row in slide.rows)


def test_what_a_text_holds_stays_text(catalog: Catalog) -> None:
    payload = "</script><img src=x onerror=alert(1)>\"' {{7*7}}"
    slide = Slide(payload, payload, ((payload, payload),), ((Piece(payload),),), payload, payload, payload)
    pairs = [(slide, json.dumps({"lit": [payload]}))]
    page = render("story.html", catalog, "zh", slides=pairs, at=1, subject=payload, script="")
    assert "<img" not in page
    assert page.count("</script>") == 1
    assert "{{7*7}}" in page


def test_the_page_opens_with_and_without_a_selection() -> None:
    app = present()
    assert not app.exception
    assert "三大通道" in words(app)
    assert app.session_state["step"] == "1"
    app = present(select=MENG)
    assert not app.exception
    assert "距起点" in words(app)
    assert "珠恩嘎达布其" in words(app)


def test_the_address_brings_back_the_step_and_is_held_to_the_story() -> None:
    app = present(select=MENG, step="7")
    assert app.session_state["step"] == "7"
    app.query_params["step"] = "999"
    app.run()
    assert not app.exception
    assert int(app.session_state["step"]) == len(re.findall('class="slide"', words(app)))


def test_another_story_begins_at_its_first_step() -> None:
    app = present(select=MENG, step="7")
    app.session_state["select"] = "country:IDN"
    app.run()
    assert not app.exception
    assert app.session_state["step"] == "1"


@pytest.mark.parametrize("step", ["0", "-1", "abc", "<img src=x>", "٣", "9" * 40])
def test_a_step_that_is_none_is_a_notice(step: str) -> None:
    app = present(step=step)
    assert not app.exception
    assert app.warning
    assert app.session_state["step"] == "1"


def test_it_speaks_english_and_quotes_chinese_with_a_gloss() -> None:
    app = present(select=MENG, lang="en")
    assert not app.exception
    assert "From the start" in words(app)
    assert "Speed up the three corridors" in words(app)
    assert "蒙古出海大通道" in words(app)
