"""A pair file's record as either side of a comparison: the only place that knows its fields.

Fields are FollowTheMoney's: a value is a text or a list of texts, countries have two letters.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any

from config.countries import country_code
from config.partial_date import partial_date
from manifests.contract import Document, Passenger
from screening.names import PreparedName, prepare_name
from screening.prepared import (
    PreparedEntry,
    PreparedPassenger,
    prepare_entry,
    prepare_passenger,
)
from watchlist.entry import parse_entry

FIELDS = frozenset(
    {
        "name", "alias", "firstName", "fatherName", "middleName", "lastName",
        "birthDate", "nationality", "gender", "birthPlace", "passportNumber",
    }
)  # fmt: skip
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?(?:T.*)?$", re.ASCII)
_SEXES = {"male": "M", "m": "M", "female": "F", "f": "F"}

Record = dict[str, tuple[str, ...]]


def record_of(raw: dict[str, Any]) -> Record:
    """Return the fields that say something, each as texts.

    A name is put together from its parts where no whole one is there; there may be none at all.
    """
    record = {field: tuple(_texts(value)) for field, value in raw.items()}
    if not record.get("name"):
        parts = (record.get(one, ()) for one in ("firstName", "middleName", "lastName"))
        record["name"] = (" ".join(part[0] for part in parts if part),)
    return {field: texts for field, texts in record.items() if any(texts)}


def names_of(record: Record) -> tuple[str, ...]:
    """Return the names of a record, the first first."""
    return (*record.get("name", ()), *record.get("alias", ()))


def unreadable(record: Record) -> list[str]:
    """Return the field of each value that is of no form that is read."""
    return [
        field
        for field, read in _READ.items()
        for text in record.get(field, ())
        if read(text) is None
    ]


def passenger_of(record: Record) -> PreparedPassenger:
    """Return the record as a traveller; of several values the first is carried."""
    sent = Passenger(
        surname="-",
        birth_date=next(iter(_dates(record)), None),
        sex=next(iter(_sexes(record)), None),
        nationality=next(iter(_countries(record)), None),
        birth_place=next(iter(record.get("birthPlace", ())), "")[:512] or None,
        documents=tuple(Document(number=one[:512]) for one in record.get("passportNumber", ())),
    )
    # A whole name in one text: an airline would send surname and given names apart.
    return prepare_passenger(sent)._replace(name=_whole(record.get("name", ("",))[0], record))


def entry_of(record: Record) -> PreparedEntry:
    """Return the record as a listed person, with every name it has."""
    listed = parse_entry(
        {
            "schema": "entry/1",
            "id": "1",
            "owner": "bench",
            "category": "listed",
            "names": ({"full": "-"},),
            "birth_dates": _dates(record),
            "sex": next(iter(_sexes(record)), None),
            "nationalities": _countries(record),
            "birth_places": tuple(one[:512] for one in record.get("birthPlace", ())),
            "documents": tuple({"number": one[:512]} for one in record.get("passportNumber", ())),
        }
    )
    names = (
        *(_whole(full, record) for full in record.get("name", ())),
        *map(_name, record.get("alias", ())),
    )
    return replace(prepare_entry(listed), names=tuple(name for name in names if name.tokens))


def _whole(full: str, record: Record) -> PreparedName:
    """Return a name with the father's, where the record has that apart; its given name is known."""
    first, father = (next(iter(record.get(one, ())), "") for one in ("firstName", "fatherName"))
    if first and father and father.casefold() not in full.casefold():
        full = full.replace(first, f"{first} {father}", 1)
    return _name(full, given_names=first or None)


_name = lru_cache(maxsize=65_536)(prepare_name)


def _texts(value: object) -> Iterable[str]:
    listed = value if isinstance(value, list) else [value]
    texts = (str(one).strip() for one in listed if type(one) in (str, int, float))
    return (one.encode(errors="replace").decode() for one in texts if one)


def _dates(record: Record) -> tuple[str, ...]:
    found = (_date(text) for text in record.get("birthDate", ()))
    return tuple(date for date in found if date)


def _date(text: str) -> str | None:
    """Return the date as far as it exists: 1962-8-20 is 1962-08-20, 1962-13-01 is 1962."""
    parts = _DATE.match(text)
    if parts is None:
        return None
    written = "-".join(part.zfill(2) for part in parts.groups() if part)
    for length in (10, 7, 4):
        try:
            return partial_date(written[:length])
        except ValueError:
            continue
    return None


def _sexes(record: Record) -> list[Any]:
    return [one for one in map(_sex, record.get("gender", ())) if one]


def _sex(text: str) -> str | None:
    return _SEXES.get(text.casefold().rstrip("."))


def _countries(record: Record) -> tuple[str, ...]:
    found = map(_country, record.get("nationality", ()))
    return tuple(dict.fromkeys(one for one in found if one))


def _country(code: str) -> str | None:
    try:
        return country_code(code)
    except ValueError:
        return None  # a country that is no more (su, yu) speaks neither for nor against


_READ: dict[str, Callable[[str], str | None]] = {
    "birthDate": _date,
    "gender": _sex,
    "nationality": _country,
}
