"""An agency that decides, on the bench: its dispositions go the whole way to the alerts."""

from collections.abc import Iterable
from itertools import count
from typing import Any

from access.audit import NotNoted
from access.caller import Action, Caller
from alerts.alert import Alert
from alerts.decided import DecisionsMade, Made
from alerts.ledger import Ledger
from alerts.suppressions import SuppressionStore
from screening.space import current_space
from streams.decision_notes import DecisionNotes
from streams.disposing import Disposing, DispositionIds
from streams.escalating import Escalating
from streams.publisher import Outgoing
from streams.record import Record
from streams.suppressing import Expiring, Suppressing
from streams.topics import SUPPRESSIONS
from tests.streams.bench import KEEP, Bench
from tests.streams.handling import encoded

NUMBERS = count(1)


class Desk:
    """Decides about alerts of a bench, and lets the bench go on with what that leads to."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        redis = bench.redis
        self.store = SuppressionStore(redis)
        self.made = DecisionsMade(redis)
        self._ids = DispositionIds(redis)
        self.noted: list[tuple[Caller, str, tuple[str, ...]]] = []
        self.not_noted: NotNoted | None = None
        self.notes = DecisionNotes(self._note, b"a secret of the bench")
        self._disposing = Disposing(bench.things, self._ids, self.notes)
        self._suppressing = Suppressing(bench.things, self.store, Ledger(redis, keep=KEEP))
        self._expiring = Expiring(bench.things, self.store)
        self._escalating = Escalating(bench.things, redis)
        self._applied = 0

    def alert(self, agency: str = "uk", flight: str | None = None) -> Alert:
        """Return the latest version of the last alert that *agency* was told of."""
        told = [Alert.model_validate_json(one.value or b"") for one in self.bench.out.on_alerts()]
        mine = [one for one in told if one.agency == agency]
        return [one for one in mine if flight in (None, one.flight.key)][-1]

    async def _note(
        self,
        who: Caller,
        action: Action,
        what: str,
        about: Iterable[str],
        purpose: str | None,
    ) -> None:
        if self.not_noted is not None:
            raise self.not_noted
        assert (action, purpose) == ("decided", None)
        self.noted.append((who, what, tuple(about)))

    async def send(
        self,
        said: dict[str, Any],
        agency: str = "uk",
        offset: int | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        """Send a disposition, which is handed on."""
        number = next(NUMBERS) if offset is None else offset
        topic = f"dispositions.{agency}"
        sent_ms = int(self.bench.things.clock().timestamp() * 1000)
        more = headers or {}
        await self._disposing.handle(Record(topic, 0, number, None, encoded(said), more, sent_ms))

    async def decide(self, action: str, about: Alert | None = None, **more: Any) -> list[Any]:
        """Decide about *about*, by default the last of uk; return who was told what since."""
        alert = about or self.alert()
        await self.send(disposition(action, alert, **more), alert.agency)
        return await self.go_on()

    async def go_on(self) -> list[Any]:
        """Route and apply until nothing waits; return who was told what."""
        told: list[Any] = []
        while self.bench.facts.records or self._waiting():
            told += await self.bench.route()
            await self.apply()
        return told

    async def apply(self) -> None:
        """Put in force what was decided for longer than its alert."""
        for one in self._waiting():
            self._applied += 1
            key = (one.key or "").encode()
            record = Record(SUPPRESSIONS, 0, next(NUMBERS), key, one.value, dict(one.headers), 0)
            await self._suppressing.handle(record)

    def _waiting(self) -> list[Outgoing]:
        sent = [*self.bench.out.on(SUPPRESSIONS)]
        return sent[self._applied :]

    async def pass_time(self) -> list[Any]:
        """See to what is due; return who was told what."""
        await self._expiring.look()
        await self._escalating.look()
        found = self.bench.facts.on(SUPPRESSIONS)
        for one in found:
            self.bench.facts.records.remove(one)
        self.bench.out.records += found
        return await self.go_on()

    async def made_about(self, alert: Alert) -> list[Made]:
        return await self.made.of(await current_space(self.bench.redis, "test"), alert.alert_id)


def disposition(action: str, alert: Alert, **more: Any) -> dict[str, Any]:
    """Return a disposition as sent."""
    plain: dict[str, Any] = {
        "schema": "disposition/1",
        "disposition_id": f"D-{next(NUMBERS)}",
        "alert_id": alert.alert_id,
        "action": action,
        "by": "officer-7",
        "at": "2026-11-25T08:00:00Z",
    }
    if action == "dismiss":
        plain["reason"] = "not_the_same_person"
    return {**plain, **more}
