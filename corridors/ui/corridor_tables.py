"""What the corridor page tells in words: the leg card, legs, places near the line, indicators."""

from collections.abc import Iterable, Sequence
from typing import Any

from corridors.catalog import Catalog
from corridors.clauses import Link
from corridors.maps import palette
from corridors.models import Branch, Corridor, Leg
from corridors.network import strip
from corridors.network.indicators import indicators
from corridors.network.nearby import Near
from corridors.policy import marks
from corridors.ui.cards import Writer, render
from corridors.ui.corridor_strip import distances, leg_href
from corridors.ui.texts import Lang
from corridors.vocabulary import Grade, Precision


def heading(catalog: Catalog, corridor: Corridor, branch: Branch, lang: Lang) -> str:
    """HTML above the strip: the branch, its totals, and what is said about it."""
    legs = catalog.branch_legs(branch)
    return render(
        "corridor_heading.html",
        catalog,
        lang,
        corridor=corridor,
        branch=branch,
        color=palette.CORRIDOR.get(corridor.id, palette.INK),
        km=sum(catalog.km(leg.id) for leg in legs),
        legs=len(legs),
        borders=len(strip.borders(catalog, legs)),
        gauges=len(strip.gauge_breaks(legs)),
    )


def legs_table(catalog: Catalog, corridor: Corridor, branch: Branch, way: str | None, lang: Lang) -> str:
    """HTML table of the legs of a branch; each row's ends and clauses lead on."""
    legs = catalog.branch_legs(branch)
    along = distances(catalog, legs)
    breaks = strip.gauge_breaks(legs)
    rows = [
        {
            "leg": leg,
            "href": leg_href(corridor, branch, leg.id, lang),
            "length": catalog.lengths.get(leg.id),
            "along": along[leg.end],
            "gauges": breaks.get(leg.id),
            "clauses": len({link.measure for _, links in by_node(catalog, leg) for link in links}),
            "chosen": leg.id == way,
        }
        for leg in legs
    ]
    return render("corridor_legs.html", catalog, lang, rows=rows)


def stations(leg: Leg) -> tuple[str, ...]:
    """Nodes of a leg in order."""
    return (leg.start, *leg.via, leg.end)


def by_node(catalog: Catalog, leg: Leg) -> list[tuple[str, tuple[Link, ...]]]:
    """Nodes of a leg that clauses name, with the links that say so."""
    found = []
    for node in stations(leg):
        links = catalog.links_by_entity.get(node, ())
        stated = tuple(link for link in links if link.grade is Grade.STATED)
        if stated:
            found.append((node, stated))
    return found


def leg_card(catalog: Catalog, corridor: Corridor, leg: Leg, lang: Lang) -> str:
    """HTML of the detail panel for a selected leg."""
    own = [link for link in catalog.links_by_entity.get(corridor.id, ()) if link.grade is Grade.STATED]
    return render(
        "corridor_leg.html",
        catalog,
        lang,
        leg=leg,
        stations=stations(leg),
        corridor=corridor,
        length=catalog.lengths.get(leg.id),
        branches=[b for b in corridor.branches if leg.id in b.legs],
        nodes=[(node, excerpts(catalog, links)) for node, links in by_node(catalog, leg)],
        own=excerpts(catalog, own),
    )


def excerpts(catalog: Catalog, links: Iterable[Link]) -> list[dict[str, Any]]:
    """For each clause the sentences that hold the evidence, cut along it."""
    by_clause: dict[str, list[Link]] = {}
    for link in links:
        by_clause.setdefault(link.measure, []).append(link)
    found = []
    for clause_id, group in by_clause.items():
        clause = catalog.clauses[clause_id]
        spans = marks.sentences(clause.text, group)
        pieces = [marks.pieces(clause.text, group, *span) for span in spans]
        found.append({"clause": clause, "sentences": pieces})
    return found


def near_table(catalog: Catalog, near: Sequence[Near], lang: Lang) -> str:
    """HTML table of zones and bonded areas near the line, nearest first."""
    w = Writer(catalog, lang)
    rows = []
    for item in near:
        known = item.place.status.known or item.place.status.policy
        rows.append(
            {
                "near": item,
                "country": w.name(f"country:{item.place.country}") if item.place.country else "",
                "state": w.term(known.state) if known else w.t("no_data"),
                "rough": item.place.precision is Precision.REGION,
                "clauses": len({k.measure for k in catalog.links_by_entity.get(item.place.id, ())}),
            }
        )
    return render("corridor_near.html", catalog, lang, rows=rows)


def indicators_table(catalog: Catalog, corridor: Corridor, lang: Lang) -> str:
    """HTML table of corridor performance, with rows that say where there is no figure."""
    return render("corridor_indicators.html", catalog, lang, rows=indicators(catalog, corridor.id))
