"""What the map of the HTML briefing tells when something on it is clicked."""

from collections.abc import Iterable
from typing import Any

from corridors.analysis.rows import OwnLayer
from corridors.briefing.content import printable
from corridors.briefing.desk import Desk
from corridors.briefing.facts import facts, related
from corridors.briefing.glosses import GLOSSES
from corridors.briefing.words import Lang
from corridors.catalog import Catalog
from corridors.exchange.columns import OwnPlace
from corridors.maps import scene
from corridors.models import Entity
from corridors.vocabulary import Kind

_DRAWN = frozenset({Kind.COUNTRY, Kind.CORRIDOR, *scene.LAYER_OF_KIND})


def cards(catalog: Catalog, lang: Lang, own: Iterable[OwnLayer] = ()) -> dict[str, Any]:
    """Cards of everything the map can show, the clauses behind them, and their sources by number."""
    desk = Desk(catalog, lang)
    entities = {e.id: _card(desk, e) for e in catalog.entities.values() if e.kind in _DRAWN}
    for layer in own:
        entities |= {key: _own_card(desk, layer, place) for key, place in layer.places.items()}
    clauses = {
        clause.id: {
            "heading": f"{clause.number}{clause.title}",
            "gloss": desk.say("gloss", gloss=GLOSSES[clause.id])
            if lang == "en" and clause.id in GLOSSES
            else "",
            "where": f"{clause.id} · {catalog.documents[clause.doc].date} · {clause.chapter}",
            "text": clause.text,
        }
        for clause in catalog.clauses.values()
    }
    sources = [catalog.sources[key].title_zh if key in catalog.sources else key for key in desk.used]
    words = {key: desk.say(key) for key in ("pick", "clauses", "no_clause", "source")}
    return {"entities": entities, "clauses": clauses, "sources": sources, "words": words}


def _own_card(desk: Desk, layer: OwnLayer, place: OwnPlace) -> dict[str, Any]:
    said = (
        ("country", desk.name(f"{Kind.COUNTRY}:{place.country}") if place.country else ""),
        ("type", place.type),
        ("state", desk.term(place.state) if place.state else ""),
        ("source", place.source),
    )
    rows = [[desk.say(key), printable(value), []] for key, value in said if value]
    return {"name": printable(place.name), "kind": printable(layer.title), "rows": rows, "clauses": []}


def _card(desk: Desk, entity: Entity) -> dict[str, Any]:
    rows = [
        [item.label, printable(" ".join(filter(None, (item.shown, item.doubt, item.date)))), item.refs]
        for item in (*facts(desk, entity), *related(desk, entity))
    ]
    links = desk.catalog.links_by_entity.get(entity.id, ())
    return {
        "name": printable(desk.name(entity.id)),
        "kind": desk.term(entity.kind),
        "rows": rows,
        "clauses": list(dict.fromkeys(link.measure for link in links)),
    }
