"""The ways to read a name of any script as Latin words; pure, and bounded for whatever comes in."""

import re
from collections.abc import Callable
from functools import partial
from itertools import groupby

from anyascii import anyascii

from screening.scripts import (
    arabic,
    armenian,
    cyrillic,
    georgian,
    greek,
    han,
    hebrew,
    indic,
    japanese,
    khmer,
    korean,
    latin,
    thai,
)
from screening.scripts.lookalikes import latin_meant, unmixed
from screening.scripts.word import MAX_TEXT, MAX_WORD, Reading, Word, plain, spelt
from screening.scripts.writing import runs, visible_words

__all__ = ["Word", "ascii_words", "load_tables", "readings"]

MAX_READINGS = 4
_WORD = re.compile(r"[A-Z0-9]+")


def readings(text: str) -> tuple[Reading, ...]:
    """Return the ways to read *text* as a whole, the likeliest first; () when nothing is left.

    At most 4 of them; in each word at most 8 other spellings. Reads the first 2,048 characters
    and 40 letters of a word: names end long before that.
    """
    if text.isascii():
        words_sent = tuple(map(plain, ascii_words(text)))
        return (words_sent,) if words_sent else ()
    words = [unmixed(word) for word in visible_words(text)]
    whole = _together(_parts(words))
    meant = latin_meant(words)
    spoofed = _together(_parts(meant)) if meant != words else ()
    return tuple(dict.fromkeys(whole + spoofed))[:MAX_READINGS]


def ascii_words(text: str) -> tuple[str, ...]:
    """Return the words of an ASCII *text* in upper case: the one way to read it."""
    bare = text[:MAX_TEXT].upper()
    if not bare.replace(" ", "").isalnum():
        bare = bare.replace("'", "").replace("`", "")
        return tuple([word[:MAX_WORD] for word in _WORD.findall(bare)])
    return tuple([word[:MAX_WORD] for word in bare.split(" ") if word])


def load_tables() -> None:
    """Every table that `readings` uses is in memory afterwards; else the first name waits for it.

    Takes 0.2 s and 25 MB, most of it for Japanese names.
    """
    for text in ("山田 太郎", "김", "محمد", "Иван", "Ελένη", "משה", "देवी", "ស", "ศ", "さ", "é"):
        readings(text)


def _parts(words: list[str]) -> list[list[Reading]]:
    """Return the ways to read each stretch of *words* that is of one writing system."""
    pieces = [run for word in words for run in runs(word)]
    stretches = groupby(pieces, key=lambda piece: piece[0])
    read = [
        _READERS.get(reader, _any_script)([letters for _, letters in stretch])
        for reader, stretch in stretches
    ]
    return [ways for ways in read if ways]


def _together(parts: list[list[Reading]]) -> tuple[Reading, ...]:
    """Join the parts of a name: the n-th way of each, the last one where it has no more."""
    most = max(map(len, parts), default=0)
    whole = [
        tuple(word for ways in parts for word in ways[min(nth, len(ways) - 1)])
        for nth in range(most)
    ]
    return tuple(dict.fromkeys(reading for reading in whole if reading))


def _wordwise(read: Callable[[str], Reading], words: list[str]) -> list[Reading]:
    return [tuple(one for word in words for one in read(word))]


def _by_anyascii(word: str) -> Reading:
    return spelt([anyascii(word)])


_any_script = partial(_wordwise, _by_anyascii)
_READERS: dict[str, Callable[[list[str]], list[Reading]]] = {
    "arabic": arabic.read,
    "armenian": partial(_wordwise, armenian.read),
    "cyrillic": cyrillic.read,
    "georgian": partial(_wordwise, georgian.read),
    "greek": partial(_wordwise, greek.read),
    "han": han.read,
    "hangul": korean.read,
    "hebrew": partial(_wordwise, hebrew.read),
    "indic": partial(_wordwise, indic.read),
    "kana": japanese.read,
    "khmer": partial(_wordwise, khmer.read),
    "latin": partial(_wordwise, latin.read),
    "thai": partial(_wordwise, thai.read),
}
