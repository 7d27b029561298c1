"""Sketches of records, made many at once, and the words that they share. Pure."""

import numpy as np

from screening.compiled.compiling import Whole
from screening.compiled.sketching import NOT_OURS, sketch_all
from screening.compiled.vocabulary import COUNT, END, FEWEST, FIRST, Vocabulary, enter_all

_SLOTS = 64  # to begin with


class OtherLayout(Exception):  # noqa: N818  # says what is the case
    """Another release wrote a record."""


class Words:
    """The words of sketches; they only grow, so that places stay good for as long as these."""

    def __init__(self) -> None:
        self.data = bytearray()
        self._slots = np.zeros(_SLOTS, np.uint32)
        self._state = np.array([FIRST, 0], np.int64)

    @property
    def size(self) -> int:
        """Return how many bytes they take."""
        return int(self._state[END])

    def with_room(self, more: int) -> Vocabulary:
        """Return them with room for so many bytes of records; nothing may grow while it is held."""
        count, end = int(self._state[COUNT]) + more // FEWEST, self.size + more
        if end > len(self.data):
            self.data += bytes(end + end // 8 - len(self.data))
        grown = 2 * count > len(self._slots)
        if grown:
            self._slots = np.zeros(1 << (2 * count).bit_length(), np.uint32)
        found = Vocabulary(np.frombuffer(self.data, np.uint8), self._slots, self._state)
        if grown:
            enter_all(found)
        return found


def sketches(records: bytearray, lengths: Whole, words: Words) -> tuple[memoryview, Whole]:
    """Return the sketches of *records*, one behind the other as those are, and their lengths.

    The *lengths* are how far it is to the next: more may come behind a record. Where that is 0
    there is none. Words that are new are added to *words*. Raises OtherLayout.
    """
    into, its = np.empty(len(records), np.uint8), lengths.copy()
    end = sketch_all(records, its, words.with_room(len(records)), into)
    if end == NOT_OURS:
        raise OtherLayout
    return into[:end].data, its
