"""The words that this process has met, with what is made of each, for machine code to read."""

from functools import cache

import numpy as np

from screening.compiled.lexicon import Lexicon, forget
from screening.compiled.packed_word import desk
from screening.compiled.wordbook import Book
from screening.known_words import known
from screening.scripts.word import MAX_WORD

MOST_WORDS = 1 << 16
_BYTES = 128 * MOST_WORDS  # of most words some 80


class Words:
    """A lexicon that grows; when it is full all is forgotten, as it costs little to learn anew."""

    def __init__(self, room: int = _BYTES) -> None:
        words = Book(np.zeros(2 * MOST_WORDS, np.int64), np.empty(room, np.uint8))
        self.lexicon = Lexicon(words, np.zeros(2, np.int64), known(), desk(MAX_WORD))
        self.forget()

    def forget(self) -> None:
        """Make room."""
        forget(self.lexicon)


@cache
def words() -> Words:
    """Return those that this process has met."""
    return Words()
