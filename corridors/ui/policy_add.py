"""Add a policy: text in, chapters and clauses out, links reviewed, and it joins every page."""

import datetime
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from corridors.exchange.store import StoreError
from corridors.policy.added import Meta, suggest_meta
from corridors.policy.link_text import LinkedText, link_text
from corridors.policy.reading import read_policy_bytes
from corridors.policy.unreadable import MEGABYTE, Limits, UnreadableError
from corridors.ui import access, cards, documents, policy_desk, policy_review, state, uploader
from corridors.ui.documents import Added
from corridors.ui.frame import Page, plain
from corridors.ui.library import library
from corridors.ui.policy_text import headings
from corridors.ui.texts import Lang, text
from corridors.vocabulary import Grade, Kind

_DRAFT = "policy_draft"
_PASTED = "policy_pasted"
_TROUBLE = "policy_trouble"
_TYPES = ["txt", "docx", "pdf"]
LONGEST_PASTE = 2_000_000
_MEGABYTES = Limits().file_bytes // MEGABYTE
_AREA_HEIGHT = 220


@dataclass(frozen=True)
class Draft:
    """A text that was read but not yet added."""

    text: str
    file: str
    linked: LinkedText


def show(page: Page) -> None:
    """Show the way in, the preview of a draft, or the review of an added policy's links."""
    lang = state.lang()
    main, side = policy_desk.open_view(page)
    draft: Draft | None = st.session_state.get(_DRAFT)
    chosen = documents.added().get(st.session_state["doc"] or "")
    with main:
        _tell_trouble()
        if draft:
            _preview(page, draft, lang)
        elif chosen:
            policy_review.show(page, chosen, side, lang)
        else:
            _intake(lang)
        _list(lang)
    if draft or not chosen:
        note = _beside(page, draft, lang)
        with side:
            policy_desk.detail(page, note)


def _intake(lang: Lang) -> None:
    st.html(f"<p class='fine'>{text('policy_add_lede', lang)}</p>")
    with st.form("policy_form", border=False):
        with uploader.in_words("policy", _MEGABYTES, lang):
            st.file_uploader(
                text("policy_file", lang), type=_TYPES, key="policy_file", max_upload_size=_MEGABYTES
            )
        st.text_area(text("policy_paste", lang), key=_PASTED, height=_AREA_HEIGHT, max_chars=LONGEST_PASTE)
        pressed = st.form_submit_button(text("policy_recognise", lang), type="primary")
    if pressed:
        _recognise(lang)


def _recognise(lang: Lang) -> None:
    upload = st.session_state["policy_file"]
    try:
        words = read_policy_bytes(upload.getvalue()).text if upload else st.session_state[_PASTED]
    except UnreadableError as error:
        st.error(plain(str(error) if lang == "en" else error.zh))
        return
    bar = st.progress(0.0, text("policy_working", lang))

    def report(done: int, of: int) -> None:
        bar.progress(done / max(of, 1), text("policy_working", lang))

    linked = link_text(library(), words, progress=report)
    bar.empty()
    if linked.known:
        document = library().catalog.documents[linked.known]
        st.info(text("policy_known", lang, document=f"{document.issuer} {document.date}"))
    elif not linked.clauses:
        st.error(text("policy_nothing_found", lang))
    else:
        st.session_state[_DRAFT] = Draft(normal(words), upload.name if upload else "", linked)
        st.rerun()


def normal(words: str) -> str:
    """Text with the line ends that the offsets of its clauses count."""
    return words.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")


def _preview(page: Page, draft: Draft, lang: Lang) -> None:
    meta = suggest_meta(draft.linked, draft.file, datetime.datetime.now(datetime.UTC).date().isoformat())
    st.html(
        cards.render(
            "policy_draft.html",
            page.catalog,
            lang,
            chapters=headings(draft.linked.clauses),
            count=len(draft.linked.clauses),
            kinds=_kinds(draft.linked),
        )
    )
    with st.form("policy_meta", border=False):
        title = st.text_input(text("policy_title", lang), meta.title, max_chars=200)
        issuer, date, number = st.columns([2, 1, 1.4])
        with issuer:
            by = st.text_input(text("policy_issuer", lang), meta.issuer, max_chars=100)
        with date:
            on = st.text_input(text("policy_date", lang), meta.date or "", placeholder="2026-01-31")
        with number:
            given = st.text_input(text("policy_number", lang), meta.number, max_chars=60)
        add, drop = st.columns([1, 1])
        pressed = add.form_submit_button(text("policy_join", lang), type="primary", width="stretch")
        dropped = drop.form_submit_button(text("policy_discard", lang), width="stretch")
    if dropped:
        del st.session_state[_DRAFT]
        st.rerun()
    if pressed:
        values = {"title": title.strip() or meta.title, "issuer": by.strip(), "date": on.strip() or None}
        _join(draft, meta, values | {"number": given.strip()}, lang)


def _join(draft: Draft, meta: Meta, values: dict[str, str | None], lang: Lang) -> None:
    try:
        said = Meta.model_validate(meta.model_dump() | values)
    except ValueError:
        st.error(text("policy_bad_date", lang))
        return
    policy = Added(draft.text, said, draft.linked)
    documents.put(policy)
    del st.session_state[_DRAFT]
    policy_review.open_at(policy)
    st.rerun()


def _kinds(linked: LinkedText) -> list[tuple[Kind, int]]:
    """How many different entities of each kind the clauses name."""
    named = {link.entity for link in linked.links if link.grade is Grade.STATED}
    counts = Counter(entity.partition(":")[0] for entity in named)
    return [(kind, counts[kind]) for kind in Kind if counts[kind]]


def _list(lang: Lang) -> None:
    """The policies that were added, each with what can be done to it."""
    found = documents.added()
    if not found:
        return
    st.html(f"<h3 class='added'>{text('policy_yours', lang)}</h3>")
    for policy in found.values():
        words, review, keep, drop = st.columns([4, 1, 1.2, 1], vertical_alignment="center")
        with words:
            st.html(cards.render("policy_added.html", documents.opened().catalog, lang, policy=policy))
        review.button(
            text("policy_review", lang),
            key=f"review_{policy.id}",
            on_click=policy_review.open_at,
            args=(policy,),
            width="stretch",
        )
        keep.button(
            text("policy_keep", lang),
            key=f"keep_{policy.id}",
            disabled=bool(policy.version) or not access.may_edit(),
            on_click=_try,
            args=(documents.keep, policy),
            width="stretch",
        )
        drop.button(
            text("policy_remove", lang),
            key=f"remove_{policy.id}",
            on_click=_remove,
            args=(policy,),
            width="stretch",
        )


def _remove(policy: Added) -> None:
    _try(documents.remove, policy)
    if st.session_state["doc"] == policy.id:
        st.session_state["doc"] = None


def _try(action: Callable[[Added], None], policy: Added) -> None:
    """Do something in the store; what goes wrong is told on the next run."""
    try:
        action(policy)
    except StoreError as error:
        st.session_state[_TROUBLE] = error


def _tell_trouble() -> None:
    error: StoreError | None = st.session_state.pop(_TROUBLE, None)
    if error:
        st.error(plain(error.en if state.lang() == "en" else error.zh))


def _beside(page: Page, draft: Draft | None, lang: Lang) -> str:
    unknown = draft.linked.candidates if draft else ()
    return cards.render("policy_candidates.html", page.catalog, lang, draft=draft, unknown=unknown)
