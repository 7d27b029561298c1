"""How much one word of a name tells: rare names tell more. Learned shares, no list of names.

The table is data/name_shares.bin; `python -m bench.learn` writes it, bench/learn/world.json names
the sources.
"""

import re
import struct
import sys
from array import array
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from importlib import resources
from zlib import crc32

MAGIC = b"TOCSHARE"
HEADER = struct.Struct("<8sIIBB2x")  # magic, keys, spellings, surprise that is low, and high
STEPS_A_NAT = 25  # rarity is held in a byte
COMMONEST, RAREST = 2.5, 9.5
UNLISTED = 8.5  # an ordinary-looking word that no source has: some people are never counted
# A short word is many people's: an initial, a syllable, an abbreviation.
_AT_MOST = {0: 0.0, 1: 2.5, 2: 5.0, 3: 6.5, 4: 8.0}

_WITH_H = (
    ("TSCH", "S"), ("SCH", "S"), ("TCH", "S"), ("DZH", "J"), ("KH", "K"), ("GH", "K"),
    ("PH", "F"), ("TH", "T"), ("DH", "D"), ("SH", "S"), ("CH", "S"), ("ZH", "J"),
)  # fmt: skip
_DIGRAPHS = (
    ("DJ", "J"), ("CK", "K"), ("CZ", "S"), ("SZ", "S"), ("TS", "S"), ("TZ", "S"),
    ("EE", "I"), ("OO", "U"),
)  # fmt: skip
_LETTERS = str.maketrans("CGQXZWEYO", "KKKSSVAIU")
_DIPHTHONGS = (("AI", "I"), ("AU", "U"), ("IA", "A"))
_DOUBLE = re.compile(r"(.)\1+")
_SILENT_H = re.compile(r"(?<=[^AIU])H|H$")
_ARTICLE = re.compile(r"^[AEU]L(?=[^AEIOU].{3})")
_ALPHABET = bytes(max(0, code - 64) if 64 < code < 91 else 0 for code in range(256))


def rarity(word: str, key: str | None = None) -> float:
    """Return nats, ln of 1 / (share of travellers who bear *word* in some spelling): 2.5 to 9.5.

    Beyond 7 nats the scale is pressed together: so rare a share is known but roughly. Words that
    no source lists are judged by their length and by how like names their letters run. Who has
    heard the *word* already says so by *key*.
    """
    table = _table()
    nats = table.nats(heard(word) if key is None else key)
    if nats is None and word[:2] in ("AL", "EL", "UL"):
        nats = table.nats(heard(_ARTICLE.sub("", word)))
    if nats is None:
        nats = _unlisted(table, word)
    return min(nats, _AT_MOST.get(len(word), RAREST))


def established(word: str) -> bool:
    """Say whether *word* is, as it is written, a name that many bear."""
    return _found(_table().spellings, crc32(word.encode())) is not None


def heard(word: str) -> str:
    """Return the key that spellings of one name share: MOHAMED and MUHAMMAD, HUSSEIN and HUSAYN."""
    if "H" in word:
        word = _respelt(word, _WITH_H)
    word = _respelt(word, _DIGRAPHS).translate(_LETTERS)
    if "H" in word:
        word = _SILENT_H.sub("", word)
    word = _respelt(word, _DIPHTHONGS)
    return _DOUBLE.sub(r"\1", word) if _DOUBLE.search(word) else word


def _respelt(word: str, sounds: tuple[tuple[str, str], ...]) -> str:
    for spelt, sound in sounds:
        if spelt in word:
            word = word.replace(spelt, sound)
    return word


def surprise(trigrams: bytes, word: str) -> float:
    """Return how unlike names the letters of *word* run: tenths of a nat a letter."""
    codes = b"\0\0" + word.encode().translate(_ALPHABET) + b"\0"
    steps = zip(codes, codes[1:], codes[2:], strict=False)
    return sum([trigrams[a * 729 + b * 27 + c] for a, b, c in steps]) / (len(codes) - 2)


@dataclass(frozen=True, slots=True)
class Table:
    """The learned shares; names are sorted CRC-32 sums: 1 unlisted word in 160,000 is mistaken."""

    keys: "array[int]"
    steps: bytes
    spellings: "array[int]"
    low: float
    high: float
    trigrams: bytes

    def nats(self, key: str) -> float | None:
        """Return the rarity of a key; None where no source has it."""
        place = _found(self.keys, crc32(key.encode()))
        return None if place is None else self.steps[place] / STEPS_A_NAT


def read_table(data: bytes) -> Table:
    """Return the table that *data* holds; raises ValueError where it is none."""
    magic, keys, spellings, low, high = HEADER.unpack_from(data)
    if magic != MAGIC or len(data) != HEADER.size + 5 * keys + 4 * spellings + 27**3:
        raise ValueError("not a table of name shares; write it anew with python -m bench.learn")
    at = HEADER.size
    steps, words = at + 4 * keys, at + 5 * keys
    end = words + 4 * spellings
    return Table(
        _sums(data[at:steps]), data[steps:words], _sums(data[words:end]), low, high, data[end:]
    )


@cache
def _table() -> Table:
    return read_table(resources.files("screening").joinpath("data/name_shares.bin").read_bytes())


def _sums(data: bytes) -> "array[int]":
    sums = array("I", data)
    if sys.byteorder == "big":
        sums.byteswap()
    return sums


def _found(sums: "array[int]", wanted: int) -> int | None:
    place = bisect_left(sums, wanted)
    return place if place < len(sums) and sums[place] == wanted else None


def _unlisted(table: Table, word: str) -> float:
    odd = (surprise(table.trigrams, word) - table.low) / (table.high - table.low)
    return UNLISTED + (RAREST - UNLISTED) * min(1.0, max(0.0, odd))
