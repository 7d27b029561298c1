"""Turns what pydantic found into one sentence without the offending value (rule 6)."""

from difflib import get_close_matches

from pydantic import ValidationError


class ConfigError(Exception):
    """A setting or file is wrong; the message is one sentence: what, where, how to mend it."""


def sentence(problem: ValidationError, known: tuple[str, ...] = ()) -> str:
    """Return the first problem as `where: what`, and how many more there are.

    The value itself is left out: it may be personal data or a secret.
    """
    errors = problem.errors(include_url=False, include_input=False, include_context=True)
    first = errors[0]
    where = ".".join(str(part) for part in first["loc"]) or "the document"
    what = _what(first["type"], first["msg"], where, known)
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    return f"{where}: {what}{more}"


def _what(kind: str, message: str, where: str, known: tuple[str, ...]) -> str:
    if kind == "extra_forbidden":
        near = get_close_matches(where.rsplit(".", 1)[-1], known, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else "; remove it or correct its spelling"
        return f"is not a field of this contract{hint}"
    if kind == "missing":
        return "is required and missing"
    return message.removeprefix("Value error, ").replace("Input should", "should")
