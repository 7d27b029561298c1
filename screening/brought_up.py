"""Who may be which entry, as the index has it: from postings to pairs. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from screening.asking import Budget
from screening.compiled.compiling import Whole
from screening.compiled.marking import Pairs
from screening.compiled.postings import SENT, WIDTH, Answers, Lists, candidates
from screening.person import Person
from screening.record import Recorded


@dataclass(frozen=True, slots=True)
class Sketched:
    """Pairs of a person and the sketch of an entry, and the number of its contents."""

    pairs: Pairs
    numbers: Whole


class Left(NamedTuple):
    """A person, by number, and an entry whom its sketch does not rule out; what is known of both.

    `judging.marks_of` makes the mark.
    """

    who: int
    mark: int
    entry: Recorded


Candidates = tuple[Whole, Whole]  # for each, which of those asked it is of, and its number
NO_CANDIDATES: Candidates = (np.empty(0, np.int64), np.empty(0, np.int64))


def candidates_in(asked: Sequence[tuple[Person, Budget]], lists: Lists) -> Candidates:
    """Return the candidates of those *asked*; *lists* are in their order."""
    if not len(lists.owners):
        return NO_CANDIDATES
    people = np.array([(one.year, its.names, its.tokens) for one, its in asked], np.int64)
    years, names, tokens = people.T.copy()
    sent = np.bincount(lists.owners, lists.rows[:, SENT]).max()
    who, numbers = np.empty((2, len(lists.postings) // WIDTH), np.int64)
    slots = 1 << (2 * int(sent)).bit_length()
    ends = np.bincount(lists.owners, minlength=len(asked)).cumsum()
    answers = Answers(bytearray(lists.postings), lists.rows, ends, years, names, tokens)
    found = candidates(answers, who, numbers, np.zeros(slots, np.int64))
    return who[:found], numbers[:found]


def together(found: Candidates, known: Candidates) -> Candidates:
    """Return both, in the order of those asked, each once."""
    if not len(known[0]):
        return found
    both = np.unique(np.concatenate([np.stack(found), np.stack(known)], axis=1), axis=1)
    return both[0], both[1]
