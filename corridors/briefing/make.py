"""One call from a selection to a file in any format."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from corridors.briefing.choices import Choices
from corridors.briefing.compose import compose
from corridors.briefing.content import Briefing
from corridors.catalog import Catalog

FORMATS = ("pptx", "docx", "pdf", "png", "svg", "html")
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
        if fmt in ("png", "svg"):
            content = _draw(catalog, briefing, fmt, PICTURE_INCHES, chosen.dpi)
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
    if fmt == "pptx":
        from corridors.briefing import pptx as writer  # noqa: PLC0415
    elif fmt == "docx":
        from corridors.briefing import docx as writer  # type: ignore[no-redef]  # noqa: PLC0415
    else:
        from corridors.briefing import pdf as writer  # type: ignore[no-redef]  # noqa: PLC0415
    picture = b""
    if briefing.section("map"):
        picture = _draw(catalog, briefing, "png", writer.PICTURE_INCHES, choices.dpi)
    progress(0.6)
    return writer.write(briefing, picture, choices.logo)


def _draw(catalog: Catalog, briefing: Briefing, fmt: str, inches: tuple[float, float], dpi: int) -> bytes:
    from corridors.briefing import staticmap  # noqa: PLC0415 - so does matplotlib

    width, height = (round(side * dpi) for side in inches)
    return staticmap.draw(catalog, briefing.select, briefing.lang, width, height, dpi, fmt)
