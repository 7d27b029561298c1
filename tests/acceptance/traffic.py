"""Planned traffic: seeded manifests and entries, and the alerts that must come of them.

What is expected follows from the plan alone: who is listed, on which route, and who is entitled.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from access.keys import KEY_BYTES, key_hash, new_key

KEYS = {"UA": new_key(b"u" * KEY_BYTES), "BA": new_key(b"b" * KEY_BYTES)}
# Of agencies, by agency and role.
AGENCY_KEYS = {
    (agency, role): new_key(f"{agency}/{role}".encode().ljust(KEY_BYTES, b"."))
    for agency in ("interpol", "uk-piu", "fr-piu")
    for role in ("officer", "analyst", "admin")
}
OPERATOR_KEY = new_key(b"o" * KEY_BYTES)


def _keys(agency: str) -> str:
    rows = [
        f'{{hash: "{key_hash(key)}", role: {role}}}'
        for (whose, role), key in AGENCY_KEYS.items()
        if whose == agency
    ]
    return ", ".join(rows)


PARTIES = f"""
airlines:
  - {{id: UA, name: United, carriers: [UA], keys: ["{key_hash(KEYS["UA"])}"]}}
  - {{id: BA, name: British, carriers: [BA], keys: ["{key_hash(KEYS["BA"])}"]}}
operators:
  - {{id: desk, name: Desk, keys: [{{hash: "{key_hash(OPERATOR_KEY)}", role: operator}}]}}
agencies:
  - {{id: interpol, name: Interpol, jurisdiction: ["*"], keys: [{_keys("interpol")}]}}
  - {{id: uk-piu, name: United Kingdom, jurisdiction: [GB], keys: [{_keys("uk-piu")}]}}
  - {{id: fr-piu, name: France, jurisdiction: [FR], keys: [{_keys("fr-piu")}]}}
  - {{id: ke-dci, name: Kenya, jurisdiction: [KE]}}
"""

# Kenya subscribes to nothing, so it is told of nothing.
SUBSCRIPTIONS = """
subscriptions:
  - {id: everything, agency: interpol}
  - {id: arrivals, agency: uk-piu, filter: {destination_countries: [GB]}}
  - {id: all, agency: fr-piu}
"""

BOARDING = """
rules:
  - {say: 1Z, categories: [wanted_person], min_score: 0.9, by: [document], min_weight: 7}
  - {say: 2Z}
answers:
  - {agency: uk-piu, arrivals: [GB], needs: [birth_date, document]}
texts: {1Z: DO NOT BOARD}
"""

# Who is told of an entry that everybody may see, by route: jurisdiction and subscription.
TOLD = {
    ("JFK", "LHR"): ("interpol", "uk-piu"),
    ("LHR", "CDG"): ("interpol", "fr-piu"),  # the United Kingdom subscribed to arrivals only
    ("JFK", "NBO"): ("interpol",),
}

_CONSONANTS = "BDFGHKLMNPRSTVZ"
_VOWELS = "AEIOU"


@dataclass(frozen=True, slots=True, order=True)
class Expected:
    """One alert that must stand: who, on which flight, by which entry, told to whom."""

    flight: str
    passenger: str
    entry: str
    agency: str


@dataclass(frozen=True, slots=True)
class Traveller:
    """One invented person."""

    id: str
    surname: str
    given_names: str
    birth_date: str
    document: str

    def row(self) -> dict[str, Any]:
        return {
            "passenger_id": self.id,
            "surname": self.surname,
            "given_names": self.given_names,
            "birth_date": self.birth_date,
            "documents": [{"type": "P", "number": self.document, "issuer": "IRQ"}],
        }

    def entry(self, owner: str = "interpol", **more: Any) -> dict[str, Any]:
        """Return the entry that lists this person, by exact name, birth date and document."""
        return {
            "schema": "entry/1",
            "id": f"E-{self.id}",
            "owner": owner,
            "category": "wanted_person",
            "severity": "high",
            "names": [{"full": f"{self.given_names} {self.surname}"}],
            "birth_dates": [self.birth_date],
            "documents": [{"type": "P", "number": self.document, "issuer": "IRQ"}],
            "sharing": {"visible_to": ["*"]},
            **more,
        }


@dataclass(frozen=True, slots=True)
class Leg:
    """One flight and those on it."""

    carrier: str
    number: int
    route: tuple[str, str]
    people: tuple[Traveller, ...]

    @property
    def key(self) -> str:
        return f"{self.carrier}{self.number:04}/{'-'.join(self.route)}/2031-05-05"

    def manifest(
        self,
        *,
        message_id: str | None = None,
        people: Sequence[Traveller] | None = None,
        minute: int = 0,
        **more: Any,
    ) -> dict[str, Any]:
        rows = [one.row() for one in (self.people if people is None else people)]
        return {
            "schema": "manifest/1",
            "message_id": message_id or f"{self.carrier}-{self.number}-{minute}",
            "sender": self.carrier,
            "sent_at": f"2026-11-24T08:{minute:02}:00Z",
            "function": "full",
            "flight": {
                "carrier": self.carrier,
                "number": str(self.number),
                "origin": self.route[0],
                "destination": self.route[1],
                "departure": "2031-05-05T18:30",
            },
            "passengers": rows,
            **more,
        }

    def expected(self, listed: Sequence[Traveller]) -> set[Expected]:
        """Return the alerts that must stand while *listed* are, by entries of Interpol for all."""
        return {
            Expected(self.key, one.id, f"interpol/E-{one.id}", agency)
            for one in self.people
            if one in listed
            for agency in TOLD[self.route]
        }


@dataclass(frozen=True, slots=True)
class Day:
    """Flights, and the listed among those on them."""

    legs: tuple[Leg, ...]
    listed: tuple[Traveller, ...]

    @property
    def expected(self) -> set[Expected]:
        return {alert for leg in self.legs for alert in leg.expected(self.listed)}


def day(seed: int, flights: int, *, every: int = 7, first: int = 1) -> Day:
    """Return *flights* flights of three to five people; every *every*-th person is listed.

    Flight numbers count up from *first*, so that days beside each other have their own flights.
    """
    random = Random(seed)
    people = _people(random, str(seed))
    routes = tuple(TOLD)
    legs = tuple(
        Leg(
            random.choice(("UA", "BA")),
            number,
            random.choice(routes),
            tuple(next(people) for _ in range(random.randint(3, 5))),
        )
        for number in range(first, first + flights)
    )
    everybody = [one for leg in legs for one in leg.people]
    return Day(legs, tuple(everybody[::every]))


def encoded(record: dict[str, Any]) -> bytes:
    return json.dumps(record).encode()


def _people(random: Random, prefix: str) -> Iterator[Traveller]:
    """Yield people no two of whom share a part of their names: look-alikes are rightly hits."""
    words = _words(random)
    number = 0
    while True:
        number += 1
        yield Traveller(
            id=f"{prefix}-{number}",
            surname=next(words),
            given_names=f"{next(words)} {next(words)}",
            birth_date=f"{random.randint(1940, 2005)}-{random.randint(1, 12):02}-"
            f"{random.randint(1, 28):02}",
            document=f"K{prefix}{number:06}"[-12:],
        )


def _words(random: Random) -> Iterator[str]:
    """Yield invented words, none twice."""
    said: set[str] = set()
    while True:
        syllables = (random.choice(_CONSONANTS) + random.choice(_VOWELS) for _ in range(3))
        word = "".join(syllables) + random.choice(_CONSONANTS)
        if word not in said:
            said.add(word)
            yield word
