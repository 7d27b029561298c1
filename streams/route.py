"""From facts to alerts: who is told, what is new, stored as pending, published, marked as sent."""

from datetime import datetime

from access.parties import AgencyId
from alerts.alert import Alert
from alerts.known_hits import KnownHits
from alerts.ledger import Ledger, payload
from alerts.life import steps
from alerts.routing import routed
from manifests.contract import utc_text
from screening.facts import Again, Facts, said
from screening.space import Space
from streams.equipment import Equipment
from streams.publisher import Outgoing
from streams.record import Record
from streams.rules import RulesInForce
from streams.topics import alerts_topic

ROUNDS = 20  # of trying again where another worker got in between


class Route:
    """Handles records of `hits`; alone writes the ledger and `alerts.<agency>`."""

    def __init__(
        self, equipment: Equipment, ledger: Ledger, hits: KnownHits, rules: RulesInForce
    ) -> None:
        self._with = equipment
        self._ledger = ledger
        self._hits = hits
        self._rules = rules

    async def handle(self, record: Record) -> None:
        """Bring the ledger and every agency to what the facts say; returns when all is out."""
        found = said(record.value or b"")
        space, now = await self._with.indexes.space(), self._with.clock()
        if isinstance(found, Again):
            for facts in await self._known(space, found.flight):
                await self._bring_about(space, facts, now)
        else:
            await self._hits.note(space, found, now)
            await self._bring_about(space, found, now)
        self._with.crash.at("route: before ack")

    async def _known(self, space: Space, flight: str) -> list[Facts]:
        """Return the hits known on *flight*, to be routed by rules that nobody has outruled."""
        while (found := await self._hits.on_flight(space, flight, ruled=self._rules.as_of)) is None:
            await self._rules.read()
        return found

    async def _bring_about(self, space: Space, facts: Facts, now: datetime) -> None:
        for _ in range(ROUNDS):
            rules, ruled = self._rules.now, self._rules.as_of
            wanted = routed(facts, rules, utc_text(now))
            held = await self._ledger.on_flight(space, facts.flight.key)
            await self._publish(space, [one.alert for one in held if one.sent < one.alert.version])
            self._with.crash.at("route: before pending")
            todo = steps(held, wanted, facts)
            outcomes = [
                await self._ledger.record(space, one, facts, now, ruled=ruled) for one in todo
            ]
            stored = zip(todo, outcomes, strict=True)
            await self._publish(space, [one.alert for one, how in stored if how == "pending"])
            if "outruled" in outcomes:
                await self._rules.read()
            elif "moved" not in outcomes:
                return
        raise RuntimeError("the ledger of one flight keeps moving")

    async def _publish(self, space: Space, pending: list[Alert]) -> None:
        """Put versions on their agencies' topics, then mark them as sent, in that order."""
        if not pending:
            return
        self._with.crash.at("route: before publish")
        await self._with.publisher.publish(*map(_outgoing, pending))
        self._with.crash.at("route: before sent")
        await self._ledger.mark_sent(space, pending)
        for alert in pending:
            self._with.stats.add_labelled("alerts", alert.agency)


def _outgoing(alert: Alert) -> Outgoing:
    return Outgoing(alerts_topic(AgencyId(alert.agency)), payload(alert), alert.alert_id)
