"""Words of the briefings in Chinese and English. Data brings its own names."""

from corridors.words import Lang, Words

__all__ = ["Lang", "say"]

say = Words("briefing")
