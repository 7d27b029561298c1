"""Signatures of calls to webhooks, as Standard Webhooks 1.0 has them. Pure."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence

PREFIX = "whsec_"
SHORTEST, LONGEST = 24, 64  # bytes of a secret, as the specification recommends
AT_ONCE = 2  # secrets in force while one takes the place of the other


class BadSecrets(ValueError):  # noqa: N818  # says what is the case
    """What is no file of secrets; the message is a sentence that tells none of it."""


def secrets_in(text: str) -> tuple[bytes, ...]:
    """Return the secrets of a file, one a line, as `whsec_<base64>`. Raises BadSecrets."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not 1 <= len(lines) <= AT_ONCE:
        raise BadSecrets(f"has {len(lines)} secrets; write one a line, two at most")
    return tuple(_secret(line, number) for number, line in enumerate(lines, 1))


def signature_headers(
    secrets: Sequence[bytes], call_id: str, at_s: int, body: bytes
) -> dict[str, str]:
    """Return the headers of a call made at *at_s* (Unix time), with a signature by each secret."""
    content = f"{call_id}.{at_s}.".encode() + body
    signatures = [
        "v1," + base64.b64encode(hmac.new(one, content, hashlib.sha256).digest()).decode()
        for one in secrets
    ]
    return {
        "webhook-id": call_id,
        "webhook-timestamp": str(at_s),
        "webhook-signature": " ".join(signatures),
    }


def _secret(line: str, number: int) -> bytes:
    if not line.startswith(PREFIX):
        raise BadSecrets(f"line {number} does not begin with {PREFIX}")
    try:
        secret = base64.b64decode(line.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        raise BadSecrets(f"line {number} is not base64 after {PREFIX}") from None
    if not SHORTEST <= len(secret) <= LONGEST:
        raise BadSecrets(
            f"line {number} holds {len(secret)} bytes; use {SHORTEST} to {LONGEST} random ones"
        )
    return secret
