"""Reading: the policies as issued, every linked name alive, beside the map."""

import zlib
from dataclasses import dataclass

import streamlit as st

from corridors.catalog import Catalog
from corridors.clauses import Clause, Link
from corridors.maps import scene
from corridors.policy import desk
from corridors.ui import cards, documents, frame, mapview, policy_desk, policy_pairs, state
from corridors.ui.frame import Page
from corridors.ui.policy_filters import choice, filters
from corridors.ui.policy_text import Choice, Item, Span, blocks, chapters, chosen, paragraphs, window
from corridors.ui.texts import Lang, text
from corridors.vocabulary import Grade

Hits = dict[str, list[tuple[Span, int]]]
# Clauses on screen at once; a document of 500 pages has more than a thousand.
WINDOW = 250


@dataclass(frozen=True)
class Shown:
    """Clauses that pass the filters, search hits in them, and the clause the reader looks at."""

    clauses: list[Clause]
    hits: Hits
    at: str = ""


def show(page: Page) -> None:
    """Show the text with its filters, the map, and what is known of the selection."""
    catalog, lang, selection = page.catalog, state.lang(), state.selection()
    top, tools = st.container(key="views", horizontal=True), st.container(key="tools")
    text_side, map_side = st.columns([1.5, 1])
    with map_side:
        mapview.show(catalog, scene.build(catalog, state.filters(), selection), selection, lang)
        detail = st.container(key="detail")
    frame.head_start()
    page.head()
    wanted = choice()
    found = chosen(catalog, wanted)
    hits = find(catalog, found, st.session_state["q"])
    with top:
        policy_desk.switch()
        policy_pairs.pick(catalog, lang)
        _search(hits, lang)
    with tools:
        filters(catalog, lang)
    pair = policy_pairs.chosen(catalog)
    if pair:
        html = policy_pairs.side_by_side(page, pair)
    else:
        html = reading(catalog, wanted, Shown(found, hits, _looked_at(hits, selection)), lang)
    with text_side, st.container(key="reading"):
        st.html(html)
    with detail:
        st.html(beside(page, selection))
    policy_desk.script(
        clause=selection if selection in catalog.clauses else "",
        entity=selection if selection in catalog.entities else "",
        words=st.session_state["q"],
        hit=st.session_state["hit"] if hits else "",
        shown=zlib.crc32(html.encode()),
    )


def find(catalog: Catalog, clauses: list[Clause], words: str) -> Hits:
    """Places of ``words`` in the clauses, numbered through from 1; no two overlap."""
    shown = {clause.id for clause in clauses}
    hits: Hits = {}
    number = 0
    for found in desk.search(catalog, words):
        end = 0
        for span in found.spans if found.clause.id in shown else ():
            if span[0] >= end:
                number += 1
                end = span[1]
                hits.setdefault(found.clause.id, []).append((span, number))
    return hits


def _looked_at(hits: Hits, selection: str) -> str:
    """Clause of the current hit, else the selected one."""
    now = int(st.session_state["hit"])
    return next((c for c, spans in hits.items() if any(n == now for _, n in spans)), selection)


def reading(catalog: Catalog, wanted: Choice, shown: Shown, lang: Lang) -> str:
    """HTML of the documents with the clauses to show, or with a stretch of them if they are many."""
    found, hits = shown.clauses, shown.hits
    place = next((place for place, clause in enumerate(found) if clause.id == shown.at), 0)
    start, end = window(len(found), place, WINDOW)
    items = {
        c.id: Item(c, paragraphs(c, _marked(catalog, c, wanted), hits.get(c.id, ())))
        for c in found[start:end]
    }
    whole = wanted.is_open and len(items) == len(found)
    parts = []
    for doc, document in catalog.documents.items():
        clauses = [c for c in catalog.clauses.values() if c.doc == doc]
        if any(c.id in items for c in clauses):
            parts.append((document, blocks(clauses, items, documents.text_of(catalog, doc), whole)))
    return cards.render(
        "policy_reading.html",
        catalog,
        lang,
        parts=parts,
        shown=len(found),
        everything=len(catalog.clauses),
        stretch=(start + 1, end) if len(items) < len(found) else None,
        before=found[start - 1].id if start else "",
        after=found[end].id if end < len(found) else "",
    )


def _marked(catalog: Catalog, clause: Clause, wanted: Choice) -> list[Link]:
    links = catalog.links_by_clause.get(clause.id, ())
    return [link for link in links if not wanted.kinds or link.entity.partition(":")[0] in wanted.kinds]


def beside(page: Page, selection: str) -> str:
    """HTML of the panel below the map: the selection, or the contents of the documents."""
    catalog, lang = page.catalog, state.lang()
    if selection in catalog.clauses:
        clause = catalog.clauses[selection]
        stated = [ln for ln in catalog.links_by_clause.get(selection, ()) if ln.grade is Grade.STATED]
        return cards.render(
            "policy_clause.html",
            catalog,
            lang,
            clause=clause,
            named=cards.by_kind(stated),
            alike=policy_pairs.alike(page, selection),
        )
    if selection in catalog.entities:
        return cards.detail(catalog, selection, lang)
    return cards.render("policy_contents.html", catalog, lang, chapters=_contents(catalog))


def _contents(catalog: Catalog) -> list[tuple[str, list[tuple[str, str, int]]]]:
    """For each document its chapters: heading, first clause, number of clauses."""
    found: dict[str, list[tuple[str, str, int]]] = {}
    for key, heading in chapters(catalog).items():
        doc = key.partition(".")[0]
        inside = [c.id for c in catalog.clauses.values() if (c.doc, c.chapter) == (doc, heading)]
        found.setdefault(doc, []).append((heading, inside[0], len(inside)))
    return list(found.items())


def _search(hits: Hits, lang: Lang) -> None:
    count = sum(len(spans) for spans in hits.values())
    if not 1 <= int(st.session_state["hit"]) <= max(count, 1):
        st.session_state["hit"] = "1"
    with st.container(key="search", horizontal=True, vertical_alignment="center"):
        st.text_input(
            text("policy_q", lang),
            key="q",
            placeholder=text("policy_q", lang),
            max_chars=60,
            label_visibility="collapsed",
            on_change=_turn,
            args=(0, 1),
        )
        words = text("policy_hits", lang, at=st.session_state["hit"], count=count) if count else ""
        none = text("policy_no_hit", lang) if st.session_state["q"] and not count else ""
        st.html(f"<span class='hits' aria-live='polite'>{words or none or '&nbsp;'}</span>")
        for key, label, step in (("hit_before", "policy_previous", -1), ("hit_after", "policy_next", 1)):
            st.button(text(label, lang), key=key, disabled=count < 2, on_click=_turn, args=(step, count))


def _turn(step: int, count: int) -> None:
    """Go ``step`` hits on, round at the ends; no step goes back to the first."""
    now = int(st.session_state["hit"]) if step else 1
    st.session_state["hit"] = str((now - 1 + step) % count + 1)
