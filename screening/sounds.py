"""How a Latin word sounds: what is compiled, for whole words."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from screening.compiled.hearing import hear
from screening.compiled.letters import text_letters
from screening.compiled.sounds import is_one_syllable
from screening.rarity import shares

LONGEST = 256  # letters of a word for which room stands ready
_MORE = 4  # letters that a word may have while it is heard
_ROOM, _INTO = np.empty(4 * LONGEST, np.uint8), np.empty(LONGEST + _MORE, np.int64)


class Sounds(NamedTuple):
    """What is computed of one word."""

    skeleton: str
    sound: str
    heard: str  # as coarsely as frequencies are counted
    rarity: float  # log-odds that agreeing on it brings
    established: bool  # many bear it, spelt just so
    before: int  # letters, and
    behind: int  # what is left without a glued AL-, ABDUL-, -UDDIN or -ULLAH
    initial: bool  # it may be one, or some written together


def sounds_of(word: str) -> Sounds:
    """Return all that is heard of an upper-case ASCII word, and how much it tells."""
    text = word.encode()
    room, into = _ROOM, _INTO
    if len(text) > LONGEST:
        room, into = np.empty(4 * len(text), np.uint8), np.empty(len(text) + _MORE, np.int64)
    found = hear(text, shares(), room, into)
    bones, sounds, end, nats, established, before, behind, initial = found
    said = room[:end].tobytes().decode()
    return Sounds(
        said[:bones], said[bones:sounds], said[sounds:], nats, established, before, behind, initial
    )  # fmt: skip


def sound(word: str) -> str:
    """Return *word* with one spelling per consonant sound and three vowels A, I, U."""
    return sounds_of(word).sound


def skeleton(word: str) -> str:
    """Return the consonants that survive spelling: QADHAFI, GADDAFI, KADAFI all give KTF.

    Never empty for a word that is not; a leading vowel, H, W or Y is written A. A word of one
    consonant keeps its vowel, coarsely: LI and LEE give LI, but LIU gives LU.
    """
    return sounds_of(word).skeleton


def heard(word: str) -> str:
    """Return the key that spellings of one name share: MOHAMED and MUHAMMAD, HUSSEIN and HUSAYN."""
    return sounds_of(word).heard


def without_affixes(word: str) -> str:
    """Return *word* without a glued AL-, ABDUL-, -UDDIN or -ULLAH, where enough is left."""
    found = sounds_of(word)
    return word[found.before : len(word) - found.behind]


@lru_cache(maxsize=16_384)
def one_syllable(word: str) -> bool:
    """Say whether *word* may be one syllable of a Korean or Chinese name."""
    return is_one_syllable(text_letters(word))
