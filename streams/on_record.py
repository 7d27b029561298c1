"""What a party's record says of itself: that the audit trail has it already.

What comes by HTTP is noted before it is put on the agency's topic, with who sent it. A header says
so, under a key that no agency has; what an agency itself puts there is noted where it is taken up.
"""

import hmac

from access.audit_chain import derived_key
from streams.record import Record

NOTED = "noted"


class OnRecord:
    """Makes the header, and tells whether a record has it."""

    def __init__(self, secret: bytes) -> None:
        self._key = derived_key(secret, "on record")

    def header(self, topic: str, value: bytes | None, item: str = "") -> dict[str, str]:
        """Return the header of a record that is noted; *item* is what it is about."""
        what = b"removal" if value is None else b"value\0" + value
        parts = (topic.encode(), item.encode(), what)
        return {NOTED: hmac.digest(self._key, b"\0".join(parts), "sha256").hex()}

    def holds(self, record: Record, item: str = "") -> bool:
        """Say whether *record* is noted."""
        wanted = self.header(record.topic, record.value, item)[NOTED]
        return hmac.compare_digest(record.headers.get(NOTED, "").encode(), wanted.encode())
