"""One call from a selection to a file in any format."""

import importlib
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, Protocol, cast

from corridors.briefing.choices import Choices
from corridors.briefing.compose import compose
from corridors.briefing.content import Briefing, Picture
from corridors.briefing.subject import Request
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
    """A module that lays out a briefing.

    Attributes
    ----------
    PICTURE_INCHES
        Width and height of the maps on its pages.
    """

    PICTURE_INCHES: tuple[float, float]

    def write(self, briefing: Briefing, pictures: Sequence[bytes], logo: bytes) -> bytes:
        """Lay out a briefing.

        Parameters
        ----------
        briefing : Briefing
        pictures : sequence of bytes
            PNG of each of the briefing's pictures; empty where it could not be drawn.
        logo : bytes
            PNG, or empty.
        """


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
            asked = request(briefing, Picture(branch=chosen.branch), chosen)
            content = _draw(catalog, asked, PICTURE_INCHES, chosen.dpi, PICTURES[fmt])
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

        return html.write(catalog, briefing, choices)
    writer = cast(Writer, importlib.import_module(f"corridors.briefing.{fmt}"))
    drawn = []
    for picture in briefing.pictures:
        asked = request(briefing, picture, choices)
        drawn.append(_draw(catalog, asked, writer.PICTURE_INCHES, choices.dpi))
        progress(0.1 + 0.5 * len(drawn) / len(briefing.pictures))
    return writer.write(briefing, drawn, choices.logo)


def request(briefing: Briefing, picture: Picture, choices: Choices) -> Request:
    """What one of a briefing's maps shows; ways and own places stand on the map of the whole."""
    whole = not picture.branch
    return Request(
        select=briefing.select,
        lang=briefing.lang,
        branch=picture.branch,
        filters=choices.filters,
        ways=choices.compared.ways(briefing.lang) if choices.compared and whole else (),
        own=choices.own if whole else (),
        date=briefing.date,
    )


def _draw(
    catalog: Catalog,
    asked: Request,
    inches: tuple[float, float],
    dpi: int,
    kind: Literal["png", "svg"] = "png",
) -> bytes:
    from corridors.briefing import staticmap  # noqa: PLC0415 - it brings matplotlib

    width, height = (round(side * dpi) for side in inches)
    return staticmap.draw(catalog, asked, staticmap.Format(width, height, dpi, kind))
