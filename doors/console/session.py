"""A session of the console: who signed in, and the cookies and tokens that belong to it."""

import hashlib
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from secrets import token_urlsafe

from fastapi import Request
from fastapi.responses import Response

from access.caller import Caller
from config.files import LOOPBACK

SESSION, DOOR, LANGUAGE = "tocsin", "tocsin-door", "tocsin-language"
CSRF_FIELD = "csrf"
CSRF_HEADER = "X-CSRF-Token"
_YEAR_S = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Session:
    """Who signed in, with which key (its hash), and who of the agency that is."""

    caller: Caller
    key: str
    officer: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """How many people of an agency, or of an operator, have how many sessions."""

    party: str
    operates: bool
    people: int
    sessions: int


@dataclass(frozen=True, slots=True)
class Sessions:
    """Keeps sessions; only a hash of a session's id is kept. All raise Declined.

    `found` and `used` give none where it ended, was idle too long, or its key is no longer in
    force; by `used` it counts as used now, so it goes on.
    """

    begin: Callable[[Session], Awaitable[str]]
    found: Callable[[str], Awaitable[Session | None]]
    used: Callable[[str], Awaitable[Session | None]]
    end: Callable[[str], Awaitable[None]]
    signed_in: Callable[[], Awaitable[tuple[SignedIn, ...]]]


def token_of(secret: str) -> str:
    """Return the token against forged requests that belongs to a cookie's value."""
    return hmac.new(secret.encode(), b"csrf", hashlib.sha256).hexdigest()


def same_token(secret: str, shown: str) -> bool:
    """Say whether *shown* is the token of that cookie; takes as long whatever it is."""
    return hmac.compare_digest(token_of(secret).encode(), shown.encode("utf-8", "replace"))


def plain(request: Request) -> bool:
    """Say whether this is plain HTTP on the loopback, where a browser may take cookies so."""
    return request.url.scheme == "http" and request.url.hostname in LOOPBACK


def cookie(request: Request, name: str) -> str | None:
    """Return the cookie; where it is secure, only one that no other host or path could have set."""
    return request.cookies.get(_named(request, name)) or None


def set_cookie(request: Request, response: Response, name: str, value: str) -> None:
    """Set a cookie: not for scripts, not for other sites, and by TLS alone but on the loopback."""
    response.set_cookie(
        _named(request, name),
        value,
        max_age=_YEAR_S if name == LANGUAGE else None,
        path="/",
        secure=not plain(request),
        httponly=True,
        samesite="strict",
    )


def drop_cookie(request: Request, response: Response, name: str) -> None:
    """Take a cookie back."""
    response.delete_cookie(
        _named(request, name),
        path="/",
        secure=not plain(request),
        httponly=True,
        samesite="strict",
    )


def new_secret() -> str:
    """Return 256 random bits as text."""
    return token_urlsafe(32)


def _named(request: Request, name: str) -> str:
    return name if plain(request) else f"__Host-{name}"
