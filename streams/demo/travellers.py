"""Ordinary people on a flight, as an airline writes them: nobody listed, valid documents."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from anyascii import anyascii

from manifests.contract import Document, Passenger
from streams.demo.passports import Passports
from streams.demo.people import Person, birth_date, person
from streams.demo.pools import cultures
from streams.demo.routes import Plan, routes
from watchlist.entry import Entry

# Ages on the day: lowest, highest, likeliest.
_PASSENGERS = (0.5, 84.0, 34.0)
_CREW = (22.0, 60.0, 31.0)
_LOCATOR = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def as_sent(name: str) -> str:
    """Return *name* as airlines write it: capitals of A to Z, hyphens as spaces."""
    return anyascii(name).upper().replace("-", " ").replace("'", "")


def name_of(*names: str) -> frozenset[str]:
    """Return the words of a name, by which two names are the same."""
    return frozenset(word for name in names for word in as_sent(name).split())


def listed_dates(entries: Collection[Entry]) -> dict[frozenset[str], set[str]]:
    """Return under which names which birth dates are listed."""
    dates: dict[frozenset[str], set[str]] = {}
    for entry in entries:
        for name in entry.names:
            if name.kind in ("primary", "alias"):
                dates.setdefault(name_of(name.full), set()).update(entry.birth_dates)
    return dates


@dataclass(frozen=True, slots=True)
class Crowd:
    """Where travellers come from, and whom they must not be taken for."""

    passports: Passports
    listed: Mapping[frozenset[str], Collection[str]]
    day: date

    def aboard(self, rng: Random, plan: Plan, *, count: int) -> Iterator[Passenger]:
        """Yield *count* passengers; some travel together under one record locator."""
        left = count
        while left > 0:
            party = min(left, rng.choices((1, 2, 3, 4), weights=(62, 23, 8, 7))[0])
            country = _home(rng, plan)
            locator = "".join(rng.choices(_LOCATOR, k=6))
            first = self._unlisted(rng, country, ages=_PASSENGERS)
            family = first if rng.random() < 0.6 else None
            group = [self._unlisted(rng, country, like=family) for _ in range(party - 1)]
            for who in (first, *group):
                yield self.row(rng, plan, who, country=country, locator=locator)
            left -= party

    def crew(self, rng: Random, plan: Plan) -> Iterator[Passenger]:
        """Yield the crew, without seats and locators."""
        country = plan.countries[0]
        for number in range(1, rng.randrange(5, 11)):
            who = self._unlisted(rng, country, ages=_CREW)
            row = self.row(rng, plan, who, country=country, locator=None)
            yield row.model_copy(update={"role": "crew", "passenger_id": f"C{number:02d}"})

    def row(
        self, rng: Random, plan: Plan, who: Person, *, country: str, locator: str | None
    ) -> Passenger:
        """Return *who* as the airline sends them, with a passport that is valid."""
        nationality = _nationality(rng, who, country)
        middle = who.middle is not None and rng.random() < 0.7
        return Passenger(
            record_locator=locator,
            surname=as_sent(who.surname.latin),
            given_names=as_sent(who.given_names if middle else who.given.latin),
            birth_date=who.born.isoformat(),
            sex=who.sex,
            nationality=nationality,
            documents=(self.passport(rng, nationality),),
            embark=plan.flight.origin,
            debark=plan.flight.destination,
            residence=country if rng.random() < 0.3 else None,
        )

    def passport(self, rng: Random, issuer: str) -> Document:
        """Return a passport of *issuer* that nobody else has and that has not expired."""
        expires = self.day + timedelta(days=rng.randrange(60, 3600))
        number = self.passports.new(rng, issuer)
        return Document(type="P", number=number, issuer=issuer, expires=expires.isoformat())

    def _unlisted(
        self,
        rng: Random,
        country: str,
        *,
        like: Person | None = None,
        ages: tuple[float, float, float] = _PASSENGERS,
    ) -> Person:
        """Return somebody no entry describes: a listed name with a listed birth date is redrawn."""
        mix = routes().countries[country]
        culture = rng.choices(list(mix), weights=list(mix.values()))[0]
        while True:
            who = person(
                rng,
                like.culture if like else cultures()[culture],
                born=birth_date(rng, on=self.day, ages=ages),
                surname=like.surname if like else None,
            )
            if not self._is_listed(who):
                return who

    def _is_listed(self, who: Person) -> bool:
        names = (name_of(who.full), name_of(who.given.latin, who.surname.latin))
        born = who.born.isoformat()
        return any(born.startswith(known) for name in names for known in self.listed.get(name, ()))


def _home(rng: Random, plan: Plan) -> str:
    """Return whence a party comes: an end of the flight, or by one in twelve anywhere."""
    if rng.random() < 1 / 12:
        return rng.choice(list(routes().countries))
    return rng.choice(plan.countries)


def _nationality(rng: Random, who: Person, country: str) -> str:
    settled = country in who.culture.nationalities or rng.random() < 0.3
    return country if settled and rng.random() < 0.7 else who.nationality
