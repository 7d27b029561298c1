"""An agency's alerts as the ledger has them."""

from redis.asyncio import Redis

from access.parties import AgencyId
from alerts.alert import Alert
from alerts.attempts import Attempts
from alerts.decided import DecisionsMade
from alerts.history import History, Told
from alerts.listing import BadCursorError, Listing, Page, Wanted
from doors.alert_list import AlertPage, Wish
from doors.alerts import ToldVersion, WholeAlert
from doors.problem import Declined
from manifests.contract import utc_text
from screening.space import space_in_force
from streams.declining import reached


class OwnAlerts:
    """Reads the alerts of who asks; another agency's are none."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._history = History(redis)
        self._made = DecisionsMade(redis)
        self._attempts = Attempts(redis)
        self._listing = Listing(redis)

    async def one(self, agency: AgencyId, alert_id: str) -> WholeAlert | None:
        """Return an alert of *agency* with its past; raises Declined."""
        return await reached(self._one(agency, alert_id))

    async def page(self, agency: AgencyId, wish: Wish) -> AlertPage:
        """Return a page of the agency's alerts; raises Declined."""
        try:
            found = await reached(self._page(agency, wish))
        except BadCursorError as problem:
            raise Declined(400, f"cursor: {problem}") from problem
        return AlertPage(alerts=tuple(one.alert for one in found.alerts), next=found.cursor)

    async def _page(self, agency: AgencyId, wish: Wish) -> Page:
        asked = wish.model_dump(exclude={"limit", "cursor", "since"})
        since = None if wish.since is None else utc_text(wish.since)
        return await self._listing.page(
            await space_in_force(self._redis),
            agency,
            cursor=wish.cursor,
            limit=wish.limit,
            wanted=Wanted(**asked, since=since),
        )

    async def latest(self, agency: AgencyId, alert_id: str) -> Alert | None:
        """Return an alert of *agency* as it is; raises Declined."""
        found = await self.one(agency, alert_id)
        return found.alert if found else None

    async def _one(self, agency: AgencyId, alert_id: str) -> WholeAlert | None:
        space = await space_in_force(self._redis)
        told = await self._history.of(space, alert_id)
        if not told or told[-1].alert.agency != agency:
            return None
        made = await self._made.of(space, alert_id)
        return WholeAlert(
            alert=told[-1].alert,
            decisions=tuple(one.disposition for one in made if one.on(told[-1].alert)),
            versions=tuple(map(_version, told)),
            deliveries=tuple(await self._attempts.of(space, alert_id)),
        )


def _version(told: Told) -> ToldVersion:
    alert = told.alert
    return ToldVersion(
        at=told.at,
        version=alert.version,
        event=alert.event,
        cause=alert.cause,
        score=alert.score,
        changes=alert.changes,
        reason=alert.reason,
        trace_id=alert.trace_id,
    )
