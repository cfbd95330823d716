"""Briefings read back from each format: everything that the content says, and nothing over an edge."""

import io
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pypdfium2
import pytest
from docx import Document
from docx.shared import Mm
from pptx import Presentation
from pptx.util import Pt

from corridors.analysis.rows import OwnLayer
from corridors.briefing import alternatives, deck, docx, html, make, measure, pdf, pptx
from corridors.briefing.choices import Choices
from corridors.briefing.compose import compose
from corridors.briefing.content import Briefing, Chart, Strip, Table
from corridors.briefing.lettered import legible
from corridors.catalog import Catalog
from corridors.exchange.columns import OwnPlace
from tests.brief_files import (
    DAY,
    LONGEST,
    NASTY,
    NASTY_ID,
    SHORTEST,
    briefing,
    picture,
    pictures,
    quotes,
    squeezed,
    with_nasty,
)

SELECTIONS = (
    SHORTEST,
    LONGEST,
    "country:ISL",
    "country:RUS",
    "corridor:liao-man-ou",
    "corridor:liao-hai-ou",
    NASTY_ID,
)


@pytest.fixture(scope="module")
def nasty(catalog: Catalog) -> Catalog:
    return with_nasty(catalog)


def cells(made: Briefing) -> Iterator[str]:
    for section in made.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                yield from (cell for row in block.rows for cell in row)


def slides_of(content: bytes) -> list[Any]:
    return list(Presentation(io.BytesIO(content)).slides)


def slide_text(slide: Any) -> str:
    parts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    tables = [shape.table for shape in slide.shapes if shape.has_table]
    return "\n".join([*parts, *(cell.text for table in tables for row in table.rows for cell in row.cells)])


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("select", SELECTIONS)
def test_slides_say_what_the_content_says(nasty: Catalog, select: str, lang: str) -> None:
    made = briefing(nasty, select, lang=lang)
    slides = slides_of(pptx.write(made, pictures(made)))
    said = squeezed("".join(map(slide_text, slides)))
    assert squeezed(made.title) in squeezed(slide_text(slides[0]))
    assert squeezed(made.boundary) in squeezed(slide_text(slides[-1]))
    body = squeezed(
        "".join(
            s.text_frame.text
            for slide in slides
            for s in slide.shapes
            if s.has_text_frame and s.has_text_frame and s.top >= Pt(deck.TOP) and s.top < Pt(deck.BOTTOM)
        )
    )
    for quote in quotes(made):
        assert squeezed(quote.text) in body
        assert squeezed(quote.heading)[:20] in said
    missing = [cell for cell in cells(made) if squeezed(cell) not in said]
    assert not missing
    assert said.count(squeezed(made.boundary)) >= len(slides)


@pytest.mark.parametrize("select", SELECTIONS)
def test_nothing_on_a_slide_runs_over(nasty: Catalog, select: str) -> None:
    checked = 0
    made = briefing(nasty, select, lang="en")
    for slide in slides_of(pptx.write(made, pictures(made))):
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= Pt(deck.WIDTH) + 1
            assert shape.top + shape.height <= Pt(deck.HEIGHT) + 1
            if not shape.has_text_frame or not shape.text_frame.text:
                continue
            sized = [(p, p.runs[0].font.size.pt) for p in shape.text_frame.paragraphs if p.runs]
            tall = sum(deck.height(p.text, size, shape.width.pt) for p, size in sized)
            assert tall <= max(shape.height.pt, 12 * deck.LINE) + 1, shape.text_frame.text
            checked += 1
    assert checked > 10


def test_text_boxes_of_a_slide_do_not_overlap(nasty: Catalog) -> None:
    checked = 0
    for select in SELECTIONS:
        for slide in slides_of(pptx.write(briefing(nasty, select))):
            boxes = [
                s
                for s in slide.shapes
                if (s.has_text_frame and s.text_frame.text) or s.has_table or s.has_chart
            ]
            for i, one in enumerate(boxes):
                for other in boxes[i + 1 :]:
                    apart = (
                        one.left + one.width <= other.left + 1
                        or other.left + other.width <= one.left + 1
                        or one.top + one.height <= other.top + 1
                        or other.top + other.height <= one.top + 1
                    )
                    assert apart, (select, slide_text(slide)[:200])
                    checked += 1
    assert checked > 500


def test_slides_are_wide_native_and_in_the_offices_typefaces(catalog: Catalog) -> None:
    made = briefing(catalog, "corridor:liao-man-ou")
    file = Presentation(io.BytesIO(pptx.write(made, pictures(made))))
    assert file.slide_width / file.slide_height == pytest.approx(16 / 9)
    theme = next(
        r.target_part.blob for r in file.slide_master.part.rels.values() if r.reltype.endswith("/theme")
    )
    assert theme.count('<a:ea typeface="微软雅黑"/>'.encode()) == 2
    assert theme.count(b'<a:latin typeface="Microsoft YaHei"/>') == 2
    charts = [s.chart for slide in file.slides for s in slide.shapes if s.has_chart]
    wanted = [b for s in made.sections for b in s.blocks if isinstance(b, Chart)]
    assert len(charts) == len(wanted) == 1
    for chart, block in zip(charts, wanted, strict=True):
        plot = chart.plots[0]
        assert tuple(plot.categories) == block.categories
        assert tuple((s.name, tuple(s.values)) for s in plot.series) == block.series
    assert file.core_properties.title == made.title


