"""What an agency wants to be told of, by HTTP: read, changed, and tried out first."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Body, Depends, Path
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from access.parties import AgencyId
from config.files import Filter, PartyId
from doors.body import SmallRoute
from doors.conditions import Condition, IfMatch, IfNoneMatch, condition, quoted
from doors.gate import Asking, Gate, let_in
from doors.problem import Declined
from doors.told import told

Name = Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,62}$")]
_NONE = "no subscription of yours has this name"
_EXAMPLE = {"origin_airports": ["IST"], "min_severity": "high"}


class Subscription(BaseModel, frozen=True):
    """One subscription, and where it is kept: the operator's file, or made by command or HTTP."""

    id: str
    filter: Filter
    kept: Literal["file", "command"]
    tag: Annotated[str, Field(description="Its ETag.")]


class Subscriptions(BaseModel, frozen=True):
    """All of the agency's, sorted by name."""

    subscriptions: tuple[Subscription, ...]


class Wish(BaseModel, frozen=True, extra="forbid"):
    """A change to be tried out: this filter under this name, or, without one, its end."""

    id: PartyId
    filter: Filter | None = None


class AlertInBrief(BaseModel, frozen=True):
    """What tells one alert from another, and nothing of who the person is."""

    flight: str
    passenger_ref: str
    entry: str
    severity: str
    score: float


class Effect(BaseModel, frozen=True):
    """The current alerts that a change would bring, and those that it would take away."""

    brings: tuple[AlertInBrief, ...] = ()
    takes: tuple[AlertInBrief, ...] = ()
    more: Annotated[bool, Field(description="Whether there are more than are shown.")] = False


@dataclass(frozen=True, slots=True)
class SubscriptionDesk:
    """Reads and changes what an agency subscribed to; raises Declined."""

    all_of: Callable[[AgencyId], Awaitable[tuple[Subscription, ...]]]
    put: Callable[[Asking, str, Filter, Condition], Awaitable[Subscription]]
    remove: Callable[[Asking, str, Condition], Awaitable[None]]
    preview: Callable[[AgencyId, Wish], Awaitable[Effect]]


def subscription_router(desk: SubscriptionDesk, gate: Gate) -> APIRouter:
    """Return the routes under /v1/subscriptions."""
    router = APIRouter(prefix="/v1/subscriptions", tags=["agencies"], route_class=SmallRoute)
    _read(router, desk, gate)
    _change(router, desk, gate)
    return router


def _read(router: APIRouter, desk: SubscriptionDesk, gate: Gate) -> None:
    analyst = Depends(let_in(gate, "analyst"))

    @router.get("", responses=told())
    async def every(asking: Annotated[Asking, analyst]) -> Subscriptions:
        """Return every subscription of the agency."""
        found = await desk.all_of(asking.agency)
        await asking.note("saw", "subscriptions")
        return Subscriptions(subscriptions=found)

    @router.post("/preview", responses=told(404, 408, 413))
    async def preview(
        asking: Annotated[Asking, analyst],
        wish: Annotated[Wish, Body(examples=[{"id": "istanbul", "filter": _EXAMPLE}])],
    ) -> Effect:
        """Say which current alerts a change would bring or take away; nothing is changed."""
        found = await desk.preview(asking.agency, wish)
        await asking.note("saw", "what a subscription would change", _about(asking, wish.id))
        return found

    @router.get("/{name}", response_model=Subscription, responses=told(404))
    async def one(asking: Annotated[Asking, analyst], name: Name) -> Response:
        """Return one subscription with its ETag."""
        found = {each.id: each for each in await desk.all_of(asking.agency)}
        if name not in found:
            raise Declined(404, _NONE)
        await asking.note("saw", "a subscription", _about(asking, name))
        return _shown(found[name])


def _change(router: APIRouter, desk: SubscriptionDesk, gate: Gate) -> None:
    admin = Depends(let_in(gate, "admin"))

    @router.put("/{name}", response_model=Subscription, responses=told(408, 409, 412, 413))
    async def put(
        asking: Annotated[Asking, admin],
        name: Name,
        wish: Annotated[Filter, Body(examples=[_EXAMPLE])],
        if_match: IfMatch = None,
        if_none_match: IfNoneMatch = None,
    ) -> Response:
        """Make or change a subscription: it then wants what is given here alone.

        Every condition given must hold; within one any value will do; `{}` wants everything. It
        takes effect within seconds, on the alerts that stand too. `/preview` is not a name.
        """
        if name == "preview":
            raise Declined(400, "preview is the name of a question; choose another")
        given = condition(if_match, if_none_match)
        return _shown(await desk.put(asking, name, wish, given))

    @router.delete("/{name}", status_code=204, responses=told(404, 409, 412))
    async def delete(
        asking: Annotated[Asking, admin], name: Name, if_match: IfMatch = None
    ) -> Response:
        """End a subscription; alerts that no other one wants are withdrawn."""
        await desk.remove(asking, name, condition(if_match))
        return Response(status_code=204)


def _shown(found: Subscription) -> Response:
    return JSONResponse(found.model_dump(mode="json"), headers=quoted(found.tag))


def _about(asking: Asking, name: str) -> str:
    return f"subscription:{asking.agency}/{name}"
