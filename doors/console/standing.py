"""What a board begins with: the alerts that stand and that it asks for, the last told first."""

from collections.abc import AsyncGenerator

from access.parties import AgencyId
from alerts.alert import Alert
from doors.alert_list import MOST, ListDesk, Wish
from doors.console.filters import Filters

SHOWN = 5_000  # on a board, beside those that are only counted
LOOKED_AT = 20_000  # a second or two of work


class Standing:
    """Reads them; `more` says afterwards whether older ones were not looked at.

    Only what the board is to show counts towards *shown*: what was dismissed by the thousand keeps
    no open alert from it. By flight, all are looked at: so the page can lead to whatever stands.
    """

    def __init__(
        self, pages: ListDesk, filters: Filters, *, shown: int = SHOWN, looked_at: int = LOOKED_AT
    ) -> None:
        self._pages = pages
        self._filters = filters
        self._shown = shown
        self._looked_at = looked_at
        self.more = False

    async def of(self, agency: AgencyId) -> AsyncGenerator[list[Alert]]:
        """Yield those that the filters take, in whatever state; an empty page is one looked at."""
        cursor, shown, looked_at = None, 0, 0
        while True:
            wish = Wish(event="standing", limit=MOST, cursor=cursor)
            found = await self._pages.page(agency, wish)
            taken = [one for one in found.alerts if self._filters.takes(one)]
            shown += sum(map(self._filters.shows, taken))
            looked_at += len(found.alerts)
            cursor = found.next
            self.more = cursor is not None
            yield taken
            far = looked_at >= self._looked_at and not self._filters.flight
            if cursor is None or shown >= self._shown or far:
                return
