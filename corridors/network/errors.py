"""What can go wrong with a question, said to the reader in two languages."""

from collections.abc import Sequence

MOST_LETTERS = 60


class RouteError(ValueError):
    """A question that cannot be answered; ``zh`` is for the pages, ``en`` for the command line."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


def shortened(text: str) -> str:
    """What somebody typed, short enough to be said back."""
    return text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS]}…"


class UnknownNameError(RouteError):
    """A name that nothing on the network has; ``suggestions`` are names that come close."""

    def __init__(self, text: str, suggestions: Sequence[str]) -> None:
        said = shortened(text)
        near_zh = f"，是不是：{'、'.join(suggestions)}" if suggestions else ""
        near_en = f"; did you mean {', '.join(suggestions)}?" if suggestions else ""
        super().__init__(f"没有找到“{said}”{near_zh}", f"no place {said!r}{near_en}")
        self.text = text
        self.suggestions = tuple(suggestions)


class AreaError(UnknownNameError):
    """A name of something that a route cannot lead to; ``what`` says what it is, in two languages."""

    def __init__(self, text: str, what: tuple[str, str], suggestions: Sequence[str]) -> None:
        super().__init__(text, suggestions)
        said = shortened(text)
        near_zh = f"，可以试试：{'、'.join(suggestions)}" if suggestions else ""
        near_en = f"; try {', '.join(suggestions)}" if suggestions else ""
        self.zh = f"“{said}”{what[0]}{near_zh}"
        self.en = f"{said!r} is {what[1]}{near_en}"
        self.args = (self.en,)


class NoWayError(RouteError):
    """Origin and destination are not connected by what is left open."""
