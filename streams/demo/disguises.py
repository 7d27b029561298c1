"""How a listed person shows up on a manifest: one small function for each way."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Annotated, Literal

from pydantic import BeforeValidator

from config.files import Strict, read_yaml
from streams.demo.listing import Listed
from streams.demo.people import Person
from streams.demo.pools import DATA, Part, split
from streams.demo.travellers import as_sent

How = Literal[
    "exact",
    "alias",
    "romanisation",
    "swapped_order",
    "typo",
    "glued",
    "missing_middle",
    "day_month_swapped",
    "document",
]


@dataclass(frozen=True, slots=True)
class Shown:
    """A name as on the manifest."""

    surname: str
    given_names: str


class _File(Strict):
    """Culture, then name in capitals, then what else it is written as."""

    spellings: dict[str, dict[str, Annotated[tuple[str, ...], BeforeValidator(split)]]]


@cache
def spellings() -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the spellings that screening never reads, by culture and name."""
    return read_yaml(DATA / "spellings.yaml", _File).spellings


def shown_as(rng: Random, how: How, listed: Listed) -> Shown | None:
    """Return the name *listed* shows, or None if this person cannot be disguised so."""
    if listed.who is None:
        return None
    return _NAMES[how](rng, listed.who, listed)


def _exact(_: Random, who: Person, __: Listed) -> Shown:
    return Shown(as_sent(who.surname.latin), as_sent(who.given_names))


def _alias(rng: Random, who: Person, listed: Listed) -> Shown | None:
    exact = _exact(rng, who, listed)
    aliases = [
        Shown(as_sent(name.surname), as_sent(name.given_names))
        for name in listed.entry.names
        if name.kind == "alias" and name.surname and name.given_names
    ]
    different = [alias for alias in aliases if alias != exact]
    return rng.choice(different) if different else None


def _romanisation(rng: Random, who: Person, _: Listed) -> Shown | None:
    known = spellings().get(who.culture.name, {})

    def spelled(part: Part) -> str:
        others = known.get(part.latin.upper())
        return rng.choice(others) if others else as_sent(part.latin)

    parts = [who.surname, who.given, *([who.middle] if who.middle else [])]
    if not any(part.latin.upper() in known for part in parts):
        return None
    surname, *given = map(spelled, parts)
    return Shown(surname, " ".join(given))


def _swapped_order(rng: Random, who: Person, listed: Listed) -> Shown:
    exact = _exact(rng, who, listed)
    return Shown(exact.given_names, exact.surname)


def _typo(rng: Random, who: Person, listed: Listed) -> Shown | None:
    exact = _exact(rng, who, listed)
    longest = max(exact.surname.split(), key=len)
    if len(longest) < 6:
        return None
    return Shown(exact.surname.replace(longest, _misspelt(rng, longest)), exact.given_names)


def _misspelt(rng: Random, word: str) -> str:
    """Return *word* with one letter left out, doubled, or two neighbours exchanged."""
    at = rng.randrange(1, len(word) - 2)
    before, one, two, after = word[:at], word[at], word[at + 1], word[at + 2 :]
    slips = [two, one + one + two, two + one] if one != two else [two, one + one + two]
    return before + rng.choice(slips) + after


def _glued(rng: Random, who: Person, listed: Listed) -> Shown | None:
    exact = _exact(rng, who, listed)
    if " " in exact.surname:
        return Shown(exact.surname.replace(" ", ""), exact.given_names)
    if " " in exact.given_names:
        return Shown(exact.surname, exact.given_names.replace(" ", ""))
    return None


def _missing_middle(_: Random, who: Person, __: Listed) -> Shown | None:
    if who.middle is None:
        return None
    return Shown(as_sent(who.surname.latin), as_sent(who.given.latin))


def _day_month_swapped(rng: Random, who: Person, listed: Listed) -> Shown | None:
    day, month = who.born.day, who.born.month
    return _exact(rng, who, listed) if day <= 12 and day != month else None


_NAMES: dict[How, Callable[[Random, Person, Listed], Shown | None]] = {
    "exact": _exact,
    "alias": _alias,
    "romanisation": _romanisation,
    "swapped_order": _swapped_order,
    "typo": _typo,
    "glued": _glued,
    "missing_middle": _missing_middle,
    "day_month_swapped": _day_month_swapped,
}
