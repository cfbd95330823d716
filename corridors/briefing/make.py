"""One call from a selection to a file in any format."""

import importlib
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, Protocol, cast

from corridors.briefing.choices import Choices
from corridors.briefing.compose import compose
from corridors.briefing.content import Briefing
from corridors.catalog import Catalog

FORMATS = ("pptx", "docx", "pdf", "png", "svg", "html")
PICTURES: Mapping[str, Literal["png", "svg"]] = MappingProxyType({"png": "png", "svg": "svg"})
# Pictures alone, in inches of a slide.
PICTURE_INCHES = (13.333, 7.5)
# How many briefings are laid out at once: twenty that are asked for together wait for each other
# instead of filling the memory.
_SLOTS = threading.BoundedSemaphore(4)


@dataclass(frozen=True)
class Made:
    """A file and the keys of the sections in it."""

    content: bytes
    sections: tuple[str, ...]


class Writer(Protocol):
    """A module that lays out a briefing; the picture has the proportions it names."""

    PICTURE_INCHES: tuple[float, float]

    def write(self, briefing: Briefing, picture: bytes, logo: bytes) -> bytes: ...


def make(
    catalog: Catalog,
    select: str,
    fmt: str,
    choices: Choices | None = None,
    progress: Callable[[float], None] = lambda _: None,
) -> Made:
    """Make a briefing.

    Parameters
    ----------
    catalog : Catalog
    select : str
        Entity id or clause id.
    fmt : str
        One of :data:`FORMATS`.
    choices : Choices, optional
    progress : callable
        Told the share that is done, 0 to 1.

    Returns
    -------
    Made
        Pictures have the section ``map`` only.

    Raises
    ------
    UnknownSelectionError
        If there is nothing of that id.
    ValueError
        If there is no such format.
    """
    if fmt not in FORMATS:
        raise ValueError(f"no format {fmt!r}; there are {', '.join(FORMATS)}")
    chosen = choices or Choices()
    briefing = compose(catalog, select, chosen)
    progress(0.1)
    with _SLOTS:
        if fmt in PICTURES:
            content = _draw(catalog, briefing, PICTURES[fmt], PICTURE_INCHES, chosen)
            sections: tuple[str, ...] = ("map",)
        else:
            content = _document(catalog, briefing, fmt, chosen, progress)
            sections = briefing.keys
    progress(1.0)
    return Made(content, sections)


def _document(
    catalog: Catalog, briefing: Briefing, fmt: str, choices: Choices, progress: Callable[[float], None]
) -> bytes:
    # Each writer brings a library of its own that takes time to load.
    if fmt == "html":
        from corridors.briefing import html  # noqa: PLC0415

        return html.write(catalog, briefing, choices.logo)
    writer = cast(Writer, importlib.import_module(f"corridors.briefing.{fmt}"))
    drawn = b""
    if briefing.section("map"):
        drawn = _draw(catalog, briefing, "png", writer.PICTURE_INCHES, choices)
    progress(0.6)
    return writer.write(briefing, drawn, choices.logo)


def _draw(
    catalog: Catalog,
    briefing: Briefing,
    fmt: Literal["png", "svg"],
    inches: tuple[float, float],
    choices: Choices,
) -> bytes:
    from corridors.briefing import staticmap  # noqa: PLC0415 - so does matplotlib

    width, height = (round(side * choices.dpi) for side in inches)
    return staticmap.draw(
        catalog,
        briefing.select,
        choices.lang,
        width,
        height,
        choices.dpi,
        fmt,
        alternatives=choices.ways,
        own=[place for layer in choices.own for place in layer.places.values()],
        date=briefing.date,
    )
