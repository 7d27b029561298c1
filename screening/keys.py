"""The index keys of a passenger and of an entry: one pure function, so that both sides agree.

Kinds, by their first letter:
N all skeletons of a name of three parts or more; Q two of them, or one and that of two neighbours
written as one; S the skeleton of a single name, or of two parts written as one; T one skeleton;
F exact birth date and how a part of the name begins; D document number, and as it may be mistyped.
Order, case, particles and titles of a name change no key. Of a long key there are its kind and a
digest.

Each key has a *rest*: how the other parts of the name begin, as bits. Two names that share a key
concern each other only if they also share a bit, or one of them has nothing left, or next to no
entry has that key.

What keys are made of is gathered here; they are made in machine code (`compiled/filing.py`).
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from struct import Struct

import msgpack

from screening.compiled.filing import filed
from screening.names import PreparedName
from screening.prepared import BirthDate, PreparedDocument, PreparedEntry, PreparedPassenger

KEYED_READINGS = 3  # of a name, the likeliest; each with at most two ways to spell its words
NO_DATE, EPOCH, LAST_YEAR = 0, 1900, 255  # years of birth in a byte
_BYTE = [bytes((one,)) for one in range(256)]
_TWO = Struct("<H").pack

Keys = Mapping[str, int]


def passenger_keys(passenger: PreparedPassenger) -> Keys:
    """Return the keys to look a passenger up by, sorted, each with its rest.

    At most 43 for each of six ways to read and spell the name, and four a document.
    """
    return keys_in(filed([passenger_parts(passenger)])[0])


def entry_keys(entry: PreparedEntry) -> Keys:
    """Return the keys under which an entry is found, sorted, each with its rest."""
    return keys_in(filed([entry_parts(entry)])[0])


def entry_parts(entry: PreparedEntry) -> bytes:
    """Return what the keys of an entry are made of, as `filed` takes it."""
    return _parts(NO_DATE, entry.names, entry.birth_dates, entry.documents)


def keys_in(packed: bytes) -> Keys:
    """Return the keys, each with its rest, of what is filed."""
    _, *flat = msgpack.unpackb(packed, strict_map_key=False)
    return dict(zip(flat[::2], flat[1::2], strict=True))


def passenger_parts(passenger: PreparedPassenger) -> bytes:
    """Return what the keys of a passenger are made of, as `filed` takes it."""
    dates = () if passenger.birth_date is None else (passenger.birth_date,)
    return _parts(passenger_year(passenger), (passenger.name,), dates, passenger.documents)


def passenger_year(passenger: PreparedPassenger) -> int:
    """Return the year of birth as postings have it, from 1900, 1 to 255; NO_DATE if unknown."""
    return NO_DATE if passenger.birth_date is None else _year(passenger.birth_date)


def year_in(parts: bytes) -> int:
    """Return the same of a passenger of whom the keys are made of *parts*."""
    return parts[0]


def entry_years(entry: PreparedEntry) -> tuple[int, int]:
    """Return the first and the last year of birth listed, as postings have them."""
    years = [_year(date) for date in entry.birth_dates]
    return (min(years), max(years)) if years else (NO_DATE, NO_DATE)


def _year(date: BirthDate) -> int:
    return min(max(date.year - EPOCH, 1), LAST_YEAR)


def _parts(
    year: int,
    names: Sequence[PreparedName],
    birth_dates: Sequence[BirthDate],
    documents: Sequence[PreparedDocument],
) -> bytes:
    days = [_day(date.shown) for date in birth_dates if date.day]
    parts = [_BYTE[year], _TWO(len(days)), *days, _TWO(len(documents))]
    for document in documents:
        parts += (_TWO(len(document.number)), document.number.encode())
    readings = [each for name in names for each in name.readings[:KEYED_READINGS]]
    parts.append(_TWO(len(readings)))
    for each in readings:
        parts.append(_BYTE[len(each)])
        parts += [word.bones for word in each]
    return b"".join(parts)


@lru_cache(maxsize=32_768)
def _day(shown: str) -> bytes:
    return shown.replace("-", "").encode()
