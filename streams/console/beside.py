"""What the page of an alert shows beside it: the entry, attempts at delivery, the same booking.

An agency is told of hits, not of passengers. So of who travels with one it is told, when an officer
asks for it and that is on record, the names, roles and seats of those on the same record locator of
the same flight, as long as the flight is held and the alert stands; nothing else of them.
"""

from collections.abc import Mapping

from redis.asyncio import Redis

from access.parties import AgencyId
from alerts.about import About
from alerts.alert import Alert
from alerts.attempts import Attempts
from alerts.disposition import word_of
from alerts.history import History
from doors.console.desk import Beside, Companion
from doors.problem import Declined
from manifests.contract import Passenger
from screening.held_entry import HeldEntries
from screening.space import NotReady, space_in_force, text
from screening.traveller import traveller_of
from streams.declining import reached
from watchlist.entry import Entry, EntryKey
from watchlist.sharing import view

_OVER = "the alert is withdrawn or dismissed, so nobody beside its passenger is shown"
_NO_BOOKING = "no record locator is stated for this passenger"
_FORGOTTEN = "the flight is over or has lost this passenger: who was on it is not held any more"


class BesideAlerts:
    """Reads what belongs to alerts that the agency was told of."""

    def __init__(self, redis: Redis, about: About) -> None:
        self._redis = redis
        self._about = about
        self._history = History(redis)
        self._entries = HeldEntries(redis)
        self._attempts = Attempts(redis)

    async def beside(self, agency: AgencyId, alert: Alert) -> Beside:
        """Return the entry as *agency* sees it now, and the attempts; raises Declined."""
        return await reached(self._beside(agency, alert))

    async def together(self, agency: AgencyId, alert: Alert) -> tuple[Companion, ...]:
        """Return the others on the booking of an alert of *agency*; raises Declined."""
        assert alert.agency == agency
        if alert.event == "withdrawn" or word_of(alert.disposition) == "dismissed":
            raise Declined(409, _OVER)
        return await reached(self._together(alert))

    async def _beside(self, agency: AgencyId, alert: Alert) -> Beside:
        space = await space_in_force(self._redis)
        key = await self._history.entry_of(space, alert.alert_id)
        held = await self._entries.entry(space, EntryKey(key)) if key else None
        attempts = await self._attempts.of(space, alert.alert_id)
        return Beside(_seen(held, agency), tuple(reversed(attempts)))

    async def _together(self, alert: Alert) -> tuple[Companion, ...]:
        space = await space_in_force(self._redis)
        key = space.key("people", alert.flight.key)
        records: Mapping[bytes, bytes] = await self._redis.hgetall(key)  # type: ignore[assignment]
        people = {text(ref): _person(record) for ref, record in sorted(records.items())}
        own = people.pop(alert.passenger.passenger_ref, None)
        if own is None:
            raise Declined(409, _FORGOTTEN)
        if own.record_locator is None:
            raise Declined(404, _NO_BOOKING)
        # As it is now: a booking that was split is no news, and is not told.
        same = (one for one in people.values() if one.record_locator == own.record_locator)
        return tuple(map(self._companion, same))

    def _companion(self, person: Passenger) -> Companion:
        name = " ".join(part for part in (person.given_names, person.surname) if part)
        named = Passenger(surname=person.surname, given_names=person.given_names)
        return Companion(name, person.role, person.seat, tuple(self._about.passenger(named)))


def _person(record: bytes) -> Passenger:
    traveller = traveller_of(record)
    if traveller is None:
        raise NotReady("another release wrote the index; it has to be built anew")
    return traveller.passenger


def _seen(entry: Entry | None, agency: AgencyId) -> Entry | None:
    seen = view(entry, agency) if entry is not None else None
    return seen.entry if seen is not None else None
