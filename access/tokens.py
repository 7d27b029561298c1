"""Bearer tokens of an agency's own identity provider (OpenID Connect): what they say, and whether.

Pure: the provider's keys and the time come in. RFC 7519, and RFC 8725 on what to refuse: the
algorithm is one of two asymmetric ones whatever the token says, and a key is of one algorithm.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeGuard

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from access.caller import ROLES, Caller, Role
from access.parties import Agency

ALGORITHMS = ("RS256", "ES256")
LEEWAY_S = 30  # between the provider's clock and ours
MAX_TOKEN = 8_192
MAX_SUBJECT = 100
_SMALLEST_RSA = 2_048
_GIVEN: tuple[Role, ...] = tuple(one for one in ROLES if one != "operator")
_CHECKED = ["iss", "aud", "exp", "sub"]

Keys = tuple[jwt.PyJWK, ...]


class TokenRefused(Exception):  # noqa: N818  # says what the token is
    """The token does not count; the message is one sentence without anything out of it."""


class RoleMissing(TokenRefused):
    """The token is good, and says of no role that we know."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a token says of itself before anybody has looked at its signature."""

    issuer: str
    kid: str | None
    algorithm: str


def claimed(token: str) -> Claimed | None:
    """Return what *token* says of itself; None where it is no token that could ever count."""
    if len(token) > MAX_TOKEN or token.count(".") != 2:
        return None
    try:
        head = jwt.get_unverified_header(token)
        body = jwt.decode(token, options={"verify_signature": False})
    except (jwt.InvalidTokenError, ValueError, RecursionError):
        return None
    issuer, kid = body.get("iss"), head.get("kid")
    algorithm = head.get("alg")
    if algorithm not in ALGORITHMS or not isinstance(issuer, str):
        return None
    return Claimed(issuer, kid, algorithm) if kid is None or isinstance(kid, str) else None


def signing_keys(document: object) -> Keys:
    """Return the keys of a JWKS document that may sign tokens; all others are passed over."""
    rows = document.get("keys") if isinstance(document, dict) else None
    found = map(_signing_key, rows if isinstance(rows, list) else ())
    return tuple(key for key in found if key is not None)


def _signing_key(row: Any) -> jwt.PyJWK | None:  # noqa: ANN401  # whatever the document holds
    if not isinstance(row, dict) or row.get("kty") not in ("RSA", "EC"):
        return None
    if row.get("use", "sig") != "sig":
        return None
    try:
        key = jwt.PyJWK(row)
    except (jwt.PyJWTError, ValueError, TypeError, AttributeError, KeyError):
        return None
    if key.algorithm_name not in ALGORITHMS:
        return None
    if isinstance(key.key, RSAPublicKey) and key.key.key_size < _SMALLEST_RSA:
        return None
    return key


def key_for(said: Claimed, keys: Keys) -> jwt.PyJWK | None:
    """Return the key that the token names; without a name, the only one there is.

    Keys of two algorithms may have one name (RFC 7517, 4.5): the one of the token's is meant.
    """
    if said.kid is None:
        return keys[0] if len(keys) == 1 else None
    named = [one for one in keys if one.key_id == said.kid]
    named.sort(key=lambda one: one.algorithm_name == said.algorithm)
    return named[-1] if named else None


def caller_in(token: str, key: jwt.PyJWK, agency: Agency, now: datetime) -> Caller:
    """Return who the token speaks for; raises TokenRefused.

    Whatever it says, it speaks for *agency*, whose issuer *key* is of, and for no other.
    """
    assert agency.issuer is not None
    try:
        said: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=[key.algorithm_name],
            audience=agency.issuer.audience,
            issuer=agency.issuer.url,
            # Times are held to the clock that is handed in.
            options={
                "require": _CHECKED,
                "verify_exp": False,
                "verify_nbf": False,
                "verify_iat": False,
            },
        )
    except (jwt.PyJWTError, ValueError, TypeError) as problem:
        raise TokenRefused("the token does not count: signature, iss or aud") from problem
    _refuse_untimely(said, now.timestamp())
    subject = said["sub"]
    if not _names_somebody(subject):
        raise TokenRefused(f"`sub` of the token is no name of up to {MAX_SUBJECT} characters")
    role = _role(said.get(agency.issuer.role_claim), agency)
    return Caller(agency.id, role, subject, until_s=said["exp"] + LEEWAY_S)


def _names_somebody(subject: object) -> TypeGuard[str]:
    """Say whether this can stand in the audit trail, and is not what stands there for a key."""
    if not isinstance(subject, str) or subject.startswith("key:"):
        return False
    return 0 < len(subject) <= MAX_SUBJECT and subject.isprintable()


def _refuse_untimely(said: Mapping[str, Any], now_s: float) -> None:
    ends, begins = said["exp"], said.get("nbf", 0)
    for time in (ends, begins):
        if isinstance(time, bool) or not isinstance(time, int | float):
            raise TokenRefused("`exp` or `nbf` of the token is no time")
    if now_s >= ends + LEEWAY_S:
        raise TokenRefused("the token has expired; get a new one")
    if now_s < begins - LEEWAY_S:
        raise TokenRefused("the token is not in force yet")


def _role(said: object, agency: Agency) -> Role:
    """Return the highest of the roles that the token names."""
    named: Iterable[object] = said if isinstance(said, list) else [said]
    found = [one for one in _GIVEN if one in named]
    if not found:
        assert agency.issuer is not None
        known = ", ".join(_GIVEN)
        raise RoleMissing(f"claim {agency.issuer.role_claim!r} of the token names none of {known}")
    return found[-1]
