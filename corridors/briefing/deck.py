"""A slide deck of 16:9 with the office's typefaces: setting up, slides, text and tables.

Lengths are in points from the upper left corner.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.util import Pt

from corridors.briefing import measure
from corridors.briefing.content import Briefing

WIDTH, HEIGHT = 960, 540
EDGE = 44.0
ROOM = WIDTH - 2 * EDGE
TOP, BOTTOM = 94.0, 496.0
LATIN, EAST_ASIAN = "Microsoft YaHei", "微软雅黑"
FAINT, INK, RULE = "#66707a", "#22303c", "#d9d4c8"
LINE = 1.3
CELL = 5.0
_TITLE_SIZES = (26.0, 22.0, 18.0, 15.0)
_BODY, _PARAGRAPH = qn("a:bodyPr"), qn("a:p")
_FRAME = {"wrap": "square", "lIns": "0", "rIns": "0", "tIns": "0", "bIns": "0"}
_NO_GRID = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


@dataclass(frozen=True)
class Style:
    """How a text looks."""

    size: float
    color: str = INK
    bold: bool = False


class Deck:
    """Slides of one briefing."""

    def __init__(self, briefing: Briefing) -> None:
        self.briefing = briefing
        self.file = Presentation()
        old = self.file.slide_width
        self.file.slide_width, self.file.slide_height = Pt(WIDTH), Pt(HEIGHT)
        _stretch(self.file, self.file.slide_width / old)
        _typefaces(self.file)
        core = self.file.core_properties
        core.title, core.author, core.subject = (
            briefing.title[:255],
            briefing.author[:255],
            briefing.subtitle[:255],
        )
        core.created = core.modified = datetime.fromisoformat(briefing.date)

    def cover_slide(self) -> Any:
        """A slide with the layout of a title page."""
        return self.file.slides.add_slide(self.file.slide_layouts[0])

    def slide(self, title: str) -> Any:
        """A slide with a title, a rule in the colour of the briefing, and the footer."""
        slide = self.file.slides.add_slide(self.file.slide_layouts[5])
        place(slide.shapes.title, Box(EDGE, 34, ROOM, 40))
        self.retitle(slide, title)
        bar(slide, Box(EDGE, 80, ROOM, 2), self.briefing.color)
        self._footer(slide)
        return slide

    def retitle(self, slide: Any, title: str) -> None:
        """Give a slide another title."""
        size = measure.fitting(title, _TITLE_SIZES, ROOM, 1)
        write(
            slide.shapes.title.text_frame, [(measure.cut(title, size, ROOM), Style(size, bold=True))], "ctr"
        )

    def _footer(self, slide: Any) -> None:
        words = f"{self.briefing.boundary}　{self.briefing.date}"
        text(slide, Box(EDGE, 508, ROOM - 60, 24), [(words, Style(8.5, FAINT))])
        frame = text(slide, Box(WIDTH - EDGE - 50, 508, 50, 16), [("", Style(10, FAINT))])
        paragraph = frame.paragraphs[0]._p
        field = etree.SubElement(
            paragraph, qn("a:fld"), id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", type="slidenum"
        )
        etree.SubElement(field, qn("a:rPr"), lang="zh-CN", sz="1000")
        etree.SubElement(field, qn("a:t")).text = str(len(self.file.slides))
        paragraph.get_or_add_pPr().set("algn", "r")

    def bytes(self) -> bytes:
        """The deck as a file."""
        out = io.BytesIO()
        self.file.save(out)
        return out.getvalue()


def _stretch(file: Any, share: float) -> None:
    """Widen the places of the master and its layouts from 4:3 to 16:9."""
    for page in (file.slide_master, *file.slide_layouts):
        for shape in page.placeholders:
            if shape.element.spPr.xfrm is not None:
                shape.left, shape.width = round(shape.left * share), round(shape.width * share)


def _typefaces(file: Any) -> None:
    """Name the typefaces of the theme, Latin and East Asian: every run inherits them."""
    part = file.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme = etree.fromstring(part.blob)
    for kind in ("majorFont", "minorFont"):
        for found in theme.iter(qn(f"a:{kind}")):
            found.find(qn("a:latin")).set("typeface", LATIN)
            found.find(qn("a:ea")).set("typeface", EAST_ASIAN)
            for script in found.findall(qn("a:font")):
                if script.get("script") == "Hans":
                    script.set("typeface", EAST_ASIAN)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def rgb(color: str) -> RGBColor:
    """Colour of a text such as #22303c."""
    return RGBColor(*bytes.fromhex(color.removeprefix("#")))  # type: ignore[no-untyped-call]


