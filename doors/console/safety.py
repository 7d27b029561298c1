"""What every answer of the console carries for the browser, and which requests are refused."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from fastapi import Request

from doors.console.session import CSRF_FIELD, CSRF_HEADER, same_token
from doors.problem import Declined

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_FORGED = "this did not come from a page of the console; load the page again"


def refuse_forged(request: Request, secret: str | None, form: Mapping[str, str]) -> None:
    """Raise Declined unless the request comes from a page that was served to this browser.

    By what the browser says of where it comes from, and by the token of the cookie *secret*.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    elsewhere = site not in (None, "same-origin") or (
        origin is not None and _host(origin) != (request.headers.get("host") or None)
    )
    shown = request.headers.get(CSRF_HEADER) or form.get(CSRF_FIELD, "")
    if elsewhere or secret is None or not same_token(secret, shown):
        raise Declined(403, _FORGED)


def _host(origin: str) -> str:
    """Return whose page it was, nothing for what is no address."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""
