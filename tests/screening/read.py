"""Lists as Redis answers them, from what is in them."""

import struct
from collections.abc import Sequence

import numpy as np

from screening.compiled.postings import COLUMNS, WIDTH, Lists

Posting = tuple[int, int, int, int]  # number, first and last year, rest
Read = tuple[int, str, int, int, Sequence[Posting]]  # whose, kind, rest, length, what was sent


def lists_of(read: Sequence[Read]) -> Lists:
    """Return lists in order of whose they are."""
    data, rows = b"", []
    for _, kind, rest, length, sent in read:
        rows.append((len(data), len(sent), length, ord(kind), rest, 0))
        data += b"".join(struct.pack(">IBBH", *one) for one in sent)
    assert len(data) == WIDTH * sum(len(one[4]) for one in read)
    owners = np.array([one[0] for one in read], np.int64)
    return Lists(data, np.array(rows, np.int64).reshape(-1, COLUMNS), owners)
