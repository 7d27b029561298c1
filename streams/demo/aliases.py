"""The names an entry lists: primary, original script, and aliases by the culture's own rules."""

import unicodedata
from collections.abc import Sequence
from random import Random

from streams.demo.people import Person
from watchlist.entry import Name


def names_of(rng: Random, who: Person) -> tuple[Name, ...]:
    """Return the names under which a list would hold *who*; the first is the primary one."""
    names = [Name(full=who.full, surname=who.surname.latin, given_names=who.given_names)]
    if who.original and rng.random() < 0.75:
        names.append(Name(full=who.original, kind="original_script"))
    for _ in range(rng.choices((0, 1, 2, 3), weights=(50, 28, 15, 7))[0]):
        alias = _alias(rng, who)
        if all(alias.full.casefold() != name.full.casefold() for name in names):
            names.append(alias)
    if rng.random() < 0.15:
        names.append(Name(full=rng.choice(who.culture.weak), kind="weak_alias"))
    return tuple(names)


def _alias(rng: Random, who: Person) -> Name:
    given = respelled(rng, who.given_names, who.culture.variants)
    surname = respelled(rng, who.surname.latin, who.culture.variants)
    if who.middle and rng.random() < 0.3:
        given = respelled(rng, who.given.latin, who.culture.variants)
    order = (surname, given) if who.culture.surname_first else (given, surname)
    return Name(full=" ".join(order), surname=surname, given_names=given, kind="alias")


def respelled(rng: Random, name: str, rules: Sequence[tuple[str, str]]) -> str:
    """Return *name* after at most two of the spelling *rules* that apply to it."""
    lower = unicodedata.normalize("NFC", name.lower())
    fitting = [rule for rule in rules if rule[0] in lower]
    for old, new in rng.sample(fitting, k=min(len(fitting), rng.choice((1, 1, 2)))):
        lower = lower.replace(old, new)
    return unicodedata.normalize("NFC", lower.title()).replace("'S", "'s")
