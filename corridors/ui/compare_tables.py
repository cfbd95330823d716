"""What the comparison page tells in words: bars, the comparison point by point, the chosen way's legs."""

from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from corridors.catalog import Catalog
from corridors.maps import palette
from corridors.maps.routes import BADGES
from corridors.network.graph import Gate
from corridors.network.routes import Note, Route, RouteLeg
from corridors.network.strip import Run, arrange
from corridors.ui import state
from corridors.ui.cards import Writer, render
from corridors.ui.compare import FROM, TO
from corridors.ui.frame import Page
from corridors.ui.mapview import WAY
from corridors.ui.strip import Band, Drawing, Station, Stretch, joined, strip_html
from corridors.ui.texts import Lang, text
from corridors.vocabulary import Mode

HOURS_A_DAY = 24


def name_of(route: Route, lang: Lang) -> str:
    """Name of a route in the language of the page."""
    return route.name_en if lang == "en" else route.name


def way_words(index: int, route: Route, lang: Lang) -> str:
    """One line on a route for the map."""
    days = f"{route.hours / HOURS_A_DAY:.1f}"
    name = name_of(route, lang)
    return text("compare_way_words", lang, badge=BADGES[index], name=name, km=f"{route.km:,.0f}", days=days)


def alternatives(page: Page, routes: Sequence[Route], chosen: int) -> str:
    """HTML of the alternatives, each with a bar for distance, time and emissions."""
    catalog, lang = page.catalog, state.lang()
    w = Writer(catalog, lang)
    scales = [max(bar["high"] for bar in column) for column in zip(*map(_bars, routes), strict=True)]
    items = [
        {
            "badge": BADGES[i],
            "href": _href(page, i),
            "name": name_of(route, lang),
            "chosen": i == chosen,
            "bars": [_scaled(bar, scale) for bar, scale in zip(_bars(route), scales, strict=True)],
            "missing": _words(route.missing, lang),
        }
        for i, route in enumerate(routes)
    ]
    ends = {"start": _place(routes[0].legs[0].start, w), "end": _place(routes[0].legs[-1].end, w)}
    return render("compare_ways.html", catalog, lang, items=items, **ends)


def _bars(route: Route) -> list[dict[str, Any]]:
    low, high = (hours / HOURS_A_DAY for hours in route.hours_range)
    days = {
        "label": "compare_days",
        "value": route.hours / HOURS_A_DAY,
        "low": low,
        "high": high,
        "digits": 1,
    }
    least, most = route.co2e_range
    co2e = {"label": "compare_co2e", "value": route.co2e, "low": least, "high": most, "digits": 0}
    km = {"label": "compare_km", "value": route.km, "low": route.km, "high": route.km, "digits": 0}
    return [km, days | {"partial": bool(route.missing)}, co2e]


def _scaled(bar: dict[str, Any], scale: float) -> dict[str, Any]:
    """Shares of the full width in percent, and the numbers as text."""
    share = {key: round(100 * bar[key] / scale, 1) if scale else 0 for key in ("value", "low", "high")}
    texts = {key: f"{bar[key]:,.{bar['digits']}f}" for key in ("value", "low", "high")}
    return {
        "label": bar["label"],
        "share": share,
        "text": texts,
        "ranged": texts["low"] != texts["high"],
        "partial": bar.get("partial", False),
    }


def _href(page: Page, index: int) -> str:
    """Address of this page with another way chosen; the way comes first, where the map looks for it."""
    now = {key: value for key, value in state.link([*page.common, *page.own]).items() if key != WAY}
    return "?" + urlencode({WAY: BADGES[index].lower()} | now, safe=":,")


def briefing_link(page: Page) -> dict[str, str]:
    """Parameters of the briefing page for this comparison, about what is selected or else the far end."""
    now = {key: value for key, value in state.link([*page.common, *page.own]).items() if key != WAY}
    # The briefing page compares nothing unless both ends are said.
    ends = {key: st.session_state[key] for key in (FROM, TO)}
    known = (i for i in (state.selection(), ends[TO], ends[FROM]) if i in page.catalog.entities)
    return now | ends | {"select": next(known, "")}


def _words(notes: Sequence[Note], lang: Lang) -> list[str]:
    return [note.en if lang == "en" else note.zh for note in notes]


def _place(name: str, w: Writer) -> str:
    return w.name(name)


def side_by_side(page: Page, routes: Sequence[Route], chosen: int) -> str:
    """HTML table: a column a route, a row a question."""
    catalog, lang = page.catalog, state.lang()
    w = Writer(catalog, lang)
    heads = [
        {"badge": BADGES[i], "href": _href(page, i), "name": name_of(r, lang), "chosen": i == chosen}
        for i, r in enumerate(routes)
    ]
    plain: list[tuple[str, Callable[[Route], list[str]]]] = [
        ("compare_km", lambda r: [f"{r.km:,.0f}"]),
        (
            "compare_days",
            lambda r: [f"{r.hours / HOURS_A_DAY:.1f}", _range(r.hours_range, w, HOURS_A_DAY, 1)],
        ),
        ("compare_co2e", lambda r: [f"{r.co2e:,.0f}", _range(r.co2e_range, w, 1, 0)]),
        ("compare_modes", lambda r: ["、".join(w.term(mode) for mode in r.modes)]),
        ("compare_borders", lambda r: [_times(r.borders, w), _gates(r, "border", w)]),
        ("compare_breaks", lambda r: [_times(r.gauge_breaks, w)]),
        ("compare_transfers", lambda r: [_times(r.transfers, w)]),
        ("compare_passages", lambda r: [_gates(r, "passage", w) or w.t("compare_none")]),
    ]
    rows = [(label, [answer(route) for route in routes]) for label, answer in plain]
    listed = [
        ("compare_missing", [_words(route.missing, lang) for route in routes]),
        ("compare_notes", [_words(route.notes, lang) for route in routes]),
    ]
    sources = [list(dict.fromkeys(s for leg in route.legs for s in leg.sources)) for route in routes]
    return render("compare_table.html", catalog, lang, heads=heads, rows=rows, listed=listed, sources=sources)


