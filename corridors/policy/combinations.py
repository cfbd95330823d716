"""Runs of one-character country names: 中蒙俄, 英法德, 日、韩、俄.

One character alone never names a country, except after 对 or 赴 (对俄), and many of these characters
are common words. A run
of three or more different ones is taken as names when most of them are seldom anything else; a
pair needs a word of co-operation after it. No run may cut through other words (更加中美 names two,
其中英法 names two), and where a full name begins the run ends (英法德国 is 英, 法 and 德国).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from corridors.clauses import Abbreviation
from corridors.models import EntityId
from corridors.policy.words import Words

Named = tuple[int, int, tuple[EntityId, ...]]

LONGEST_NAME = 8
TOWARDS = "对赴驻访涉援"
COOPERATION = (
    r"[两双多三四五六各]国|[两三]方|[“\"]两国|合作|经贸|贸易|自贸|自由贸易|关系|边境|班列|产业园|工业园|产能|"
    r"友好|铁路|跨境|博览会|论坛|联合|科技|人文|战略|企业家|商会|地方|交往|\([^()]{2,6}\)|、中"
)
PLAIN = (
    r"、[对赴]|等国|公路|双边|边贸|互联|航线|陆海|双方|油气|天然气|领导人|经济|海关|口岸|投资|农业|"
    r"企业|市场|资企业|资本"
)
AFTER_CHINA = re.compile(COOPERATION)
AFTER_PAIR = re.compile(f"{COOPERATION}|{PLAIN}")
AFTER_LIST = re.compile(f"{COOPERATION}|{PLAIN}|[、和与及等]")
CHINA = "中"


@dataclass(frozen=True)
class Combinations:
    """One-character names, and the full names at which a run ends."""

    short: Mapping[str, Abbreviation]
    full: frozenset[str]

    def find(self, text: str, words: Words) -> Iterator[Named]:
        """Spans of runs and what they name.

        Parameters
        ----------
        text : str
            Folded text.
        words : Words
            Of that text.
        """
        if not self.short:
            return
        for pattern in self._patterns:
            for found in pattern.finditer(text):
                yield from self._runs(text, found, words)

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        one = f"[{''.join(self.short)}]"
        solid = rf"(?:[{TOWARDS}]{one}+|{one}{{2,}})"
        listed = rf"(?<!{one}){one}(?:、{one}(?!{one}))+"
        return re.compile(solid), re.compile(listed)

    def _runs(self, text: str, found: re.Match[str], words: Words) -> Iterator[Named]:
        towards = int(found[0][0] in TOWARDS)
        first = found.start() + towards
        end = self._end(text, first, found.end())
        places = (at for at in range(first, end) if text[at] != "、" and not words.cut_by(at, end))
        start = next(places, end)
        alone = bool(towards) and start == first and not words.goes_on_after(end)
        if self._is_run(text, start, end, alone):
            named = {self.short[character].entity for character in text[start:end].replace("、", "")}
            yield start - (towards if start == first else 0), end, tuple(sorted(named))

    def _end(self, text: str, start: int, end: int) -> int:
        """Where the run stops because a full name begins."""
        for at in range(start, end):
            if any(text[at : at + length] in self.full for length in range(2, LONGEST_NAME + 1)):
                return at - (at > start and text[at - 1] == "、")
        return end

    def _is_run(self, text: str, start: int, end: int, alone: bool) -> bool:
        characters = text[start:end].replace("、", "")
        if not characters or len(set(characters)) < len(characters):
            return False
        if alone and all(self.short[character].alone for character in characters):
            return True
        rare = sum(self.short[character].rare for character in characters)
        if len(characters) == 2:
            return self._is_pair(text, start, end, rare)
        return len(characters) > 2 and rare >= 2

    @staticmethod
    def _is_pair(text: str, start: int, end: int, rare: int) -> bool:
        if "、" in text[start:end]:
            after = AFTER_LIST
        elif rare:
            after = AFTER_PAIR
        else:
            after = AFTER_CHINA
            rare = text.startswith(CHINA, start)
        return bool(rare and after.match(text, end))
