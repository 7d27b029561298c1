"""The lines of a machine readable zone to what they say, every check digit looked at."""

import re
from datetime import date
from typing import Literal

from manifests.dates import birth_date, expiry_date
from manifests.mrz.check_digits import agrees, check_digit
from manifests.mrz.names import name_in
from manifests.mrz.zone import LAYOUTS, Layout, NoZone, Place, Size, Zone

_BLANKS = re.compile(r"[ \t]")
_CHECKED = ("number", "birth_date", "expires", "optional", "composite")
_SEXES: dict[str, Literal["M", "F"]] = {"M": "M", "F": "F"}
_LONG = re.compile(r"([A-Z0-9]+)([0-9])(?:<|$)")


def zone(text: str, *, by: date) -> Zone:
    """Return what the lines in *text* say, as on the day *by*; raises NoZone.

    Lines may come as one run. A wrong check digit is named, and what it is over read all the same.
    """
    lines = _lines(text)
    size = _size(lines)
    layout = LAYOUTS[size]
    number, rest, number_agrees = _number(lines, layout)
    born, expires = _at(lines, layout.born), _at(lines, layout.expires)
    right = _digits_agree(lines, layout) | {"number": number_agrees}
    return Zone(
        size=size,
        type=lines[0][:2].rstrip("<"),
        issuer=lines[0][2:5].rstrip("<"),
        number=number,
        nationality=_at(lines, layout.nationality).rstrip("<"),
        birth_date=birth_date(born, by=by),
        sex=_SEXES.get(_at(lines, layout.sex), "X"),
        expires=expiry_date(expires, by=by),
        name=name_in(_at(lines, layout.name)),
        optional=rest,
        more_optional=_at(lines, layout.more_optional).rstrip("<") if layout.more_optional else "",
        wrong=tuple(field for field in _CHECKED if not right[field]),
    )


def _digits_agree(lines: list[str], layout: Layout) -> dict[str, bool]:
    """Say of each field but the number whether the check digit after it agrees."""
    places = {"birth_date": layout.born, "expires": layout.expires, "optional": layout.optional}
    agreed = {name: agrees(_at(lines, at), _after(lines, at)) for name, at in places.items()}
    if not layout.optional_digit:
        agreed["optional"] = True
    return agreed | {"composite": _composite_agrees(lines, layout)}


def _lines(text: str) -> list[str]:
    found = [_BLANKS.sub("", one).upper() for one in text.splitlines()]
    lines = [one for one in found if one]
    if len(lines) == 1:
        for parts in (3, 2):
            width, over = divmod(len(lines[0]), parts)
            if not over and width in ((30,) if parts == 3 else (36, 44)):
                return [lines[0][at : at + width] for at in range(0, len(lines[0]), width)]
    return lines


def _size(lines: list[str]) -> Size:
    shape = (len(lines), {len(one) for one in lines})
    visa = bool(lines) and lines[0].startswith("V")
    if any(not one.isascii() or not one.replace("<", "A").isalnum() for one in lines):
        raise NoZone("has other characters than A to Z, 0 to 9 and <")
    for size, layout in LAYOUTS.items():
        if shape == (layout.lines, {layout.width}) and visa == size.startswith("MRV"):
            return size
    raise NoZone("is neither three lines of 30 nor two of 36 or 44 characters")


def _number(lines: list[str], layout: Layout) -> tuple[str, str, bool]:
    """Return the document number, what else the optional data says, and if the digit agrees.

    A number of more than nine characters goes on in the optional data (9303-5, 4.2.4).
    """
    field, digit = _at(lines, layout.number), _after(lines, layout.number)
    optional = _at(lines, layout.optional)
    longer = _LONG.match(optional) if digit == "<" and "<" not in field else None
    if longer is None:
        return field.rstrip("<"), optional.rstrip("<"), agrees(field, digit)
    whole = field + longer[1]
    return whole, optional[longer.end() :].strip("<"), check_digit(whole) == longer[2]


def _composite_agrees(lines: list[str], layout: Layout) -> bool:
    if layout.overall is None:
        return True
    over = "".join(_at(lines, one) for one in layout.composite)
    return check_digit(over) == _at(lines, layout.overall)


def _at(lines: list[str], place: Place) -> str:
    return lines[place.line][place.start : place.end]


def _after(lines: list[str], place: Place) -> str:
    return lines[place.line][place.end : place.end + 1]
