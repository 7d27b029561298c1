"""What is made of passengers before they are looked up, in one call of machine code. Pure."""

from collections.abc import Iterator, Sequence
from itertools import accumulate, islice
from typing import NamedTuple

import numpy as np

from manifests.contract import Passenger
from screening.compiled.describing import Described, describe, described
from screening.compiled.sent import DOCUMENTS, DONE, FIRST, FLAGS, NUMBERS, UNKNOWN, Sent, name
from screening.letters import words
from screening.lexicon import WORDS, Words
from screening.names import MAX_TOKENS
from screening.packing import PLACES
from screening.readings import ascii_words

_AT_ONCE = 512  # people: of their words all are known at once
_NOTHING = ("",) * NUMBERS  # of which nothing can be read


class Description(NamedTuple):
    """What is compared of somebody, and what their keys are made of.

    As `packing.packed_person` and `keys.passenger_parts` make it.
    """

    packed: bytes
    parts: bytes


def descriptions(passengers: Sequence[Passenger], known: Words = WORDS) -> list[Description | None]:
    """Return the description of each; None where it takes more than machine code to read them."""
    found: list[Description | None] = []
    for at in range(0, len(passengers), _AT_ONCE):
        found += _descriptions(passengers[at : at + _AT_ONCE], known)
    return found


def _descriptions(passengers: Sequence[Passenger], known: Words) -> Iterator[Description | None]:
    sent = _sent(passengers)
    made = _described(passengers, sent, known)
    packed, parts = made.packed[: made.ends[0]].tobytes(), made.parts[: made.ends[1]].tobytes()
    for state, (begin, end, first, last) in zip(
        made.states.tolist(), made.extents.tolist(), strict=True
    ):
        yield Description(packed[begin:end], parts[first:last]) if state == DONE else None


def _described(passengers: Sequence[Passenger], sent: Sent, known: Words) -> Described:
    """Describe them; where a word is met for the first time, describe those once more."""
    while True:
        documents = int(sent.people[:, DOCUMENTS].sum())
        made = described(len(passengers), documents, known.longest)
        describe(sent, known.lexicon, name(), made)
        new = np.flatnonzero(made.states == UNKNOWN).tolist()
        if not new:
            return made
        known.learn(word for nth in new for word in _words(passengers[nth]))


def _words(who: Passenger) -> Iterator[str]:
    """Return the words of a name; behind one more than names have here nobody reads on."""
    said = ascii_words(who.surname) + ascii_words(who.given_names or "")
    return islice(dict.fromkeys(said), MAX_TOKENS + 1)


def _sent(passengers: Sequence[Passenger]) -> Sent:
    said = [_pieces(one) for one in passengers]
    pieces = [piece for each in said for piece in each]
    text = "".join(pieces)
    if not text.isascii():
        said = [each if "".join(each).isascii() else _NOTHING for each in said]
        pieces = [piece for each in said for piece in each]
        text = "".join(pieces)
    starts = np.fromiter(accumulate(map(len, pieces), initial=0), np.int64, len(pieces) + 1)
    people = np.zeros((len(said), 3), np.int64)
    counts = np.fromiter(map(len, said), np.int64, len(said))
    people[:, FIRST] = counts.cumsum() - counts
    people[:, DOCUMENTS] = counts - NUMBERS
    placed = (one.birth_place and words(one.birth_place) for one in passengers)
    people[:, FLAGS] = [PLACES * bool(one) for one in placed]
    return Sent(text.encode(), starts, people)


def _pieces(who: Passenger) -> Sequence[str]:
    """Return what is read of somebody, in the order of `compiled/sent.py`."""
    return (
        who.surname,
        who.given_names or "",
        who.birth_date or "",
        who.nationality or "",
        who.sex or "",
        *[one.number for one in who.documents],
    )
