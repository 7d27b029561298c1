"""Who is booked on one flight: ids, seats, and what each does until the doors close."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

from manifests.contract import Passenger
from streams.demo.planting import FIRST_PLANTED_ID, Plant

Fate = Literal["boards", "cancels", "no_show"]


@dataclass(frozen=True, slots=True)
class Booking:
    """One passenger; `reseated` is the same row with another seat, where there is one."""

    passenger: Passenger
    late: bool = False
    fate: Fate = "boards"
    reseated: Passenger | None = None

    @property
    def at_last(self) -> Passenger:
        """Return the row as it stands when the flight closes."""
        return self.reseated or self.passenger


def bookings(
    rng: Random, ordinary: Sequence[Passenger], plants: Sequence[Plant]
) -> tuple[Booking, ...]:
    """Return the bookings of a flight, planted people somewhere among the others."""
    count = len(ordinary) + len(plants)
    ids = rng.sample(range(0x1000, FIRST_PLANTED_ID), k=len(ordinary))
    # A quarter more seats than passengers, for those who change theirs.
    seats = rng.sample(list(_seats(count)), k=count + count // 4)
    spare = iter(seats[count:])
    booked = [_planted(one, seats.pop(0)) for one in plants]
    for row, passenger_id, seat in zip(ordinary, ids, seats, strict=False):
        passenger = row.model_copy(update={"passenger_id": f"{passenger_id:04X}", "seat": seat})
        fate, late = _plans(rng)
        other = next(spare, None) if fate == "boards" and not late and rng.random() < 0.05 else None
        reseated = passenger.model_copy(update={"seat": other}) if other else None
        booked.append(Booking(passenger, late=late, fate=fate, reseated=reseated))
    rng.shuffle(booked)
    return tuple(booked)


def _plans(rng: Random) -> tuple[Fate, bool]:
    """Return what an ordinary passenger does, and whether the booking comes late."""
    draw = rng.random()
    if draw < 0.02:
        return "cancels", False
    if draw < 0.04:
        return "no_show", False
    return "boards", draw < 0.10


def _planted(plant: Plant, seat: str) -> Booking:
    passenger = plant.passenger.model_copy(update={"seat": seat})
    fate: Fate = "cancels" if plant.planted.fate == "leaves" else "boards"
    return Booking(passenger, late=plant.planted.late, fate=fate)


def _seats(passengers: int) -> Iterator[str]:
    """Yield twice as many seats as there are passengers, and a row."""
    for row in range(1, passengers // 3 + 2):
        yield from (f"{row}{letter}" for letter in "ABCDEF")
