"""The coverage matrix of the country page: countries down, instruments across, evidence inside."""

from collections.abc import Iterable
from typing import Any

import streamlit as st

from corridors.analysis import profile
from corridors.analysis.profile import Coverage
from corridors.catalog import Catalog
from corridors.clauses import Link
from corridors.maps import palette
from corridors.ui.cards import render
from corridors.ui.country import inside
from corridors.ui.evidence import excerpts
from corridors.ui.texts import Lang, text
from corridors.vocabulary import Grade, Relation

SCOPES = ("named", "all", "gaps")
# What the policies can want of a country, as columns after zones and corridors.
WISHES = (
    Relation.RESOURCE,
    Relation.MARKET,
    Relation.CONTRACTING,
    Relation.MERGER,
    Relation.INVESTMENT,
    Relation.OPENING,
    Relation.MENTION,
)


def scope_choice(lang: Lang) -> None:
    """Show the choice of which countries the matrix lists."""
    words = dict(zip(SCOPES, ("country_scope_named", "country_scope_all", "country_scope_gaps"), strict=True))
    st.segmented_control(
        text("country_scope", lang),
        SCOPES,
        format_func=lambda scope: text(words[scope], lang),
        key="scope",
        required=True,
        label_visibility="collapsed",
    )


def coverage(catalog: Catalog, scope: str, lang: Lang) -> str:
    """HTML of the matrix.

    Parameters
    ----------
    catalog : Catalog
    scope : str
        ``named`` for the countries that clauses name outright, ``all`` with the members of groups
        they name, ``gaps`` for the named ones that lack a zone, a corridor or more than a mention.
    lang : str
    """
    within = inside(catalog)
    rows = [profile.coverage(catalog, country, within) for country in profile.targets(catalog)]
    named = [row for row in rows if row.stated]
    shown = {"all": rows, "gaps": [row for row in named if gaps(row)]}.get(scope, named)
    wishes = [relation for relation in WISHES if any(relation in row.links for row in shown)]
    return render(
        "country_coverage.html",
        catalog,
        lang,
        rows=[_row(catalog, row, wishes) for row in shown],
        wishes=wishes,
        colors=palette.CORRIDOR,
        counts={
            "named": len(named),
            "zones": sum(not row.zones for row in named),
            "corridors": sum(not row.corridors for row in named),
            "mentioned": sum(row.only_mentioned for row in named),
        },
    )


def gaps(row: Coverage) -> bool:
    """Whether a country lacks a zone, a corridor, or a clause that does more than mention it."""
    return not row.zones or not row.corridors or row.only_mentioned


def _row(catalog: Catalog, row: Coverage, wishes: list[Relation]) -> dict[str, Any]:
    goal = row.links.get(Relation.ZONE_GOAL, ())
    return {
        "country": row.country,
        "only_mentioned": row.only_mentioned,
        "zones": row.zones,
        "goals": _cell(catalog, goal),
        "corridors": row.corridors,
        "wishes": [_cell(catalog, row.links.get(relation, ())) for relation in wishes],
    }


def _cell(catalog: Catalog, links: Iterable[Link]) -> dict[str, Any]:
    found = tuple(links)
    return {
        "count": len({link.measure for link in found}),
        "stated": any(link.grade is Grade.STATED for link in found),
        "excerpts": excerpts(catalog, found),
    }
