"""Words of the interface in Chinese and English. Data brings its own names."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from corridors.ui.words import brief, common, compare, corridor, country, liaoning, own, policy, zones

Lang = Literal["zh", "en"]

MODULES = (common, corridor, compare, policy, zones, country, liaoning, own, brief)
TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {key: words for module in MODULES for key, words in module.WORDS.items()}
)


def text(key: str, lang: Lang, **values: object) -> str:
    """Words for ``key`` in ``lang``, with ``values`` put in.

    Raises
    ------
    KeyError
        If there is no such text.
    """
    zh, en = TEXTS[key]
    return (en if lang == "en" else zh).format(**values)
