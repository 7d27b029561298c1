"""One word of a name, read into Latin letters: its likeliest spelling and the other ones."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

MAX_TEXT = 2048  # characters read of one name; the contracts allow no more
MAX_WORD = 40
MAX_OTHERS = 8


@dataclass(frozen=True, slots=True)
class Word:
    """Upper-case ASCII letters and digits; `others` are to be compared exactly or by sound.

    `vowelless` says that only consonants were written, so the vowels of `text` are guessed.
    """

    text: str
    others: tuple[str, ...] = ()
    vowelless: bool = False


Reading = tuple[Word, ...]


@lru_cache(maxsize=65_536)
def plain(text: str) -> Word:
    """Return the word of *text*, already upper-case ASCII, which has no other spelling."""
    return Word(text[:MAX_WORD])


def spelt(spellings: Iterable[str], *, vowelless: bool = False) -> Reading:
    """Return the word of *spellings* in any case, the likeliest first; () when none is left."""
    kept: dict[str, None] = {}
    for spelling in spellings:
        text = "".join(filter(str.isalnum, spelling.upper()))[:MAX_WORD]
        if text and text.isascii():
            kept[text] = None
        if len(kept) > MAX_OTHERS:
            break
    if not kept:
        return ()
    first, *others = kept
    return (Word(first, tuple(others), vowelless),)
