"""A strip of a corridor as native shapes on slides: lines, stations, words."""

from typing import TYPE_CHECKING, Any

from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.util import Pt

from corridors.briefing import deck, measure
from corridors.briefing.content import Stop, Stretch, Strip
from corridors.briefing.deck import EDGE, FAINT, ROOM, Box, Style

if TYPE_CHECKING:
    from corridors.briefing.flow import Flow

ACROSS = 8
ROW = 101.0
GAP = 1.0
AXIS = 34.0  # from the top of a row to its line
RADIUS = 6.5
HEAD = 44.0
ALERT = "#a03030"
_DASH = {"planned": MSO_LINE.DASH, "road-only": MSO_LINE.ROUND_DOT, "comparison": MSO_LINE.DASH}


def draw(flow: "Flow", strip: Strip) -> None:
    """Draw a strip, in several rows where it has many stations; a row never spans two slides."""
    count = len(strip.stops)
    across = max(-(-count // max(-(-count // ACROSS), 1)), 1)  # rows of one length, as few as do
    rows = [range(i, min(i + across, count)) for i in range(0, count, across)]
    if flow.room < HEAD + (ROW + GAP) * min(len(rows), 3):
        flow.turn()
    title = [(measure.cut(strip.title, 15, ROOM), Style(15, bold=True)), (strip.totals, Style(11, FAINT))]
    deck.text(flow.slide, Box(EDGE, flow.take(HEAD, 0), ROOM, HEAD), title)
    wide = ROOM / max(across, 5)
    for row in rows:
        top = flow.take(ROW, GAP)
        cells = [(Box(EDGE + column * wide, top, wide, ROW), number) for column, number in enumerate(row)]
        for cell, number in cells[: len(strip.stretches) - row.start]:
            _piece(flow.slide, strip, cell, strip.stretches[number])
        for cell, number in cells:
            _stop(flow.slide, strip, cell, strip.stops[number])


def _piece(slide: Any, strip: Strip, cell: Box, stretch: Stretch) -> None:
    y = cell.y + AXIS
    end = min(cell.x + cell.width + 2 * RADIUS, EDGE + ROOM)
    line = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, Pt(cell.x + RADIUS), Pt(y), Pt(end), Pt(y))
    line.line.width, line.line.color.rgb = Pt(4), deck.rgb(strip.color)
    if stretch.status in _DASH:
        line.line.dash_style = _DASH[stretch.status]
    x, room = cell.x + 2 * RADIUS + 3, cell.width - 2 * RADIUS - 4
    if stretch.km:
        words = measure.cut(f"{stretch.words} {stretch.km}", 9, room)
        deck.text(slide, Box(x, y - 19, room, 12), [(words, Style(9, FAINT))])
    alerts = [
        (measure.cut(words, 8, room), Style(8, ALERT)) for words in (stretch.border, stretch.gauge) if words
    ]
    if alerts:
        deck.text(slide, Box(x, y + 3, room, 21), alerts)


def _stop(slide: Any, strip: Strip, cell: Box, stop: Stop) -> None:
    y = cell.y + AXIS
    shape = slide.shapes.add_shape(MSO_SHAPE.OVAL, Pt(cell.x), Pt(y - RADIUS), Pt(2 * RADIUS), Pt(2 * RADIUS))
    shape.fill.solid()
    shape.fill.fore_color.rgb = deck.rgb("#ffffff")
    shape.line.width, shape.line.color.rgb = Pt(2.5), deck.rgb(strip.color)
    shape.shadow.inherit = False
    room = cell.width - 6
    size = measure.fitting(stop.name, (12.0, 10.5, 9.0, 8.0), room, 2)
    words = [(measure.cut(stop.name, size, room, 2), Style(size, bold=True))]
    words += [(stop.km, Style(9, FAINT))] if stop.km else []
    deck.text(slide, Box(cell.x, y + 24, room, 43), words)