class Box(NamedTuple):
    """A rectangle: upper left corner and size."""

    x: float
    y: float
    width: float
    height: float


def place(shape: Any, where: Box) -> None:
    """Put a shape somewhere."""
    shape.left, shape.top, shape.width, shape.height = map(Pt, where)


def bar(slide: Any, where: Box, color: str) -> Any:
    """A filled rectangle without a line."""
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *map(Pt, where))
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(color)
    shape.line.fill.background()
    shape.shadow.inherit = False
    return shape


Lines = Sequence[tuple[str, Style]]


def text(slide: Any, where: Box, content: Lines) -> Any:
    """A text box, one paragraph a line of ``content``; its frame is returned."""
    frame = slide.shapes.add_textbox(*map(Pt, where)).text_frame
    write(frame, content)
    return frame


def write(frame: Any, content: Lines, anchor: str = "t") -> None:
    """Fill a text frame: no margins, no automatic size, lines of a fixed height."""
    body = frame._txBody
    properties = body.find(_BODY)
    for old in list(properties):
        properties.remove(old)
    for key, value in _FRAME.items():
        properties.set(key, value)
    properties.set("anchor", anchor)
    for old in body.findall(_PARAGRAPH):
        body.remove(old)
    for words, style in content:
        _paragraph(body, words, style)


def _paragraph(body: Any, words: str, style: Style) -> None:
    """Add a paragraph. Written as XML: python-pptx takes ten times as long for each."""
    paragraph = etree.SubElement(body, _PARAGRAPH)
    properties = etree.SubElement(paragraph, qn("a:pPr"), algn="l")
    for name, points in (("a:lnSpc", style.size * LINE), ("a:spcBef", 0), ("a:spcAft", 0)):
        etree.SubElement(etree.SubElement(properties, qn(name)), qn("a:spcPts"), val=str(round(100 * points)))
    for number, line in enumerate(words.split("\n")):
        if number:
            etree.SubElement(paragraph, qn("a:br"))
        run = etree.SubElement(paragraph, qn("a:r"))
        look = etree.SubElement(
            run, qn("a:rPr"), lang="zh-CN", sz=str(round(100 * style.size)), b=str(int(style.bold))
        )
        etree.SubElement(
            etree.SubElement(look, qn("a:solidFill")), qn("a:srgbClr"), val=style.color[1:].upper()
        )
        etree.SubElement(run, qn("a:t")).text = line


def height(words: str, size: float, room: float) -> float:
    """Height of a text broken into lines."""
    return len(measure.lines(words, size, room)) * size * LINE


class Grid(NamedTuple):
    """The form of a table: widths of its columns, type size, colour of its head."""

    columns: Sequence[float]
    size: float
    color: str


def table(slide: Any, y: float, rows: Sequence[Sequence[str]], grid: Grid) -> None:
    """A table over the whole width; the first row is its head."""
    columns, size, color = grid
    heights = [row_height(row, grid) for row in rows]
    frame = slide.shapes.add_table(
        len(rows), len(columns), Pt(EDGE), Pt(y), Pt(sum(columns)), Pt(sum(heights))
    )
    made = frame.table
    made._tbl.tblPr.find(qn("a:tableStyleId")).text = _NO_GRID
    made.horz_banding = False
    for column, width in zip(made.columns, columns, strict=True):
        column.width = Pt(width)
    for number, (cells, tall) in enumerate(zip(rows, heights, strict=True)):
        made.rows[number].height = Pt(tall)
        look = Style(size, "#ffffff" if number == 0 else INK, number == 0)
        shade = color if number == 0 else ("#ffffff" if number % 2 else "#f4f2ec")
        for index, words in enumerate(cells):
            _cell(made.cell(number, index), words, look, shade)


def _cell(cell: Any, words: str, style: Style, shade: str) -> None:
    write(cell.text_frame, [(words, style)])
    properties = cell._tc.get_or_add_tcPr()
    for side in ("marL", "marR"):
        properties.set(side, str(Pt(CELL)))
    for side in ("marT", "marB"):
        properties.set(side, str(Pt(CELL / 2)))
    properties.set("anchor", "ctr")
    etree.SubElement(etree.SubElement(properties, qn("a:solidFill")), qn("a:srgbClr"), val=shade[1:].upper())


def row_height(cells: Sequence[str], grid: Grid) -> float:
    """Height of a row of a table."""
    pairs = zip(cells, grid.columns, strict=True)
    return max(height(words, grid.size, column - 2 * CELL) for words, column in pairs) + CELL + 2
