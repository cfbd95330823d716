"""The strip diagram of a corridor: all its branches, the chosen one in colour and with lengths."""

from collections.abc import Sequence
from urllib.parse import urlencode

from corridors.catalog import Catalog
from corridors.maps import palette
from corridors.models import Branch, Corridor, Leg
from corridors.network import strip
from corridors.ui.cards import Writer
from corridors.ui.corridor import BRANCH, LINE, Chosen
from corridors.ui.mapview import WAY
from corridors.ui.strip import Band, Drawing, Station, Stretch, joined, strip_html
from corridors.ui.texts import Lang
from corridors.vocabulary import LegStatus, Mode


def corridor_strip(catalog: Catalog, chosen: Chosen, lang: Lang) -> str:
    """HTML of the strip, with the selected leg or station lit."""
    corridor, branch = chosen.corridor, chosen.branch
    w = Writer(catalog, lang)
    laid = strip.arrange([strip.runs(catalog, b) for b in corridor.branches])
    legs = catalog.branch_legs(branch)
    along = distances(catalog, legs)
    everything = {leg.id: leg for b in corridor.branches for leg in catalog.branch_legs(b)}
    breaks = strip.gauge_breaks(legs)
    compared = branch.status is LegStatus.COMPARISON
    drawing = Drawing(
        stations={
            key: Station(w.name(key), key.partition(":")[0], w.href(key), _km(along.get(key)))
            for key in laid.spots
        },
        stretches={
            key: Stretch(
                mode=leg.mode,
                status=leg.status,
                km=f"{catalog.km(key):,.0f}",
                title=leg_title(catalog, leg, w),
                href=leg_href(corridor, branch, key, lang),
                gauge="|".join(map(str, breaks.get(key, ()))),
            )
            for key, leg in everything.items()
        },
        borders={
            ends: "┊".join(w.name(f"country:{iso}") for iso in sides)
            for ends, sides in strip.borders(catalog, everything.values()).items()
        },
        strong=frozenset(branch.legs),
        lit=frozenset({chosen.leg or "", chosen.selection} - {""}),
        bands=bands(catalog, legs, w),
        color=palette.GREY if compared else palette.CORRIDOR.get(corridor.id, palette.INK),
    )
    return strip_html(laid, drawing, catalog, lang, w.t("corridor_strip", name=w.name(corridor.id)))


def distances(catalog: Catalog, legs: Sequence[Leg]) -> dict[str, float]:
    """Kilometres from the start of a branch at each end of a leg."""
    found: dict[str, float] = {legs[0].start: 0.0} if legs else {}
    total = 0.0
    for leg in legs:
        total += catalog.km(leg.id)
        found[leg.end] = total
    return found


def _km(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}"


def leg_title(catalog: Catalog, leg: Leg, w: Writer) -> str:
    """One line on a leg: ends, mode, length and how it is known, status, change of gauge."""
    length = catalog.lengths.get(leg.id)
    km = f"{length.km:,.0f} {w.t('km')}（{w.term(length.measure)}）" if length else w.t("no_data")
    words = [f"{w.name(leg.start)}—{w.name(leg.end)}", w.term(leg.mode), km, w.term(leg.status)]
    return " · ".join([*words, leg.gauge_note_zh] if leg.gauge_note_zh else words)


def leg_href(corridor: Corridor, branch: Branch, leg: str, lang: Lang) -> str:
    """Address of the page with a leg selected."""
    query = {WAY: leg, LINE: corridor.slug, BRANCH: branch.id}
    return "?" + urlencode(query | ({"lang": "en"} if lang == "en" else {}))


def bands(catalog: Catalog, legs: Sequence[Leg], w: Writer) -> list[Band]:
    """Mode and gauge along a branch, neighbours of one kind joined, with their kilometres."""
    single = [Band(leg.start, leg.end, *_band(leg, w), catalog.km(leg.id)) for leg in legs]
    return joined(single)


def _band(leg: Leg, w: Writer) -> tuple[str, str]:
    if leg.mode is not Mode.RAIL:
        return leg.mode.value, w.term(leg.mode)
    if leg.gauge is None:
        return "mixed", w.t("corridor_two_gauges", mode=w.term(leg.mode))
    return f"g{leg.gauge}", w.t("corridor_mm", mode=w.term(leg.mode), gauge=leg.gauge)
