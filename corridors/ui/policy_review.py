"""Review of an added policy's links, one after the other, by mouse or by key."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from corridors.catalog import Catalog
from corridors.clauses import Clause, Link
from corridors.exchange.store import StoreError
from corridors.policy import marks
from corridors.policy.decisions import Action, Decision, clause_key, decision
from corridors.ui import cards, documents, policy_desk
from corridors.ui.documents import Added
from corridors.ui.frame import Page, plain
from corridors.ui.policy_text import window
from corridors.ui.texts import Lang, text
from corridors.vocabulary import Grade

_TROUBLE = "policy_review_trouble"
# Links in the list at once; it moves on with the current one.
WINDOW = 200


@dataclass(frozen=True)
class Item:
    """A link that was found, its clause, and what was decided about it."""

    number: int
    link: Link
    clause: Clause
    decided: Decision | None


def open_at(policy: Added) -> None:
    """Go to the review of a policy, at its first undecided link."""
    st.session_state["doc"] = policy.id
    undecided = (item.number for item in items(policy) if item.decided is None)
    st.session_state["item"] = str(next(undecided, 1))


def items(policy: Added) -> list[Item]:
    """Stated links of a policy as they were found, numbered from 1, with the last decision on each."""
    clauses = {clause.id: clause for clause in policy.linked.clauses}
    last = {(d.clause, d.start, d.end, d.entity): d for d in policy.decisions}
    stated = [link for link in policy.linked.links if link.grade is Grade.STATED]
    return [
        Item(number, link, clauses[link.measure], last.get(_key(link, clauses[link.measure])))
        for number, link in enumerate(stated, start=1)
    ]


def decide(policy: Added, item: Item, action: Action | None, instead: str | None = None) -> Added:
    """The policy with a decision about a link; without an action the link is undecided again."""
    kept = tuple(
        d for d in policy.decisions if (d.clause, d.start, d.end, d.entity) != _key(item.link, item.clause)
    )
    if action is None:
        return replace(policy, decisions=kept)
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    made = decision(item.link, item.clause, action, instead).model_copy(update={"when": now})
    return replace(policy, decisions=(*kept, made))


def _key(link: Link, clause: Clause) -> tuple[str, int, int, str]:
    return clause_key(clause), link.start, link.end, link.entity


def show(page: Page, policy: Added, side: DeltaGenerator, lang: Lang) -> None:
    """Show all links as a list, and beside it the current one with the keys that decide."""
    found = items(policy)
    if not found:
        st.info(text("policy_no_links", lang))
        return
    at = min(max(int(st.session_state["item"]), 1), len(found))
    st.html(
        cards.render(
            "policy_review.html",
            page.catalog,
            lang,
            policy=policy,
            items=found[slice(*window(len(found), at - 1, WINDOW))],
            count=len(found),
            at=at,
            done=sum(item.decided is not None for item in found),
            address=lambda number: policy_desk.address(page, item=str(number), select=""),
        )
    )
    with side:
        _current(page.catalog, policy, found, found[at - 1], lang)
        policy_desk.script(item=at)


def _current(catalog: Catalog, policy: Added, found: list[Item], item: Item, lang: Lang) -> None:
    trouble: StoreError | None = st.session_state.pop(_TROUBLE, None)
    if trouble:
        st.error(plain(trouble.en if lang == "en" else trouble.zh))
    spans = marks.sentences(item.clause.text, [item.link])
    sentences = [marks.pieces(item.clause.text, [item.link], *span) for span in spans]
    st.html(cards.render("policy_link.html", catalog, lang, item=item, sentences=sentences, count=len(found)))
    accept, drop = st.columns(2)
    labels = {Action.ACCEPT: ("policy_accept", "A", accept), Action.DROP: ("policy_drop", "D", drop)}
    for action, (label, key, place) in labels.items():
        place.button(
            text(label, lang),
            key=f"do_{action}",
            shortcut=key,
            type="primary" if item.decided and item.decided.action is action else "secondary",
            on_click=_decide,
            args=(policy, item, action, len(found)),
            width="stretch",
        )
    _correction(catalog, policy, item, len(found), lang)
    before, after = st.columns(2)
    for place, label, key, step in ((before, "policy_back", "K", -1), (after, "policy_on", "J", 1)):
        place.button(
            text(label, lang),
            key=f"go_{key}",
            shortcut=key,
            disabled=not 1 <= item.number + step <= len(found),
            on_click=_go,
            args=(item.number + step,),
            width="stretch",
        )


def _correction(catalog: Catalog, policy: Added, item: Item, count: int, lang: Lang) -> None:
    names = {
        e.id: f"{e.name_en if lang == 'en' else e.name_zh} · {e.kind.en if lang == 'en' else e.kind.zh}"
        for e in catalog.entities.values()
    }
    key = f"instead_{item.number}"
    st.selectbox(
        text("policy_instead", lang),
        list(names),
        index=None,
        format_func=names.__getitem__,
        key=key,
        placeholder=text("policy_instead", lang),
        label_visibility="collapsed",
        on_change=_correct,
        args=(policy, item, count, key),
    )


def _correct(policy: Added, item: Item, count: int, key: str) -> None:
    instead = st.session_state[key]
    if instead:
        _decide(policy, item, Action.CORRECT, count, instead)


def _decide(policy: Added, item: Item, action: Action, count: int, instead: str | None = None) -> None:
    """Write a decision down and go on; the same one again takes it back."""
    again = item.decided is not None and item.decided.action is action and action is not Action.CORRECT
    try:
        documents.put(decide(policy, item, None if again else action, instead))
    except StoreError as error:
        st.session_state[_TROUBLE] = error
        return
    if not again:
        _go(min(item.number + 1, count))


def _go(number: int) -> None:
    st.session_state["item"] = str(number)
