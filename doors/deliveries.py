"""How an agency's webhooks fare, by HTTP: their state, what they did not take, and it once more."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Body, Depends, Path, Query
from pydantic import BaseModel, Field

from access.parties import AgencyId
from alerts.disposition import AlertId
from doors.body import SmallRoute
from doors.gate import Asking, Gate, let_in
from doors.told import told
from manifests.contract import Instant

MOST = 500
WebhookId = Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,62}$", description="Its id.")]


class Webhook(BaseModel, frozen=True):
    """One destination of the agency, as the operator's delivery.yaml names it."""

    webhook: str
    receives: Literal["alerts", "escalations"]
    destination: Annotated[str, Field(description="Scheme, host and port alone.")]
    state: Annotated[
        Literal["never started", "delivering", "retrying", "open"],
        Field(description="open: it fails again and again, and is called now and then."),
    ]
    waiting: Annotated[
        int | None, Field(description="Records of the topic not dealt with; null: never started.")
    ]
    failures: Annotated[int, Field(description="In a row.")]
    failing_since: str | None
    next_attempt_at: str | None
    last_success_at: str | None
    last_failure_at: str | None
    last_failure: Annotated[str | None, Field(description="Reason, and the status if any.")]


class Webhooks(BaseModel, frozen=True):
    """All of the agency's."""

    deliveries: tuple[Webhook, ...]


class UndeliveredVersion(BaseModel, frozen=True):
    """One version of one alert."""

    alert_id: str
    version: int


class GivenUp(BaseModel, frozen=True):
    """One call that is not made again by itself: ids, times and the reason."""

    webhook: str
    destination: str
    call: Annotated[str, Field(description="The webhook-id.")]
    alerts: tuple[UndeliveredVersion, ...]
    reason: str
    status: int | None
    attempts: int
    first_attempt_at: str
    last_attempt_at: str


class AllGivenUp(BaseModel, frozen=True):
    """What was given up, the newest first; `more` says that older ones are not shown."""

    dead: tuple[GivenUp, ...]
    more: bool


class Again(BaseModel, frozen=True, extra="forbid"):
    """What is to be delivered again: all that is given must hold; `{}`: all that the topic has."""

    alert: Annotated[AlertId | None, Field(description="Only this alert.")] = None
    since: Annotated[Instant | None, Field(description="Sent then or later, with zone.")] = None


class Redelivered(BaseModel, frozen=True):
    """How many versions take their turn again."""

    count: int


@dataclass(frozen=True, slots=True)
class DeliveryDesk:
    """Looks at the webhooks of one agency, and sends again; raises Declined."""

    all_of: Callable[[AgencyId], Awaitable[tuple[Webhook, ...]]]
    dead: Callable[[AgencyId, str | None, int], Awaitable[AllGivenUp]]
    again: Callable[[Asking, str, Again], Awaitable[Redelivered]]


def delivery_router(desk: DeliveryDesk, gate: Gate) -> APIRouter:
    """Return the routes under /v1/deliveries."""
    router = APIRouter(prefix="/v1/deliveries", tags=["agencies"], route_class=SmallRoute)
    analyst, admin = Depends(let_in(gate, "analyst")), Depends(let_in(gate, "admin"))

    @router.get("", responses=told())
    async def every(asking: Annotated[Asking, analyst]) -> Webhooks:
        """Return each webhook of the agency: its state, what waits, last success and failure."""
        found = await desk.all_of(asking.agency)
        await asking.note("saw", "deliveries", *(webhook(asking, one.webhook) for one in found))
        return Webhooks(deliveries=found)

    @router.get("/dead", responses=told())
    async def dead(
        asking: Annotated[Asking, analyst],
        only: Annotated[str | None, Query(alias="webhook", max_length=63)] = None,
        limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
    ) -> AllGivenUp:
        """Return the calls that were given up: refused there, or too long without success."""
        found = await desk.dead(asking.agency, only, limit)
        about = (f"alert:{alert.alert_id}" for one in found.dead for alert in one.alerts)
        await asking.note("saw", "dead letters", *about)
        return found

    @router.post("/{name}/redeliver", status_code=202, responses=told(404, 408, 409, 413))
    async def redeliver(
        asking: Annotated[Asking, admin],
        name: WebhookId,
        which: Annotated[Again, Body(examples=[{"since": "2026-11-25T06:00:00Z"}])],
    ) -> Redelivered:
        """Deliver to one webhook again: each version once, in the order sent, marked `replay`.

        What the agency's topic still holds and the webhook receives is put on the topic once more,
        for this webhook alone, and takes its turn there. 202 says that the broker has all of it.
        """
        return await desk.again(asking, name, which)

    return router


def webhook(asking: Asking, name: str) -> str:
    """Return what stands for a webhook in the audit trail."""
    return f"webhook:{asking.agency}/{name}"
