"""API keys of parties: only their hashes are kept, and compared in constant time. Pure.

A key holds 256 random bits, so nobody guesses one from its hash, however fast hashing is.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Iterable

from access.caller import Caller, operator
from access.parties import Agency, Airline, AirlineId, Operator, Parties

KEY_BYTES = 32
_SHOWN = 8  # digits of a hash that tell one key from another in the audit trail
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


def caller_with(key: str, agencies: Iterable[Agency]) -> Caller | None:
    """Return for whom this key speaks and with which role; every hash is looked at."""
    return caller_of(key_hash(key), agencies)


def caller_of(sent: str, agencies: Iterable[Agency]) -> Caller | None:
    """Return for whom the key of the hash *sent* speaks; None where it is not in force."""
    found = None
    subject = f"key:{sent.partition(':')[2][:_SHOWN]}"
    for agency in agencies:
        for held in agency.keys:
            if hmac.compare_digest(sent, held.hash):
                found = Caller(agency.id, held.role, subject)
    return found


def operator_with(key: str, operators: Iterable[Operator]) -> Caller | None:
    """Return which operator's key this is; every hash is looked at."""
    return operator_of(key_hash(key), operators)


def operator_of(sent: str, operators: Iterable[Operator]) -> Caller | None:
    """Return which operator's key has the hash *sent*; None where it is not in force."""
    found = None
    for one in operators:
        for held in one.keys:
            if hmac.compare_digest(sent, held):
                found = operator(f"{one.id}/key:{sent.partition(':')[2][:_SHOWN]}")
    return found


def anybody_of(sent: str, parties: Parties) -> Caller | None:
    """Return for which agency or as which operator the key of the hash *sent* speaks."""
    of_operator = operator_of(sent, parties.operators.values())
    return caller_of(sent, parties.agencies.values()) or of_operator
