"""What names and keys have of a word, made in machine code. Pure."""

from typing import NamedTuple

import numpy as np

from screening.compiled.packed_word import desk, pack
from screening.known_words import known
from screening.packed_words import OUTLINE
from screening.sounds import LONGEST

_MOST = 512  # bytes beside the letters, which come four times
_DESK, _ROOM = desk(LONGEST), np.empty(_MOST + 4 * LONGEST, np.uint8)


class Packed(NamedTuple):
    """A word, and what of it goes before the words of a name; skeletons of its other forms."""

    outline: bytes
    word: bytes
    alike: bytes
    steps: int


class WordBytes(NamedTuple):
    """What is made of a word of which there is one way to read it."""

    packed: Packed
    bones: bytes  # what keys are made of, as `compiled/filing.py` reads it


def word_bytes(text: str) -> WordBytes:
    """Return what is made of an upper-case ASCII word of at most 255 letters."""
    ends = pack(text.encode(), known(), _DESK, _ROOM)
    its = _ROOM[: ends.bones].tobytes()
    packed = Packed(
        its[:OUTLINE], its[OUTLINE : ends.word], its[ends.word : ends.alike], ends.steps
    )
    return WordBytes(packed, its[ends.alike :])
