"""Makes the watchlist: invented people and stolen documents as entries of several owners."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from streams.demo.aliases import names_of
from streams.demo.lists import Category, lists
from streams.demo.passports import Passports
from streams.demo.people import Person, birth_date, person
from streams.demo.pools import cultures
from watchlist.entry import SEVERITIES, Entry, ListedDocument, Sharing, parse_entry

# Ages of listed people on the day: lowest, highest, likeliest.
_AGES = (17.0, 78.0, 36.0)


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry and who is behind it; nobody is where it holds a document alone."""

    entry: Entry
    who: Person | None


def watchlist(rng: Random, passports: Passports, *, day: date, size: int) -> Iterator[Listed]:
    """Yield *size* entries; ids are unique with each owner."""
    numbers: Counter[str] = Counter()
    for _ in range(size):
        owner = lists().owner(rng)
        numbers[owner] += 1
        since = day - timedelta(days=rng.randrange(1, 4000))
        head: dict[str, object] = {
            "schema": "entry/1",
            "id": f"{since.year}-{numbers[owner]:05d}",
            "owner": owner,
            "valid_from": since,
            "sharing": lists().sharing_of(rng, owner),
        }
        if rng.randrange(100) < lists().stolen_documents.share_percent:
            yield Listed(parse_entry(head | _stolen_document(rng, passports)), None)
            continue
        kind = lists().category(rng)
        who = _somebody(rng, day)
        about = _about(rng, kind, day) | _traits(rng, passports, who)
        yield Listed(parse_entry(head | about), who)


def _stolen_document(rng: Random, passports: Passports) -> dict[str, object]:
    kind = lists().stolen_documents
    issuer = rng.choice(kind.issuers)
    document = ListedDocument(
        type=rng.choice("PPPI"),
        number=passports.new(rng, issuer),
        issuer=issuer,
        status=rng.choice(("stolen", "stolen", "lost")),
    )
    return {
        "list": kind.list,
        "category": kind.category,
        "severity": rng.choice(("medium", "medium", "high")),
        "documents": (document,),
        # Every agency with documents to check gets them; to redact them would share nothing.
        "sharing": Sharing(visible_to=("*",)),
    }


def _about(rng: Random, kind: Category, day: date) -> dict[str, object]:
    """Return why somebody is listed and until when; one entry in thirty has expired."""
    draw = rng.random()
    ends = None
    if draw < 1 / 30:
        ends = day - timedelta(days=1)
    elif draw < 1 / 5:
        ends = day + timedelta(days=rng.randrange(30, 900))
    return {
        "list": kind.list,
        "category": kind.category,
        "severity": rng.choices(SEVERITIES, weights=kind.severities)[0],
        "instruction": kind.instruction,
        "valid_until": ends,
    }


def _somebody(rng: Random, day: date) -> Person:
    culture = rng.choice(list(cultures().values()))
    return person(rng, culture, born=birth_date(rng, on=day, ages=_AGES))


def _traits(rng: Random, passports: Passports, who: Person) -> dict[str, object]:
    """Return what the list knows of *who*; no list knows everything."""
    return {
        "names": names_of(rng, who),
        "birth_dates": _birth_dates(rng, who),
        "sex": who.sex if rng.random() < 0.85 else None,
        "nationalities": (who.nationality,) if rng.random() < 0.9 else (),
        "birth_places": (who.birth_place,) if rng.random() < 0.5 else (),
        "documents": _documents(rng, passports, who),
    }


def _birth_dates(rng: Random, who: Person) -> tuple[str, ...]:
    exact = who.born.isoformat()
    other_year = str(who.born.year + rng.choice((-1, 1)))
    kinds = ((exact,), (exact[:4],), (exact[:7],), (exact, other_year), ())
    return rng.choices(kinds, weights=(64, 14, 5, 8, 9))[0]


def _documents(rng: Random, passports: Passports, who: Person) -> tuple[ListedDocument, ...]:
    if rng.random() < 0.65:
        return ()
    number = passports.new(rng, who.nationality)
    return (ListedDocument(type="P", number=number, issuer=who.nationality),)
