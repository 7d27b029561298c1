"""All that is heard of one word, in one call."""

from typing import NamedTuple

from screening.compiled.affixes import without_affixes
from screening.compiled.compiling import Marks, Whole, compiled
from screening.compiled.letters import VOWEL, Letters, put
from screening.compiled.shares import Shares, is_established, rarity
from screening.compiled.sounds import heard, skeleton, sound

_SPELT_OUT = 4  # letters


class Heard(NamedTuple):
    """Where in the room skeleton and sound end, and where what is heard; and what it tells.

    And how many letters come before and behind what is left without affixes; and whether it is an
    initial, or may be initials written together: JC, MJ.
    """

    skeleton: int
    sound: int
    heard: int
    rarity: float
    established: bool
    before: int
    behind: int
    initial: bool


@compiled
def hear(text: bytes, shares: Shares, room: Marks, into: Whole) -> Heard:
    """Put skeleton, sound and what is heard of a word into a room for four words.

    *into* is room for a word and four letters more.
    """
    return heard_of(put(text, room, 3 * len(text)), shares, room, into)


@compiled
def heard_of(word: Letters, shares: Shares, room: Marks, into: Whole) -> Heard:
    """Do as `hear` does with a word that lies among others."""
    bones = _put(into, skeleton(word, into), room, 0)
    sounds = _put(into, sound(word, into), room, bones)
    length = heard(word, into)
    end = _put(into, length, room, sounds)
    nats = rarity(word, Letters(into, 0, length), into, shares)
    bare = without_affixes(word)
    behind = word.length - bare.at + word.at - bare.length
    return Heard(
        bones, sounds, end, nats, is_established(word, shares), bare.at - word.at, behind,
        is_initial(word),
    )  # fmt: skip


@compiled
def is_initial(word: Letters) -> bool:
    """Say whether a word is an initial, or may be initials written together."""
    if word.length >= _SPELT_OUT:
        return False
    for i in range(word.length if word.length > 1 else 0):
        if VOWEL[word.data[word.at + i] & 127]:
            return False
    return True


@compiled
def _put(letters: Whole, length: int, room: Marks, at: int) -> int:
    for i in range(length):
        room[at + i] = letters[i]
    return at + length
