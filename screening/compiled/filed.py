"""How what compiled/filing.py wrote of a person is read: year, key, rest, key, rest, ...

MessagePack, as far as it is needed for that.
"""

from collections.abc import Sequence

import numpy as np

from screening.compiled.compiling import Marks, Whole, compiled


def joined(parts: Sequence[bytes]) -> tuple[bytearray, Whole]:
    """Return *parts*, one behind the other, and where each begins."""
    lengths = np.fromiter(map(len, parts), np.int64, len(parts))
    return bytearray(b"".join(parts)), lengths.cumsum() - lengths


def parted(written: Marks, ends: Whole) -> list[bytes]:
    """Return what lies one behind the other, each up to its end."""
    whole, begun, found = written.tobytes(), 0, []
    for end in ends.tolist():
        found.append(whole[begun:end])
        begun = end
    return found


@compiled
def all_keys(data: bytearray, starts: Whole) -> int:
    """Return how many keys people have together."""
    count = 0
    for nth in range(len(starts)):
        count += keys_in(data, starts[nth])
    return count


@compiled
def keys_in(data: bytearray, at: int) -> int:
    """Return how many keys somebody has."""
    size, length = 0, 2 if data[at] == 0xDC else 4
    if data[at] < 0xDC:
        return (size + (data[at] & 15)) // 2
    for i in range(length):
        size = size << 8 | data[at + 1 + i]
    return size // 2


@compiled
def inside(data: bytearray, at: int) -> int:
    """Return where the year of birth stands."""
    return at + (1 if data[at] < 0xDC else 3 if data[at] == 0xDC else 5)


@compiled
def text(data: bytearray, at: int) -> tuple[int, int]:
    """Return the length of a text, and where it begins."""
    length = 0 + data[at]
    if length < 0xC0:
        return length & 31, at + 1
    return (0 + data[at + 1]) << 8 | data[at + 2], at + 3


@compiled
def number(data: bytearray, at: int) -> int:
    """Return a number."""
    first = 0 + data[at]
    return first if first < 128 else (0 + data[at + 1]) << 8 | data[at + 2]


@compiled
def behind(data: bytearray, at: int) -> int:
    """Return the place behind a number."""
    return at + 1 if data[at] < 128 else at + 3
