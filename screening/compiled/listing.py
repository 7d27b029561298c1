"""How entries are listed, packed for Redis, of the keys under which they are filed.

What is written of an entry is what MessagePack makes of `asking.listed`: first and last year
of birth, the length of list above which less is read, the number of keys; each key, its posting but
for the number, and where people are held under it. A property test holds both to the same.
"""

from typing import NamedTuple

import numpy as np

from screening.compiled.compiling import Marks, Whole, compiled
from screening.compiled.filed import all_keys, behind, inside, joined, keys_in, number, parted, text
from screening.compiled.holding import checksum, write_digits
from screening.compiled.keyring import MAX_KEY

_BESIDE, _OF_EACH = 4, 3  # values: before the keys; of a key
_HEAD = 5 + 5 * _BESIDE  # bytes at most
_TAIL, _PLACE, _DIGITS = 4, 9, 4  # bytes of a posting; of bucket, colon and tag; of either
_OF_A_KEY = 3 + MAX_KEY + 1 + _TAIL + 1 + _PLACE
_OF_A_DOCUMENT, _COLON = ord("D"), ord(":")
# The most that MessagePack writes in these ways.
_FIX_ARRAY, _FIX_TEXT, _FIX_NUMBER, _BYTE, _TWO_BYTES = 15, 31, 127, 0xFF, 0xFFFF


class Each(NamedTuple):
    """Where what is filed of each begins, and where what is written of each ends."""

    starts: Whole
    ends: Whole


def listings(filed: list[bytes], years: bytes, longest: int) -> list[bytes]:
    """Return how each is listed of whom these are *filed*.

    *years* has two bytes of each: the first and the last year of birth, as postings have them.
    """
    data, starts = joined(filed)
    into = np.empty(_HEAD * len(filed) + _OF_A_KEY * all_keys(data, starts), np.uint8)
    ends = np.empty(len(filed), np.int64)
    _list_all(data, Each(starts, ends), bytearray(years), longest, into)
    return parted(into, ends)


@compiled
def _list_all(data: bytearray, each: Each, years: bytearray, longest: int, into: Marks) -> None:
    end = 0
    for nth in range(len(each.starts)):
        start = each.starts[nth]
        at, count = behind(data, inside(data, start)), keys_in(data, start)
        first, last = 0 + years[2 * nth], 0 + years[2 * nth + 1]
        end = _write_size(_BESIDE + _OF_EACH * count, into, end)
        for value in (first, last, longest, count):
            end = _write_number(value, into, end)
        for _ in range(count):
            length, at = text(data, at)
            rest, is_document = number(data, at + length), data[at] == _OF_A_DOCUMENT
            end = _write_key(data, at, length, into, end)
            into[end] = 0xA0 | _TAIL
            into[end + 1] = 0 if is_document else first
            into[end + 2] = 0 if is_document else last
            into[end + 3], into[end + 4] = rest >> 8, rest & 255
            end = _write_place(checksum(data, at, length), into, end + 1 + _TAIL)
            at = behind(data, at + length)
        each.ends[nth] = end


@compiled
def _write_size(size: int, into: Marks, at: int) -> int:
    """Write how many values follow."""
    if size <= _FIX_ARRAY:
        into[at] = 0x90 | size
        return at + 1
    into[at] = 0xDC if size <= _TWO_BYTES else 0xDD
    return _write_bytes(size, 2 if size <= _TWO_BYTES else 4, into, at + 1)


@compiled
def _write_number(value: int, into: Marks, at: int) -> int:
    if value <= _FIX_NUMBER:
        into[at] = value
        return at + 1
    width = 1 if value <= _BYTE else 2 if value <= _TWO_BYTES else 4
    into[at] = 0xCB + width if width < 4 else 0xCE
    return _write_bytes(value, width, into, at + 1)


@compiled
def _write_bytes(value: int, width: int, into: Marks, at: int) -> int:
    """Write a number in so many bytes, the higher first; return the place behind them."""
    for i in range(width):
        into[at + i] = value >> 8 * (width - 1 - i) & 255
    return at + width


@compiled
def _write_key(data: bytearray, first: int, length: int, into: Marks, at: int) -> int:
    if length <= _FIX_TEXT:
        into[at] = 0xA0 | length
        at += 1
    else:  # as our Lua's decoder knows texts
        into[at], into[at + 1], into[at + 2] = 0xDA, 0, length
        at += 3
    for i in range(length):
        into[at + i] = data[first + i]
    return at + length


@compiled
def _write_place(code: int, into: Marks, at: int) -> int:
    """Write bucket and tag; return the place behind them."""
    into[at] = 0xA0 | _PLACE
    at = write_digits(code >> 16, into, at + 1)
    into[at] = _COLON
    return write_digits(code & 0xFFFF, into, at + 1)
