"""The name field of a machine readable zone (ICAO Doc 9303-3, 4.6; 9303-4, -5, -6 and -7, 4.2.3).

A name that does not fit is cut in one of several ways, at the issuer's choice; a field whose last
position holds a letter is to be treated as cut, even if it is not.
"""

import re
from dataclasses import dataclass

from manifests.mrz.letters import written

_FILLER = "<"
_SEPARATOR = "<<"
_WORDS = re.compile(r"[A-Z]+")


@dataclass(frozen=True, slots=True)
class MrzName:
    """A name as the zone tells it; what is cut may go on."""

    surname: str
    given_names: str | None
    may_be_cut: bool


def name_in(field: str) -> MrzName:
    """Return the name in *field*, the primary identifier first.

    Fillers between components become blanks; anything that no name field has is a filler.
    """
    text = "".join(one if "A" <= one <= "Z" else _FILLER for one in field.upper())
    primary, _, secondary = text.strip(_FILLER).partition(_SEPARATOR)
    given = " ".join(_WORDS.findall(secondary)) or None
    surname = " ".join(_WORDS.findall(primary))
    return MrzName(surname, given, may_be_cut=bool(text) and text[-1] != _FILLER)


def name_field(surname: str, given_names: str, length: int) -> str:
    """Return the field of *length* for a name.

    What does not fit is cut from the last component backwards, each one to its initial at most.
    """
    primary, secondary = components(surname), components(given_names)
    while len(primary) + len(secondary) > 1 and _least(primary, secondary) > length:
        (secondary or primary).pop()
    parts = [*primary, *secondary]
    excess = len(_joined(primary, secondary)) - length
    for at in range(len(parts) - 1, -1, -1):
        cut = min(max(excess, 0), len(parts[at]) - 1)
        parts[at] = parts[at][: len(parts[at]) - cut]
        excess -= cut
    whole = _joined(parts[: len(primary)], parts[len(primary) :])
    return whole[:length].ljust(length, _FILLER)


def can_be(field: str, surname: str, given_names: str) -> bool:
    """Say whether *field* can be the name, whole or cut in any way that the issuer may choose."""
    primary, secondary = components(surname), components(given_names)
    text = field.upper().strip(_FILLER)
    if text == _joined(primary, secondary):
        return True
    if len(field) != len(text):
        return False  # there was room, so nothing was cut
    head, _, tail = text.partition(_SEPARATOR)
    begun = _begins(head.split(_FILLER), primary)
    return begun and (not tail or _begins(tail.split(_FILLER), secondary))


def components(name: str) -> list[str]:
    """Return the parts of one identifier: hyphens and commas part, apostrophes do not."""
    return _WORDS.findall(written(name))


def _joined(primary: list[str], secondary: list[str]) -> str:
    head = _FILLER.join(primary)
    return head + (_SEPARATOR + _FILLER.join(secondary) if secondary else "")


def _least(primary: list[str], secondary: list[str]) -> int:
    """Return the length with nothing but initials."""
    return len(_joined([one[:1] for one in primary], [one[:1] for one in secondary]))


def _begins(parts: list[str], name: list[str]) -> bool:
    """Say whether each part begins the component of *name* in its place."""
    return len(parts) <= len(name) and all(
        bool(part) and whole.startswith(part) for part, whole in zip(parts, name, strict=False)
    )
