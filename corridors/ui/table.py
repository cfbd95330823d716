"""The table twin of the map: everything drawn, as rows with links, for eyes, keyboard and readers."""

from typing import Any

from corridors.catalog import Catalog
from corridors.maps import scene
from corridors.maps.scene import Scene
from corridors.models import Place
from corridors.ui.cards import Writer, render
from corridors.ui.texts import Lang
from corridors.vocabulary import Kind


def table(catalog: Catalog, drawn: Scene, lang: Lang) -> str:
    """HTML table of the corridors, goal zones and places that the map shows."""
    w = Writer(catalog, lang)
    rows = [_row(catalog, item, w) for item in listed(drawn)]
    counts = {
        "points": len(drawn.points),
        "lines": len({line.corridor for line in drawn.lines}),
        "goals": len(drawn.goals),
    }
    return render("table.html", catalog, lang, rows=rows, counts=counts)


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


def _country(place: Place | None, w: Writer) -> str:
    if place is None:
        return ""
    where = place.area or (f"country:{place.country}" if place.country else "")
    return w.name(where) if where else ""
