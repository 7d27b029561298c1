"""Listed people who travel under one alias that was taken out of the list. Seeded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from random import Random

from bench.accuracy.as_sent import as_sent
from bench.accuracy.travellers import SEED, birth_date
from manifests.contract import Passenger
from watchlist.entry import Entry, Name
from watchlist.formats.person import in_latin

CORRUPTED_DATES = 0.18
CORRUPTED_NATIONALITIES = 0.10
# What a corrupted nationality becomes: those of many travellers, and of many listed people.
_OTHERS = ("USA", "GBR", "FRA", "DEU", "TUR", "ARE", "SAU", "PAK", "IRN", "RUS", "CHN", "MEX")


@dataclass(frozen=True, slots=True)
class AliasTraveller:
    """One listed person under one alias; `remaining` is the entry without it."""

    alias: Name
    remaining: Entry
    as_listed: Passenger
    corrupted: Passenger
    name_only: Passenger

    @property
    def weak(self) -> bool:
        """Say whether the list itself calls the alias weak: a nickname, a nom de guerre."""
        return self.alias.kind == "weak_alias"


def alias_travellers(entries: Sequence[Entry]) -> list[AliasTraveller]:
    """Return one traveller for each alias in Latin letters, those of one entry together.

    Names in other scripts are left out: no airline sends them, and romanised by us they would
    be found by how we romanise.
    """
    return [one for entry in entries for one in _of(entry)]


def by_entry(travellers: Sequence[AliasTraveller]) -> Iterator[list[AliasTraveller]]:
    """Yield the travellers of each entry."""
    for _, group in groupby(travellers, key=lambda one: one.remaining.key):
        yield list(group)


def _of(entry: Entry) -> Iterator[AliasTraveller]:
    for alias in entry.names:
        if alias.kind not in ("alias", "weak_alias") or not in_latin(alias.full):
            continue
        written = as_sent(alias.full)
        rest = tuple(name for name in entry.names if as_sent(name.full) != written)
        if not written or not rest:
            continue
        random = Random(f"{SEED} {entry.key} {written}")  # noqa: S311  # seeded; no secret
        sent = _sent(alias, entry, random)
        yield AliasTraveller(
            alias=alias,
            remaining=entry.model_copy(update={"names": rest}),
            as_listed=sent,
            corrupted=_corrupted(sent, random),
            name_only=Passenger(surname=sent.surname, given_names=sent.given_names),
        )


def _sent(alias: Name, entry: Entry, random: Random) -> Passenger:
    """Return the person with what the list says; a passport shows one date, and a whole one."""
    surname, given = as_sent(alias.surname or ""), as_sent(alias.given_names or "")
    if not surname:
        *first, surname = as_sent(alias.full).split()
        given = " ".join(first)
    listed = random.choice(entry.birth_dates) if entry.birth_dates else None
    return Passenger(
        surname=surname[:512],
        given_names=given[:512] or None,
        birth_date=_whole(listed, random) if listed else birth_date(random),
        sex=entry.sex,
        nationality=random.choice(entry.nationalities) if entry.nationalities else None,
    )


def _whole(listed: str, random: Random) -> str:
    if len(listed) == 10:
        return listed
    first = date.fromisoformat(f"{listed}-01-01"[:10] if len(listed) == 4 else f"{listed}-01")
    days = 365 if len(listed) == 4 else 28
    return (first + timedelta(days=random.randrange(days))).isoformat()


def _corrupted(sent: Passenger, random: Random) -> Passenger:
    changes: dict[str, str] = {}
    if random.random() < CORRUPTED_DATES and sent.birth_date:
        changes["birth_date"] = corrupted_date(sent.birth_date, random)
    if random.random() < CORRUPTED_NATIONALITIES and sent.nationality:
        others = [one for one in _OTHERS if one != sent.nationality]
        changes["nationality"] = random.choice(others)
    return sent.model_copy(update=changes)


def corrupted_date(day: str, random: Random) -> str:
    """Return another date: a digit is wrong, day and month swapped, a year off, or it is any."""
    while True:
        found = random.choice((_digit_wrong, _swapped, _year_off, _any_date))(day, random)
        if found != day and _exists(found):
            return found


def _digit_wrong(day: str, random: Random) -> str:
    at = random.choice((2, 3, 5, 6, 8, 9))
    return day[:at] + random.choice("0123456789") + day[at + 1 :]


def _swapped(day: str, _: Random) -> str:
    return f"{day[:4]}-{day[8:]}-{day[5:7]}"


def _year_off(day: str, random: Random) -> str:
    return f"{int(day[:4]) + random.choice((-1, 1))}{day[4:]}"


def _any_date(_: str, random: Random) -> str:
    return birth_date(random)


def _exists(day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True
