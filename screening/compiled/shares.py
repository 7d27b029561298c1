"""How much a word tells, from learned shares: CRC-32 sums that are looked up in sorted arrays."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from screening.compiled.compiling import Whole, compiled
from screening.compiled.letters import Letters, letter_set
from screening.compiled.sounds import heard

STEPS_A_NAT = 25  # rarity is held in a byte
COMMONEST, RAREST = 2.5, 9.5
UNLISTED = 8.5  # an ordinary-looking word that no source has: some people are never counted
# A short word is many people's: an initial, a syllable, an abbreviation.
_AT_MOST = np.array([0.0, 2.5, 5.0, 6.5, 8.0])
_WITH_ARTICLE = 6  # letters
_VOWEL, _BEFORE_L = letter_set("AEIOU"), letter_set("AEU")
Sums = NDArray[np.uint32]


class Shares(NamedTuple):
    """Sums of what is heard, sorted, each with its rarity in steps; and sums of spellings.

    `low` and `high` say how unlike names the letters of a word run, by its trigrams.
    """

    keys: Sums
    steps: NDArray[np.uint8]
    spellings: Sums
    low: float
    high: float
    trigrams: NDArray[np.uint8]


def _crc_table() -> Whole:
    sums = np.arange(256)
    for _ in range(8):
        sums = np.where(sums & 1, sums >> 1 ^ 0xEDB88320, sums >> 1)
    return sums


_CRC = _crc_table()


@compiled
def crc(word: Letters) -> int:
    """Return the CRC-32 sum of the letters, as zlib has it."""
    found = 0xFFFFFFFF
    for i in range(word.length):
        found = _CRC[(found ^ word.data[word.at + i]) & 255] ^ found >> 8
    return found ^ 0xFFFFFFFF


@compiled
def is_established(word: Letters, shares: Shares) -> bool:
    """Say whether many bear a name, spelt just so."""
    return _found(shares.spellings, crc(word)) >= 0


@compiled
def rarity(word: Letters, key: Letters, room: Whole, shares: Shares) -> float:
    """Return the nats of a word heard as *key*, which may lie in the *room* to work in."""
    nats = _listed(key, shares)
    if nats < 0.0 and _has_article(word):
        bare = Letters(word.data, word.at + 2, word.length - 2)
        nats = _listed(Letters(room, 0, heard(bare, room)), shares)
    if nats < 0.0:
        nats = _unlisted(word, shares)
    return min(nats, float(_AT_MOST[word.length]) if word.length < len(_AT_MOST) else RAREST)


@compiled
def surprise(word: Letters, trigrams: NDArray[np.uint8]) -> float:
    """Return how unlike names the letters of a word run: tenths of a nat a letter."""
    total = before = last = 0
    for i in range(word.length + 1):
        letter = 0
        if i < word.length:
            code = 0 + word.data[word.at + i]
            letter = code - 64 if 64 < code < 91 else 0
        total += int(trigrams[before * 729 + last * 27 + letter])
        before, last = last, letter
    return total / (word.length + 1)


@compiled
def _listed(key: Letters, shares: Shares) -> float:
    place = _found(shares.keys, crc(key))
    return shares.steps[place] / STEPS_A_NAT if place >= 0 else -1.0


@compiled
def _found(sums: Sums, wanted: int) -> int:
    """Return the place of a sum, -1 where it is not there."""
    low, high = 0, len(sums)
    while low < high:
        middle = (low + high) // 2
        if np.int64(sums[middle]) < wanted:
            low = middle + 1
        else:
            high = middle
    return low if low < len(sums) and np.int64(sums[low]) == wanted else -1


@compiled
def _has_article(word: Letters) -> bool:
    """Say whether a word is AL-, a consonant and three letters more."""
    if word.length < _WITH_ARTICLE:
        return False
    first, behind = word.data[word.at], word.data[word.at + 2]
    al = _BEFORE_L[first & 127] and word.data[word.at + 1] == ord("L")
    return bool(al and not _VOWEL[behind & 127])


@compiled
def _unlisted(word: Letters, shares: Shares) -> float:
    odd = (surprise(word, shares.trigrams) - shares.low) / (shares.high - shares.low)
    return UNLISTED + (RAREST - UNLISTED) * min(1.0, max(0.0, odd))
