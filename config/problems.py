"""Turns what pydantic found into one sentence without the offending value (rule 6)."""

from difflib import get_close_matches

from pydantic import ValidationError
from pydantic_core import ErrorDetails

# What a person should write where a value is not of its pattern.
_WANTED = {
    r"^[A-Z]{3}$": "write an IATA airport code, three capital letters such as LHR",
    r"^[A-Z0-9]{2,3}$": "write a carrier code, two or three capital letters or digits such as UA",
    r"^[0-9]{1,4}[A-Z]?$": "write a flight number as 123 or 123A",
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$": "write a day as 2026-11-24",
    r"^[a-z][a-z0-9_]{0,62}$": "write small letters, digits and _, as in wanted_person",
    r"^[A-Za-z0-9][A-Za-z0-9-]{0,62}$": "write letters, digits and -, as in uk-piu",
    r"^sha256:[0-9a-f]{64}$": "write the hash that `tocsin keys new` prints, not the key itself",
    r"^[^\s/]{1,128}$": "write an id without blanks and slashes",
}
_TYPES = {
    "string_type": "should be text; put it in quotes",
    "model_type": "should be keys with values",
    "dict_type": "should be keys with values",
    "tuple_type": "should be a list",
    "timezone_aware": "needs its time zone, as in 2026-11-24T08:00:00Z",
}


class ConfigError(Exception):
    """A setting or file is wrong; the message is one sentence: what, where, how to mend it."""


def sentence(problem: ValidationError, known: tuple[str, ...] = ()) -> str:
    """Return the first problem as `where: what`, and how many more there are.

    The value itself is left out: it may be personal data or a secret.
    """
    errors = problem.errors(include_url=False, include_input=False, include_context=True)
    first = errors[0]
    where = ".".join(str(part) for part in first["loc"]) or "the document"
    what = _what(first, where, known)
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    return f"{where}: {what}{more}"


def _what(first: ErrorDetails, where: str, known: tuple[str, ...]) -> str:
    kind = first["type"]
    if kind == "extra_forbidden":
        near = get_close_matches(where.rsplit(".", 1)[-1], known, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else "; remove it or correct its spelling"
        return f"is not a field of this contract{hint}"
    if kind == "missing":
        return "is required and missing"
    if kind == "string_pattern_mismatch":
        pattern = str(first["ctx"]["pattern"])
        return _WANTED.get(pattern, f"does not match {pattern}")
    said = _TYPES.get(kind, first["msg"]).removeprefix("Value error, ")
    for subject in ("Input", "String", "Tuple"):
        said = said.replace(f"{subject} should", "should")
    return said
