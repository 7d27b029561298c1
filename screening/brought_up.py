"""Who may be which entry, as the index has it: from postings to pairs. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from screening.asking import Budget
from screening.compiled.compiling import Whole
from screening.compiled.postings import WIDTH, Answers, candidates
from screening.compiled.records import Pairs
from screening.person import Person
from screening.record import Recorded
from screening.shelf import record_at


@dataclass(frozen=True, slots=True)
class BroughtUp:
    """Pairs of a person and the record of an entry, and the number of its contents."""

    pairs: Pairs
    numbers: Whole

    def recorded(self, nth: int) -> Recorded:
        """Return the entry of the nth pair."""
        return Recorded(
            int(self.numbers[nth]), record_at(self.pairs.records, int(self.pairs.places[nth]))
        )


def candidates_in(
    asked: Sequence[tuple[Person, Budget]], postings: Sequence[bytes]
) -> tuple[Whole, Whole]:
    """Return, for each candidate, which of those *asked* it is of, and its number.

    *postings* is what candidates.lua returned for each.
    """
    lengths = np.fromiter(map(len, postings), np.int64, len(postings))
    if not lengths.any():
        return np.empty(0, np.int64), np.empty(0, np.int64)
    people = np.array([(one.year, its.names, its.tokens) for one, its in asked], np.int64)
    years, names, tokens = people.T.copy()
    data = bytearray(b"".join(postings))
    who, numbers = np.empty((2, len(data) // WIDTH), np.int64)
    slots = 1 << (2 * int(lengths.max()) // WIDTH).bit_length()
    answers = Answers(data, lengths.cumsum(), years, names, tokens)
    found = candidates(answers, who, numbers, np.zeros(slots, np.int64))
    return who[:found], numbers[:found]
