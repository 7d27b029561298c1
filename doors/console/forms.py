"""What was sent with a form, read strictly; its size and time are bounded."""

from urllib.parse import parse_qsl

from fastapi import Request

from doors.body import whole_body
from doors.problem import Declined

FORM_BYTES = 16 * 1024
_FIELDS = 20
FORM = "application/x-www-form-urlencoded"


async def form_of(
    request: Request, *, most_bytes: int = FORM_BYTES, most_fields: int = _FIELDS
) -> dict[str, str]:
    """Return the fields of a form; raises Declined for what is none."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != FORM:
        raise Declined(400, "send a form")
    raw = await whole_body(request, most_bytes)
    try:
        pairs = parse_qsl(
            raw.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=bool(raw),
            encoding="utf-8",
            errors="strict",
            max_num_fields=most_fields,
        )
    except (ValueError, UnicodeError) as problem:
        raise Declined(400, "the form cannot be read; load the page again") from problem
    form = dict(pairs)
    if len(form) != len(pairs):
        raise Declined(400, "the form holds a field twice; load the page again")
    return form


def unix_lines(text: str) -> str:
    """Return *text* with the line ends that it had before a browser sent it."""
    return text.replace("\r\n", "\n")
