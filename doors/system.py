"""How the whole of Tocsin is, by HTTP, for the operator: numbers, ids and times alone."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, Field

from access.caller import Caller
from doors.body import SmallRoute
from doors.gate import Purpose, purpose_said
from doors.problem import too_many, unknown_caller
from doors.told import told

ANSWERING = "answering"  # the stage that answers airlines before boarding

_BEARER = HTTPBearer(
    auto_error=False,
    scheme_name="Operator",
    description="A key of an operator (`tocsin keys new --operator`).",
)
_CREDENTIALS = Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]
_Seconds = Annotated[float | None, Field(description="Null where there is none to go by.")]


class StageFigures(BaseModel, frozen=True):
    """One stage of the workers, all of them together."""

    stage: str
    lag: Annotated[
        int | None,
        Field(
            description="Records yet to be dealt with; null: it was never at work, or Kafka does "
            "not answer."
        ),
    ]
    records_per_s: Annotated[float, Field(description="Over the last minute.")]


class Latency(BaseModel, frozen=True):
    """From a manifest that came to the alert on its topic; a percentile is 26 % too long at most.

    By the time that Kafka has of the manifest, which may be its sender's clock.
    """

    alerts: int
    p50_s: _Seconds = None
    p95_s: _Seconds = None
    p99_s: _Seconds = None


class MinuteLatency(Latency, frozen=True):
    """The same for the minute that began at `start`."""

    start: datetime


class RefusedFigures(BaseModel, frozen=True):
    """What went to quarantine for one reason, since Redis was empty, and how to send it again."""

    reason: str
    count: int
    replayed: Annotated[int, Field(description="Sent again so far.")]
    replay: Annotated[str, Field(description="The command, once the cause is mended.")]


class DeliveryFigures(BaseModel, frozen=True):
    """One webhook, by agency/id."""

    webhook: str
    destination: Annotated[
        str | None,
        Field(description="Scheme, host and port; null: delivery.yaml names it no more."),
    ]
    failing: bool
    failures: Annotated[int, Field(description="In a row.")]
    failing_since: datetime | None
    last_success_at: datetime | None
    last_failure: str | None
    waiting: Annotated[int | None, Field(description="Records of its topic yet to be dealt with.")]


class ListFigures(BaseModel, frozen=True):
    """One watchlist, by owner/list, and when anything on it last changed."""

    list: str
    changed_at: datetime
    age_s: int


class WorkerFigures(BaseModel, frozen=True):
    """One process that was heard of within the last seconds."""

    name: str
    lane: str
    waiting_for: str | None
    unexpected_errors: int
    learning: bool = False


class SystemFigures(BaseModel, frozen=True):
    """Everything at one moment."""

    at: datetime
    ready: bool
    in_the_way: tuple[str, ...]
    stages: tuple[StageFigures, ...]
    latency: Annotated[Latency, Field(description="Over the last hour.")]
    minutes: Annotated[
        tuple[MinuteLatency, ...], Field(description="Of that hour, those with an alert.")
    ]
    quarantine: tuple[RefusedFigures, ...]
    deliveries: tuple[DeliveryFigures, ...]
    lists: Annotated[tuple[ListFigures, ...], Field(description="The oldest first.")]
    workers: tuple[WorkerFigures, ...]

    @property
    def nobody_answers(self) -> bool:
        """Say whether questions before boarding wait, and no lane is there to answer them.

        A lag that is not known beside others that are is that of a lane that never was there.
        """
        lags = {one.stage: one.lag for one in self.stages}
        if all(lag is None for lag in lags.values()) or lags.get(ANSWERING) == 0:
            return False
        return ANSWERING in lags and not self.has_lane("boarding")

    def has_lane(self, lane: str) -> bool:
        """Say whether a worker of that lane is at work."""
        return any(one.lane == lane for one in self.workers)


class ReplayWish(BaseModel, frozen=True, extra="forbid"):
    """Which refusals are to be sent again."""

    reason: Annotated[str, Field(min_length=1, max_length=100)]
    topic: Annotated[str | None, Field(max_length=249, description="Only those refused on it.")] = (
        None
    )
    again: Annotated[bool, Field(description="Also those that were sent again already.")] = False


class Replayed(BaseModel, frozen=True):
    """How many were sent again; what is refused again comes back to quarantine."""

    sent: int


@dataclass(frozen=True, slots=True)
class SystemDesk:
    """Finds out how everything is, and sends again what was refused; raises Declined."""

    look: Callable[[], Awaitable[SystemFigures]]
    replay: Callable[[Caller, ReplayWish, str | None], Awaitable[Replayed]]
    replay_one: Callable[[Caller, int, str | None], Awaitable[Replayed]]  # by offset in quarantine


@dataclass(frozen=True, slots=True)
class OperatorGate:
    """Whose key it is, and whether they may ask right now."""

    caller_with: Callable[[str], Caller | None]
    wait_s: Callable[[Caller], int]

    def let_in(self, shown: HTTPAuthorizationCredentials | None) -> Caller:
        """Return whose key it is, if an operator's that is in force; raises Declined."""
        caller = None if shown is None else self.caller_with(shown.credentials)
        if caller is None:
            raise unknown_caller("`Authorization: Bearer` with an operator's key")
        seconds = self.wait_s(caller)
        if seconds:
            raise too_many(seconds)
        return caller


def system_router(desk: SystemDesk, gate: OperatorGate) -> APIRouter:
    """Return the routes under /v1/system.

    Looking is not in the audit trail: it tells of nobody, and must answer where that cannot be
    written. Sending again is.
    """
    router = APIRouter(prefix="/v1/system", tags=["operator"], route_class=SmallRoute)

    @router.get("", responses=told())
    async def system(shown: _CREDENTIALS) -> SystemFigures:
        """Return how everything is: what waits, how fast it goes, what fails, who is at work."""
        gate.let_in(shown)
        return await desk.look()

    @router.post("/quarantine/replay", responses=told(413))
    async def replay(shown: _CREDENTIALS, wish: ReplayWish, purpose: Purpose = None) -> Replayed:
        """Send refused records once more, byte for byte, to the topic that each was refused on.

        Do so once the cause is mended. A manifest that was taken in meanwhile is recognised and
        does no harm; a watchlist record becomes the last word on its entry.
        """
        who = gate.let_in(shown)
        return await desk.replay(who, wish, purpose_said(purpose))

    return router
