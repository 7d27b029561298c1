"""What the OpenAPI page says of each way that an agency's request may end."""

from typing import Any

from doors.problem import PROBLEM, Problem

_SAID = {
    400: "Something in the request is wrong: where, what, and how to mend it.",
    401: "No key or token, or none that is in force.",
    403: "The role is too low for this.",
    404: "Nothing of this agency's; what another has and what never was are told alike.",
    408: "The request did not come whole in time.",
    409: "It goes against what is there already; `detail` says what.",
    412: "It has changed since: the ETag is another one now; read it again.",
    413: "Too large; split it.",
    429: "Too many requests; `Retry-After` says when.",
    503: "Not done, and nothing is promised: send it again, which does no harm.",
}
ALWAYS = (400, 401, 403, 429, 503)
_PROBLEM = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}


def told(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return what may be answered beside success: always some, and *statuses*."""
    return {
        one: {"model": Problem, "description": _SAID[one], "content": _PROBLEM}
        for one in sorted({*ALWAYS, *statuses})
    }
