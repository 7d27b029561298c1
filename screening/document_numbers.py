"""How document numbers are misread and mistyped. Pure.

A number is upper-case ASCII letters and digits, as `prepared` has it.
"""

from string import ascii_uppercase, digits

SHORT = 6  # a number below is a fragment or from an old series: many issuers have given it out
MISREAD = str.maketrans("OISB", "0158")  # what OCR takes for one another
BEFORE = ascii_uppercase + "0"  # what is left out or added before a number
MOST_BEFORE = 3  # of them
VALUES = {sign: value for value, sign in enumerate(digits + ascii_uppercase)}
WEIGHTS = (7, 3, 1)


def as_misread(number: str) -> str:
    """Return the number as the least careful reader has it: O as 0, I as 1, S as 5, B as 8."""
    return number.translate(MISREAD)


def core(number: str) -> str:
    """Return the number without leading letters and zeros; all of it where too little is left."""
    bare = number.lstrip(BEFORE)
    return bare if len(bare) >= SHORT else number


def check_digit(number: str) -> str:
    """Return the check digit of a number in a machine readable zone (ICAO 9303-3, 4.9)."""
    total = sum(VALUES[sign] * WEIGHTS[at % 3] for at, sign in enumerate(number))
    return str(total % 10)
