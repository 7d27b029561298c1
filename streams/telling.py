"""Versions of alerts on their way to agencies: stored as pending, published, marked as sent."""

from collections.abc import Sequence
from datetime import datetime
from itertools import starmap
from typing import Any

from access.parties import AgencyId
from alerts.alert import Alert
from alerts.escalation import due_text
from alerts.ledger import Grounds, Ledger, Outcome, Version
from alerts.life import Held, Step, shortened
from alerts.round_trip import Asked, answers
from alerts.routing import Rules
from screening.space import Space
from streams.equipment import Equipment
from streams.publisher import Outgoing
from streams.record import Refused
from streams.topics import MAX_INTERNAL_VALUE, alerts_topic

_Pending = tuple[Alert, bytes]  # with the bytes that the agency receives

ROUNDS = 20  # of trying again where another worker got in between


class Telling:
    """Alone writes the ledger and `alerts.<agency>`."""

    def __init__(self, equipment: Equipment, ledger: Ledger) -> None:
        self._with = equipment
        self._ledger = ledger

    async def held_on(self, space: Space, flight: str) -> list[Held]:
        """Return what is held on *flight*, all of it published. Raises NotReady."""
        return (await self.held_beside(space, flight))[0]

    async def held_beside(
        self, space: Space, flight: str, *beside: Asked[Any]
    ) -> tuple[list[Held], list[Any]]:
        """Return the same, and what else is asked before it in the same round trip.

        Raises NotReady.
        """
        *others, held = await answers(*beside, self._ledger.held_on(space, flight))
        await self._publish_left(space, held)
        return held, others

    async def _publish_left(self, space: Space, held: Sequence[Held]) -> None:
        """Publish what whoever stored it did not come to publish."""
        left = [one for one in held if one.sent < one.alert.version]
        await self._publish(space, [(one.alert, one.payload) for one in left])

    async def tell(
        self, space: Space, todo: Sequence[Step], grounds: Grounds, rules: Rules, now: datetime
    ) -> list[Outcome]:
        """Store and publish the versions that *grounds* bear; return what became of each.

        One that is too large for its topic is not stored: as pending it would be published again,
        in vain, before anything else on its flight.
        """
        self._with.crash.at("route: before pending")
        versions = [_fitting(one, _due(one.alert, rules)) for one in todo]
        sendable = [one for one in versions if _fits(one)]
        outcomes = await self._ledger.record_all(space, sendable, grounds, now)
        stored = zip(sendable, outcomes, strict=True)
        await self._publish(
            space, [(one.step.alert, one.payload) for one, how in stored if how == "pending"]
        )
        left = iter(outcomes)
        return [next(left) if _fits(one) else "too_large" for one in versions]

    async def tell_one(
        self, space: Space, step: Step, grounds: Grounds, rules: Rules, now: datetime
    ) -> bool:
        """Do as `tell` for one version; say whether that is told. Raises Refused."""
        outcomes = await self.tell(space, [step], grounds, rules, now)
        refuse_too_large(outcomes)
        return outcomes == ["pending"]

    async def set_dues(self, space: Space, held: Sequence[Held], rules: Rules) -> None:
        """Bring to what *rules* say when each of *held* is to be escalated."""
        for one in held:
            due = _due(one.alert, rules)
            if due != one.due:
                await self._ledger.set_due(space, one, due)

    async def _publish(self, space: Space, pending: list[_Pending]) -> None:
        """Put versions on their agencies' topics, then mark them as sent, in that order."""
        if not pending:
            return
        self._with.crash.at("route: before publish")
        await self._with.publisher.publish(*starmap(_outgoing, pending))
        self._with.crash.at("route: before sent")
        await self._ledger.mark_sent(space, [alert for alert, _ in pending])
        for alert, _ in pending:
            self._with.stats.add_labelled("alerts", alert.agency)


def refuse_too_large(outcomes: Sequence[Outcome]) -> None:
    """Raise Refused where a version was too large for its topic."""
    if "too_large" in outcomes:
        raise Refused("too_large", "an alert that it leads to exceeds what a record may hold")


def _fitting(step: Step, due: str) -> Version:
    """Return the version, without what its changes were from and to where that is too large."""
    version = Version.of(step, due)
    return version if _fits(version) else Version.of(shortened(step), due)


def _fits(version: Version) -> bool:
    return len(version.payload) <= MAX_INTERNAL_VALUE


def _due(alert: Alert, rules: Rules) -> str:
    return due_text(alert, rules.escalations.get(alert.agency))


def _outgoing(alert: Alert, value: bytes) -> Outgoing:
    return Outgoing(alerts_topic(AgencyId(alert.agency)), value, alert.alert_id)
