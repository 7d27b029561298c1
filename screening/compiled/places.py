"""Where each of many things is, by its number: a table of open addressing in two columns."""

import numpy as np
from numpy.typing import NDArray

from screening.compiled.compiling import Whole, compiled, compiled_with_arrays

Table = NDArray[np.uint32]
NOWHERE = -1
_NUMBER, _PLACE = range(2)  # numbers begin at one; 0 is a free slot


def table(slots: int) -> Table:
    """Return a table of so many slots, a power of two; it is to be half full at most.

    Numbers and places are less than four thousand million.
    """
    return np.zeros((slots, 2), np.uint32)


@compiled
def put(table: Table, numbers: Whole, places: Whole) -> None:
    """Note where things are."""
    for i in range(len(numbers)):
        slot = _slot(table, numbers[i])
        table[slot, _NUMBER], table[slot, _PLACE] = numbers[i], places[i]


@compiled_with_arrays
def places_of(table: Table, numbers: Whole) -> Whole:
    """Return where things are, NOWHERE for those that are not noted."""
    found = np.empty(len(numbers), np.int64)
    for i in range(len(numbers)):
        slot = _slot(table, numbers[i])
        found[i] = 0 + table[slot, _PLACE] if table[slot, _NUMBER] else NOWHERE
    return found


@compiled
def move(table: Table, larger: Table) -> None:
    """Note in a larger table what one has."""
    for i in range(len(table)):
        if table[i, _NUMBER]:
            slot = _slot(larger, 0 + table[i, _NUMBER])
            larger[slot, _NUMBER], larger[slot, _PLACE] = table[i, _NUMBER], table[i, _PLACE]


@compiled
def _slot(table: Table, number: int) -> int:
    """Return the slot that has a number, or the free one that it may take."""
    last = len(table) - 1
    slot = number * 0x9E3779B1 >> 7 & last
    while table[slot, _NUMBER] and table[slot, _NUMBER] != number:
        slot = slot + 1 & last
    return slot
