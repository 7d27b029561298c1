"""People as airlines tell of them, in manifests of 180, some listed; the same in every run."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count, islice
from random import Random
from typing import Any

from bench.retrieval.people import entries, travellers
from manifests.contract import Manifest, Passenger, utc_text

OF_A_FLIGHT = 180
OWNER = "uk-piu"  # of the list; every flight goes to its country
AIRLINES = ("BA", "LH", "AF", "TK", "EK")
ORIGINS = ("CDG", "FRA", "IST", "DXB", "JFK", "NBO", "DOH", "ATL")
STATES = ("GBR", "FRA", "DEU", "TUR", "USA", "IND", "KEN", "CHN", "ESP", "EGY")
MANY = 200  # lists of other people, where there is no end
_FLIGHTS_A_DAY = 9_000
_BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
_FIRST = 1_000_000  # the list of any length begins as that of a million does


def listed(length: int, first: int = 0) -> Iterator[dict[str, Any]]:
    """Yield entries *first* to *length* of the list: a longer list goes on as a shorter one."""
    for row in islice(entries(max(length, _FIRST)), first, length):
        yield {**row, "owner": OWNER}


def is_wanted(passenger_id: str) -> bool:
    """Say whether the passenger was drawn from the list."""
    return passenger_id.startswith("L")


def listed_as(passenger_id: str) -> str | None:
    """Return the id of the entry that the passenger was drawn from; None of an ordinary one."""
    return passenger_id.partition("-")[2] if is_wanted(passenger_id) else None


def passengers(count: int, seed: int) -> Iterator[Passenger]:
    """Yield *count* ordinary travellers with what an API message says of each."""
    yield from map(Passenger.model_validate, _told(count, seed))


@cache
def manifests(people: int, one_in: int, long: int) -> tuple[Manifest, ...]:
    """Return manifests of *people* in all, one in *one_in* among the first *long* of the list."""
    aboard = _people(people, one_in, long)
    flights = range(people // OF_A_FLIGHT)
    return tuple(manifest(one, one, aboard[one * OF_A_FLIGHT :][:OF_A_FLIGHT]) for one in flights)


def without_end(one_in: int, long: int, flights: int | None = None) -> Iterator[Manifest]:
    """Yield manifests of flights not seen before; their people come again after a while.

    Or of so many *flights*, told of anew once all have been: as many people are on their way.
    """
    aboard = [one.passengers for one in manifests(MANY * OF_A_FLIGHT, one_in, long)]
    for number in count(MANY):
        flight = number % flights if flights else number
        yield manifest(number, flight, aboard[flight % MANY])


def manifest(number: int, flight: int, aboard: Sequence[Any]) -> Manifest:
    """Return message *number*, which tells who is *aboard* a flight."""
    airline = AIRLINES[flight % len(AIRLINES)]
    day = f"2031-05-{1 + flight // _FLIGHTS_A_DAY:02}"
    return Manifest.model_validate(
        {
            "schema": "manifest/1",
            "message_id": f"M-{number}",
            "sender": airline,
            "sent_at": utc_text(_BEGIN + timedelta(seconds=number)),
            "function": "full",
            "flight": {
                "carrier": airline,
                "number": str(1 + flight % _FLIGHTS_A_DAY),
                "origin": ORIGINS[flight % len(ORIGINS)],
                "destination": "LHR",
                "departure": f"{day}T08:30",
                "arrival": f"{day}T16:30",
            },
            "passengers": aboard,
        }
    )


def _people(people: int, one_in: int, long: int) -> list[dict[str, Any]]:
    """Return travellers, and in the place of one in *one_in* a listed person."""
    wanted = _wanted(long)
    found = []
    for number, who in enumerate(_told(people, seed=5)):
        if number % one_in == one_in // 2:
            entry = wanted[number // one_in % len(wanted)]
            found.append(_said(who | _drawn(number, entry)))
        else:
            found.append(who)
    return found


def _drawn(number: int, entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return who travels as *entry* has it, letter by letter."""
    given, _, surname = entry["names"][0]["full"].rpartition(" ")
    return {
        "passenger_id": f"L{number}-{entry['id']}",
        "surname": surname,
        "given_names": given or None,
        "birth_date": entry["birth_dates"][0],
    }


def _told(count: int, seed: int) -> Iterator[dict[str, Any]]:
    rng = Random(f"{seed} papers")  # noqa: S311  # the same people in every run
    for number, one in enumerate(travellers(count, seed)):
        state = rng.choice(STATES)
        passport = {"type": "P", "number": f"X{rng.randrange(10**7, 10**8)}", "issuer": state}
        yield _said(
            {
                "passenger_id": f"T{number}",
                "surname": one.surname,
                "given_names": one.given_names,
                "birth_date": one.birth_date,
                "sex": rng.choice("MF"),
                "nationality": state,
                "documents": [passport],
                "seat": f"{1 + number % OF_A_FLIGHT // 6}{'ABCDEF'[number % 6]}",
            }
        )


def _said(who: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in who.items() if value is not None}


def _wanted(long: int) -> list[dict[str, Any]]:
    """Return entries with a whole date of birth, as many as may be asked for."""
    dated = (
        one for one in listed(long) if any(len(born) == 10 for born in one.get("birth_dates", ()))
    )
    return list(islice(dated, 20_000))
