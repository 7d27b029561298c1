"""API keys of airlines: only their hashes are kept, and those are compared in constant time. Pure.

A key holds 256 random bits, so nobody guesses one from its hash, however fast hashing is.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Iterable

from access.parties import Airline, AirlineId

KEY_BYTES = 32
_PREFIX = "tocsin_"  # what a scanner for leaked secrets may look for


def new_key(random: bytes) -> str:
    """Return the key made of KEY_BYTES *random* bytes; it is told once and never kept."""
    if len(random) != KEY_BYTES:
        raise ValueError(f"a key is made of {KEY_BYTES} random bytes")
    return _PREFIX + urlsafe_b64encode(random).decode().rstrip("=")


def key_hash(key: str) -> str:
    """Return what parties.yaml holds of *key*."""
    return f"sha256:{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()}"


def holder_of(key: str, airlines: Iterable[Airline]) -> AirlineId | None:
    """Return the airline whose key this is; every hash is looked at, whichever fits."""
    sent, found = key_hash(key), None
    for airline in airlines:
        for held in airline.keys:
            if hmac.compare_digest(sent, held):
                found = airline.id
    return found