def test_the_strip_is_drawn_with_every_stop(catalog: Catalog) -> None:
    made = briefing(catalog, "corridor:liao-meng-ou", without=frozenset({"map", "legs", "clauses"}))
    section = made.section("strip")
    assert section
    stops = [stop for block in section.blocks if isinstance(block, Strip) for stop in block.stops]
    ovals = [
        shape
        for slide in slides_of(pptx.write(made))
        for shape in slide.shapes
        if shape.shape_type == 1 and shape.width == Pt(13) and shape.height == Pt(13)
    ]
    assert len(ovals) == len(stops) > 50


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("select", SELECTIONS)
def test_the_word_document_says_what_the_content_says(nasty: Catalog, select: str, lang: str) -> None:
    made = briefing(nasty, select, lang=lang)
    file = Document(io.BytesIO(docx.write(made, pictures(made))))
    paragraphs = squeezed("".join(p.text for p in file.paragraphs))
    found = {squeezed(cell.text) for table in file.tables for row in table.rows for cell in row.cells}
    assert squeezed(made.title) in paragraphs
    assert squeezed(made.boundary) in paragraphs
    assert all(squeezed(quote.text) in paragraphs for quote in quotes(made))
    assert {squeezed(cell) for cell in cells(made)} <= found
    assert len(file.inline_shapes) == len(made.pictures)


def test_the_word_document_has_the_form_of_an_official_one(catalog: Catalog) -> None:
    file = Document(io.BytesIO(docx.write(briefing(catalog, LONGEST), [picture()])))
    page = file.sections[0]
    assert [round(x.mm) for x in (page.page_width, page.page_height)] == [210, 297]
    assert [round(x.mm) for x in (page.top_margin, page.left_margin)] == [37, 28]
    assert round((page.page_width - page.left_margin - page.right_margin) / Mm(1)) == 156
    assert round((page.page_height - page.top_margin - page.bottom_margin) / Mm(1)) == 225
    key = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}eastAsia"
    for name, face, size, *_ in docx._STYLES:
        style = file.styles[name]
        assert style.element.rPr.rFonts.get(key) == face
        assert style.font.size.pt == size
    assert "PAGE" in page.footer._element.xml


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("select", SELECTIONS)
def test_the_pdf_says_what_the_content_says(nasty: Catalog, select: str, lang: str) -> None:
    made = briefing(nasty, select, lang=lang)
    file = pypdfium2.PdfDocument(pdf.write(made, pictures(made)))
    pages = [page.get_textpage().get_text_range() for page in file]
    footers = sum(squeezed(made.boundary)[:20] in squeezed(page) for page in pages)
    assert footers == len(pages)
    said = squeezed("".join(pages)).replace("\ufffe", "").replace("\u2011", "-")
    assert "\ufffd" not in said
    assert squeezed(legible(made.title))[:60] in said
    for quote in quotes(made):
        for line in quote.text.split("\n"):
            assert squeezed(line)[:12] in said
    assert {(round(p.get_width()), round(p.get_height())) for p in file} == {(595, 842)}


def test_the_pdf_is_the_same_each_time(catalog: Catalog) -> None:
    made = briefing(catalog, SHORTEST)
    assert pdf.write(made) == pdf.write(made)


@pytest.mark.parametrize("select", SELECTIONS)
def test_the_html_file_needs_nothing_but_itself(nasty: Catalog, select: str) -> None:
    made = briefing(nasty, select)
    content = html.write(nasty, made, Choices())
    text = content.decode()
    assert len(content) < 3_000_000
    assert "default-src 'none'" in text
    page = re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.S)
    assert not re.search(r"<(?:link|img|iframe|script)[^>]+(?:src|href)=[\"']?(?:http|//)", page)
    data = json.loads(re.search(r'id="data">(.*?)</script>', text, re.S)[1])  # type: ignore[index]
    assert data["state"]["select"] == select
    assert set(data["config"]["urls"]) == set(data["files"])
    assert all(
        ref <= len(data["cards"]["sources"])
        for c in data["cards"]["entities"].values()
        for _, _, refs in c["rows"]
        for ref in refs
    )
    shown = re.sub(r"<[^>]+>", "", page)
    import html as escaping  # noqa: PLC0415

    assert all(squeezed(q.text) in squeezed(escaping.unescape(shown)) for q in quotes(made))


def test_markup_stays_text_in_html(nasty: Catalog) -> None:
    text = html.write(nasty, briefing(nasty, NASTY_ID), Choices()).decode()
    assert "<b>甲" not in text
    assert "&lt;b&gt;甲&amp;乙&lt;/b&gt;" in text
    data = json.loads(re.search(r'id="data">(.*?)</script>', text, re.S)[1])  # type: ignore[index]
    assert data["cards"]["entities"][NASTY_ID]["name"] == NASTY


