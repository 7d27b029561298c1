"""Postings of people on their way, packed for Redis, of the keys under which they are filed.

A posting stands behind the name of its bucket, both as MessagePack has texts, so all are of one
length. screening/lua/held.lua says what is in it.
"""

import numpy as np

from screening.compiled.compiling import Marks, Whole, compiled
from screening.compiled.filed import all_keys, behind, inside, joined, keys_in, number, text

_WHOSE, _TAIL = 12, 17  # bytes: number of the flight and reference; the whole posting
_TEXT, _DIGITS = 3, 4  # bytes before the name of a bucket; hexadecimal digits at its end
POSTING = _TEXT + _DIGITS + 1 + _TAIL  # bytes, without what all buckets begin with
_POLYNOMIAL = 0xEDB88320  # CRC-32, as binascii.crc32 has it


def _checksums() -> Whole:
    found = []
    for byte in range(256):
        code = byte
        for _ in range(8):
            code = code >> 1 ^ (_POLYNOMIAL if code & 1 else 0)
        found.append(code)
    return np.array(found, np.int64)


_CHECKSUMS = _checksums()


def postings(filed: list[bytes], whose: bytes, home: bytes) -> bytes:
    """Return the postings of people by their keys, as *filed*, one behind the other.

    *whose* has twelve bytes of each, *home* is what the names of all buckets begin with.
    """
    data, starts = joined(filed)
    into = np.empty(all_keys(data, starts) * (len(home) + POSTING), np.uint8)
    _hold(data, starts, bytearray(whose), bytearray(home), into)
    return into.tobytes()


@compiled
def _hold(data: bytearray, starts: Whole, whose: bytearray, home: bytearray, into: Marks) -> None:
    end = 0
    for nth in range(len(starts)):
        at = inside(data, starts[nth])
        year, at = number(data, at), behind(data, at)
        for _ in range(keys_in(data, starts[nth])):
            length, at = text(data, at)
            code, at = checksum(data, at, length), at + length
            rest, at = number(data, at), behind(data, at)
            end = _write_bucket(home, code >> 16, into, end)
            into[end], into[end + 1], into[end + 2] = 0xA0 | _TAIL, code >> 8 & 255, code & 255
            for i in range(_WHOSE):
                into[end + 3 + i] = whose[_WHOSE * nth + i]
            end += 3 + _WHOSE
            into[end], into[end + 1], into[end + 2] = year, rest >> 8, rest & 255
            end += 3


@compiled
def checksum(data: bytearray, at: int, length: int) -> int:
    """Return what `binascii.crc32` makes of some bytes."""
    code = 0xFFFFFFFF
    for i in range(length):
        code = code >> 8 ^ _CHECKSUMS[(code ^ data[at + i]) & 255]
    return code ^ 0xFFFFFFFF


@compiled
def _write_bucket(home: bytearray, bucket: int, into: Marks, at: int) -> int:
    """Write the name of a bucket; return the place behind it."""
    length = len(home) + _DIGITS
    into[at], into[at + 1], into[at + 2] = 0xDA, length >> 8, length & 255
    at += _TEXT
    for i in range(len(home)):
        into[at + i] = home[i]
    return write_digits(bucket, into, at + len(home))


@compiled
def write_digits(code: int, into: Marks, at: int) -> int:
    """Write a bucket or a tag; return the place behind it."""
    for i in range(_DIGITS):
        digit = code >> 4 * (_DIGITS - 1 - i) & 15
        into[at + i] = digit + (48 if digit < 10 else 87)  # 0 to 9, a to f
    return at + _DIGITS
