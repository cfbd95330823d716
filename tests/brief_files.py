"""What the briefing tests share: a library with a hostile entity, a picture, and text read back."""

import io
import re
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from PIL import Image

from corridors.briefing.choices import Choices
from corridors.briefing.compose import compose
from corridors.briefing.content import Briefing, Quote
from corridors.catalog import Catalog

DAY = date(2026, 11, 22)
NASTY = "<b>甲&乙</b> \"引号\" '单' 🚀 #set $x$ {{ 7*7 }} \\ @ref `code` " + "很长的名字" * 30
NASTY_ID = "zone:nasty"
SHORTEST, LONGEST = "guide-1-5", "impl-08"


def with_nasty(catalog: Catalog) -> Catalog:
    """The catalog and a zone whose name holds everything that could be taken for markup."""
    pattern = catalog.entities["zone:uganda-liaoshen"]
    changes = {"id": NASTY_ID, "name_zh": NASTY, "name_en": NASTY, "operator_zh": NASTY, "note_zh": NASTY}
    nasty = pattern.model_copy(update=changes)
    return replace(catalog, entities=MappingProxyType({**catalog.entities, NASTY_ID: nasty}))


def briefing(catalog: Catalog, select: str, **choices: object) -> Briefing:
    return compose(catalog, select, Choices(date=DAY, **choices))  # type: ignore[arg-type]


def picture(width: int = 780, height: int = 525) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#dce8ef").save(out, "PNG")
    return out.getvalue()


def pictures(made: Briefing) -> list[bytes]:
    """As many pictures as a briefing has maps."""
    return [picture() for _ in made.pictures]


def quotes(found: Briefing) -> list[Quote]:
    section = found.section("clauses")
    return [block for block in section.blocks if isinstance(block, Quote)] if section else []


def squeezed(text: str) -> str:
    """Text without white space: line breaks are the layout's own."""
    return re.sub(r"\s+", "", text)