@pytest.mark.parametrize("fmt", ["pptx", "docx", "pdf", "html"])
def test_twenty_at_once(catalog: Catalog, monkeypatch: pytest.MonkeyPatch, fmt: str) -> None:
    monkeypatch.setattr(make, "_draw", lambda *_: picture())
    selections = [SHORTEST, LONGEST, "country:IDN", "zone:uganda-liaoshen"] * 5
    with ThreadPoolExecutor(20) as pool:
        files = list(pool.map(lambda select: make.make(catalog, select, fmt, Choices(date=DAY)), selections))
    assert len({len(made.content) for made in files}) >= 4
    assert all(made.sections[-1] == "sources" for made in files)


def test_progress_is_told_and_formats_are_checked(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make, "_draw", lambda *_: picture())
    told: list[float] = []
    make.make(catalog, SHORTEST, "pptx", progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    with pytest.raises(ValueError, match="no format 'odt'"):
        make.make(catalog, SHORTEST, "odt")


def test_a_logo_is_in_every_document(catalog: Catalog) -> None:
    made = briefing(catalog, SHORTEST)
    logo = picture(60, 20)
    assert sum(s.shape_type == 13 for s in slides_of(pptx.write(made, (), logo))[0].shapes) == 1
    assert len(Document(io.BytesIO(docx.write(made, (), logo))).inline_shapes) == 1
    assert b'src="data:image/png;base64,' in html.write(catalog, made, Choices(logo=logo))
    assert len(pdf.write(made, (), logo)) > len(pdf.write(made))


def test_cut_text_fits() -> None:
    assert measure.width(measure.cut("很长的名字" * 40, 12, 200), 12) <= 200


@pytest.fixture(scope="module")
def compared(catalog: Catalog) -> Choices:
    """Choices with ways to compare and an own layer whose names need letters the Chinese fonts lack."""
    places = {"own:a-1": OwnPlace(name_zh="Čačak Łódź 园区", lon=20.3, lat=43.9, country="SRB")}
    ways = alternatives.ask(catalog, "port:dalian", "port:jakarta", ["strait:malacca"], 1)
    return Choices(date=DAY, compared=ways, own=(OwnLayer("own:a", "清单", places, "#00ff00"),))


@pytest.mark.parametrize("select", ["country:IDN", "bonded:shenyang-comprehensive"])
def test_ways_are_compared_in_every_format(catalog: Catalog, compared: Choices, select: str) -> None:
    made = compose(catalog, select, compared)
    section = made.section("comparison")
    assert section
    assert compared.compared
    names = [alternatives.name(compared.compared, i, "zh") for i in range(len(compared.compared.routes))]
    assert len(names) > 1
    slides = slides_of(pptx.write(made, pictures(made)))
    (chart,) = (shape.chart for slide in slides for shape in slide.shapes if shape.has_chart)
    assert list(chart.plots[0].categories) == names
    word = Document(io.BytesIO(docx.write(made, pictures(made))))
    cells_of_word = {squeezed(cell.text) for table in word.tables for row in table.rows for cell in row.cells}
    assert "■" * 14 in cells_of_word
    printed = pypdfium2.PdfDocument(pdf.write(made, pictures(made)))
    text_of_pdf = squeezed("".join(page.get_textpage().get_text_range() for page in printed))
    page = html.write(catalog, made, compared).decode()
    for name in names:
        assert squeezed(name) in cells_of_word
        assert squeezed(name)[:8] in text_of_pdf
        assert name in page
    assert "Čačak" in text_of_pdf
    assert "Łódź" in text_of_pdf
    said = squeezed("".join(map(slide_text, slides)))
    assert "绕开：马六甲海峡" in said
    assert "1月出发" in said
    state = json.loads(re.search(r'id="data">(.*?)</script>', page, re.S)[1])["state"]  # type: ignore[index]
    assert [way["badge"] for way in state["ways"]] == [name[0] for name in names]
    assert [layer["url"] for layer in state["own"]] == ["own-0.json"]


def test_each_branch_that_needs_one_has_a_map(catalog: Catalog) -> None:
    made = briefing(catalog, "corridor:liao-hai-ou")
    assert [picture.branch for picture in made.pictures] == ["", "south", "arctic"]
    slides = slides_of(pptx.write(made, pictures(made)))
    titles = [slide.shapes.title.text for slide in slides if any(s.shape_type == 13 for s in slide.shapes)]
    assert titles == ["地图", "地图 · 大连—印尼—南太平洋", "地图 · 大连—白令海峡—欧洲"]
    assert [picture.branch for picture in briefing(catalog, "corridor:liao-man-ou").pictures] == [""]
    assert made.drawn([]) == tuple((picture, b"") for picture in made.pictures)


def test_ways_and_own_places_stand_on_the_map_of_the_whole(catalog: Catalog, compared: Choices) -> None:
    made = compose(catalog, "corridor:liao-hai-ou", compared)
    whole, *branches = (make.request(made, picture, compared) for picture in made.pictures)
    assert whole.ways
    assert whole.own == compared.own
    assert not any(asked.ways or asked.own for asked in branches)
