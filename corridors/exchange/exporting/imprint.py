"""What every file says about itself: what it is, when it was made, whose the data are, how to use it."""

from datetime import date
from typing import Literal

from corridors.exchange.exporting.table import Table
from corridors.notices import BOUNDARY

Lang = Literal["zh", "en"]

# Headings of the three columns that carry it in CSV, which has no other room for it. Reading drops them.
CREDITS = "credits"
BOUNDARY_NOTE = "boundary_note"
EXPORTED_ON = "exported_on"


def imprint(table: Table, on: date, lang: Lang) -> dict[str, str]:
    """Title, layer, credits, boundary note and date of export, by key."""
    return {
        "title": getattr(table.title, lang),
        "layer": table.layer,
        CREDITS: getattr(table.credit, lang),
        BOUNDARY_NOTE: getattr(BOUNDARY, lang),
        EXPORTED_ON: on.isoformat(),
    }
