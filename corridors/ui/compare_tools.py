"""The comparison page's tools: places, month, train, what is shut, assumptions."""

from functools import partial
from types import MappingProxyType

import streamlit as st

from corridors.catalog import Catalog
from corridors.network import model
from corridors.network.graph import Network
from corridors.transport import Train
from corridors.ui import compare
from corridors.ui.cards import Writer
from corridors.ui.compare import EXAMPLES, FROM, MONTH, MORE, QUICK, SLIDERS, SWITCHES, TO, TRAIN
from corridors.ui.texts import Lang, text
from corridors.vocabulary import Kind, Mode

_PORT = "port"


def toolbar(catalog: Catalog, lang: Lang, opened: Network | None) -> None:
    """Show every tool; their values live in the session under their keys."""
    _places(catalog, lang, opened)
    _restrictions(catalog, lang, opened)
    _examples(catalog, lang)


def _places(catalog: Catalog, lang: Lang, opened: Network | None) -> None:
    names = places(catalog, lang, opened)
    with st.container(key="compare_places", horizontal=True, vertical_alignment="center"):
        _place(names, FROM, "compare_from", lang)
        st.button(
            text("compare_swap", lang),
            key="compare_swap",
            help=text("compare_swap_help", lang),
            on_click=compare.swap,
        )
        _place(names, TO, "compare_to", lang)
        st.selectbox(
            text("compare_month", lang),
            ["", *map(str, range(1, 13))],
            format_func=lambda m: (
                text("compare_month_is", lang, month=m) if m else text("compare_month_any", lang)
            ),
            key=MONTH,
            label_visibility="collapsed",
            width=130,
        )
        st.segmented_control(
            text("compare_train", lang),
            [train.value for train in Train],
            required=True,
            format_func=lambda value: Writer(catalog, lang).term(Train(value)),
            key=TRAIN,
            label_visibility="collapsed",
        )
        _assumptions(catalog, lang)


def places(catalog: Catalog, lang: Lang, opened: Network | None) -> dict[str, str]:
    """Names to suggest by id: places of the catalog on the network, then its other ports."""
    if opened is None:
        return {}
    w = Writer(catalog, lang)
    known = [p for p in catalog.places() if p.id in opened.node_of and p.kind is not Kind.COUNTRY]
    order = (Kind.CITY, Kind.PORT, Kind.CROSSING)
    known.sort(key=lambda p: order.index(p.kind) if p.kind in order else len(order))
    names = {place.id: f"{w.name(place.id)} · {w.term(place.kind)}" for place in known}
    for gate in opened.gates:
        if gate.kind == _PORT and gate.id not in names:
            name = gate.name_en if lang == "en" else gate.name_zh
            names[gate.id] = f"{name} · {w.term(Kind.PORT)}"
    return names


def _place(names: dict[str, str], key: str, label: str, lang: Lang) -> None:
    chosen = st.session_state[key]
    st.selectbox(
        text(label, lang),
        [*names, *({chosen} - {*names, None})],
        format_func=lambda value: names.get(value, value),
        key=key,
        placeholder=text("compare_place_hint", lang),
        accept_new_options=True,
        label_visibility="collapsed",
        width=230,
    )


def _restrictions(catalog: Catalog, lang: Lang, opened: Network | None) -> None:
    w = Writer(catalog, lang)
    compare.spread()
    with st.container(key="compare_shut", horizontal=True, vertical_alignment="center"):
        st.html(f"<span>{text('compare_avoid', lang)}</span>", width="content")
        st.pills(
            text("compare_avoid", lang),
            SWITCHES,
            selection_mode="multi",
            format_func=lambda identifier: short_name(w.name(identifier)),
            key=QUICK,
            on_change=compare.restrict,
            label_visibility="collapsed",
            wrap=True,
        )
        names = barriers(catalog, w, opened)
        st.multiselect(
            text("compare_avoid_more", lang),
            list(dict.fromkeys([*names, *st.session_state[MORE]])),
            format_func=lambda value: names.get(value, value),
            key=MORE,
            placeholder=text("compare_avoid_more", lang),
            accept_new_options=True,
            on_change=compare.restrict,
            label_visibility="collapsed",
            width=330,
        )


def short_name(name: str) -> str:
    """Name of a passage without the word that says what it is."""
    for ending in ("海峡", "运河", " Strait", " Canal"):
        name = name.removesuffix(ending)
    return name.removeprefix("Strait of ")


def barriers(catalog: Catalog, w: Writer, opened: Network | None) -> dict[str, str]:
    """What else may be avoided, by the name the network understands."""
    found = {mode.value: w.term(mode) for mode in Mode}
    gates = {gate.id for gate in opened.gates} if opened else set()
    found |= {i: w.name(i) for i in sorted(gates) if i in catalog.entities and not i.startswith(_PORT)}
    passed = set(opened.countries) if opened else set()
    found |= {p.id: w.name(p.id) for p in catalog.places(Kind.COUNTRY) if p.slug in passed}
    return {key: name for key, name in found.items() if key not in SWITCHES}


def _examples(catalog: Catalog, lang: Lang) -> None:
    w = Writer(catalog, lang)
    with st.container(key="compare_examples", horizontal=True, vertical_alignment="center"):
        st.html(f"<span>{text('compare_examples', lang)}</span>", width="content")
        for number, (start, end) in enumerate(EXAMPLES):
            st.button(
                text("compare_example", lang, start=w.name(start), end=w.name(end)),
                key=f"compare_example_{number}",
                type="tertiary",
                on_click=partial(compare.ask, start, end),
            )


def _assumptions(catalog: Catalog, lang: Lang) -> None:
    count = len(compare.changed(catalog))
    label = text("compare_assume_changed", lang, count=count) if count else text("compare_assume", lang)
    with st.popover(label, key="compare_assume"):
        st.caption(text("compare_assume_note", lang))
        for name in SLIDERS:
            _slider(catalog, name, lang)
        defaults = MappingProxyType({name: compare.default(catalog, name) for name in SLIDERS})
        st.button(
            text("compare_reset", lang),
            key="compare_reset",
            on_click=compare.reset,
            args=(defaults,),
            disabled=not count,
            width="stretch",
        )


def _slider(catalog: Catalog, name: str, lang: Lang) -> None:
    figure = model.figure(catalog, name)
    source = catalog.sources.get(figure.source)
    doubt = text("unverified", lang) if source and not source.verified else ""
    st.select_slider(
        text(
            "compare_assume_label",
            lang,
            name=figure.name_en if lang == "en" else figure.name_zh,
            unit=figure.unit,
            default=compare.default(catalog, name),
        ),
        compare.choices(catalog, name),
        key=name,
        help=text(
            "compare_assume_help",
            lang,
            low=f"{figure.least:g}",
            high=f"{figure.most:g}",
            source=doubt or (source.title_zh if source else figure.source),
            note=figure.note_zh,
        ),
    )
