"""What can go wrong with a question, said to the reader in two languages."""

from collections.abc import Sequence


class RouteError(ValueError):
    """A question that cannot be answered; ``zh`` is for the pages, ``en`` for the command line."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


class UnknownNameError(RouteError):
    """A name that nothing on the network has; ``suggestions`` are names that come close."""

    def __init__(self, text: str, suggestions: Sequence[str]) -> None:
        near_zh = f"，是不是：{'、'.join(suggestions)}" if suggestions else ""
        near_en = f"; did you mean {', '.join(suggestions)}?" if suggestions else ""
        super().__init__(f"没有找到“{text}”{near_zh}", f"no place {text!r}{near_en}")
        self.text = text
        self.suggestions = tuple(suggestions)


class NoWayError(RouteError):
    """Origin and destination are not connected by what is left open."""
