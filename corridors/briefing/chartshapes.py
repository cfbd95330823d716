"""Bars as a native chart on a slide: its numbers can be edited there."""

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.util import Pt

from corridors.briefing import deck, measure
from corridors.briefing.content import Chart
from corridors.briefing.deck import EDGE, ROOM, Style
from corridors.briefing.flow import Flow

SERIES = ("#0072b2", "#e69f00", "#009e73", "#8a929a")
_TALLEST = 300.0


def draw(flow: Flow, chart: Chart) -> None:
    """Draw a chart over the whole width."""
    height = min(_TALLEST, 60 + 34.0 * len(chart.categories))
    if flow.room < height + 26:
        flow.turn()
    flow.text(measure.cut(chart.title, 14, ROOM), Style(14, bold=True), 4)
    data = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = list(chart.categories)
    for name, values in chart.series:
        data.add_series(name, values)  # type: ignore[no-untyped-call]
    kind = XL_CHART_TYPE.BAR_STACKED if chart.stacked else XL_CHART_TYPE.BAR_CLUSTERED
    frame = flow.slide.shapes.add_chart(kind, Pt(EDGE), Pt(flow.take(height)), Pt(ROOM), Pt(height), data)
    made = frame.chart
    made.font.size = Pt(11)
    made.has_title = False
    made.has_legend = len(chart.series) > 1
    if made.has_legend:
        made.legend.position, made.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    made.category_axis.reverse_order = True
    made.value_axis.visible = False
    made.value_axis.has_major_gridlines = False
    plot = made.plots[0]
    plot.gap_width = 60
    plot.has_data_labels = True
    plot.data_labels.font.size, plot.data_labels.number_format = Pt(10), "#,##0.#;;"
    plot.data_labels.number_format_is_linked = False
    for series, color in zip(plot.series, SERIES, strict=False):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = deck.rgb(color)
