"""The words of listed names, each once: an outline, and behind it the word, as records have them.

Names repeat far more than people do, so sketches say where the words are.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from screening.compiled.compiling import Marks, Whole, compiled
from screening.compiled.letters import Letters
from screening.compiled.wordbook import first_slot
from screening.packed_words import FACTS, OUTLINE

Slots = NDArray[np.uint32]
FIRST = 1  # where the first word is; a slot that says 0 is free
END, COUNT = range(2)  # of the state: behind the last word, and how many there are
FEWEST = OUTLINE + 3 + FACTS.size + 1  # bytes that a word takes
_FACTS = FACTS.size
_ANY_KIND = 0  # the only one here


class Vocabulary(NamedTuple):
    """The words; the place of each in a slot by the hash of its letters; and the state."""

    data: Marks
    slots: Slots  # as many as a power of two, and more than words
    state: Whole


@compiled
def behind_word(data: bytearray | Marks, at: int) -> int:
    """Return the place behind a word: its letters, its skeleton, facts and given names."""
    bones = at + 1 + data[at]
    names = bones + 1 + data[bones] + _FACTS
    return int(names + 1 + 2 * data[names])


@compiled
def place_in(words: Vocabulary, records: bytearray, outline: int, word: int, behind: int) -> int:
    """Return the place of a word of a record; it is put there where it is not yet."""
    slot = _slot(words, records, word, behind)
    place = 0 + words.slots[slot]
    if not place:
        place = words.state[END]
        words.slots[slot] = place
        for i in range(OUTLINE):
            words.data[place + i] = records[outline + i]
        for i in range(behind - word):
            words.data[place + OUTLINE + i] = records[word + i]
        words.state[END] = place + OUTLINE + behind - word
        words.state[COUNT] += 1
    return int(place)


@compiled
def enter_all(words: Vocabulary) -> None:
    """Let all words be found in slots that are free."""
    at = FIRST
    while at < words.state[END]:
        word = at + OUTLINE
        behind = behind_word(words.data, word)
        words.slots[_slot(words, words.data, word, behind)] = at
        at = behind


@compiled
def _slot(words: Vocabulary, data: bytearray | Marks, word: int, behind: int) -> int:
    """Return the slot of a word, or the free one that it may take."""
    last = len(words.slots) - 1
    slot = first_slot(Letters(data, word + 1, 0 + data[word]), _ANY_KIND, last + 1)
    while words.slots[slot] and not _is(words, 0 + words.slots[slot], data, word, behind):
        slot = slot + 1 & last
    return int(slot)


@compiled
def _is(words: Vocabulary, place: int, data: bytearray | Marks, word: int, behind: int) -> bool:
    """Say whether the very word is at a place; no word is the beginning of another."""
    for i in range(behind - word):  # noqa: SIM110  # no generator is compiled
        if words.data[place + OUTLINE + i] != data[word + i]:
            return False
    return True
