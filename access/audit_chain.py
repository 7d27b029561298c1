"""The chain that the records of the audit trail make, keyed so that nobody else can forge it. Pure.

Each record's hash is an HMAC over its bytes, and they hold the hash of the one before. Whoever may
write to Kafka but has not the secret can neither change a record nor close the gap it leaves.
"""

import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic import ValidationError

from access.audit import AuditRecord, Note

_HASH = b',"hash":"'
_TAIL = len(_HASH) + 64 + len(b'"}')


@dataclass(frozen=True, slots=True)
class Link:
    """A place in the chain: the number, hash and time of the record there."""

    seq: int
    hash: str
    at: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"


START = Link(0, "0" * 64, "")  # what the first record follows


@dataclass(frozen=True, slots=True)
class Signed:
    """A record as it is published, and its place."""

    link: Link
    value: bytes


def derived_key(secret: bytes, use: str) -> bytes:
    """Return a key for one use: what is learned of one tells nothing of another."""
    return hmac.digest(secret, f"tocsin audit/1 {use}".encode(), "sha256")


class Chain:
    """Signs records and tells genuine ones."""

    def __init__(self, secret: bytes) -> None:
        self._key = derived_key(secret, "chain")

    def continued(self, after: Link, notes: Iterable[Note], at: str) -> Iterator[Signed]:
        """Yield a record for each of *notes*, in a chain that follows *after*.

        Times never run back, whichever clock *at* is of.
        """
        for note in notes:
            at = max(at, after.at)
            body = _body(note, after, at)
            digest = self._hash(body)
            after = Link(after.seq + 1, digest, at)
            yield Signed(after, body[:-1] + _HASH + digest.encode() + b'"}')

    def genuine(self, value: bytes | None) -> AuditRecord | None:
        """Return the record that *value* is; None where it is not byte for byte one of ours."""
        if value is None or len(value) <= _TAIL or value[-_TAIL : -_TAIL + len(_HASH)] != _HASH:
            return None
        said = value[-_TAIL + len(_HASH) : -2]
        if not hmac.compare_digest(self._hash(value[:-_TAIL] + b"}").encode(), said):
            return None
        try:
            return AuditRecord.model_validate_json(value)
        except ValidationError:
            return None

    def _hash(self, body: bytes) -> str:
        return hmac.digest(self._key, body, "sha256").hex()


def link_of(record: AuditRecord) -> Link:
    """Return the place of *record*."""
    return Link(record.seq, record.hash, record.at)


def _body(note: Note, after: Link, at: str) -> bytes:
    """Return the record without its hash; ASCII, so that its bytes have one form alone."""
    who = note.who
    body = {
        "schema": "audit/1",
        "seq": after.seq + 1,
        "at": at,
        "who": {"agency": who.agency, "role": who.role, "subject": who.subject},
        "action": note.action,
        "what": note.what,
        "about": note.about,
        "purpose": note.purpose,
        "previous": after.hash,
        "previous_at": after.at or None,
    }
    return json.dumps(body, separators=(",", ":")).encode()
