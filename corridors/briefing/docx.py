"""Word document (A4) in the form of a Chinese official document after GB/T 9704.

Title in 小标宋, headings in 黑体 and 楷体, body in 仿宋 of size 3; margins 37 mm above and 28 mm on the
binding side around a text of 156 by 225 mm; page numbers between dashes. The typefaces are named, not
embedded: offices have them.
"""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from corridors.briefing.content import (
    Briefing,
    Chart,
    Facts,
    Figures,
    Paragraph,
    Picture,
    Quote,
    Section,
    Strip,
    Table,
)
from corridors.briefing.words import Lang, say

PICTURE_INCHES = (156 / 25.4, 105 / 25.4)
TITLE, HEADING, SUBHEADING, BODY = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312"
PAGE = "宋体"
LATIN = "Times New Roman"
_BLACK = RGBColor(0, 0, 0)
_TEXT_MM = 156.0
_SMALL = 10.5
# Tables of more columns than this are set smaller.
_MANY, _TINY = 5, 9
# Bars are made of these, so many at most.
_BLOCK, _BLOCKS = "\u25a0", 14
# Name, typeface, size in Chinese and in English briefings, bold.
_STYLES = (
    ("Title", TITLE, 22, 20, False),
    ("Subtitle", SUBHEADING, 14, 11, False),
    ("Heading 1", HEADING, 16, 14, False),
    ("Heading 2", SUBHEADING, 16, 12, False),
    ("Normal", BODY, 16, 11, False),
    ("Quote", BODY, 16, 11, False),
    ("Caption", BODY, _SMALL, _SMALL, False),
    ("Header", PAGE, 9, 9, False),
    ("Footer", PAGE, 14, 11, False),
)


def write(briefing: Briefing, pictures: Sequence[bytes] = (), logo: bytes = b"") -> bytes:
    """Lay out a briefing as a Word document, see :class:`corridors.briefing.make.Writer`."""
    made = Document()
    _page(made, briefing)
    _styles(made, briefing)
    _head(made, briefing, logo)
    for section in briefing.sections:
        if section.key == "map":
            for picture, png in briefing.drawn(pictures):
                _map(made, briefing, picture, png)
        else:
            _section(made, briefing, section)
    made.add_heading(say("notice", briefing.lang), 1)
    made.add_paragraph(briefing.boundary)
    made.add_paragraph(style="Caption").add_run(briefing.credits).font.size = Pt(_TINY)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _page(made: Any, briefing: Briefing) -> None:
    page = made.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin = Mm(37), Mm(35)
    page.left_margin, page.right_margin = Mm(28), Mm(26)
    page.header_distance, page.footer_distance = Mm(20), Mm(22)
    page.header.paragraphs[0].text = f"{_short(briefing.title)}　{briefing.date}"
    foot = page.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run("— ")
    _field(foot, "PAGE")
    foot.add_run(" —")
    core = made.core_properties
    core.title, core.author, core.subject = (
        briefing.title[:255],
        briefing.author[:255],
        briefing.subtitle[:255],
    )
    core.created = core.modified = datetime.fromisoformat(briefing.date)


def _short(title: str, most: int = 40) -> str:
    return title if len(title) <= most else title[: most - 1] + "…"


