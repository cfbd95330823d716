"""Time against size on logarithmic axes, as SVG."""

from collections.abc import Mapping
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

COLORS = ("#0072b2", "#d55e00", "#009e73", "#7a3e9d")


def plot(
    zones: Mapping[str, Mapping[int, float]], works: Mapping[str, Mapping[int, float]], file: Path
) -> None:
    """Draw both tables of seconds by size; a dotted line shows what linear growth would be."""
    with mpl.rc_context({"svg.hashsalt": "growth", "svg.fonttype": "none", "font.size": 10}):
        figure = Figure(figsize=(10, 4.2), layout="constrained")
        axes = figure.subplots(1, 2)
        titles = ("beside so many own zones", "by size: rows, pages, places")
        for one, title, series in zip(axes, titles, (zones, works), strict=True):
            for color, (name, values) in zip(COLORS, series.items(), strict=False):
                one.loglog(list(values), list(values.values()), "o-", color=color, label=name)
                first, last = min(values), max(values)
                linear = [values[last] * first / last, values[last]]
                one.loglog([first, last], linear, ":", color=color, linewidth=0.9)
            one.set(title=title, ylabel="seconds of processor time")
            one.grid(alpha=0.3)
            one.legend(fontsize=8)
        file.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(file, metadata={"Date": None})
