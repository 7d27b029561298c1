"""How document numbers are misread and mistyped, and the keys by which they are found again. Pure.

A number is upper-case ASCII letters and digits, as `prepared` has it.
"""

from string import ascii_uppercase, digits

SHORT = 6  # a number below is a fragment or from an old series: many issuers have given it out
_MISREAD = str.maketrans("OISB", "0158")  # what OCR takes for one another
_BEFORE = ascii_uppercase + "0"  # what is left out or added before a number
_VALUES = {sign: value for value, sign in enumerate(digits + ascii_uppercase)}
_WEIGHTS = (7, 3, 1)


def as_misread(number: str) -> str:
    """Return the number as the least careful reader has it: O as 0, I as 1, S as 5, B as 8."""
    return number.translate(_MISREAD)


def core(number: str) -> str:
    """Return the number without leading letters and zeros; all of it where too little is left."""
    bare = number.lstrip(_BEFORE)
    return bare if len(bare) >= SHORT else number


def check_digit(number: str) -> str:
    """Return the check digit of a number in a machine readable zone (ICAO 9303-3, 4.9)."""
    total = sum(_VALUES[sign] * _WEIGHTS[at % 3] for at, sign in enumerate(number))
    return str(total % 10)


def document_keys(number: str) -> set[str]:
    """Return the keys of a number, four at most: two that one slip parts share one.

    But for a wrong character, which counts little; the name has to bring up the entry then.
    The number alone, without its issuer: a document whose issuer one side left out or mistook would
    not be found. One key of all characters sorted would find swapped neighbours too, but bring up a
    hundred strangers among a million numbers; two of one half sorted each bring up next to none.
    """
    keys = {f"D{as_misread(number)}"}
    if len(number) < SHORT:
        return keys
    if len(number) > SHORT and check_digit(number[:-1]) == number[-1]:
        keys.add(f"D{as_misread(number[:-1])}")
    bare = core(number)
    half = len(bare) // 2  # neighbours are both in one sorted part, wherever they stand
    keys.add(f"D{bare[:half]}.{_sorted(bare[half:])}")
    keys.add(f"D.{_sorted(bare[: half + 1])}.{bare[half + 1 :]}")
    return keys


def _sorted(text: str) -> str:
    return "".join(sorted(text))
