"""The table twin of the map: everything drawn, as rows with links, for eyes, keyboard and readers."""

from itertools import groupby
from operator import itemgetter
from typing import Any

import streamlit as st

from corridors.catalog import Catalog
from corridors.maps import scene
from corridors.maps.scene import Scene
from corridors.models import Place
from corridors.ui import own_layers
from corridors.ui.cards import Writer, render
from corridors.ui.texts import Lang
from corridors.vocabulary import Kind

# Own places in the table; a longer list is read on the page of own data.
MOST_OWN = 200


def table(catalog: Catalog, drawn: Scene, lang: Lang, own: frozenset[str] = frozenset()) -> None:
    """Show the corridors, goal zones and places that the map shows, ``own`` places among them."""
    head, *groups = parts(catalog, drawn, lang, own)
    st.html(head)
    with st.container(key="twin"):
        for group in groups:
            st.html(group)


def parts(catalog: Catalog, drawn: Scene, lang: Lang, own: frozenset[str] = frozenset()) -> list[str]:
    """HTML of the head, then of each kind: a table that a filter leaves alone need not travel again."""
    w = Writer(catalog, lang)
    rows = [_row(catalog, item, w) for item in listed(drawn)]
    rows += [_own_row(item, w) for item in sorted(own, key=_in_order)[:MOST_OWN]]
    counts = {
        "points": len(drawn.points),
        "lines": len({line.corridor for line in drawn.lines}),
        "goals": len(drawn.goals),
    }
    more = max(0, len(own) - MOST_OWN)
    groups = [(kind, list(found)) for kind, found in groupby(rows, key=itemgetter("kind"))]
    head = render("table_head.html", catalog, lang, counts=counts, own=len(own), more=more)
    return [head, *(render("table.html", catalog, lang, kind=kind, rows=found) for kind, found in groups)]


def listed(drawn: Scene) -> list[str]:
    """Entity ids of the rows: corridors, then goal zones, then places by kind."""
    corridors = list(dict.fromkeys(line.corridor for line in drawn.lines))
    order = list(Kind)
    places = sorted(drawn.points, key=lambda place: order.index(place.kind))
    return [*corridors, *(zone.id for zone in drawn.goals), *(place.id for place in places)]


def _row(catalog: Catalog, identifier: str, w: Writer) -> dict[str, Any]:
    entity = catalog.entities[identifier]
    place = entity if isinstance(entity, Place) else None
    state = scene.state_of(place) if place else None
    return {
        "id": identifier,
        "kind": w.term(entity.kind),
        "country": _country(place, w),
        "state": w.term(state) if state else "",
        "precision": w.term(place.precision) if place else "",
        "clauses": len({link.measure for link in catalog.links_by_entity.get(identifier, ())}) or "",
    }


def _in_order(identifier: str) -> tuple[str, int]:
    layer, _, number = identifier.rpartition("-")
    return layer, int(number)


def _own_row(identifier: str, w: Writer) -> dict[str, Any]:
    place = own_layers.place(identifier)
    assert place is not None  # noqa: S101 - the ids come from the own layers
    return {
        "id": identifier,
        "kind": w.t("own_data"),
        "country": w.name(f"country:{place.country}") if place.country else "",
        "state": w.term(place.state) if place.state else "",
        "precision": w.term(place.precision) if place.precision else "",
        "clauses": "",
    }


def _country(place: Place | None, w: Writer) -> str:
    if place is None:
        return ""
    where = place.area or (f"country:{place.country}" if place.country else "")
    return w.name(where) if where else ""
