"""Check digits of a machine readable zone (ICAO Doc 9303-3, 4.9)."""

_WEIGHTS = (7, 3, 1)
_VALUES = {**{str(one): one for one in range(10)}, "<": 0}
_VALUES |= {chr(ord("A") + one): 10 + one for one in range(26)}


def check_digit(field: str) -> str:
    """Return the digit over *field*; a character that no MRZ has counts as a filler."""
    total = sum(_VALUES.get(one, 0) * _WEIGHTS[at % 3] for at, one in enumerate(field))
    return str(total % 10)


def agrees(field: str, digit: str) -> bool:
    """Say whether *digit* is that of *field*; a filler stands for 0 where the field is empty."""
    if digit == "<":
        return not field.strip("<")
    return check_digit(field) == digit
