"""The demo world: a watchlist and a day of flights, all invented, the same for the same seed.

Pure but for reading its own name and route files once.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from manifests.contract import Manifest
from streams.demo.bookings import bookings
from streams.demo.listing import watchlist
from streams.demo.passports import Passports
from streams.demo.planting import Field, Plant, Planted, plant
from streams.demo.pushes import Aboard, Draft, drafts
from streams.demo.routes import Plan, plans, routes
from streams.demo.travellers import Crowd, listed_dates
from watchlist.entry import Entry, entry_json


@dataclass(frozen=True, slots=True)
class Push:
    """One manifest and when its airline sends it: seconds after `World.starts_at`."""

    at_s: float
    airline: str
    manifest: Manifest


@dataclass(frozen=True, slots=True)
class World:
    """A watchlist, the pushes of the day in the order they are sent, and who is hidden in them.

    `starts_at` is the whole hour (UTC) before the first push, about a day before the first
    departure.
    """

    starts_at: datetime
    entries: tuple[Entry, ...]
    pushes: tuple[Push, ...]
    planted: tuple[Planted, ...]


@dataclass(frozen=True, slots=True)
class _Load:
    """A flight and what it carries: planted people, how many passengers, whether it is off."""

    plan: Plan
    plants: tuple[Plant, ...]
    passengers: tuple[int, int]
    cancelled: bool


def build_world(  # noqa: PLR0913 - every number of the demo can be turned
    seed: int,
    day: date,
    *,
    entries: int = 3000,
    flights: int = 60,
    planted: int = 24,
    passengers: tuple[int, int] = (40, 180),
) -> World:
    """Return the world of *seed*: all flights leave on *day*, local date of their origin.

    `passengers` is how many a flight has at least and at most. Raises ValueError when there are
    too few entries for that many planted people.
    """
    if flights < 1:
        raise ValueError("a day needs at least one flight")
    passports = Passports(routes().passports)
    listed = tuple(watchlist(_stream(seed, "watchlist"), passports, day=day, size=entries))
    crowd = Crowd(passports, listed_dates([one.entry for one in listed]), day)
    flown = tuple(plans(_stream(seed, "routes"), day=day, flights=flights))
    rng = _stream(seed, "people")
    field = _field(rng, flown)
    plants = tuple(plant(rng, crowd, field, listed=listed, count=planted))
    loads = [_Load(plan, _on(plan, plants), passengers, plan in field.cancelled) for plan in flown]
    sent = sorted(_sent(rng, crowd, loads), key=lambda draft: draft.moment)
    starts_at = sent[0].moment.replace(minute=0, second=0, microsecond=0)
    return World(
        starts_at=starts_at,
        entries=tuple(one.entry for one in listed),
        pushes=tuple(numbered(sent, starts_at)),
        planted=tuple(one.planted for one in plants),
    )


def numbered(sent: Sequence[Draft], starts_at: datetime) -> Iterator[Push]:
    """Yield *sent* as manifests; no two are sent in the same millisecond."""
    numbers: Counter[str] = Counter()
    last = starts_at
    for draft in sent:
        rounded = draft.moment.replace(microsecond=draft.moment.microsecond // 1000 * 1000)
        last = max(rounded, last + timedelta(milliseconds=1))
        airline = draft.plan.airline
        numbers[airline] += 1
        manifest = Manifest.model_validate(
            {
                "schema": "manifest/1",
                "message_id": f"{airline}-{last:%Y%m%d}-{numbers[airline]:06d}",
                "sender": airline,
                "sent_at": last,
                "function": draft.function,
                "flight": draft.plan.flight,
                "passengers": draft.passengers,
            }
        )
        yield Push((last - starts_at).total_seconds(), airline, manifest)


def entries_jsonl(world: World, owner: str) -> bytes:
    """Return the entries of *owner* as JSON lines, as `tocsin watchlist import` reads them."""
    return b"".join(entry_json(entry) + b"\n" for entry in world.entries if entry.owner == owner)


def _stream(seed: int, what: str) -> Random:
    """Return randomness for *what* alone: more flights leave the watchlist as it is."""
    return Random(f"{seed}/{what}")  # noqa: S311 - a demo wants the same world for the same seed


def _field(rng: Random, flown: Sequence[Plan]) -> Field:
    """Return which flights go; about one in thirty is cancelled, at least one of two or more."""
    count = max(len(flown) // 30, 1) if len(flown) > 1 else 0
    cancelled = rng.sample(flown, k=count)
    return Field(tuple(plan for plan in flown if plan not in cancelled), tuple(cancelled))


def _on(plan: Plan, plants: Sequence[Plant]) -> tuple[Plant, ...]:
    return tuple(one for one in plants if one.planted.flight_key == plan.flight.key)


def _sent(rng: Random, crowd: Crowd, loads: Sequence[_Load]) -> Iterator[Draft]:
    for load in loads:
        fewest, most = load.passengers
        count = max(round(rng.triangular(fewest, most)) - len(load.plants), 0)
        ordinary = tuple(crowd.aboard(rng, load.plan, count=count))
        crew = tuple(crowd.crew(rng, load.plan))
        booked = bookings(rng, ordinary, load.plants)
        yield from drafts(rng, Aboard(load.plan, crew, booked, load.cancelled))
