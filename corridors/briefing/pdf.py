"""PDF on A4 by Typst: the template lays out, the data come as JSON and are never markup.

Fonts are those of the repository alone, embedded as subsets. The form follows a Chinese official
document (GB/T 9704): title, headings and body each in their own typeface, page numbers between dashes.
"""

import base64
import io
import json
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst
from PIL import Image

from corridors.briefing import fonts
from corridors.briefing.content import Briefing, mapped
from corridors.briefing.lettered import legible
from corridors.briefing.words import say

TEMPLATE = Path(__file__).parent / "templates" / "briefing.typ"
# Size of the picture on the page: the width of the text, 156 mm.
PICTURE_INCHES = (156 / 25.4, 105 / 25.4)


class PdfError(RuntimeError):
    """Typst could not lay out the document."""


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts.FOLDER])


def write(briefing: Briefing, pictures: Sequence[bytes] = (), logo: bytes = b"") -> bytes:
    """Lay out a briefing as a PDF, see :class:`corridors.briefing.make.Writer`.

    Raises
    ------
    PdfError
        If the document cannot be laid out.
    """
    drawn = enumerate(briefing.drawn(pictures))
    maps = {f"map-{number}.svg": _svg(png) for number, (_, png) in drawn if png}
    data = plain(mapped(briefing, legible)) | {
        "pictures": list(maps),
        "logo": bool(logo),
        "words": {key: say(key, briefing.lang) for key in ("author", "notice", "missing_map", "unverified")},
    }
    files = {
        "main": TEMPLATE.read_bytes(),
        "data.json": json.dumps(data, ensure_ascii=False).encode(),
        **maps,
        **({"logo.svg": _svg(logo)} if logo else {}),
    }
    made = datetime.fromisoformat(briefing.date).replace(tzinfo=UTC)
    try:
        return typst.compile(files, font_paths=_fonts(), format="pdf", timestamp=made)  # type: ignore[call-overload,no-any-return]  # its stubs do not know the dictionary of files yet
    except (typst.TypstError, RuntimeError) as error:
        raise PdfError(f"the PDF could not be laid out: {error}") from error


def _svg(png: bytes) -> bytes:
    """A PNG inside an SVG: files handed to Typst in memory must be text."""
    with Image.open(io.BytesIO(png)) as opened:
        width, height = opened.size
    data = base64.b64encode(png).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{data}"/></svg>'
    ).encode()


def plain(value: Any) -> Any:
    """Dataclasses as dictionaries that also tell their type, tuples as lists."""
    if is_dataclass(value):
        kind = {"type": type(value).__name__}
        return kind | {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    return [plain(item) for item in value] if isinstance(value, tuple) else value
