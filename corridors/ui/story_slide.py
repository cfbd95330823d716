"""A slide of the presentation: its words, ready to be laid out."""

from dataclasses import dataclass

from corridors.maps import palette
from corridors.policy.marks import Piece

Row = tuple[str, str]

# Characters of a quote from which it is set smaller, twice.
LONG, LONGER = 60, 110


@dataclass(frozen=True)
class Slide:
    """Words of one step.

    Attributes
    ----------
    kicker, title
        What it belongs to, and what it is.
    rows
        Label and value.
    quote
        Sentences of a clause, each cut along its evidence; ``cite`` says where they stand,
        ``gloss`` what the clause is about, in English.
    fine
        How numbers are known: for whoever asks, not for the room.
    """

    kicker: str
    title: str
    rows: tuple[Row, ...] = ()
    quote: tuple[tuple[Piece, ...], ...] = ()
    cite: str = ""
    gloss: str = ""
    fine: str = ""
    color: str = palette.INK

    @property
    def size(self) -> str:
        """How large the quote is set, by its length."""
        length = sum(len(piece.text) for sentence in self.quote for piece in sentence)
        return "short" if length <= LONG else "long" if length <= LONGER else "longer"
