"""In which lists of the index people are looked up, and what the answer means. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgpack
import numpy as np

from screening.compiled import postings, seeking
from screening.compiled.compiling import Whole
from screening.compiled.postings import WIDTH, Lists
from screening.compiled.seeking import COLUMNS, KIND, ORDER, OWNER, REST

OF_A_QUESTION = 4  # arguments of candidates.lua
SHORT = 100  # postings of a part of a name, at most, in a list of the usual name; likewise
_NONE = (b"", 0)


@dataclass(frozen=True, slots=True)
class Sought:
    """The lists of the people of one call.

    `said` is what candidates.lua takes: names of lists, those of long lists, how many postings of a
    list are sent at most, and how many a long list may have.
    """

    said: bytes
    most: int
    known: Whole  # of each list: columns of compiled/seeking.py

    def lists(self, answer: Sequence[Any]) -> Lists:
        """Return what candidates.lua answered, in the order of the people and their keys."""
        places, data = answer
        found = np.array(places, np.int64).reshape(-1, 2)
        known, lengths = self.known[found[:, 0] - 1], found[:, 1]
        sent = np.minimum(lengths, self.most)
        rows = np.zeros((len(found), postings.COLUMNS), np.int64)
        rows[:, postings.AT] = WIDTH * (sent.cumsum() - sent)
        rows[:, postings.SENT], rows[:, postings.LENGTH] = sent, lengths
        rows[:, postings.KIND], rows[:, postings.REST] = known[:, KIND], known[:, REST]
        order = known[:, ORDER].argsort(kind="stable")
        return Lists(data, rows[order], known[order, OWNER])


def sought(filed: list[bytes], budgets: Sequence[tuple[int, int]], prefix: str) -> Sought:
    """Return the lists of people by their keys, as *filed*, and their *budgets*: names, tokens.

    *prefix* is what all keys of Redis begin with.
    """
    if not filed:
        return Sought(_said(_NONE, (0, 0)), 0, np.empty((0, COLUMNS), np.int64))
    everybody = np.full(len(filed), seeking.ALL, np.uint8)
    usual, known = seeking.names(filed, everybody, f"{prefix}listed:".encode())
    most, tokens = max(map(sum, budgets)), max(one for _, one in budgets)
    limits = (most, tokens)
    if tokens <= SHORT:
        return Sought(_said((usual, len(known)), limits), most, known)
    longer = [seeking.PARTS if one > SHORT else seeking.NOBODY for _, one in budgets]
    long, those = seeking.names(filed, np.array(longer, np.uint8), f"{prefix}listed-long:".encode())
    said = _said((usual, len(known)), limits, (long, len(those)))
    return Sought(said, most, np.concatenate((known, those)))


def _said(
    usual: tuple[bytes, int], limits: tuple[int, int], long: tuple[bytes, int] = _NONE
) -> bytes:
    """Return names, each with how many they are, and limits, packed."""
    return b"".join((_array(*usual), _array(*long), *map(msgpack.packb, limits)))


def _array(names: bytes, count: int) -> bytes:
    return bytes(msgpack.Packer().pack_array_header(count)) + names
