"""Who may be which entry, as the index has it: from postings to pairs. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from screening.asking import Budget
from screening.compiled.compiling import Whole
from screening.compiled.postings import SENT, WIDTH, Answers, Lists, candidates
from screening.compiled.records import Pairs
from screening.person import Person
from screening.record import Recorded
from screening.shelf import record_at


@dataclass(frozen=True, slots=True)
class BroughtUp:
    """Pairs of a person and an entry, its record or its sketch, and the number of its contents."""

    pairs: Pairs
    numbers: Whole

    def recorded(self, nth: int) -> Recorded:
        """Return the entry of the nth pair."""
        return Recorded(
            int(self.numbers[nth]), record_at(self.pairs.records, int(self.pairs.places[nth]))
        )


def candidates_in(asked: Sequence[tuple[Person, Budget]], lists: Lists) -> tuple[Whole, Whole]:
    """Return, for each candidate, which of those *asked* it is of, and its number.

    *lists* are in the order of those asked.
    """
    if not len(lists.owners):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    people = np.array([(one.year, its.names, its.tokens) for one, its in asked], np.int64)
    years, names, tokens = people.T.copy()
    sent = np.bincount(lists.owners, lists.rows[:, SENT]).max()
    who, numbers = np.empty((2, len(lists.postings) // WIDTH), np.int64)
    slots = 1 << (2 * int(sent)).bit_length()
    ends = np.bincount(lists.owners, minlength=len(asked)).cumsum()
    answers = Answers(bytearray(lists.postings), lists.rows, ends, years, names, tokens)
    found = candidates(answers, who, numbers, np.zeros(slots, np.int64))
    return who[:found], numbers[:found]
