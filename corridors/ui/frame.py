"""What every page shares: style, title row, notices, the address bar."""

import re
import time
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from corridors.catalog import Catalog
from corridors.policy.library import Library
from corridors.records import Problem
from corridors.ui import access, documents, state
from corridors.ui.state import Param, Restored
from corridors.ui.texts import Lang, text

_ASSETS = Path(__file__).parent / "assets"
_NAMED_PROBLEMS = 3
# Problems without a field in here are files that have to be fetched again, not edited.
_BUILT = "data/geo/"
_NAMED_UNKNOWNS = 8
_STARTED = "started"
# What Streamlit makes a link or a picture of even where signs are escaped: an address, a mail address,
# an icon (``:material/…:``, ``:smile:``). A joiner that nobody sees takes each apart.
_ACTIVE = re.compile(r":(?=//|material/|[\w+-]+:)|\bwww(?=\.)|(?<=\w)@(?=\w)", re.IGNORECASE)
_WORD_JOINER = "\u2060"
_HEAD_START = 0.7  # seconds
_SPOKEN = MappingProxyType({"zh": "zh-CN", "en": "en"})


# Pages in the order of the title row: file in pages/, which is also the address, and its text.
NAVIGATION = MappingProxyType(
    {
        "map": "page_map",
        "corridor": "page_corridor",
        "compare": "page_compare",
        "zones": "page_zones",
        "country": "page_country",
        "liaoning": "page_liaoning",
        "policy": "page_policy",
        "brief": "page_brief",
        "story": "page_story",
        "own": "page_own",
        "about": "page_about",
    }
)


@dataclass(frozen=True)
class Page:
    """An opened page: what it may show, and the place kept for its head.

    Attributes
    ----------
    name
        File in pages/ without its ending.
    common, own
        Params that all pages share, and those that only this one has.
    """

    name: str
    library: Library
    common: tuple[Param, ...]
    own: tuple[Param, ...]
    restored: Restored
    place: DeltaGenerator

    @property
    def catalog(self) -> Catalog:
        return self.library.catalog

    def head(self) -> None:
        """Show the title row and what the reader should know before all else."""
        lang = state.lang()
        with self.place:
            _title_row(self)
            _damage(self.library.problems)
            if self.restored.unknown_select:
                st.warning(text("unknown_id", lang, id=plain(self.restored.unknown_select)))
            if self.restored.unknown_filters:
                items = "、".join(plain(item) for item in self.restored.unknown_filters[:_NAMED_UNKNOWNS])
                st.warning(text("unknown_filter", lang, items=items))

    def close(self) -> None:
        """End the page: the address bar now says what is on screen."""
        state.mirror(self.common, self.own, self.name)


def open_page(name: str, *own: Param, settled: bool = False) -> Page:
    """Begin a page: style, session and a place for the head, which :meth:`Page.head` fills.

    Every page begins here, so that nobody gets past the sign-in by the address of a page. What
    ``settled`` means, and the params, see :func:`corridors.ui.state.restore`.
    """
    access.admit()
    opened = documents.opened()
    common = state.shared(opened.catalog)
    restored = state.restore(common, own, name, settled)
    for style in (_ASSETS / "page.css", _ASSETS / f"{name}.css"):
        if style.exists():
            st.html(style)
    return Page(name, opened, common, own, restored, st.container(key="head"))


def head_start() -> None:
    """Let the browser begin with what was sent so far before it gets the rest.

    Each kind of widget is a file of its own that the browser must fetch and run. Sent all at once,
    some forty of them stand before the map, on one thread. So on its first run a session sends the
    map, waits a moment, and sends the rest while the map is being drawn; in all it takes no longer.
    """
    if _STARTED not in st.session_state:
        st.session_state[_STARTED] = True
        time.sleep(_HEAD_START)


def _title_row(page: Page) -> None:
    lang = state.lang()
    view = state.link(page.common)
    with st.container(key="masthead", horizontal=True, vertical_alignment="center"):
        # Streamlit's own page says it is in English, and so a screen reader would read it.
        spoken = f"<script>document.documentElement.lang = '{_SPOKEN[lang]}';</script>"
        title = f"<h1>{text('title', lang)}</h1><span>{text('subtitle', lang)}</span>"
        st.html(title + spoken, unsafe_allow_javascript=True)
        for name, label in NAVIGATION.items():
            st.page_link(f"pages/{name}.py", label=text(label, lang), query_params=view)
        st.button(text("lang_other", lang), key="switch_language", on_click=_switch, type="tertiary")
        _signed_in(lang)


def _signed_in(lang: Lang) -> None:
    """Show the way out, and who is signed in as what; nothing where nobody has to sign in."""
    who = access.name()
    if who:
        can = text("access_editor" if access.may_edit() else "access_reader", lang)
        words = text("access_sign_out", lang)
        st.button(words, key="sign_out", help=f"{plain(who)} · {can}", on_click=st.logout, type="tertiary")


def _switch() -> None:
    st.session_state["lang"] = "zh" if state.lang() == "en" else "en"


def _damage(problems: tuple[Problem, ...]) -> None:
    if not problems:
        return
    # A whole file amiss comes first: the other problems may only follow from it.
    worst = sorted(problems, key=lambda problem: bool(problem.field))[:_NAMED_PROBLEMS]
    said = [text("damaged", state.lang(), count=len(problems))]
    built = dict.fromkeys(p.file for p in problems if p.file.startswith(_BUILT) and not p.field)
    if built:
        said.insert(0, text("damaged_built", state.lang(), files=plain("、".join(built))))
    said.append("\n".join(f"- {plain(str(problem))}" for problem in worst))
    st.warning("\n\n".join(said))


def plain(foreign: str) -> str:
    """Text from a file or an address, so that Markdown shows it and does not act on it."""
    line = _ACTIVE.sub(rf"\g<0>{_WORD_JOINER}", " ".join(foreign[:200].splitlines()))
    return "".join(f"\\{char}" if char in "\\`*_[]<>#|$~&" else char for char in line)
