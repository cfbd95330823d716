"""Coverage: which countries are worked on how, which clauses touch which places, and what is left out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import streamlit as st

from corridors.catalog import Catalog
from corridors.clauses import Clause, Link
from corridors.models import Entity
from corridors.policy import desk
from corridors.policy.desk import PLACE_KINDS, Instrument
from corridors.ui import cards, policy_desk, state
from corridors.ui.cards import Writer
from corridors.ui.frame import Page
from corridors.ui.policy_desk import CELL_SIGN, GRIDS
from corridors.ui.texts import Lang, text
from corridors.vocabulary import Grade, Kind

INSTRUMENT_WORDS = {
    Instrument.ZONE: "policy_by_zone",
    Instrument.CORRIDOR: "policy_by_corridor",
    Instrument.MARKET: "policy_by_market",
    Instrument.RESOURCE: "policy_by_resource",
    Instrument.CONTRACTING: "policy_by_contracting",
    Instrument.MERGER: "policy_by_merger",
}
DARKEST = 5


@dataclass(frozen=True)
class Cell:
    """A figure of a table, how dark it is drawn (0 to 5), and whether only a group is named."""

    key: str
    count: int
    shade: int
    inferred: bool = False


@dataclass(frozen=True)
class Row:
    """A country, group or clause with a cell for each column, None where there is nothing."""

    id: str
    cells: tuple[Cell | None, ...]


def show(page: Page) -> None:
    """Show one of the three tables, and beside it the words behind the chosen cell."""
    lang = state.lang()
    main, side = policy_desk.open_view(page)
    with main:
        st.segmented_control(
            text("policy_coverage", lang),
            list(GRIDS),
            required=True,
            format_func=lambda name: text(GRIDS[name], lang),
            key="grid",
            label_visibility="collapsed",
        )
        st.html(_TABLES[st.session_state["grid"]](page, lang))
    with side:
        policy_desk.detail(page, evidence(page, st.session_state["cell"], lang))


def _instruments(page: Page, lang: Lang) -> str:
    rows = country_rows(page.catalog)
    stated = [row for row in rows if any(cell and not cell.inferred for cell in row.cells)]
    return _grid(
        page,
        "policy_instruments.html",
        lang,
        columns=[text(INSTRUMENT_WORDS[one], lang) for one in Instrument],
        stated=stated,
        inferred=[row for row in rows if row not in stated],
    )


def _heat(page: Page, lang: Lang) -> str:
    return _grid(
        page,
        "policy_heat.html",
        lang,
        columns=[Writer(page.catalog, lang).term(kind) for kind in PLACE_KINDS],
        chapters=_by_chapter(page.catalog, clause_rows(page.catalog)),
    )


def _gaps(page: Page, lang: Lang) -> str:
    missing = desk.unsupported_places(page.catalog)
    return _grid(
        page,
        "policy_gaps.html",
        lang,
        clauses=_by_document(desk.placeless_clauses(page.catalog)),
        places=[(kind, found) for kind in PLACE_KINDS if (found := [e for e in missing if e.kind is kind])],
    )


_TABLES = {"instruments": _instruments, "kinds": _heat, "gaps": _gaps}


def _grid(page: Page, template: str, lang: Lang, **values: object) -> str:
    chosen = st.session_state["cell"]
    return cards.render(
        template,
        page.catalog,
        lang,
        chosen=chosen,
        address=lambda key: policy_desk.address(page, cell=key, select=""),
        **values,
    )


def country_rows(catalog: Catalog) -> list[Row]:
    """Countries and groups by instruments; cells count clauses, the most worked on first."""
    found = []
    for identifier, by_instrument in desk.instruments(catalog).items():
        cells = tuple(_cell(identifier, one, by_instrument.get(one, ())) for one in Instrument)
        found.append(Row(identifier, cells))
    return sorted(found, key=lambda row: (-_weight(row), row.id))


def _cell(identifier: str, column: str, links: Sequence[Link]) -> Cell | None:
    if not links:
        return None
    count = len({link.measure for link in links})
    inferred = all(link.grade is Grade.INFERRED for link in links)
    return Cell(f"{identifier}{CELL_SIGN}{column}", count, min(count, DARKEST), inferred)


def _weight(row: Row) -> float:
    """Stated cells count first, then their clauses."""
    stated = [cell.count for cell in row.cells if cell and not cell.inferred]
    return 100 * len(stated) + sum(stated) + len([cell for cell in row.cells if cell]) / 10


def clause_rows(catalog: Catalog) -> list[Row]:
    """Clauses by kinds of place; cells count different places the clause's own words name."""
    return [
        Row(
            clause,
            tuple(
                Cell(f"{clause}{CELL_SIGN}{kind}", counts[kind], min(counts[kind], DARKEST))
                if counts[kind]
                else None
                for kind in PLACE_KINDS
            ),
        )
        for clause, counts in desk.coverage(catalog).items()
    ]


def _by_chapter(catalog: Catalog, rows: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        clause = catalog.clauses[row.id]
        found.setdefault((clause.doc, clause.chapter), []).append(row)
    return [(f"{catalog.documents[doc].date}　{chapter}", rows) for (doc, chapter), rows in found.items()]


def _by_document(clauses: Iterable[Clause]) -> list[tuple[str, list[Clause]]]:
    found: dict[str, list[Clause]] = {}
    for clause in clauses:
        found.setdefault(clause.doc, []).append(clause)
    return list(found.items())


def cell_links(catalog: Catalog, cell: str) -> tuple[Link, ...]:
    """Links behind a cell of one of the tables; empty for a cell that does not exist."""
    row, _, column = cell.partition(CELL_SIGN)
    if row in catalog.clauses:
        links = catalog.links_by_clause.get(row, ())
        return tuple(
            link for link in links if link.grade is Grade.STATED and link.entity.startswith(f"{column}:")
        )
    if column not in list(Instrument):
        return ()
    return desk.instruments(catalog).get(row, {}).get(Instrument(column), ())


def evidence(page: Page, cell: str, lang: Lang) -> str:
    """HTML of the words behind a cell, or how to read the tables."""
    catalog = page.catalog
    links = cell_links(catalog, cell)
    row, _, column = cell.partition(CELL_SIGN)
    entity: Entity | None = catalog.entities.get(row)
    if not links:
        heading = ""
    elif entity:
        heading = text(INSTRUMENT_WORDS[Instrument(column)], lang)
    else:
        heading = Writer(catalog, lang).term(Kind(column))
    return cards.render(
        "policy_evidence.html",
        catalog,
        lang,
        row=row,
        heading=heading,
        items=cards.excerpts(catalog, list(links)),
        inferred=bool(links) and all(link.grade is Grade.INFERRED for link in links),
        read=lambda clause: policy_desk.address(
            page, desk=policy_desk.FIRST, cell="", grid="", select=clause
        ),
    )
