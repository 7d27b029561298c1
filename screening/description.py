"""What is made of passengers before they are looked up, in one call of machine code. Pure."""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from config.countries import nation
from manifests.contract import Passenger
from screening.compiled.describing import Described, describe, described
from screening.compiled.sent import DOCUMENTS, DONE, FIRST, FLAGS, NUMBERS, UNKNOWN, Sent, name
from screening.letters import words
from screening.lexicon import Words
from screening.lexicon import words as words_met
from screening.packing import PLACES

_AT_ONCE = 512  # people
_NOTHING = ("",) * NUMBERS  # of which nothing can be read


class Description(NamedTuple):
    """What is compared of somebody, and what their keys are made of.

    As `packing.packed_person` and `keys.passenger_parts` make it.
    """

    packed: bytes
    parts: bytes


def descriptions(
    passengers: Sequence[Passenger], met: Words | None = None
) -> list[Description | None]:
    """Return the description of each; None where it takes more than machine code to read them."""
    found: list[Description | None] = []
    for at in range(0, len(passengers), _AT_ONCE):
        found += _descriptions(passengers[at : at + _AT_ONCE], met or words_met())
    return found


def _descriptions(passengers: Sequence[Passenger], met: Words) -> Iterator[Description | None]:
    sent = _sent(passengers)
    made = _described(sent, met)
    packed, parts = made.packed[: made.ends[0]].tobytes(), made.parts[: made.ends[1]].tobytes()
    for state, (begin, end, first, last) in zip(
        made.states.tolist(), made.extents.tolist(), strict=True
    ):
        yield Description(packed[begin:end], parts[first:last]) if state == DONE else None


def _described(sent: Sent, met: Words) -> Described:
    """Describe them; where there is no room for their words, those that were met are forgotten."""
    made = described(len(sent.people), int(sent.people[:, DOCUMENTS].sum()))
    describe(sent, met.lexicon, name(), made)
    while (made.states == UNKNOWN).any():
        met.forget()
        describe(sent, met.lexicon, name(), made)
    return made


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
        (who.nationality and nation(who.nationality)) or "",
        who.sex or "",
        *[one.number for one in who.documents],
    )
