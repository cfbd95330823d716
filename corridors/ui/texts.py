"""Words of the interface in Chinese and English. Data brings its own names."""

from corridors.words import Lang, Words

__all__ = ["Lang", "text"]

text = Words("app")
