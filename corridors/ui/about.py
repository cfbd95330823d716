"""The page that says where things come from: sources, terms with their definitions, licences."""

from corridors.catalog import Catalog
from corridors.ui.cards import render
from corridors.ui.texts import Lang
from corridors.vocabulary import Grade, LegStatus, Precision, SourceKind, State

_TERMS = (Precision, State, LegStatus, Grade)


def about(catalog: Catalog, lang: Lang) -> str:
    """HTML of the sources page."""
    sources = catalog.sources.values()
    by_kind = [(kind, [s for s in sources if s.kind is kind]) for kind in SourceKind]
    return render(
        "about.html",
        catalog,
        lang,
        vocabularies=[list(vocabulary) for vocabulary in _TERMS],
        sources=[(kind, found) for kind, found in by_kind if found],
    )
