"""Who does what: departments by clauses, lead and support told apart, and each one's load."""

import csv
import io
from dataclasses import dataclass

import streamlit as st

from corridors.catalog import Catalog
from corridors.clauses import Clause
from corridors.exchange.columns import shield
from corridors.policy import desk
from corridors.policy.desk import Load
from corridors.ui import cards, policy_desk, state
from corridors.ui.frame import Page
from corridors.ui.policy_filters import linked, pick
from corridors.ui.texts import Lang, text
from corridors.vocabulary import Kind

LEAD, SUPPORT = "●", "○"


@dataclass(frozen=True)
class Row:
    """A department: its load, its bars in percent of the busiest, and its sign under each clause."""

    load: Load
    lead_share: float
    support_share: float
    signs: tuple[str, ...]


@dataclass(frozen=True)
class Matrix:
    """Clauses that name departments, by chapter, and a row for each department."""

    chapters: tuple[tuple[str, int], ...]
    clauses: tuple[Clause, ...]
    rows: tuple[Row, ...]


def show(page: Page) -> None:
    """Show the matrix, and beside it one department's list or the selection."""
    catalog, lang = page.catalog, state.lang()
    main, side = policy_desk.open_view(page)
    with main:
        found = matrix(catalog, st.session_state["doc"] or "")
        _tools(catalog, found, lang)
        st.html(
            cards.render(
                "policy_duty.html",
                catalog,
                lang,
                matrix=found,
                chosen=_agency(),
                silent=silent(catalog),
                address=lambda **changes: policy_desk.address(page, **changes),
            )
        )
    with side:
        policy_desk.detail(page, _beside(page, found, lang))


def matrix(catalog: Catalog, doc: str = "") -> Matrix:
    """Departments by clauses, of one document or of all, busiest department first."""
    loads = desk.loads(catalog, doc)
    busiest = max((len(load.lead) + len(load.support) for load in loads), default=1)
    named = {clause for load in loads for clause in (*load.lead, *load.support)}
    clauses = tuple(clause for clause in catalog.clauses.values() if clause.id in named)
    chapters: dict[tuple[str, str], int] = {}
    for clause in clauses:
        key = (clause.doc, clause.chapter)
        chapters[key] = chapters.get(key, 0) + 1
    rows = (
        Row(
            load,
            100 * len(load.lead) / busiest,
            100 * len(load.support) / busiest,
            tuple(_sign(load, clause.id) for clause in clauses),
        )
        for load in loads
    )
    return Matrix(tuple((chapter, n) for (_, chapter), n in chapters.items()), clauses, tuple(rows))


def _sign(load: Load, clause: str) -> str:
    if clause in load.lead:
        return LEAD
    return SUPPORT if clause in load.support else ""


def silent(catalog: Catalog) -> list[str]:
    """Ids of documents that put no department in charge of anything."""
    speaking = {clause.doc for clause in catalog.clauses.values() if clause.lead or clause.support}
    return [doc for doc in catalog.documents if doc not in speaking]


def as_csv(catalog: Catalog, found: Matrix, agency: str = "", lang: Lang = "zh") -> bytes:
    """Rows of department, role and clause, of one agency or of all, as CSV that Excel opens.

    UTF-8 with a byte order mark; a cell that a spreadsheet would run as a formula is shielded.
    """
    stream = io.StringIO()
    table = csv.writer(stream, lineterminator="\r\n")
    table.writerow(text("policy_duty_columns", lang).split("|"))
    for row in found.rows:
        if agency not in ("", row.load.agency):
            continue
        for role, ids in (("lead", row.load.lead), ("support", row.load.support)):
            for clause in (catalog.clauses[one] for one in ids):
                document = catalog.documents[clause.doc]
                source = f"{document.issuer} {document.date}"
                cells = [row.load.name, text(role, lang), clause.id, source, clause.chapter]
                table.writerow(map(shield, [*cells, clause.number, clause.title, clause.text]))
    return stream.getvalue().encode("utf-8-sig")


def _agency() -> str:
    slug = st.session_state["agency"]
    return f"{Kind.AGENCY}:{slug}" if slug else ""


def _tools(catalog: Catalog, found: Matrix, lang: Lang) -> None:
    doc, agency, download = st.columns([1.4, 1.4, 1], vertical_alignment="center")
    with doc:
        pick("doc", {d.id: f"{d.date} {d.issuer}" for d in catalog.documents.values()}, lang)
    with agency:
        pick("agency", linked(catalog, Kind.AGENCY, lang), lang)
    with download:
        st.download_button(
            text("policy_download", lang),
            as_csv(catalog, found, _agency(), lang),
            file_name="departments.csv",
            mime="text/csv",
            key="download",
            on_click="ignore",
            width="stretch",
        )


def _beside(page: Page, found: Matrix, lang: Lang) -> str:
    """One department's list, or how to read the table."""
    load = next((row.load for row in found.rows if row.load.agency and row.load.agency == _agency()), None)
    return cards.render("policy_duty_note.html", page.catalog, lang, load=load)
