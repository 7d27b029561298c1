"""How people on their way are held, for entries that come later: postings in buckets. Pure.

A key falls into one of 65,536 buckets by its checksum; the other half of that is the tag by which
it is found there. Two keys of one tag and bucket only bring up more people: the score decides.
"""

from binascii import crc32
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b

import msgpack

from manifests.identity import PassengerRef
from screening.compiled.holding import POSTING, postings

BUCKETS = 1 << 16
NUMBER = 4  # bytes
Filed = Mapping[PassengerRef, bytes]  # under what each is found, as compiled/filing.py writes it


def flight_number(flight: str, taken: int) -> bytes:
    """Return a number for a flight by its key; another one for each that was *taken* already."""
    return blake2b(f"{flight}/{taken}".encode(), digest_size=NUMBER).digest()


def place(key: str) -> str:
    """Return where people are held under *key*: bucket and tag."""
    code = f"{crc32(key.encode()):08x}"
    return f"{code[:4]}:{code[4:]}"


@dataclass(frozen=True, slots=True)
class Holding:
    """The people of the flight of a *number*, in the space of a *prefix*."""

    prefix: str
    number: bytes

    def moved(self, before: Filed, after: Filed) -> tuple[bytes, bytes]:
        """Return what to put and what to take out when those *before* become those *after*.

        Both are packed, as bucket, posting, ...; what stays is in neither.
        """
        home = f"{self.prefix}held:".encode()
        new, old = self._postings(home, after), self._postings(home, before)
        if not old:
            return _packed(new, home), _packed(b"", home)
        was, now = (frozenset(_rows(those, home)) for those in (old, new))
        return _packed(b"".join(now - was), home), _packed(b"".join(was - now), home)

    def _postings(self, home: bytes, people: Filed) -> bytes:
        if not people:
            return b""
        whose = b"".join(self.number + bytes.fromhex(ref) for ref in people)
        return postings(list(people.values()), whose, home)


def _rows(those: bytes, home: bytes) -> Iterable[bytes]:
    width = len(home) + POSTING
    return (those[at : at + width] for at in range(0, len(those), width))


def _packed(those: bytes, home: bytes) -> bytes:
    head = msgpack.Packer().pack_array_header(2 * len(those) // (len(home) + POSTING))
    return bytes(head) + those
