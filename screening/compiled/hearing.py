"""All that is heard of one word, in one call."""

from typing import NamedTuple

from screening.compiled.affixes import without_affixes
from screening.compiled.compiling import Marks, Whole, compiled
from screening.compiled.letters import Letters
from screening.compiled.shares import Shares, is_established, rarity
from screening.compiled.sounds import heard, skeleton, sound


class Heard(NamedTuple):
    """Where in the room skeleton and sound end, and where what is heard; and what it tells.

    And how many letters come before and behind what is left without affixes.
    """

    skeleton: int
    sound: int
    heard: int
    rarity: float
    established: bool
    before: int
    behind: int


@compiled
def hear(text: bytes, shares: Shares, room: Marks, into: Whole) -> Heard:
    """Put skeleton, sound and what is heard of a word into a room, for each as long as the word.

    *into* is room for a word and four letters more.
    """
    word = Letters(text, 0, len(text))
    bones = _put(into, skeleton(word, into), room, 0)
    sounds = _put(into, sound(word, into), room, bones)
    length = heard(word, into)
    end = _put(into, length, room, sounds)
    nats = rarity(word, Letters(into, 0, length), into, shares)
    bare = without_affixes(word)
    behind = word.length - bare.at - bare.length
    return Heard(
        bones, sounds, end, nats, is_established(word, shares), bare.at, behind
    )  # fmt: skip


@compiled
def _put(letters: Whole, length: int, room: Marks, at: int) -> int:
    for i in range(length):
        room[at + i] = letters[i]
    return at + length
