"""Search in names: Chinese, English, pinyin in full and pinyin initials.

``印尼``, ``Indonesia``, ``yinni`` and ``yn`` all find a zone in Indonesia. Every word of a query
must be found, in any order, in any of the names.

All names stand in one long text, because looking through one text of a few megabytes is many times
faster than looking into 50,000 short ones.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray
from pypinyin import lazy_pinyin
from pypinyin.seg.mmseg import seg

_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_LETTERS = re.compile(r"[a-z]+")
_BREAK = "\n"


def fold(text: str) -> str:
    """Text without differences of width, case and accents."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(char for char in plain if not unicodedata.combining(char))


def syllables(name: str) -> list[str]:
    """Pinyin of the Chinese in a name, a syllable each; ü is u, as most people type it."""
    words = (word for run in _CHINESE.findall(name) for word in seg.cut(run))
    return [syllable for word in words for syllable in _syllables(word)]


# Names of places share most of their words: kept, they make a long list five times faster.
@lru_cache(maxsize=50_000)
def _syllables(word: str) -> tuple[str, ...]:
    return tuple(syllable.replace("v", "u") for syllable in lazy_pinyin(word))


@dataclass(frozen=True)
class Text:
    """The texts of all rows, one after another.

    Attributes
    ----------
    whole
        Everything, a break after each row.
    ends
        Where each row ends in ``whole``; rising.
    starts
        Where a hit may begin, or None for anywhere.
    """

    whole: str
    ends: NDArray[np.intp]
    starts: NDArray[np.bool_] | None = None

    @classmethod
    def of(cls, texts: Iterable[str], starts: NDArray[np.bool_] | None = None) -> "Text":
        parts = [text + _BREAK for text in texts]
        lengths = np.fromiter((len(part) for part in parts), dtype=np.intp, count=len(parts))
        return cls("".join(parts), np.cumsum(lengths), starts)

    def holding(self, word: str) -> NDArray[np.bool_]:
        """Flags of the rows that hold the word."""
        hits = np.array(list(_places(self.whole, word)), dtype=np.intp)
        if self.starts is not None:
            hits = hits[self.starts[hits]]
        flags = np.zeros(len(self.ends), dtype=bool)
        flags[np.searchsorted(self.ends, hits, side="right")] = True
        return flags


def _places(text: str, word: str) -> Iterator[int]:
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + 1)


@dataclass(frozen=True)
class Names:
    """Searchable names: for each row all the wordings it goes by."""

    wordings: Sequence[tuple[str, ...]]

    @cached_property
    def _texts(self) -> Text:
        return Text.of(_BREAK.join(fold(name) for name in names) for names in self.wordings)

    @cached_property
    def _pinyin(self) -> Text:
        """Pinyin without blanks, in which a hit begins where a syllable begins."""
        lines = [_BREAK.join("".join(syllables(name)) for name in names) for names in self.wordings]
        starts = [flag for names in self.wordings for flag in _syllable_starts(names)]
        return Text.of(lines, np.array(starts, dtype=bool))

    @cached_property
    def _initials(self) -> Text:
        return Text.of(
            _BREAK.join("".join(syllable[0] for syllable in syllables(name)) for name in names)
            for names in self.wordings
        )

    def find(self, query: str) -> NDArray[np.bool_]:
        """Flags of the rows in which every word of the query is found; all for an empty query."""
        found = np.ones(len(self.wordings), dtype=bool)
        for word in fold(query).split():
            found &= self._holding(word)
        return found

    def _holding(self, word: str) -> NDArray[np.bool_]:
        flags = self._texts.holding(word)
        if _LETTERS.fullmatch(word):
            letters = word.replace("v", "u")
            flags |= self._pinyin.holding(letters) | self._initials.holding(letters)
        return flags


def _syllable_starts(names: Sequence[str]) -> Iterable[bool]:
    """For each character of a row's pinyin, its breaks included, whether a syllable begins there."""
    for name in names:
        for syllable in syllables(name):
            yield from (place == 0 for place in range(len(syllable)))
        yield False
    if not names:
        yield False
