"""The briefing page: choose what goes in, press once, take it along."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Literal

import streamlit as st

from corridors.briefing import staticmap, words
from corridors.briefing.choices import LONGEST, SECTIONS, ChoiceError, Choices, checked_logo
from corridors.briefing.compose import compose
from corridors.briefing.make import FORMATS, make
from corridors.catalog import Catalog
from corridors.ui import cards, documents, state
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
# Of the picture on the page.
_WIDTH, _HEIGHT, _DPI = 1200, 675, 110

PARAMS = (Param("sections", SECTIONS.__contains__, SECTIONS),)


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
    )
    left, right = st.columns(2)
    usual = compose(catalog, chosen.id, Choices(lang=lang)).title
    title = left.text_input(
        text("brief_title", lang),
        placeholder=text("brief_title_hint", lang, title=usual),
        max_chars=LONGEST,
        key="brief_title",
    )
    author = right.text_input(text("brief_author", lang), max_chars=LONGEST, key="brief_author")
    day = left.date_input(text("brief_date", lang), "today", key="brief_date")
    sharp = left.checkbox(text("brief_print", lang), key="brief_print")
    logo = right.file_uploader(text("brief_logo", lang), type=["png", "jpg", "jpeg"], key="brief_logo")
    try:
        made = Choices(
            lang=lang,
            without=frozenset(SECTIONS) - set(st.session_state["sections"]),
            title=title,
            author=author,
            date=day if isinstance(day, date) else date.today(),
            logo=checked_logo(logo.getvalue()) if logo else b"",
        )
    except ChoiceError as error:
        st.error(error.en if lang == "en" else error.zh)
        return None
    return replace(made, dpi=PRINT_DPI) if sharp else made


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


def hint(lang: Lang) -> None:
    """Say what to do while nothing is chosen."""
    st.html(f"<p class='hint-card'>{text('brief_empty', lang)}</p>")


def preview(catalog: Catalog, chosen: Subject, how: Choices, lang: Lang) -> None:
    """Show the headings and the map of the briefing."""
    headings = [section.title for section in compose(catalog, chosen.id, how).sections]
    st.html(cards.render("brief_contents.html", catalog, lang, subject=chosen.name, headings=headings))
    with st.container(key="picture"):
        drawn = picture(catalog, documents.mark(), chosen.id, lang)
        st.image(drawn, caption=text("brief_picture", lang, name=plain(chosen.name)))


@st.cache_data(show_spinner=False, max_entries=60)
def picture(_catalog: Catalog, mark: tuple[str, ...], select: str, lang: Literal["zh", "en"]) -> bytes:
    """Map of the selection as the briefing has it; ``mark`` tells catalogs apart."""
    del mark
    return staticmap.draw(_catalog, select, lang, _WIDTH, _HEIGHT, _DPI, "png", date="")
