"""Words as bytes, as what is compiled reads them. Pure.

Numbers of several bytes have the lowest first; what varies in length comes behind its length, what
comes several times behind its number, a byte each.

A word: its text; its skeleton; sums of sound, of sound as frequencies are counted, of stem (2
bytes each); how many letters come before and behind what is left without affixes; rarity in
steps, rounded up; flags; the numbers of the given names that it is a form of (2 bytes each).
An outline has what rules most names out, at a place that is known: 4 bytes of bits, that is whether
other names are known of the word, the letters of its skeleton, and which is the first; then the
number of letters of the word, of the skeleton, and of what of that is heard; rarity.
A word that is sought, of a person: the word, and the skeletons that other forms of it have.
`compiled/packed_word.py` writes them.
"""

from collections.abc import Iterable
from functools import lru_cache
from struct import Struct

STEPS_A_NAT = 16
MOST = 255  # of anything that is counted in a byte
# Flags of a word.
ESTABLISHED, NAMED, BELARUSIAN, PATRONYMIC = 1, 2, 4, 8
FACTS = Struct("<HHHBBBB")  # behind the skeleton, up to the given names
OUTLINE, FIRST_FROM = 8, 27  # bytes; from which bit on the first letter stands


@lru_cache(maxsize=4_096)
def behind_its_length(text: str) -> bytes:
    """Return a text behind its length."""
    return bytes((len(text),)) + text.encode()


def counted(parts: Iterable[bytes]) -> bytes:
    """Return *parts* behind their number."""
    found = list(parts)
    return bytes((len(found),)) + b"".join(found)


def short(number: int) -> bytes:
    """Return two bytes of a number."""
    return (number & 0xFFFF).to_bytes(2, "little")
