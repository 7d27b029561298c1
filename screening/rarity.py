"""How much one word of a name tells: rare names tell more. Learned shares, no list of names.

The table is data/name_shares.bin; `python -m bench.learn` writes it, bench/learn/world.json names
the sources.
"""

import struct
from functools import cache
from importlib import resources

import numpy as np

from screening.compiled import shares as compiled
from screening.compiled.hearing import hear
from screening.compiled.letters import letters
from screening.compiled.shares import COMMONEST, RAREST, STEPS_A_NAT, Shares, Sums

__all__ = ["COMMONEST", "RAREST", "STEPS_A_NAT"]

MAGIC = b"TOCSHARE"
HEADER = struct.Struct("<8sIIBB2x")  # magic, keys, spellings, surprise that is low, and high


def rarity(word: str) -> float:
    """Return nats, ln of 1 / (share of travellers who bear *word* in some spelling): 2.5 to 9.5.

    Beyond 7 nats the scale is pressed together: so rare a share is known but roughly. Words that
    no source lists are judged by their length and by how like names their letters run.
    """
    room, into = np.empty(4 * len(word), np.uint8), np.empty(len(word) + 4, np.int64)
    return hear(word.encode(), shares(), room, into).rarity


def established(word: str) -> bool:
    """Say whether *word* is, as it is written, a name that many bear."""
    return compiled.is_established(letters(word), shares())


def surprise(trigrams: bytes, word: str) -> float:
    """Return how unlike names the letters of *word* run: tenths of a nat a letter."""
    return compiled.surprise(letters(word), np.frombuffer(trigrams, np.uint8).copy())


@cache
def shares() -> Shares:
    """Return the shares that the product ships with."""
    return read_table(resources.files("screening").joinpath("data/name_shares.bin").read_bytes())


def read_table(data: bytes) -> Shares:
    """Return the table that *data* holds; raises ValueError where it is none.

    Names are CRC-32 sums: 1 unlisted word in 160,000 is mistaken for a listed one.
    """
    magic, keys, spellings, low, high = HEADER.unpack_from(data)
    if magic != MAGIC or len(data) != HEADER.size + 5 * keys + 4 * spellings + 27**3:
        raise ValueError("not a table of name shares; write it anew with python -m bench.learn")
    at = HEADER.size
    steps, words = at + 4 * keys, at + 5 * keys
    end = words + 4 * spellings
    return Shares(
        _sums(data[at:steps]), _bytes(data[steps:words]), _sums(data[words:end]),
        float(low), float(high), _bytes(data[end:]),
    )  # fmt: skip


def _sums(data: bytes) -> Sums:
    return np.frombuffer(data, "<u4").astype(np.uint32)


def _bytes(data: bytes) -> "np.ndarray[tuple[int], np.dtype[np.uint8]]":
    return np.frombuffer(data, np.uint8).copy()
