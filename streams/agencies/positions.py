"""Where a reader of an agency's alerts stands, as a text that says nothing to others. Pure.

The tag is an HMAC of the place and masks it too: so a text is the same each time, is nobody's to
make up, and tells nobody how much an agency is sent.
"""

import binascii
import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode

from access.parties import AgencyId

_HALF = 8


def position_text(secret: bytes, agency: AgencyId, offset: int) -> str:
    """Return what stands for the record at *offset* of the agency's alerts; -1 is before all."""
    place = (offset + 1).to_bytes(_HALF)
    tag = _hmac(secret, b"position", agency, place)
    return urlsafe_b64encode(tag + _masked(secret, agency, tag, place)).decode().rstrip("=")


def offset_in(secret: bytes, agency: AgencyId, text: str) -> int | None:
    """Return the offset that *text* stands for; None where it is none of this agency's."""
    try:
        raw = urlsafe_b64decode(text.encode("ascii") + b"==")
    except (binascii.Error, ValueError):
        return None
    if len(raw) != 2 * _HALF:
        return None
    tag, place = raw[:_HALF], _masked(secret, agency, raw[:_HALF], raw[_HALF:])
    if not hmac.compare_digest(tag, _hmac(secret, b"position", agency, place)):
        return None
    return int.from_bytes(place) - 1


def _masked(secret: bytes, agency: AgencyId, tag: bytes, place: bytes) -> bytes:
    mask = _hmac(secret, b"mask", agency, tag)
    return bytes(one ^ other for one, other in zip(place, mask, strict=True))


def _hmac(secret: bytes, purpose: bytes, agency: AgencyId, message: bytes) -> bytes:
    said = b"\x1f".join((purpose, agency.encode(), message))
    return hmac.new(secret, said, hashlib.sha256).digest()[:_HALF]
