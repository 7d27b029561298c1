"""What of a document number outlasts a slip: how long it is, and how often signs stand in it.

Most documents are told apart by that, in five bytes each: the length, and in half a byte each how
many signs there are of eight kinds, read as carelessly as can be. A wrong character takes one from
a kind and adds one to another; neighbours that are swapped change nothing; what is left out or
added is of one side alone.
"""

from collections.abc import Iterable

import numpy as np

from screening.compiled.compiling import Marks, compiled, compiled_into
from screening.compiled.document_keys import AS_READ
from screening.compiled.letters import Letters, text_letters
from screening.document_numbers import MOST_BEFORE

DIGEST = 5  # bytes
_KINDS, _MOST, _LONGEST = 8, 15, 255
_A_CHARACTER = 2  # what a wrong one makes kinds differ by


def digests(numbers: Iterable[str]) -> bytes:
    """Return the digests of *numbers* behind their count; 0 where they are too many to count."""
    found = [_digest(one) for one in numbers]
    count = len(found) if len(found) <= _LONGEST else 0
    return bytes((count,)) + b"".join(found[:count])


def _digest(number: str) -> bytes:
    into = np.empty(DIGEST, np.uint8)
    write_digest(text_letters(number), into, 0)
    return into.tobytes()


@compiled
def write_digest(number: Letters, into: Marks, at: int) -> int:
    """Write what `digests` has of a number; return the place behind it."""
    into[at] = min(number.length, _LONGEST)
    counts = 0
    for i in range(number.length):
        shift = AS_READ[number.data[number.at + i]] % _KINDS * 4
        if counts >> shift & _MOST < _MOST:
            counts += 1 << shift
    for i in range(1, DIGEST):
        into[at + i] = counts & 255
        counts >>= 8
    return at + DIGEST


@compiled_into
def may_agree(mine: bytearray, at: int, theirs: bytearray, there: int) -> bool:
    """Say whether a slip may be all between a document of one side and one of the other's.

    Both by where their digests are counted; `document_evidence.slip_between` says what a slip is.
    """
    if not mine[at] or not theirs[there]:
        return True
    for i in range(mine[at]):
        for j in range(theirs[there]):
            if _may_be_one(mine, at + 1 + DIGEST * i, theirs, there + 1 + DIGEST * j):
                return True
    return False


@compiled_into
def _may_be_one(mine: bytearray, at: int, theirs: bytearray, there: int) -> bool:
    if mine[at] == _LONGEST or theirs[there] == _LONGEST:
        return True
    longer = abs((0 + mine[at]) - (0 + theirs[there]))
    if longer > MOST_BEFORE:
        return False
    differ, most = 0, longer or _A_CHARACTER
    for i in range(1, DIGEST):
        one, other = 0 + mine[at + i], 0 + theirs[there + i]
        differ += abs((one & _MOST) - (other & _MOST)) + abs((one >> 4) - (other >> 4))
    return differ <= most
