"""Words of the app and of its briefings: gettext catalogs in ``locale/``, one per language and domain.

A message's id is its key; ``make words`` compiles what was edited.
"""

import gettext
from functools import cache
from pathlib import Path
from typing import Literal

LOCALE = Path(__file__).parent / "locale"

Lang = Literal["zh", "en"]


class Words:
    """The words of one domain.

    Parameters
    ----------
    domain : str
        Name of the catalog files: ``app``, ``briefing`` or ``map``.
    """

    def __init__(self, domain: str) -> None:
        self.domain = domain

    def __call__(self, key: str, lang: str, **values: object) -> str:
        """Words for ``key`` in a language, ``en`` or else Chinese, with ``values`` put in.

        Raises
        ------
        KeyError
            If there is no such message.
        """
        return _catalog(self.domain, lang).gettext(key).format(**values)

    def counted(self, key: str, lang: str, number: int) -> str:
        """Words for ``key`` in a language in the form that goes with a number.

        Raises
        ------
        KeyError
            If there is no such message.
        """
        return _catalog(self.domain, lang).ngettext(key, key, number)


class _Nothing(gettext.NullTranslations):
    """What a catalog falls back on: a message without words is a mistake of ours."""

    def gettext(self, message: str) -> str:
        raise KeyError(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002 - the base class names them
        raise KeyError(msgid1)


@cache
def _catalog(domain: str, lang: str) -> gettext.NullTranslations:
    with (LOCALE / ("en" if lang == "en" else "zh") / "LC_MESSAGES" / f"{domain}.mo").open("rb") as stream:
        found = gettext.GNUTranslations(stream)
    found.add_fallback(_Nothing())
    return found
