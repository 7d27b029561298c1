"""What agencies decide, and what nobody has taken up in time, brought about flight by flight."""

from dataclasses import dataclass, replace
from datetime import datetime

from alerts.case import Case
from alerts.decided import DecisionsMade, Made
from alerts.deciding import Plan, escalated, needs_hits, plan
from alerts.escalation import due
from alerts.known_hits import KnownHits
from alerts.ledger import Grounds
from alerts.said import Decided, Due
from alerts.suppressions import SuppressionStore
from manifests.contract import utc_text
from screening.held_entry import HeldEntries
from screening.space import Space
from streams.equipment import Equipment
from streams.rules import RulesInForce
from streams.suppression_log import began, ended
from streams.telling import ROUNDS, Telling


@dataclass(frozen=True, slots=True)
class Known:
    """What route knows beside the alerts themselves."""

    entries: HeldEntries
    hits: KnownHits
    suppressions: SuppressionStore
    made: DecisionsMade


class Deciding:
    """Applies decisions and escalations; part of `route`, the one writer of a flight's alerts."""

    def __init__(
        self,
        equipment: Equipment,
        telling: Telling,
        known: Known,
        rules: RulesInForce,
    ) -> None:
        self._with = equipment
        self._telling = telling
        self._known = known
        self._rules = rules

    async def decide(self, space: Space, decided: Decided, now: datetime) -> None:
        """Bring about what an agency decided; once it is done, the same again does nothing.

        The alert itself comes last, and says that it is done: after a crash all is done again.
        """
        said = decided.disposition
        for _ in range(ROUNDS):
            rules = self._rules.now
            held = await self._telling.held_on(space, decided.flight)
            if await self._known.made.done(space, said.alert_id, said.disposition_id):
                return
            by_id = {one.alert.alert_id: one for one in held}
            case = Case(decided, by_id, rules, utc_text(now))
            if case.mine is not None:
                entry = case.mine.entry
                there = await self._known.suppressions.on(space, [entry])
                listed = await self._known.entries.entry(space, entry)
                case = replace(case, in_force=there.by_entry.get(entry, ()), listed=listed)
            if needs_hits(case):
                hits = await self._known.hits.on_flight(space, decided.flight, now.date())
                case = replace(case, hits=tuple(hits or ()))
            found = plan(case)
            if found is None:
                return  # its time was over before its turn came
            if await self._done(space, decided, found, now):
                return
        raise RuntimeError("the ledger of one flight keeps moving")

    async def _done(self, space: Space, decided: Decided, found: Plan, now: datetime) -> bool:
        """Do what was planned; say whether all of it could be done."""
        made, rules = Made(decided.disposition), self._rules.now
        await self._outlast(space, found, decided.disposition.by)
        if found.own is None:
            await self._known.made.note(space, made)
            return True
        self._with.crash.at("decide: before the owner")
        if found.owners is not None:
            rest = found.owners_rest_on
            grounds = Grounds(decided.source, rest.as_of if rest else None)
            if not await self._telling.tell_one(space, found.owners, grounds, rules, now):
                return False
        self._with.crash.at("decide: before the alert")
        grounds = Grounds(decided.source, made=made)
        return await self._telling.tell_one(space, found.own, grounds, rules, now)

    async def _outlast(self, space: Space, found: Plan, by: str) -> None:
        """Publish what outlasts the alert, then hold it, so that what follows here goes by it."""
        records = [
            *(ended(key, by) for key in found.ended),
            *map(began, filter(None, [found.begun])),
        ]
        if not records:
            return
        await self._with.publisher.publish(*records)
        for key in found.ended:
            await self._known.suppressions.end(space, key.partition("/")[2])
        if found.begun is not None:
            await self._known.suppressions.put(space, found.begun)

    async def escalate(self, space: Space, asked: Due, now: datetime) -> None:
        """Tell the agency that nobody has taken the alert up, if its time is really over."""
        for _ in range(ROUNDS):
            rules = self._rules.now
            held = await self._telling.held_on(space, asked.flight)
            mine = next((one for one in held if one.alert.alert_id == asked.alert_id), None)
            if mine is None:
                return
            moment = due(mine.alert, rules.escalations.get(mine.alert.agency))
            if moment is None or moment > now:
                await self._telling.set_dues(space, [mine], rules)
                return
            step = escalated(mine, rules.secret)
            self._with.crash.at("escalate: before pending")
            if await self._telling.tell_one(space, step, Grounds(step.source), rules, now):
                return
        raise RuntimeError("the ledger of one flight keeps moving")
