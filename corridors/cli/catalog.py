"""Commands over the catalog: check, measures, links, places, corridor."""

import argparse

from shapely.geometry import mapping

from corridors.catalog import Catalog
from corridors.clauses import Clause, Link
from corridors.cli.common import Commands, Json, Parser, UsageError, known, print_json, print_rows
from corridors.models import Branch, Corridor, Group, Leg, Place
from corridors.policy.library import Library
from corridors.vocabulary import Kind


def add(commands: Commands, shared: Parser) -> None:
    """Add these commands to the command line."""
    check = commands.add_parser("check", parents=[shared], help="check every record and link")
    check.set_defaults(run=_check)

    measures = commands.add_parser("measures", parents=[shared], help="list the clauses of the policies")
    measures.add_argument("--doc", choices=["guide", "impl"])
    measures.set_defaults(run=_measures)

    links = commands.add_parser("links", parents=[shared], help="list links between clauses and entities")
    links.add_argument("--measure", metavar="ID", help="a clause, e.g. impl-13")
    links.add_argument("--entity", metavar="ID", help="an entity, e.g. country:IDN")
    links.set_defaults(run=_links)

    places = commands.add_parser("places", parents=[shared], help="list places")
    places.add_argument("--kind", metavar="K", help="e.g. zone, bonded, port")
    places.add_argument("--country", metavar="ISO3", help="ISO 3166 alpha-3, e.g. IDN")
    places.set_defaults(run=_places)

    corridor = commands.add_parser("corridor", parents=[shared], help="show one corridor")
    corridor.add_argument("id", metavar="ID", help="e.g. corridor:liao-meng-ou")
    corridor.set_defaults(run=_corridor)


def _check(library: Library, options: argparse.Namespace) -> int:
    if options.json:
        print_json([{"file": p.file, "field": p.field, "message": p.message} for p in library.problems])
    else:
        catalog = library.catalog
        counts = (
            f"{len(catalog.entities)} entities, {len(catalog.clauses)} clauses, {len(catalog.links)} links"
        )
        for problem in library.problems:
            print(problem)
        print(f"{counts}: {len(library.problems) or 'no'} problems")
    return 1 if library.problems else 0


def _measures(library: Library, options: argparse.Namespace) -> int:
    clauses = library.catalog.clauses.values()
    rows = [measure_json(clause) for clause in clauses if options.doc in (None, clause.doc)]
    return print_rows(rows, ("id", "number", "title"), options)


def _links(library: Library, options: argparse.Namespace) -> int:
    catalog = library.catalog
    known(options.measure, catalog.clauses, "clause")
    known(options.entity, catalog.entities, "entity")
    rows = [
        link_json(link)
        for link in catalog.links
        if options.measure in (None, link.measure) and options.entity in (None, link.entity)
    ]
    return print_rows(rows, ("measure", "entity", "relation", "grade", "evidence"), options)


def _places(library: Library, options: argparse.Namespace) -> int:
    catalog = library.catalog
    if options.kind is not None and options.kind not in list(Kind):
        raise UsageError(f"no kind {options.kind!r}; there are {', '.join(Kind)}")
    if options.country:
        known(f"country:{options.country}", catalog.entities, "country")
    kind = Kind(options.kind) if options.kind else None
    rows = [place_json(place) for place in catalog.places(kind, options.country)]
    return print_rows(rows, ("id", "name_zh", "country", "lon", "lat", "precision"), options)


def _corridor(library: Library, options: argparse.Namespace) -> int:
    catalog = library.catalog
    corridor = catalog.entities.get(options.id)
    if not isinstance(corridor, Corridor):
        raise UsageError(
            f"no corridor {options.id!r}; there are {', '.join(c.id for c in catalog.corridors)}"
        )
    answer = corridor_json(catalog, corridor)
    if options.json:
        print_json(answer)
    else:
        for branch in answer["branches"]:
            print(f"{branch['name_zh']} [{branch['status']}]")
            for leg in branch["legs"]:
                print(f"  {leg['from']} -> {leg['to']}  {leg['mode']}  {leg['km']} km  {leg['status']}")
    return 0


def measure_json(clause: Clause) -> Json:
    """One clause as the ``measures`` command prints it."""
    fields = ("id", "doc", "chapter", "number", "title", "text", "lead", "support")
    return clause.model_dump(mode="json", include=set(fields))


def link_json(link: Link) -> Json:
    """One link as the ``links`` command prints it."""
    return link.model_dump(mode="json")


def place_json(place: Place) -> Json:
    """One place as the ``places`` command prints it; unknown coordinates are null."""
    fields = ("id", "kind", "name_zh", "name_en", "country", "lon", "lat", "precision", "status", "sources")
    values = place.model_dump(mode="json", include=set(fields)) | {"kind": place.kind.value}
    if isinstance(place, Group):
        values["members"] = list(place.members)
    return {key: values[key] for key in (*fields, "members") if key in values}


def corridor_json(catalog: Catalog, corridor: Corridor) -> Json:
    """One corridor with its branches and legs, as the ``corridor`` command prints it."""
    return {
        "id": corridor.id,
        "name_zh": corridor.name_zh,
        "branches": [_branch_json(catalog, branch) for branch in corridor.branches],
    }


def _branch_json(catalog: Catalog, branch: Branch) -> Json:
    legs = [leg_json(catalog, leg) for leg in catalog.branch_legs(branch)]
    return {"id": branch.id, "name_zh": branch.name_zh, "status": branch.status.value, "legs": legs}


def leg_json(catalog: Catalog, leg: Leg) -> Json:
    """One leg: length in km and how it is known, hours only where a source gives them."""
    line = catalog.leg_shapes.get(leg.id)
    length = catalog.lengths.get(leg.id)
    return {
        "id": leg.id,
        "mode": leg.mode.value,
        "from": leg.start,
        "to": leg.end,
        "status": leg.status.value,
        "km": round(length.km, 1) if length else None,
        "measure": length.measure.value if length else None,
        "hours": leg.hours.value if leg.hours else None,
        "gauge": leg.gauge,
        "geometry": mapping(line) if line else None,
        "sources": list(leg.sources),
    }
