"""Policy text cut along its evidence, for the cards: see :mod:`corridors.policy.marks`."""

from corridors.policy.marks import SENTENCE, Piece, pieces, sentences

__all__ = ["SENTENCE", "Piece", "pieces", "sentences"]
