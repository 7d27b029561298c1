"""An agency's alerts as they come, as its HTTP door tells them: positions instead of offsets."""

from collections.abc import AsyncGenerator

from aiokafka.errors import KafkaError

from access.parties import AgencyId
from doors.alert_stream import Shown, Since
from doors.problem import Declined
from streams.agencies.positions import offset_in, position_text
from streams.agencies.tails import CutOff, Heard, Tails

IDLE_S = 15.0
_LATER = {"Retry-After": "5"}
_UNKNOWN = "Last-Event-ID is no position of yours; leave it out to begin with what comes now"


class AlertFollowing:
    """Lets each agency have so many listeners, and tells them where they stand."""

    def __init__(self, tails: Tails, secret: bytes, *, most: int, idle_s: float = IDLE_S) -> None:
        self._tails = tails
        self._secret = secret
        self._most = most
        self._idle_s = idle_s

    async def follow(self, agency: AgencyId, position: str | None) -> AsyncGenerator[Since]:
        """Yield what comes after *position*; ends where it cannot go on. Raises Declined."""
        after = None if position is None else offset_in(self._secret, agency, position)
        if position is not None and after is None:
            raise Declined(400, _UNKNOWN)
        if self._tails.listeners(agency) >= self._most:
            told = f"the agency has {self._most} streams open already; close one, or share one"
            raise Declined(429, told, headers=_LATER)
        following, begun = self._tails.heard(agency, after, self._idle_s), False
        try:
            async for heard in following:
                yield self._told(agency, heard)
                begun = True
        except (KafkaError, OSError) as problem:
            if not begun:
                told = "the alerts cannot be read now; try again"
                raise Declined(503, told, headers=_LATER) from problem
        except CutOff:
            return
        finally:
            await following.aclose()

    def _told(self, agency: AgencyId, heard: Heard) -> Since:
        shown = tuple(
            Shown(position_text(self._secret, agency, one.offset), one.alert, one.raw)
            for one in heard.versions
        )
        return Since(position_text(self._secret, agency, heard.offset), shown, heard.lost)