def _range(ends: tuple[float, float], w: Writer, unit: int, digits: int) -> str:
    low, high = (f"{end / unit:,.{digits}f}" for end in ends)
    return "" if low == high else w.t("compare_range", low=low, high=high)


def _times(count: int, w: Writer) -> str:
    return w.t("compare_times", count=count) if count else w.t("compare_none")


def _gates(route: Route, kind: str, w: Writer) -> str:
    names = [gate_name(gate, w) for gate in route.gates if gate.kind == kind]
    return "、".join(dict.fromkeys(names))


def gate_name(gate: Gate, w: Writer) -> str:
    """Name of a passage or border."""
    return gate.name_en if w.lang == "en" else gate.name_zh


def legs(page: Page, route: Route, index: int) -> str:
    """HTML of the chosen way: its strip, and a table of its legs with the source of each."""
    catalog, lang = page.catalog, state.lang()
    total = 0.0
    rows = []
    for leg in route.legs:
        total += leg.km
        rows.append({"leg": leg, "along": total})
    strip = _strip(catalog, route, lang)
    return render(
        "compare_legs.html", catalog, lang, rows=rows, strip=strip, badge=BADGES[index], route=route
    )


def _strip(catalog: Catalog, route: Route, lang: Lang) -> str:
    """HTML of a route as a strip; a passage that is a leg of its own is one station."""
    w = Writer(catalog, lang)
    legs = {i: leg for i, leg in enumerate(route.legs) if leg.start != leg.end or len(route.legs) == 1}
    along = dict(enumerate(accumulate((leg.km for leg in route.legs), initial=0.0)))
    ends = dict(pairwise([*legs, len(route.legs)]))
    stations = {str(i): _station(catalog, route, i, along[i], w) for i in [*legs, len(route.legs)]}
    stretches = {
        str(i): Stretch(
            mode=leg.mode,
            status=leg.status,
            km=f"{along[ends[i]] - along[i]:,.0f}",
            title=f"{w.term(leg.mode)} {along[ends[i]] - along[i]:,.0f} {w.t('km')}",
        )
        for i, leg in legs.items()
    }
    bands = [
        Band(str(i), str(ends[i]), _band_kind(leg), _band_words(leg, w), along[ends[i]] - along[i])
        for i, leg in legs.items()
    ]
    drawing = Drawing(
        stations=stations,
        stretches=stretches,
        borders={},
        strong=frozenset(stretches),
        lit=frozenset(),
        bands=joined(bands),
        color=palette.INK,
    )
    laid = arrange([[Run(str(i), (str(i), str(ends[i]))) for i in legs]])
    return strip_html(laid, drawing, catalog, lang, w.t("compare_strip", name=name_of(route, lang)))


def _station(catalog: Catalog, route: Route, index: int, km: float, w: Writer) -> Station:
    """Station where leg ``index`` begins, with what changes there."""
    legs = route.legs
    name = legs[index].start if index < len(legs) else legs[-1].end
    border = _borders(catalog, route, w).get(index - 1, "")
    known = name in catalog.entities
    kind = name.partition(":")[0] if known else "crossing" if border else "city"
    before, after = legs[max(index - 1, 0)], legs[min(index, len(legs) - 1)]
    if not known and before.mode is not after.mode:
        kind = "port"
    rail = before.mode is after.mode is Mode.RAIL and before.gauge and after.gauge
    gauge = f"{before.gauge}|{after.gauge}" if rail and before.gauge != after.gauge else ""
    return Station(w.name(name), kind, w.href(name) if known else "", f"{km:,.0f}", border, gauge)


def _borders(catalog: Catalog, route: Route, w: Writer) -> dict[int, str]:
    """Countries on both sides in the order of travel, by the leg that ends with the border."""
    found = {}
    waiting = [gate for gate in route.gates if gate.kind == "border" and len(gate.countries) == 2]
    here, goal = (
        getattr(catalog.entities.get(name), "country", None)
        for name in (route.legs[0].start, route.legs[-1].end)
    )
    for i, leg in enumerate(route.legs):
        place = next((j for j, g in enumerate(waiting) if leg.end in (g.id, g.name_zh, g.name_en)), None)
        if place is None:
            continue
        sides, waiting = waiting[place].countries, waiting[place + 1 :]
        onward = waiting[0].countries if waiting else (goal,)
        turned = here == sides[1] or (here != sides[0] and sides[0] in onward)
        sides = sides[::-1] if turned else sides
        here = sides[1]
        found[i] = "┊".join(w.name(f"country:{iso}") for iso in sides)
    return found


def _band_kind(leg: RouteLeg) -> str:
    return f"g{leg.gauge}" if leg.mode is Mode.RAIL and leg.gauge else leg.mode.value


def _band_words(leg: RouteLeg, w: Writer) -> str:
    if leg.mode is Mode.RAIL and leg.gauge:
        return w.t("corridor_mm", mode=w.term(leg.mode), gauge=leg.gauge)
    return w.term(leg.mode)
