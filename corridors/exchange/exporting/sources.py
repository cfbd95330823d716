"""Sources of a row in words: what a reader of the file needs to look them up."""

from collections.abc import Iterable, Mapping

from corridors.exchange.columns import LIST_SEPARATOR
from corridors.models import Source

BETWEEN = "；"


def ids(sources: Iterable[str | None]) -> str:
    """Source ids in one cell, each once."""
    return LIST_SEPARATOR.join(dict.fromkeys(source for source in sources if source))


def titles(sources: Iterable[str | None], known: Mapping[str, Source]) -> str:
    """Title, address and state of verification of each source; ids without a record are left out."""
    found = (known[source] for source in dict.fromkeys(sources) if source and source in known)
    return BETWEEN.join(_title(source) for source in found)


def _title(source: Source) -> str:
    doubt = "" if source.verified else "（未核实）"
    address = f" {source.url}" if source.url else ""
    return f"[{source.id}] {source.title_zh}{doubt}{address}"
