"""Downloads of what the page of zones has filtered. A file is made only when it is asked for."""

from collections.abc import Callable

import streamlit as st

from corridors.analysis.rows import BUILT_IN, Row
from corridors.catalog import Catalog
from corridors.exchange.exporting import (
    FORMATS,
    MEDIA_TYPES,
    Format,
    export,
    layer_table,
    names_of,
    own_table,
)
from corridors.exchange.exporting.layers import KINDS, TITLES
from corridors.ui import own_layers
from corridors.ui.texts import Lang, text


def downloads(catalog: Catalog, rows: list[Row], lang: Lang) -> None:
    """Show a button for each format; rows of several layers are handed over layer by layer."""
    groups = by_layer(rows)
    with st.popover(text("zones_download", lang), disabled=not groups):
        titles = {layer: f"{_title(layer, lang)} · {len(ids):,}" for layer, ids in groups.items()}
        chosen = st.selectbox(text("zones_layer", lang), list(groups), format_func=titles.__getitem__)
        if chosen is None:
            return
        for fmt in FORMATS:
            st.download_button(
                text("zones_as", lang, format=fmt.upper()),
                maker(catalog, chosen, frozenset(groups[chosen]), fmt, lang),
                file_name=f"{chosen.replace(':', '-')}.{fmt}",
                mime=MEDIA_TYPES[fmt],
                key=f"zones_as_{fmt}",
                on_click="ignore",
                width="stretch",
            )


def by_layer(rows: list[Row]) -> dict[str, list[str]]:
    """Ids of the rows by the layer that a file can hold: a built-in one or an own one."""
    groups: dict[str, list[str]] = {}
    for row in rows:
        groups.setdefault(_layer(row), []).append(row.id)
    return groups


def _layer(row: Row) -> str:
    if row.layer != BUILT_IN:
        return row.layer
    return next(layer for layer, kinds in KINDS.items() if row.kind in kinds)


def _title(layer: str, lang: Lang) -> str:
    if layer in TITLES:
        return TITLES[layer].en if lang == "en" else TITLES[layer].zh
    return next((own.title for own in own_layers.layers() if own.id == layer), layer)


def maker(catalog: Catalog, layer: str, ids: frozenset[str], fmt: Format, lang: Lang) -> Callable[[], bytes]:
    """Make the file of some rows of a layer when called."""
    own = next((own for own in own_layers.layers() if own.id == layer), None)

    def make() -> bytes:
        if own is None:
            return export(layer_table(catalog, layer, ids), fmt, lang=lang)
        places = [place for identifier, place in own.places.items() if identifier in ids]
        return export(own_table(own.id, own.title, places, names_of(catalog)), fmt, lang=lang)

    return make
