"""Where words begin and end in Chinese, which is written without spaces.

The split is the likeliest one by the dictionary of jieba, without guesses at words it does not hold.
It is used against names formed by chance across two words: 加纳 in 增加|纳税, 海地 in 上海|地区.
"""

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """Where the words of a text begin and end, by the likeliest split of each sentence."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "Words":
        import rjieba  # noqa: PLC0415 - its dictionary takes a fifth of a second; only texts need it

        tokens = rjieba.tokenize(text, "default", False)
        return cls(tuple(start for _, start, _ in tokens), tuple(end for _, _, end in tokens))

    def cut_by(self, start: int, end: int) -> bool:
        """Does the span cut a word at one of its ends, taking a part and leaving a part?

        A span inside one word cuts nothing: 大连 in 大连市 is the city.
        """
        first = bisect_right(self.starts, start) - 1
        last = bisect_right(self.starts, end - 1) - 1
        if first < 0 or first == last:
            return False
        return self.starts[first] < start or end < self.ends[last]

    def goes_on_after(self, end: int) -> bool:
        """Is ``end`` in the middle of a word?"""
        return self.ends[bisect_right(self.starts, end - 1) - 1] > end
