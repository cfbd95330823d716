"""Own layers: which there are, which are on the map, and one of them opened."""

import streamlit as st

from corridors.catalog import Catalog
from corridors.exchange.exporting import FORMATS, MEDIA_TYPES
from corridors.exchange.store import Layer
from corridors.maps import palette
from corridors.ui import access, own_history, own_layers, own_rows, own_session, own_sheet
from corridors.ui.cards import local_time, render
from corridors.ui.frame import plain
from corridors.ui.own_layers import Kept
from corridors.ui.own_session import Said
from corridors.ui.texts import Lang, text
from corridors.ui.zones_export import maker

PARTS = {"rows": "own_part_rows", "history": "own_part_history", "settings": "own_part_settings"}

_COLORS = {
    "crimson": "own_color_crimson",
    "orange": "own_color_orange",
    "sky": "own_color_sky",
    "brown": "own_color_brown",
    "ink": "own_color_ink",
}


def show(catalog: Catalog, lang: Lang) -> None:
    """Show the layers, and the open one below them."""
    kept = own_layers.kept()
    if not kept:
        st.html(render("own_none.html", catalog, lang))
    with st.container(key="own_layers_list"):
        for each in kept:
            _line(catalog, each, lang)
    opened = own_layers.layer_of(st.session_state["own_list"])
    if opened is not None:
        with st.container(key="own_open"):
            _opened(catalog, opened, lang)
    elif left := own_sheet.unsaved(st.session_state["own_list"]):
        with st.container(key="own_open"):
            own_rows.show_left(catalog, left, lang)
    elif own_layers.trouble() is None:
        own_history.everything(catalog, lang)


def _line(catalog: Catalog, each: Kept, lang: Lang) -> None:
    is_open = each.slug == st.session_state["own_list"]
    with st.container(key=f"own_line_{each.slug}", horizontal=True, vertical_alignment="center"):
        st.html(
            render(
                "own_layer.html",
                catalog,
                lang,
                layer=each.layer,
                color=each.color,
                at=local_time(each.layer.at),
                is_open=is_open,
                waits=own_sheet.unsaved(each.slug) is not None,
            )
        )
        key = f"own_on_{each.slug}"
        st.session_state[key] = each.slug in st.session_state["own"]
        st.toggle(text("own_on_map", lang), key=key, on_change=_turn, args=(each.slug,))
        st.button(
            text("own_shut" if is_open else "own_look", lang),
            key=f"own_open_{each.slug}",
            on_click=_open,
            args=("" if is_open else each.slug,),
        )


def _turn(slug: str) -> None:
    others = [one for one in own_layers.chosen() if one != slug]
    st.session_state["own"] = [*others, slug] if st.session_state[f"own_on_{slug}"] else others


def _open(slug: str) -> None:
    st.session_state["own_list"] = slug


def _opened(catalog: Catalog, each: Kept, lang: Lang) -> None:
    with st.container(key="own_parts", horizontal=True, vertical_alignment="center"):
        st.segmented_control(
            plain(each.layer.title),
            list(PARTS),
            required=True,
            format_func=lambda part: text(PARTS[part], lang),
            key="own_part",
            label_visibility="collapsed",
        )
        _downloads(catalog, each, lang)
    if each.error is not None:
        st.error(plain(each.error.en if lang == "en" else each.error.zh))
    elif st.session_state["own_part"] == "rows":
        own_rows.show(catalog, each, lang)
    if st.session_state["own_part"] == "history":
        own_history.of_layer(catalog, each.layer, lang)
    if st.session_state["own_part"] == "settings":
        _settings(each, lang)


def _downloads(catalog: Catalog, each: Kept, lang: Lang) -> None:
    with st.popover(text("zones_download", lang), disabled=not each.rows):
        for fmt in FORMATS:
            st.download_button(
                text("zones_as", lang, format=fmt.upper()),
                maker(catalog, each.layer.id, frozenset(each.rows), fmt, lang),
                file_name=f"{each.layer.id.replace(':', '-')}.{fmt}",
                mime=MEDIA_TYPES[fmt],
                key=f"own_as_{fmt}",
                on_click="ignore",
                width="stretch",
            )


def _settings(each: Kept, lang: Lang) -> None:
    layer = each.layer
    colors = list(palette.OWN)
    now = next((name for name, color in palette.OWN.items() if color == each.color), colors[0])
    suffix = _suffix(each)
    fixed = not access.may_edit()
    with st.form(f"own_form_{suffix}", border=False):
        st.text_input(text("own_title", lang), layer.title, key=f"own_name_{suffix}", max_chars=100)
        st.text_input(text("own_remark", lang), layer.note, key=f"own_remark_{suffix}", max_chars=500)
        st.radio(
            text("own_color", lang),
            colors,
            index=colors.index(now),
            format_func=lambda name: text(_COLORS[name], lang),
            key=f"own_color_{suffix}",
            horizontal=True,
        )
        st.form_submit_button(
            text("own_save", lang), on_click=_save, args=(each, suffix), type="primary", disabled=fixed
        )
    st.button(text("own_delete", lang), key="own_delete", on_click=_delete, args=(layer,), disabled=fixed)


def _suffix(each: Kept) -> str:
    return f"{each.slug}_{each.layer.version}_{each.look}"


def _save(each: Kept, suffix: str) -> None:
    layer, who = each.layer, own_session.who()
    title = str(st.session_state[f"own_name_{suffix}"]).strip()
    note = str(st.session_state[f"own_remark_{suffix}"]).strip()
    color = st.session_state[f"own_color_{suffix}"]
    own_layers.knock()
    done: list[object] = []
    if (title, note) != (layer.title, layer.note):
        done.append(own_session.attempt(lambda s: s.edit_layer(layer.id, title, who, layer.version, note)))
    if palette.OWN[color] != each.color:
        look = {"color": color}
        done.append(
            own_session.attempt(lambda s: s.put_note(own_layers.LOOK, layer.id, look, who, each.look))
        )
    if None in done:
        _keep_typed(each.slug, title, note, color)


def _keep_typed(slug: str, title: str, note: str, color: str) -> None:
    """What was typed stays in the form, which shows a new state of the layer if someone changed it."""
    now = own_layers.layer_of(slug)
    if now is not None:
        suffix = _suffix(now)
        own_session.queue(
            **{f"own_name_{suffix}": title, f"own_remark_{suffix}": note, f"own_color_{suffix}": color}
        )


def _delete(layer: Layer) -> None:
    change = own_session.attempt(lambda s: s.delete_layer(layer.id, own_session.who(), layer.version))
    if change is not None:
        st.session_state["own_list"] = ""
        own_sheet.forget(layer.id.removeprefix(own_layers.PREFIX))
        own_session.say(Said("info", "own_deleted", {"title": layer.title}, change))
