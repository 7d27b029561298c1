"""Keys while they are made: their letters one behind the other, and a row for each."""

from typing import NamedTuple

import numpy as np

from screening.compiled.compiling import Marks, Whole, compiled

MAX_KEY = 40  # characters; of a longer key there are its kind and a digest
AT, LENGTH, REST = range(3)  # columns of a row
_ROWS, _BEGIN, _END = range(3)  # how many rows; where the key begins that is written, and ends
_SEED, _PRIME, _HASHES = 0xCBF29CE484222325, 0x100000001B3, 16  # FNV-1a of 64 bits, of 4 bits each
_SIGN, _FIRST_DIGIT = map(ord, "#A")  # a digest is written with A to P


class Keyring(NamedTuple):
    """Keys with their rests, and how far they are written."""

    text: Marks
    rows: Whole
    state: Whole


def keyring(keys: int, letters: int) -> Keyring:
    """Return room for so many keys of so many letters in all."""
    return Keyring(
        np.empty(letters, np.uint8), np.empty((keys, 3), np.int64), np.zeros(3, np.int64)
    )


@compiled
def begin(keys: Keyring, kind: int) -> None:
    """Begin a key of a kind."""
    keys.state[_BEGIN] = keys.state[_END]
    write(keys, kind)


@compiled
def write(keys: Keyring, letter: int) -> None:
    """Write a letter of the key."""
    keys.text[keys.state[_END]] = letter
    keys.state[_END] += 1


@compiled
def close(keys: Keyring, rest: int) -> None:
    """End the key that was begun; it has that *rest*."""
    first = keys.state[_BEGIN]
    if keys.state[_END] - first > MAX_KEY:
        _shorten(keys, first)
    row = keys.state[_ROWS]
    keys.rows[row, AT], keys.rows[row, LENGTH] = first, keys.state[_END] - first
    keys.rows[row, REST] = rest
    keys.state[_ROWS] += 1


@compiled
def _shorten(keys: Keyring, first: int) -> None:
    """Leave of a key its kind and a digest: equal keys stay equal."""
    digest = np.uint64(_SEED)
    for i in range(first, keys.state[_END]):
        digest = (digest ^ np.uint64(keys.text[i])) * np.uint64(_PRIME)
    keys.text[first + 1] = _SIGN
    for i in range(_HASHES):
        digit = np.int64(digest >> np.uint64(4 * i) & np.uint64(15))
        keys.text[first + 2 + i] = _FIRST_DIGIT + digit
    keys.state[_END] = first + 2 + _HASHES


@compiled
def clear(keys: Keyring) -> None:
    """Forget all keys."""
    keys.state[:] = 0


@compiled
def in_order(keys: Keyring) -> int:
    """Sort the keys, each once, and return how many there are.

    Of a key that comes twice either rest will do.
    """
    count, rows = keys.state[_ROWS], keys.rows
    gap = count // 2
    while gap:
        for i in range(gap, count):
            at, length, rest, j = rows[i, AT], rows[i, LENGTH], rows[i, REST], i
            while j >= gap and _order(keys, at, length, rows[j - gap]) < 0:
                _move(rows, j - gap, j)
                j -= gap
            rows[j, AT], rows[j, LENGTH], rows[j, REST] = at, length, rest
        gap //= 2
    kept = 0
    for i in range(count):
        if kept and not _order(keys, rows[i, AT], rows[i, LENGTH], rows[kept - 1]):
            one, other = rows[kept - 1, REST], rows[i, REST]
            rows[kept - 1, REST] = one | other if one and other else 0
            continue
        _move(rows, i, kept)
        kept += 1
    return kept


@compiled
def _move(rows: Whole, one: int, other: int) -> None:
    """Let a row say what another one says."""
    for i in range(3):
        rows[other, i] = rows[one, i]


@compiled
def _order(keys: Keyring, at: int, length: int, other: Whole) -> int:
    """Return less than 0 where a key comes before the *other*, 0 where they are the same."""
    return compared(keys.text, at, length, other[AT], other[LENGTH])


@compiled
def compared(text: Marks, one: int, length: int, other: int, its_length: int) -> int:
    """Return less than 0 where the *one* comes before the *other*, 0 where they are the same."""
    for i in range(min(length, its_length)):
        if text[one + i] != text[other + i]:
            return -1 if text[one + i] < text[other + i] else 1
    return length - its_length
