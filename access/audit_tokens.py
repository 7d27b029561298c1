"""What stands in the audit trail for a name or a document number: an HMAC. Pure.

The same person asked about again gives the same token, so that the trail can be searched by whoever
has the secret, and tells nothing to others.
"""

import hmac
from collections.abc import Iterable

from access.audit_chain import derived_key


class Tokens:
    """Makes the tokens of one installation."""

    def __init__(self, secret: bytes) -> None:
        self._key = derived_key(secret, "tokens")

    def name(self, words: Iterable[str]) -> str:
        """Return what stands for a name of these normalised *words*, in whatever order."""
        return self._token("name", *sorted(words))

    def sound(self, sounds: Iterable[str]) -> str:
        """Return what stands for a name by the *sounds* of its words, however they are spelt."""
        return self._token("sound", *sorted(sounds))

    def document(self, number: str) -> str:
        """Return what stands for a normalised document *number*."""
        return self._token("document", number)

    def _token(self, kind: str, *parts: str) -> str:
        message = "\x1f".join((kind, *parts)).encode()
        return f"{kind}:{hmac.digest(self._key, message, 'sha256').hex()[:32]}"
