"""The index keys of a passenger and of an entry: one pure function, so that both sides agree.

Kinds, by their first letter:
N all skeletons of a name of three parts or more; Q two of them, or one and that of two neighbours
written as one; S the skeleton of a single name, or of two parts written as one; T one skeleton;
F exact birth date and how a part of the name begins; D document number, and as it may be mistyped.
Order, case, particles and titles of a name change no key.

Each key has a *rest*: how the other parts of the name begin, as bits. Two names that share a key
concern each other only if they also share a bit, or one of them has nothing left.
"""

from collections.abc import Iterable, Mapping
from hashlib import blake2b

from screening.document_numbers import document_keys
from screening.name_keys import joined_keys, name_keys
from screening.names import PreparedName
from screening.prepared import BirthDate, PreparedDocument, PreparedEntry, PreparedPassenger

MAX_READINGS = 3  # of a name, each with at most two ways to spell its words
MAX_KEY = 40
NO_DATE = 0

Keys = Mapping[str, int]


def passenger_keys(passenger: PreparedPassenger) -> Keys:
    """Return the keys to look a passenger up by, sorted, each with its rest.

    At most 43 for each of six ways to read and spell the name, and four a document.
    """
    dates = () if passenger.birth_date is None else (passenger.birth_date,)
    return _keys((passenger.name,), dates, passenger.documents)


def entry_keys(entry: PreparedEntry) -> Keys:
    """Return the keys under which an entry is found, sorted, each with its rest."""
    return _keys(entry.names, entry.birth_dates, entry.documents)


def passenger_year(passenger: PreparedPassenger) -> int:
    """Return the year of birth as postings have it, from 1900, 1 to 255; NO_DATE if unknown."""
    return NO_DATE if passenger.birth_date is None else _year(passenger.birth_date)


def entry_years(entry: PreparedEntry) -> tuple[int, int]:
    """Return the first and the last year of birth listed, as postings have them."""
    years = [_year(date) for date in entry.birth_dates]
    return (min(years), max(years)) if years else (NO_DATE, NO_DATE)


def _year(date: BirthDate) -> int:
    return min(max(date.year - 1900, 1), 255)


def _keys(
    names: Iterable[PreparedName],
    birth_dates: tuple[BirthDate, ...],
    documents: tuple[PreparedDocument, ...],
) -> Keys:
    found = {key: 0 for document in documents for key in document_keys(document.number)}
    days = [date.shown.replace("-", "") for date in birth_dates if date.day]
    for name in names:
        for reading in name.readings[:MAX_READINGS]:
            ready = name_keys(reading)
            if found:
                joined_keys(found, ready.keys.items())
            else:
                found.update(ready.keys)
            for day in days:
                for one in ready.beginnings:
                    found[f"F{day}{one}"] = 0
    if found and len(max(found, key=len)) > MAX_KEY:
        found = {_short(key): rest for key, rest in found.items()}
    return dict(sorted(found.items()))


def _short(key: str) -> str:
    """Return *key*, of a long one its kind and a digest: equal keys stay equal."""
    if len(key) <= MAX_KEY:
        return key
    return key[0] + "#" + blake2b(key.encode(), digest_size=12).hexdigest()
