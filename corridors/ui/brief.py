"""The briefing page: choose what goes in, press once, take it along."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from corridors.analysis import profile
from corridors.analysis.rows import OwnLayer
from corridors.briefing import staticmap, words
from corridors.briefing.choices import LOGO_BYTES, LONGEST, SECTIONS, ChoiceError, Choices, checked_logo
from corridors.briefing.compose import compose
from corridors.briefing.desk import Desk
from corridors.briefing.filters import filtered
from corridors.briefing.make import FORMATS, make, request
from corridors.briefing.subject import Request, apart
from corridors.catalog import Catalog
from corridors.integrity import reason
from corridors.maps.overlay import focus
from corridors.models import Corridor
from corridors.ui import brief_compare, cards, documents, own_layers, state, toolbar, uploader
from corridors.ui.frame import plain
from corridors.ui.state import Param
from corridors.ui.texts import Lang, text

MEDIA_TYPES = MappingProxyType(
    {
        "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "pdf": "application/pdf",
        "png": "image/png",
        "svg": "image/svg+xml",
        "html": "text/html",
    }
)
LABELS = MappingProxyType(
    {
        "pptx": "brief_pptx",
        "docx": "brief_docx",
        "pdf": "brief_pdf",
        "png": "brief_png",
        "svg": "brief_svg",
        "html": "brief_html",
    }
)
PRINT_DPI = 300
_LOGO_MB = LOGO_BYTES // 1_000_000
# Of the pictures on the page.
_PREVIEW = staticmap.Format(1200, 675, 110)


def params(catalog: Catalog) -> tuple[Param, ...]:
    """What this page adds to the address."""
    return (Param("sections", SECTIONS.__contains__, SECTIONS), *brief_compare.params(catalog))


@dataclass(frozen=True)
class Subject:
    """What the briefing is about."""

    id: str
    name: str


def subject(catalog: Catalog, selection: str, lang: Lang) -> Subject | None:
    """Selected entity or clause, None for own places and for nothing."""
    entity, clause = catalog.entities.get(selection), catalog.clauses.get(selection)
    if entity is not None:
        return Subject(entity.id, entity.name_en if lang == "en" else entity.name_zh)
    return Subject(clause.id, clause.title) if clause is not None else None


def chooser(catalog: Catalog, chosen: Subject | None, lang: Lang) -> None:
    """Box that finds any entity or clause."""
    labels = {e.id: e.name_en if lang == "en" else e.name_zh for e in catalog.entities.values()}
    labels |= {c.id: f"{c.id} {c.title}" for c in catalog.clauses.values()}
    st.session_state["search"] = chosen.id if chosen else None
    st.selectbox(
        text("brief_subject", lang),
        list(labels),
        index=None,
        format_func=labels.__getitem__,
        key="search",
        placeholder=text("brief_subject", lang),
        label_visibility="collapsed",
        on_change=lambda: state.select(st.session_state["search"] or ""),
    )


def choices(catalog: Catalog, chosen: Subject, lang: Lang) -> Choices | None:
    """Ask for the choices; None, with a notice, if one cannot be followed."""
    st.pills(
        text("brief_sections", lang),
        SECTIONS,
        selection_mode="multi",
        format_func=lambda key: words.say(key, lang),
        key="sections",
        wrap=True,
    )
    left, right = st.columns(2)
    usual = _usual_title(catalog, chosen, lang)
    title = left.text_input(
        text("brief_title", lang),
        placeholder=text("brief_title_hint", lang, title=usual),
        max_chars=LONGEST,
        key="brief_title",
    )
    author = right.text_input(text("brief_author", lang), max_chars=LONGEST, key="brief_author")
    day = left.date_input(text("brief_date", lang), "today", key="brief_date")
    sharp = left.checkbox(text("brief_print", lang), key="brief_print")
    with right, uploader.in_words("brief", _LOGO_MB, lang):
        logo = st.file_uploader(
            text("brief_logo", lang),
            type=["png", "jpg", "jpeg"],
            key="brief_logo",
            max_upload_size=_LOGO_MB,
        )
    branch = _branch(left, catalog, chosen, lang)
    toolbar.own(lang)
    compared = brief_compare.ask(catalog, lang)
    try:
        made = Choices(
            lang=lang,
            without=frozenset(SECTIONS) - set(st.session_state["sections"]),
            title=title,
            author=author,
            date=day if isinstance(day, date) else date.today(),
            logo=checked_logo(logo.getvalue()) if logo else b"",
            compared=compared,
            own=own_chosen(),
            filters=state.filters(),
            branch=branch,
        )
    except ChoiceError as error:
        st.error(error.en if lang == "en" else error.zh)
        return None
    return replace(made, dpi=PRINT_DPI) if sharp else made


def _usual_title(catalog: Catalog, chosen: Subject, lang: Lang) -> str:
    try:
        return compose(catalog, chosen.id, Choices(lang=lang)).title
    except (OSError, ValueError):  # the preview says why
        return chosen.name


def _branch(where: DeltaGenerator, catalog: Catalog, chosen: Subject, lang: Lang) -> str:
    """Ask which map becomes the picture, of a corridor that has several."""
    entity = catalog.entities.get(chosen.id)
    branches = apart(catalog, entity) if isinstance(entity, Corridor) else ()
    if not branches:
        return ""
    names = {branch.id: branch.name_en if lang == "en" else branch.name_zh for branch in branches}
    names = {"": text("brief_whole", lang)} | names
    label = text("brief_branch", lang)
    # Another corridor has other branches, so it has a box of its own.
    return where.selectbox(label, list(names), format_func=names.__getitem__, key=f"branch_{chosen.id}") or ""


def own_chosen() -> tuple[OwnLayer, ...]:
    """The own layers that are on the map, each with the places that pass the filters."""
    wanted, passing = set(own_layers.chosen()), own_layers.passing(state.filters())
    layers = (layer for layer in own_layers.layers() if layer.id.removeprefix(own_layers.PREFIX) in wanted)
    return tuple(
        replace(layer, places={key: place for key, place in layer.places.items() if key in passing})
        for layer in layers
    )


def downloads(catalog: Catalog, chosen: Subject, how: Choices | None, lang: Lang) -> None:
    """A button for each format; a file is made when it is asked for."""
    with st.container(key="takeaway", horizontal=True):
        for fmt in FORMATS:
            st.download_button(
                text(LABELS[fmt], lang),
                _maker(catalog, chosen, fmt, how) if how else b"",
                file_name=f"{chosen.id.replace(':', '-')}.{fmt}",
                mime=MEDIA_TYPES[fmt],
                key=f"brief_as_{fmt}",
                on_click="ignore",
                type="primary" if fmt == "pptx" else "secondary",
                disabled=how is None,
            )


def _maker(catalog: Catalog, chosen: Subject, fmt: str, how: Choices) -> Callable[[], bytes]:
    return lambda: make(catalog, chosen.id, fmt, how).content


def hint(catalog: Catalog, lang: Lang) -> None:
    """Say what to do while nothing is chosen, with what most will want at hand."""
    st.html(f"<p class='hint-card'>{text('brief_empty', lang)}</p>")
    countries = [country for country in profile.targets(catalog) if profile.named(catalog, country)]
    _at_hand(catalog, "brief_pick_corridor", [corridor.id for corridor in catalog.corridors], lang)
    _at_hand(catalog, "brief_pick_country", countries, lang)


def _at_hand(catalog: Catalog, key: str, offered: list[str], lang: Lang) -> None:
    names = {each: catalog.entities[each] for each in offered}
    st.pills(
        text(key, lang),
        offered,
        format_func=lambda each: names[each].name_en if lang == "en" else names[each].name_zh,
        key=key,
        on_change=lambda: state.select(st.session_state[key] or ""),
        wrap=True,
    )


def preview(catalog: Catalog, chosen: Subject, how: Choices, lang: Lang) -> None:
    """Show the headings and the maps of the briefing, and what filters leave out of it."""
    try:
        _preview(catalog, chosen, how, lang)
    except (OSError, ValueError) as error:
        st.error(text("brief_failed", lang, error=plain(reason(error))))


def _preview(catalog: Catalog, chosen: Subject, how: Choices, lang: Lang) -> None:
    made = compose(catalog, chosen.id, how)
    headings = [section.title for section in made.sections]
    st.html(cards.render("brief_contents.html", catalog, lang, subject=chosen.name, headings=headings))
    left_out = filtered(Desk(catalog, lang, filters=how.filters))
    if left_out:
        with st.container(key="brief_filters", horizontal=True, vertical_alignment="center"):
            st.caption(plain(left_out[0]))
            st.button(text("reset", lang), key="brief_reset", on_click=_unfilter, type="tertiary")
    with st.container(key="picture"):
        for picture in made.pictures:
            name = " · ".join(filter(None, (chosen.name, picture.title)))
            drawn = _drawn(catalog, chosen.id, _key(how, picture.branch), request(made, picture, how))
            caption = text("brief_picture", lang, name=plain(name))
            st.image(drawn, caption=caption, alt=text("brief_picture", lang, name=name))


def _unfilter() -> None:
    """Take the filters back, but keep the own layers."""
    layers = st.session_state["own"]
    state.clear_filters()
    st.session_state["own"] = layers


def _key(how: Choices, branch: str) -> tuple[object, ...]:
    """Tells apart what is drawn for a selection, and the records it is drawn from."""
    ways = focus(how.compared.ways(how.lang)) if how.compared else ""
    own = tuple((layer.id, tuple(layer.places)) for layer in how.own)
    shown = (how.filters.corridors, how.filters.countries, how.filters.layers, how.filters.states)
    filters = (*(tuple(sorted(part)) for part in (*shown, how.filters.industries)), how.filters.clause)
    moment = own_layers.moment() if own else None
    return documents.mark(), how.lang, how.date, branch, ways, own, filters, moment


@st.cache_resource(show_spinner=False, max_entries=60)
def _drawn(_catalog: Catalog, select: str, key: tuple[object, ...], _asked: Request) -> bytes:
    """A map as the briefing has it; ``select`` and ``key`` tell it from others."""
    del select, key
    return staticmap.draw(_catalog, _asked, _PREVIEW)
