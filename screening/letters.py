"""Any text to plain upper-case Latin words: the likeliest reading, for places and documents too."""

from functools import lru_cache

from screening.readings import readings
from screening.scripts.word import MAX_TEXT, MAX_WORD

__all__ = ["MAX_TEXT", "MAX_WORD", "words"]


@lru_cache(maxsize=65_536)
def words(text: str) -> tuple[str, ...]:
    """Return *text* as upper-case ASCII words, in their order; () when no letter is left.

    Reads the first 2,048 characters and 40 letters of a word: names end long before that.
    """
    return next((tuple(word.text for word in reading) for reading in readings(text)), ())
