"""From facts to alerts: who is told, what is new, stored as pending, published, marked as sent."""

from datetime import UTC, datetime

from access.parties import AgencyId
from alerts.alert import Alert
from alerts.ledger import Ledger, payload
from alerts.life import steps
from alerts.routing import Rules, drafts
from manifests.contract import utc_text
from screening.facts import Facts
from screening.space import Space
from streams.equipment import Equipment
from streams.publisher import Outgoing
from streams.record import Record
from streams.topics import alerts_topic

ROUNDS = 20  # of trying again where another worker got in between


class Route:
    """Handles records of `hits`; alone writes the ledger and `alerts.<agency>`."""

    def __init__(self, equipment: Equipment, ledger: Ledger, rules: Rules) -> None:
        self._with = equipment
        self._ledger = ledger
        self._rules = rules

    async def handle(self, record: Record) -> None:
        """Bring the ledger and every agency to what the facts say; returns when all is out."""
        facts = Facts.model_validate_json(record.value or b"")
        space = await self._with.indexes.space()
        now = datetime.now(UTC)
        wanted = drafts(facts, self._rules, utc_text(now))
        for _ in range(ROUNDS):
            held = await self._ledger.on_flight(space, facts.flight.key)
            await self._publish(space, [one.alert for one in held if one.sent < one.alert.version])
            self._with.crash.at("route: before pending")
            todo = steps(held, wanted, facts)
            outcomes = [await self._ledger.record(space, one, facts.as_of, now) for one in todo]
            stored = zip(todo, outcomes, strict=True)
            await self._publish(space, [one.alert for one, how in stored if how == "pending"])
            if "moved" not in outcomes:
                break
        else:
            raise RuntimeError("the ledger of one flight keeps moving")
        self._with.crash.at("route: before ack")

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
