"""A document number as it is misread or mistyped, one kind of slip each."""

from collections.abc import Callable

from screening.document_numbers import check_digit

_SLIPS: dict[str, Callable[[str], str]] = {
    "confused": lambda number: number.replace("1", "I").replace("5", "S"),
    "swapped": lambda number: f"{number[:3]}{number[4:5]}{number[3:4]}{number[5:]}",
    "one character": lambda number: f"{number[:-1]}{'7' if number[-1] == '9' else '9'}",
    "letter missing": lambda number: number[1:],
    "letters added": lambda number: f"IR{number}",
    "check digit": lambda number: number + check_digit(number),
    "exact": str,
}
SLIPS = [kind for kind in _SLIPS if kind != "exact"]


def slipped(kind: str, number: str) -> str:
    """Return the number with that slip, one of SLIPS, or `exact`."""
    return _SLIPS[kind](number)
