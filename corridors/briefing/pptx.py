"""Slides (16:9): native text, tables, charts and shapes, everything editable.

Each section flows over as many slides as it needs; heights are measured beforehand, so that nothing
runs over the edge of a slide.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from pptx.util import Pt

from corridors.briefing import chartshapes, deck, measure, stripshapes
from corridors.briefing.content import (
    Block,
    Briefing,
    Chart,
    Facts,
    Figure,
    Figures,
    Paragraph,
    Picture,
    Quote,
    Section,
    Strip,
    Table,
)
from corridors.briefing.deck import BOTTOM, EDGE, FAINT, LINE, ROOM, TOP, Box, Deck, Grid, Style
from corridors.briefing.flow import Flow, parts, rows
from corridors.briefing.words import say

# Size of the map on its slide.
PICTURE_INCHES = (ROOM / 72, (BOTTOM - TOP) / 72)
_CARD, _GAP = 84.0, 14.0
_ACROSS = 5
_LEAD = 150.0
_BODY = 15.0


def write(briefing: Briefing, pictures: Sequence[bytes] = (), logo: bytes = b"") -> bytes:
    """Lay out a briefing as slides, see :class:`corridors.briefing.make.Writer`."""
    made = Deck(briefing)
    _cover(made, logo)
    flow = Flow(made)
    for section in briefing.sections:
        if section.key == "map":
            for picture, png in briefing.drawn(pictures):
                _map(made, section.title, picture, png)
        else:
            _section(flow, section)
    return made.bytes()


def _cover(made: Deck, logo: bytes) -> None:
    briefing, slide = made.briefing, made.cover_slide()
    deck.bar(slide, Box(0, 0, 18, deck.HEIGHT), briefing.color)
    room = deck.WIDTH - 150
    size = measure.fitting(briefing.title, (44, 36, 30, 24, 20, 16), room, 3)
    tall = deck.height(briefing.title, size, room)
    title, subtitle = slide.shapes.title, slide.placeholders[1]
    deck.place(title, Box(80, 150, room, max(tall, 60)))
    deck.write(title.text_frame, [(briefing.title, Style(size, bold=True))])
    deck.place(subtitle, Box(80, 164 + tall, room, 30))
    deck.write(subtitle.text_frame, [(briefing.subtitle, Style(18, FAINT))])
    author = [f"{say('author', briefing.lang)} {briefing.author}"] if briefing.author else []
    below = [(measure.cut(words, 14, room, 3), Style(14)) for words in (*author, briefing.date)]
    deck.text(slide, Box(80, 212 + tall, room, 100), below)
    deck.text(slide, Box(80, 490, room, 36), [(briefing.boundary, Style(10, FAINT))])
    if logo:
        shape = slide.shapes.add_picture(io.BytesIO(logo), Pt(80), Pt(50), height=Pt(60))
        if shape.width > Pt(300):
            shape.height, shape.width = round(shape.height * Pt(300) / shape.width), Pt(300)
        _describe(shape, briefing.author or briefing.title)


def _describe(shape: Any, words: str) -> None:
    shape._element.nvPicPr.cNvPr.set("descr", words)


def _map(made: Deck, title: str, picture: Picture, png: bytes) -> None:
    name = " · ".join(filter(None, (made.briefing.name, picture.title)))
    slide = made.slide(" · ".join(filter(None, (title, picture.title))))
    if not png:
        words = say("missing_map", made.briefing.lang)
        deck.text(slide, Box(EDGE, TOP, ROOM, 40), [(words, Style(14, FAINT))])
        return
    shape = slide.shapes.add_picture(io.BytesIO(png), Pt(EDGE), Pt(TOP), height=Pt(BOTTOM - TOP))
    if shape.width > Pt(ROOM):
        shape.height, shape.width = round(shape.height * Pt(ROOM) / shape.width), Pt(ROOM)
    shape.left = round((Pt(deck.WIDTH) - shape.width) / 2)
    _describe(shape, say("map_caption", made.briefing.lang, name=name))


def _section(flow: Flow, section: Section) -> None:
    least = _LEAD if any(_leads(section, block) for block in section.blocks[:1]) else 0.0
    flow.begin(section.title, max(_height(section), least))
    for block in section.blocks:
        if _leads(section, block) and flow.room < _LEAD:
            flow.turn()  # words that lead to what follows stay with it
        _LAYOUT[type(block)](flow, block)
    if section.key == "sources":
        _words(flow, flow.deck.briefing.boundary, 9)
        _words(flow, flow.deck.briefing.credits, 9)


def _leads(section: Section, block: Block) -> bool:
    """Whether a block is words that something follows."""
    return isinstance(block, Paragraph) and block is not section.blocks[-1]


def _height(section: Section) -> float:
    """Height of a section of tables and paragraphs; any other begins a slide of its own."""
    if section.key == "sources":
        return BOTTOM
    return sum((_block_height(block) for block in section.blocks), 0.0)


def _block_height(block: Block) -> float:
    match block:
        case Paragraph():
            return deck.height(block.text, 12, ROOM) + 10
        case Table():
            grid = _grid(block, "")
            tall = sum(deck.row_height(row, grid) for row in (block.head, *block.rows))
            return tall + 10 + (24 if block.title else 0)
        case Facts():
            grid = _fact_grid()
            return sum(deck.row_height((i.label, i.statement), grid) for i in block.items) + 36
        case _:
            return BOTTOM


def _fact_grid() -> Grid:
    return Grid((ROOM * 0.26, ROOM * 0.74), 12.0, "#8a929a")


def _figures(flow: Flow, figures: Figures) -> None:
    across = min(max(len(figures.items), 3), _ACROSS)
    width = (ROOM - (across - 1) * _GAP) / across
    for first in range(0, len(figures.items), across):
        top = flow.take(_CARD)
        for place, item in enumerate(figures.items[first : first + across]):
            _card(flow, EDGE + place * (width + _GAP), top, width, item)


def _card(flow: Flow, x: float, y: float, width: float, item: Figure) -> None:
    deck.bar(flow.slide, Box(x, y, 3, _CARD), flow.deck.briefing.color)
    room = width - 14
    foot = " ".join(filter(None, (item.doubt, measure.cut(item.marks, 9, room))))
    size = measure.fitting(item.label, (11, 9.5), room, 2)
    label = measure.cut(item.label, size, room, 2 if size == 11 else 3)
    value = measure.cut(item.shown, 22, room)
    content = [(label, Style(size, FAINT)), (value, Style(22, bold=True)), (foot, Style(9, FAINT))]
    deck.text(flow.slide, Box(x + 12, y, room, _CARD), content)


def _facts(flow: Flow, facts: Facts) -> None:
    statements = [(item.label, item.statement) for item in facts.items]
    head = (say("item", flow.lang), say("value", flow.lang))
    rows(flow, head, statements, _fact_grid())


def _paragraph(flow: Flow, paragraph: Paragraph) -> None:
    _words(flow, paragraph.text)


def _words(flow: Flow, words: str, size: float = 12) -> None:
    for part in parts(flow, words, size, ROOM):
        flow.text(part, Style(size, FAINT), size * 0.8)


def _table(flow: Flow, table: Table) -> None:
    if table.title:
        if flow.room < 120:
            flow.turn()
        flow.text(measure.cut(table.title, 14, ROOM), Style(14, bold=True), 4)
    rows(flow, table.head, table.rows, _grid(table, flow.deck.briefing.color))


def _grid(table: Table, color: str) -> Grid:
    columns = [ROOM * width / sum(table.widths) for width in table.widths]
    return Grid(columns, 12.0 if len(table.head) <= 5 else 10.5, color)


def _quote(flow: Flow, quote: Quote) -> None:
    heading = [(measure.cut(quote.heading, 15, ROOM, 2), Style(15, bold=True))]
    heading += [(measure.cut(quote.gloss, 11, ROOM, 2), Style(11, FAINT))] if quote.gloss else []
    where = " · ".join((quote.clause, quote.where, *quote.tags))
    heading += [(measure.cut(where, 10, ROOM, 2), Style(10, FAINT))]
    tall = sum(deck.height(words, style.size, ROOM) for words, style in heading)
    if flow.room < tall + 4 * _BODY * LINE:
        flow.turn()
    deck.text(flow.slide, Box(EDGE, flow.take(tall, 4), ROOM, tall), heading)
    room = ROOM - 16
    for part in parts(flow, quote.text, _BODY, room):
        part_tall = deck.height(part, _BODY, room)
        top = flow.take(part_tall, 6)
        deck.bar(flow.slide, Box(EDGE, top, 2.5, part_tall), deck.RULE)
        deck.text(flow.slide, Box(EDGE + 16, top, room, part_tall), [(part, Style(_BODY))])
    for role, names in quote.departments:
        words = f"{role}　{names}"
        for part in parts(flow, words, 11, ROOM, least=1):
            flow.text(part, Style(11, FAINT), 2)
    flow.y += 12


# How each block is laid out.
_LAYOUT: Mapping[type, Callable[[Flow, Any], None]] = MappingProxyType(
    {
        Figures: _figures,
        Facts: _facts,
        Paragraph: _paragraph,
        Table: _table,
        Quote: _quote,
        Chart: chartshapes.draw,
        Strip: stripshapes.draw,
    }
)
