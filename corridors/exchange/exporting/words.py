"""Words for values that are terms or ids, for sheets that people read."""

from collections.abc import Mapping
from types import MappingProxyType

from corridors.exchange.columns import LIST_SEPARATOR
from corridors.exchange.exporting.imprint import Lang
from corridors.notices import Notice
from corridors.vocabulary import (
    Basis,
    BondedType,
    Grade,
    Kind,
    LegStatus,
    Mode,
    Precision,
    Relation,
    State,
    Term,
    ZoneType,
)
from corridors.vocabulary import Measure as LengthBasis

# Vocabularies of the columns that hold terms, and whose words are understood when read again.
TERMS: Mapping[str, tuple[type[Term], ...]] = MappingProxyType(
    {
        "kind": (Kind,),
        "precision": (Precision,),
        "state": (State,),
        "type": (ZoneType, BondedType),
        "mode": (Mode,),
        "status": (LegStatus,),
        "branch_status": (LegStatus,),
        "basis": (Basis,),
        "km_basis": (LengthBasis,),
        "relation": (Relation,),
        "grade": (Grade,),
    }
)
# Columns that hold ids, or codes of countries, for which the table brings names.
NAMED = frozenset({"country", "industries"})


def in_words(key: str, value: str, names: Mapping[str, Notice], lang: Lang) -> str:
    """The words for a value of a column; a value without any stays as it is."""
    for vocabulary in TERMS.get(key, ()):
        if value in list(vocabulary):
            return str(getattr(vocabulary(value), lang))
    if key not in NAMED:
        return value
    items = value.split(LIST_SEPARATOR)
    return LIST_SEPARATOR.join(getattr(names[item], lang) if item in names else item for item in items)
