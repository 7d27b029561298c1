"""Puts listed people on flights: who, where, under which spelling, and what becomes of them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Literal

from manifests.contract import Document, Passenger
from streams.demo.disguises import How, Shown, shown_as
from streams.demo.listing import Listed
from streams.demo.routes import Plan
from streams.demo.travellers import Crowd
from watchlist.entry import EntryKey

# The first leaves by a later push and the second is on a cancelled flight: plain ways go first.
_WAYS: tuple[How, ...] = (
    "exact",
    "alias",
    "romanisation",
    "document",
    "swapped_order",
    "typo",
    "missing_middle",
    "day_month_swapped",
    "glued",
)
# Ids of ordinary passengers end before this one (bookings.py).
FIRST_PLANTED_ID = 0xF000
# Redacting these leaves every agency what the person is found by.
_HARMLESS = {"instruction", "birth_places"}

Fate = Literal["boards", "leaves", "flight_cancelled"]


@dataclass(frozen=True, slots=True)
class Planted:
    """A listed person (or stolen document) on a flight.

    `kept` says that birth date and nationality are shown as listed; `late` that the booking
    comes after the first push.
    """

    flight_key: str
    passenger_id: str
    entry_key: EntryKey
    shown: str
    how: How
    kept: bool
    fate: Fate
    late: bool


@dataclass(frozen=True, slots=True)
class Plant:
    """What was planted and its row on the manifest."""

    planted: Planted
    passenger: Passenger


@dataclass(frozen=True, slots=True)
class Field:
    """Where people may be planted: flights that go, flights that will be cancelled."""

    going: Sequence[Plan]
    cancelled: Sequence[Plan]


@dataclass(frozen=True, slots=True)
class _Turn:
    number: int
    fate: Fate

    @property
    def how(self) -> How:
        return _WAYS[self.number % len(_WAYS)]

    @property
    def kept(self) -> bool:
        return self.how not in ("document", "day_month_swapped") and self.number % 5 != 4


def plant(
    rng: Random, crowd: Crowd, field: Field, *, listed: Collection[Listed], count: int
) -> Iterator[Plant]:
    """Yield *count* plants, each of its own entry, the ways in turn.

    Raises ValueError when the watchlist is too small for that.
    """
    free = [one for one in listed if _anyone_may_find(one, crowd.day)]
    rng.shuffle(free)
    for number in range(count):
        turn = _Turn(number, _fate(number, field))
        one, shown = _take(rng, free, turn.how)
        going = turn.fate != "flight_cancelled"
        plan = _flight(rng, field.going if going else field.cancelled, one)
        # A listed person takes the place of an ordinary passenger.
        row = next(crowd.aboard(rng, plan, count=1))
        changes = {
            **_identity(rng, crowd, one, shown=shown),
            **_alterations(turn, one),
            "residence": None,
            "passenger_id": f"{FIRST_PLANTED_ID + number:04X}",
        }
        row = row.model_copy(update=changes)
        yield Plant(_planted(plan, row, one=one, turn=turn), row)


def _anyone_may_find(one: Listed, day: date) -> bool:
    """Say whether every agency sees the entry with all that the person is found by."""
    entry, sharing = one.entry, one.entry.sharing
    if "*" not in sharing.visible_to or sharing.hidden_from or set(sharing.redact) - _HARMLESS:
        return False
    if not entry.active_on(day):
        return False
    return one.who is None or (
        one.who.born.isoformat() in entry.birth_dates and bool(entry.nationalities)
    )


def _take(rng: Random, free: list[Listed], how: How) -> tuple[Listed, Shown | None]:
    """Remove from *free* and return the first that can be disguised so, and the name shown."""
    for index, one in enumerate(free):
        if how == "document" and one.who is None:
            return free.pop(index), None
        shown = None if how == "document" else shown_as(rng, how, one)
        if shown:
            return free.pop(index), shown
    raise ValueError(f"no entry is left to plant as {how}; plant fewer or list more entries")


def _fate(number: int, field: Field) -> Fate:
    if number == 0:
        return "leaves"
    return "flight_cancelled" if number == 1 and field.cancelled else "boards"


def _flight(rng: Random, plans: Sequence[Plan], one: Listed) -> Plan:
    """Return a flight of *plans*, one where the person's culture is at home if there is any."""
    if one.who is None:
        return rng.choice(plans)
    fitting = [plan for plan in plans if one.who.culture.name in plan.cultures]
    return rng.choice(fitting or plans)


def _identity(rng: Random, crowd: Crowd, one: Listed, *, shown: Shown | None) -> dict[str, object]:
    """Return whom the passenger claims to be: the listed person, or a stolen document's holder."""
    if one.who is None or shown is None:
        stolen = one.entry.documents[0]
        own = Document(type=stolen.type, number=stolen.number, issuer=stolen.issuer)
        return {"nationality": stolen.issuer, "documents": (own,)}
    return {
        "surname": shown.surname,
        "given_names": shown.given_names,
        "birth_date": one.who.born.isoformat(),
        "sex": one.who.sex,
        "nationality": one.who.nationality,
        # A passport no list knows: the person must be found by name.
        "documents": (crowd.passport(rng, one.who.nationality),),
    }


def _alterations(turn: _Turn, one: Listed) -> dict[str, object]:
    """Return how birth date or nationality differ from the listed ones."""
    if one.who is None or turn.kept:
        return {}
    born = one.who.born
    if turn.how == "day_month_swapped":
        return {"birth_date": f"{born.year}-{born.day:02d}-{born.month:02d}"}
    ways: tuple[dict[str, object], ...] = (
        {"nationality": None},
        {"birth_date": str(born.year)},
        {"nationality": "CAN" if one.who.nationality != "CAN" else "AUS"},
        {"birth_date": None},
    )
    return ways[turn.number // 5 % len(ways)]


def _planted(plan: Plan, row: Passenger, *, one: Listed, turn: _Turn) -> Planted:
    return Planted(
        flight_key=plan.flight.key,
        passenger_id=row.passenger_id or "",
        entry_key=one.entry.key,
        shown=f"{row.surname}, {row.given_names}",
        how=turn.how,
        kept=turn.kept,
        fate=turn.fate,
        late=turn.fate == "boards" and turn.number % 6 == 5,
    )
