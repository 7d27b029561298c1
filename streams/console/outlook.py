"""Whom an entry would hit, and who could see it, before it is contributed: the dry run.

By the joins' own search and route's own rules. An owner is told of every hit on its entries, so
what is shown to the contributor is what alerts would show it. Of other agencies only numbers are
told, by sharing and jurisdiction: what they subscribe to, and whom they dismissed, is their own
affair.
"""

import asyncio
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

from redis.asyncio import Redis

from access.parties import AgencyId
from alerts.alert import Alert
from alerts.hiding import kept_back
from alerts.routing import Draft, Rules, routed, subscriptions_by_agency
from alerts.suppression import Suppressions
from alerts.suppressions import SuppressionStore
from config.files import SubscriptionRow
from doors.console.watchlist_desk import Outlook, Viewer
from doors.problem import Declined
from manifests.contract import utc_text
from screening.dry_run import DryRun
from screening.facts import Facts
from screening.held_entry import HeldEntries
from screening.space import Space, space_in_force
from streams.declining import reached
from watchlist.entry import Entry
from watchlist.sharing import shared_view, view

MOST_WAITING = 4  # people of one agency whose questions wait
MOST = 500  # people that are weighed: a name that finds more has to be narrowed anyway

_BUSY = "others of your agency are trying entries; try again in a moment"
_ASKED_ANEW = "you asked anew before this was answered"


class Outlooks:
    """Answers one question after another: each may compare hundreds of people."""

    def __init__(self, redis: Redis, rules: Rules) -> None:
        self._redis = redis
        agencies = rules.parties.agencies
        # Each other agency as if it wanted all that it is entitled to.
        wishes = [SubscriptionRow(id="all", agency=one) for one in agencies]
        self._rules = replace(rules, subscriptions=subscriptions_by_agency(wishes))
        self._dry = DryRun(redis, min_score=rules.min_score)
        self._held = HeldEntries(redis)
        self._decisions = SuppressionStore(redis)
        self._busy = asyncio.Lock()
        self._asked: dict[tuple[AgencyId, str], object] = {}  # the latest question of each

    async def of(self, agency: AgencyId, entry: Entry, who: str) -> Outlook:
        """Return what *entry*, which is of *agency*, would come to. Raises Declined.

        A form asks anew as somebody types: of what waits of *who* only the latest is answered.
        """
        assert entry.owner == agency
        asker, this = (agency, who), object()
        others = sum(one[0] == agency for one in self._asked if one != asker)
        if others >= MOST_WAITING:
            raise Declined(429, _BUSY, headers={"Retry-After": "2"})
        self._asked[asker] = this
        try:
            async with self._busy:
                if self._asked.get(asker) is not this:
                    raise Declined(429, _ASKED_ANEW)
                return await reached(self._of(agency, entry))
        finally:
            if self._asked.get(asker) is this:
                del self._asked[asker]

    async def _of(self, agency: AgencyId, entry: Entry) -> Outlook:
        space, now = await space_in_force(self._redis), datetime.now(UTC)
        held = await self._held.entry(space, entry.key)
        decisions = await self._decisions.on(space, [entry.key])
        drafts, over = await self._drafts(space, entry, decisions.by_entry, now)
        before: list[Draft] = []
        if held is not None:
            before, _ = await self._drafts(space, held, decisions.by_entry, now)
        mine = sorted(_of_agency(drafts, agency), key=lambda one: -one.score)
        had = {one.alert_id for one in _of_agency(before, agency)}
        have = {one.alert_id for one in mine}
        return Outlook(
            alerts=tuple(mine),
            new=frozenset(have - had),
            gone=0 if over else len(had - have),
            over=over,
            viewers=tuple(self._viewers(entry, agency, drafts)),
            active=entry.active_on(now.date()),
            nothing_left=shared_view(entry) is None,
        )

    async def _drafts(
        self, space: Space, entry: Entry, decisions: Suppressions, now: datetime
    ) -> tuple[list[Draft], bool]:
        """Return the alerts that should stand, and whether there were too many people for that."""
        found = await self._dry.facts(space, entry, now)
        some, over = _first(found, MOST)
        owner = AgencyId(entry.owner)
        return await asyncio.to_thread(self._routed, some, owner, decisions, now), over

    def _routed(
        self, found: Collection[Facts], owner: AgencyId, decisions: Suppressions, now: datetime
    ) -> list[Draft]:
        rules, at = self._rules, utc_text(now)
        drafts = (one for facts in found for one in routed(facts, rules, at).drafts)
        return [
            one
            for one in drafts
            if one.alert.agency != owner or not kept_back(one, decisions, rules.secret, now)
        ]

    def _viewers(self, entry: Entry, owner: AgencyId, drafts: Iterable[Draft]) -> Iterator[Viewer]:
        hits = Counter(one.alert.agency for one in drafts)
        for agency in sorted(self._rules.parties.agencies):
            if agency != owner:
                yield Viewer(agency, view(entry, agency) is not None, hits[agency])


def _of_agency(drafts: Iterable[Draft], agency: AgencyId) -> list[Alert]:
    return [one.alert for one in drafts if one.alert.agency == agency]


def _first(found: Iterable[Facts], most: int) -> tuple[list[Facts], bool]:
    """Return the facts with up to *most* hits, and whether some were left out."""
    some: list[Facts] = []
    left = most
    for one in found:
        if left <= 0:
            return some, True
        some.append(one.model_copy(update={"hits": one.hits[:left]}))
        left -= len(one.hits)
    return some, left < 0
