"""Names of the lists in which somebody is looked up, as Redis takes them, by their keys as filed.

Each is a text of MessagePack. Beside it is kept what the reader of the answer must know of it.
"""

from typing import NamedTuple

import numpy as np

from screening.compiled.compiling import Marks, Whole, compiled
from screening.compiled.filed import all_keys, behind, inside, joined, keys_in, number, text
from screening.compiled.letters import Letters

NOBODY, PARTS, ALL = range(3)  # of whom names are wanted: none, those of parts of a name, all
# Columns of what is known of a list: whose it is, kind of key, rest of the name, which of all keys.
OWNER, KIND, REST, ORDER = range(4)
COLUMNS, _HEAD, _PART = 4, 3, ord("T")


class Names(NamedTuple):
    """Names, one behind the other, and what is known of each."""

    packed: Marks
    known: Whole


def names(filed: list[bytes], wanted: Marks, home: bytes) -> tuple[bytes, Whole]:
    """Return names that begin with *home*, of the keys as *filed*, and what is known of each.

    *wanted* says of everybody which.
    """
    data, starts = joined(filed)
    most = all_keys(data, starts)
    room = len(data) + (_HEAD + len(home)) * most
    into = Names(np.empty(room, np.uint8), np.empty((most, COLUMNS), np.int64))
    end, count = _write(data, starts, wanted, bytearray(home), into)
    return into.packed[:end].tobytes(), into.known[:count]


@compiled
def _write(
    data: bytearray, starts: Whole, wanted: Marks, home: bytearray, into: Names
) -> tuple[int, int]:
    """Write names; return where they end, and how many they are."""
    end = order = count = 0
    for nth in range(len(starts)):
        at = behind(data, inside(data, starts[nth]))
        for _ in range(keys_in(data, starts[nth])):
            length, at = text(data, at)
            kind = 0 + data[at]
            if wanted[nth] == ALL or (wanted[nth] == PARTS and kind == _PART):
                end = _write_name(home, Letters(data, at, length), into.packed, end)
                known = into.known
                known[count, OWNER], known[count, ORDER] = nth, order
                known[count, KIND], known[count, REST] = kind, number(data, at + length)
                count += 1
            at = behind(data, at + length)
            order += 1
    return end, count


@compiled
def _write_name(home: bytearray, key: Letters, into: Marks, end: int) -> int:
    """Write the name of a list; return the place behind it."""
    length = len(home) + key.length
    into[end], into[end + 1], into[end + 2] = 0xDA, length >> 8, length & 255
    end += _HEAD
    for i in range(len(home)):
        into[end + i] = home[i]
    end += len(home)
    for i in range(key.length):
        into[end + i] = key.data[key.at + i]
    return end + key.length
