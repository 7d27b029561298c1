"""Words as graphemes (KH, OU, TCH are one), and what it costs to write one as the other."""

from typing import NamedTuple

import numpy as np

from screening.compiled.compiling import Nats, Whole, compiled
from screening.compiled.letters import Letters

_JOINED = (
    "SHCH TSCH SCH TCH DZH KH GH SH CH PH TH DH ZH TS TZ DJ DZ CK CZ SZ OU OO EE AI AY EI EY IE IY "
    "AE OE UE AU AW OW EU EO YA IA YU IU YE YO IO WA UA NG GU QU KS II YY"
)
GRAPHEMES = tuple(_JOINED.split())  # the first that fits is read
JOINED = len(GRAPHEMES)
COUNT = JOINED + 128  # a letter alone is JOINED + its code
LONGEST = 64  # letters of a word that are looked at
LONGEST_GLUED = 128  # letters of words together
SWAPPED = 3.0  # two neighbours in the wrong order


class Tables(NamedTuple):
    """What each slip costs in nats, by graphemes, and room to work in."""

    swap: Nats
    drop: Nats
    rows: Nats
    codes: Whole
    joined: Whole  # skeletons of words
    glued: Whole  # words
    heard: Whole


def tables(swap: Nats, drop: Nats) -> Tables:
    """Return tables of *swap* (COUNT, COUNT) and *drop* (COUNT), with room to work in."""
    return Tables(
        swap,
        drop,
        np.empty((3, LONGEST + 1)),
        np.empty((3, LONGEST), np.int64),
        np.empty(LONGEST_GLUED, np.int64),
        np.empty(LONGEST_GLUED, np.int64),
        np.empty(LONGEST_GLUED + 4, np.int64),
    )


def _spelt() -> "np.ndarray[tuple[int, int], np.dtype[np.uint8]]":
    letters = np.zeros((JOINED, 4), np.uint8)
    for at, one in enumerate(GRAPHEMES):
        letters[at, : len(one)] = list(one.encode())
    return letters


_LETTERS = _spelt()
# Those that begin with a letter stand together, in the order in which they are read.
_BY_FIRST = np.argsort(_LETTERS[:, 0], kind="stable")
_FROM, _TO = (
    np.searchsorted(_LETTERS[_BY_FIRST, 0], np.arange(128), side) for side in ("left", "right")
)
_VOWEL = np.isin(np.arange(128), list(b"AEIOUY"))


@compiled
def read_graphemes(word: Letters, into: Whole, letters: Whole) -> int:
    """Put the graphemes of an upper-case ASCII word into an array; return how many they are.

    A doubled consonant counts once. *letters* is room to work in.
    """
    count = 0
    for i in range(min(word.length, LONGEST)):
        letter = word.data[word.at + i] & 127
        if not count or letter != letters[count - 1] or _VOWEL[letter]:
            letters[count] = letter
            count += 1
    found, i = 0, 0
    while i < count:
        into[found], used = JOINED + letters[i], 1
        for nth in range(_FROM[letters[i]], _TO[letters[i]]):
            fits = _fitting(letters, i, count, _BY_FIRST[nth])
            if fits:
                into[found], used = _BY_FIRST[nth], fits
                break
        found += 1
        i += used
    return found


@compiled
def _fitting(letters: Whole, at: int, count: int, grapheme: int) -> int:
    """Return the length of the grapheme if it is read there, else 0."""
    for i in range(4):
        letter = _LETTERS[grapheme, i]
        if not letter:
            return i
        if at + i >= count or letters[at + i] != letter:
            return 0
    return 4


@compiled
def nats_apart(one: Letters, other: Letters, costs: Tables) -> float:
    """Return nats a grapheme: 0 the same, .5 a usual variant, from 1.5 on hardly the same name.

    The least cost of swaps, drops and transpositions (optimal string alignment).
    """
    mine, theirs, letters = costs.codes[0], costs.codes[1], costs.codes[2]
    count = read_graphemes(one, mine, letters)
    its_count = read_graphemes(other, theirs, letters)
    rows, above, before, row = costs.rows, 0, 1, 2
    rows[before, 0] = 0.0
    for j in range(its_count):
        rows[before, j + 1] = rows[before, j] + costs.drop[theirs[j]]
    for i in range(count):
        dropped = costs.drop[mine[i]]
        rows[row, 0] = rows[before, 0] + dropped
        for j in range(its_count):
            same = 0.0 if mine[i] == theirs[j] else costs.swap[mine[i], theirs[j]]
            best = min(rows[before, j + 1] + dropped, rows[row, j] + costs.drop[theirs[j]])
            best = min(best, rows[before, j] + same)
            if i and j and mine[i] == theirs[j - 1] and mine[i - 1] == theirs[j]:
                best = min(best, rows[above, j - 1] + SWAPPED)
            rows[row, j + 1] = best
        above, before, row = before, row, above
    return float(rows[before, its_count]) / ((count + its_count) / 2 + 1)
