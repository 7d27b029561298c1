"""From facts to alerts: who is told, what is new, stored as pending, published, marked as sent."""

from datetime import datetime
from typing import Any

from alerts.hiding import dismissed_by, said_of_hits, weighed
from alerts.ledger import Grounds
from alerts.life import Held, steps
from alerts.round_trip import Asked
from alerts.routing import routed
from alerts.said import Decided, Due, said
from alerts.suppressions import NONE, InForce
from manifests.contract import utc_text
from screening.facts import Again, Facts
from screening.space import Space
from streams.deciding import Deciding, Known
from streams.equipment import Equipment
from streams.record import CAME, Record, Refused
from streams.rules import RulesInForce, ruled_in
from streams.telling import ROUNDS, Telling, refuse_too_large


class Route:
    """Handles records of `hits`; with what it is made of it alone writes ledger and alerts."""

    def __init__(
        self,
        equipment: Equipment,
        telling: Telling,
        known: Known,
        deciding: Deciding,
        rules: RulesInForce,
    ) -> None:
        self._with = equipment
        self._telling = telling
        self._hits = known.hits
        self._suppressions = known.suppressions
        self._deciding = deciding
        self._rules = rules

    async def handle(self, record: Record) -> None:
        """Bring the ledger and every agency to what the record says; returns when all is out."""
        found = said(record.value or b"")
        space, now = await self._with.indexes.space(), self._with.clock()
        match found:
            case Again():
                await self._rules.catch_up(ruled_in(record.headers))
                await self._again(space, await self._known(space, found.flight, now), now)
            case Decided():
                await self._deciding.decide(space, found, now)
            case Due():
                await self._deciding.escalate(space, found, now)
            case Facts():
                told = await self._bring_about(space, found, now, news=True)
                self._time(record, told)
        self._with.crash.at("route: before ack")

    async def _again(self, space: Space, known: list[Facts], now: datetime) -> None:
        """Bring all of it about; what is refused of it keeps nothing else back. Raises Refused."""
        refused: Refused | None = None
        for facts in known:
            try:
                await self._bring_about(space, facts, now)
            except Refused as problem:
                refused = problem
        if refused is not None:
            raise refused

    async def _known(self, space: Space, flight: str, now: datetime) -> list[Facts]:
        """Return the hits known on *flight*, to be routed by rules that nobody has outruled."""
        day = now.date()
        while (
            found := await self._hits.on_flight(space, flight, day, ruled=self._rules.as_of)
        ) is None:
            await self._rules.read()
        return found

    def _time(self, record: Record, told: int) -> None:
        """Count how long it took from the manifest, which the record says the time of."""
        came = record.headers.get(CAME, "")
        if came.isdecimal():
            seconds = self._with.clock().timestamp() - int(came) / 1000
            self._with.stats.pace.took(seconds, told)

    async def _bring_about(
        self, space: Space, facts: Facts, now: datetime, *, news: bool = False
    ) -> int:
        """Return how many versions were told; *news* are noted first. Raises Refused at the end."""
        count = 0
        for _ in range(ROUNDS):
            rules, ruled = self._rules.now, self._rules.as_of
            held, decisions = await self._before(space, facts, now if news else None)
            wanted = routed(facts, rules, utc_text(now), said_of_hits(held))
            over = dismissed_by(held, decisions.by_entry)
            ends = await self._suppressions.ends(space, over, now)
            found = weighed(wanted, held, decisions.by_entry, rules.secret, now, ends=ends)
            todo = steps(held, found.wanted, facts, rules.escalations)
            grounds = Grounds(facts.source, facts.as_of, ruled, decisions.revisions)
            outcomes = await self._telling.tell(space, todo, grounds, rules, now)
            count += outcomes.count("pending")
            if "outruled" in outcomes:
                await self._rules.read()
            elif "moved" not in outcomes and await self._suppressions.keep_back(
                space, facts.flight.key, found.kept_back, decisions
            ):
                gone = {one.alert.alert_id for one in todo}
                same = [one for one in held if one.alert.alert_id not in gone]
                await self._telling.set_dues(space, same, rules)
                refuse_too_large(outcomes)
                return count
        raise RuntimeError("the ledger of one flight keeps moving")

    async def _before(
        self, space: Space, facts: Facts, noted: datetime | None
    ) -> tuple[list[Held], InForce]:
        """Return what is held on the flight and decided on the entries: one round trip.

        Their hits are noted before, as they are known when *noted*.
        """
        beside: list[Asked[Any]] = []
        if noted is not None:
            beside.append(self._hits.noting(space, facts, noted))
        if facts.hits:
            entries = (one.entry.key for one in facts.hits)
            beside.append(self._suppressions.those_on(space, entries))
        held, others = await self._telling.held_beside(space, facts.flight.key, *beside)
        return held, others[-1] if facts.hits else NONE