def _field(paragraph: Any, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    words = OxmlElement("w:t")
    words.text = "1"
    run.append(words)
    field.append(run)
    paragraph._p.append(field)


def _styles(made: Any, briefing: Briefing) -> None:
    english = briefing.lang == "en"
    for name, face, chinese, latin, bold in _STYLES:
        style = made.styles[name]
        size = latin if english else chinese
        _typeface(style, face)
        style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
        style.font.color.rgb = _BLACK
        form = style.paragraph_format
        form.space_before = form.space_after = Pt(3 if english else 0)
        form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        form.line_spacing = Pt(size * 1.35 if english or size < 16 else 29)
    for name in ("Title", "Subtitle"):
        made.styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for border in made.styles[name].element.findall(f".//{qn('w:pBdr')}"):
            border.getparent().remove(border)
    made.styles["Title"].paragraph_format.line_spacing = Pt(34)
    for name in ("Heading 1", "Heading 2"):
        made.styles[name].paragraph_format.keep_with_next = True
    if not english:
        for name, *_ in _STYLES:
            _indent(made.styles[name], 2 if name in ("Normal", "Quote") else 0)


def _indent(style: Any, characters: int) -> None:
    """Indent the first line; said of every style, because all of them follow the body's."""
    indent = style.element.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:firstLineChars"), str(100 * characters))
    indent.set(qn("w:firstLine"), str(16 * 20 * characters))


def _typeface(style: Any, face: str) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for kind, name in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", face)):
        fonts.set(qn(f"w:{kind}"), name)


def _head(made: Any, briefing: Briefing, logo: bytes) -> None:
    if logo:
        made.add_picture(io.BytesIO(logo), height=Mm(14))
        _picture_paragraph(made)
    made.add_paragraph(briefing.title, style="Title")
    author = f"{say('author', briefing.lang)}　{briefing.author}　" if briefing.author else ""
    made.add_paragraph(briefing.subtitle, style="Subtitle")
    made.add_paragraph(author + briefing.date, style="Subtitle")


def _picture_paragraph(made: Any) -> None:
    """A line of fixed height would cut a picture off."""
    form = made.paragraphs[-1].paragraph_format
    form.line_spacing_rule = WD_LINE_SPACING.SINGLE
    form.first_line_indent = Pt(0)
    form.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _map(made: Any, briefing: Briefing, picture: Picture, png: bytes) -> None:
    if not png:
        made.add_paragraph(say("missing_map", briefing.lang), style="Caption")
        return
    name = " · ".join(filter(None, (briefing.name, picture.title)))
    shape = made.add_picture(io.BytesIO(png), width=Mm(_TEXT_MM))
    shape._inline.docPr.set("descr", say("map_caption", briefing.lang, name=name))
    _picture_paragraph(made)


def _section(made: Any, briefing: Briefing, section: Section) -> None:
    lang = briefing.lang
    made.add_heading(section.title, 1)
    for block in section.blocks:
        match block:
            case Figures() | Facts():
                rows = [(item.label, item.statement) for item in block.items]
                _table(made, (say("item", lang), say("value", lang)), rows, (1.0, 2.4))
            case Paragraph():
                leads = block is not section.blocks[-1]
                made.add_paragraph(block.text).paragraph_format.keep_with_next = leads
            case Table():
                if block.title:
                    made.add_heading(block.title, 2)
                _table(made, block.head, block.rows, block.widths)
            case Quote():
                _quote(made, block)
            case Strip():
                _strip(made, block, lang)
            case Chart():
                _chart(made, block, lang)


def _quote(made: Any, quote: Quote) -> None:
    made.add_heading(quote.heading, 2)
    for words in filter(None, (quote.gloss, " · ".join((quote.clause, quote.where, *quote.tags)))):
        made.add_paragraph(words, style="Caption").paragraph_format.keep_with_next = True
    for line in quote.text.split("\n"):
        made.add_paragraph(line, style="Quote")
    for role, names in quote.departments:
        made.add_paragraph(f"{role}：{names}", style="Caption")


def _strip(made: Any, strip: Strip, lang: Lang) -> None:
    made.add_heading(strip.title, 2)
    made.add_paragraph(strip.totals, style="Caption").paragraph_format.keep_with_next = True
    rows = []
    for number, stop in enumerate(strip.stops):
        out = strip.stretches[number] if number < len(strip.stretches) else None
        words = " ".join(filter(None, (out.words, out.km, out.border, out.gauge))) if out else "—"
        rows.append((stop.name, stop.km or "—", words))
    _table(made, tuple(say(key, lang) for key in ("stop", "along", "onward")), rows, (2, 1, 3))


def _chart(made: Any, chart: Chart, lang: Lang) -> None:
    """A table of the numbers with bars of the totals: python-docx has no charts."""
    made.add_heading(chart.title, 2)
    totals = [sum(values[i] or 0 for _, values in chart.series) for i in range(len(chart.categories))]
    most = max(totals, default=0) or 1
    head = (say("item", lang), *(name for name, _ in chart.series), "")
    rows = [
        (
            name,
            *("—" if values[i] is None else f"{values[i]:,.10g}" for _, values in chart.series),
            _BLOCK * round(_BLOCKS * totals[i] / most),
        )
        for i, name in enumerate(chart.categories)
    ]
    _table(made, head, rows, (2.2, *(0.8 for _ in chart.series), 2.4))


def _table(made: Any, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
    """A table with a grid; its head is repeated on each page."""
    table = made.add_table(len(rows) + 1, len(head), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    columns = [Mm(_TEXT_MM * width / sum(widths)) for width in widths]
    for column, width in zip(table.columns, columns, strict=True):
        column.width = width
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row, words in zip(table._tbl.tr_lst, (head, *rows), strict=True):
        row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, text, width in zip(row.tc_lst, words, columns, strict=True):
            cell.width = width
            paragraph = cell.p_lst[0]
            paragraph.style = "Caption"
            run = paragraph.add_r()
            run.text = text
            if len(head) > _MANY:
                run.get_or_add_rPr().sz_val = Pt(_TINY)
            if row is table._tbl.tr_lst[0]:
                run.get_or_add_rPr().append(OxmlElement("w:b"))
