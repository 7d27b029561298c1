"""The HTTP door for airlines: manifests in, receipts and answers before boarding out."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from access.parties import AirlineId
from doors.body import whole_body
from doors.problem import PROBLEM, Declined, Problem, too_many, unknown_caller
from doors.receipt import Fate, Receipt

EDIFACT = "application/edifact"
_BEARER = HTTPBearer(auto_error=False, description="The airline's API key: `tocsin keys new`.")
_NO_SUCH = "no message of yours has this message_id, or it was too long ago"
_SAID = {
    400: "Nothing in it can be taken in: the segment or line, and the reason.",
    401: "No key, or one that we do not know.",
    408: "The request did not come whole in time.",
    404: "Not a message of this airline.",
    409: "The message_id was used for other content.",
    413: "Too large; split it.",
    429: "Too many requests; `Retry-After` says when.",
    503: "Not acknowledged: send it again, which does no harm.",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the door hands things in; all raise Declined where that cannot be done."""

    take: Callable[[AirlineId, bytes], Awaitable[Receipt]]
    answered: Callable[[AirlineId, Receipt, float], Awaitable[Receipt]]
    fate: Callable[[AirlineId, str], Awaitable[Fate | None]]


@dataclass(frozen=True, slots=True)
class Doorkeeper:
    """Whose key it is, whether they may ask right now, and how much they may send."""

    holder_of: Callable[[str], AirlineId | None]
    wait_s: Callable[[AirlineId], int]
    max_bytes: int
    wait_max_s: float


def airline_router(desk: Desk, keeper: Doorkeeper) -> APIRouter:
    """Return the routes under /v1/manifests."""
    router = APIRouter(prefix="/v1/manifests", tags=["airlines"])
    _take_pushes(router, desk, keeper)
    _tell_fates(router, desk, keeper)
    return router


def _take_pushes(router: APIRouter, desk: Desk, keeper: Doorkeeper) -> None:
    own, most_s = Depends(_let_in(keeper)), keeper.wait_max_s
    told = _told(400, 401, 408, 409, 413, 429, 503)

    @router.post("", status_code=202, response_model=Receipt, **told)
    async def push(
        request: Request,
        airline: Annotated[AirlineId, own],
        wait: Annotated[float, Query(ge=0, le=most_s, allow_inf_nan=False)] = 0,
    ) -> Response:
        """Take in PAXLST, PNRGOV or JSON: told apart by themselves, several messages at once.

        202 says that the broker has all of it. The same message again has the same receipt.
        With `wait`, in seconds, a message that asks for an answer before boarding has it in
        `answers`, status 200; with `Accept: application/edifact` as the CUSRES alone.
        """
        receipt = await desk.take(airline, await whole_body(request, keeper.max_bytes))
        if wait and any(one.respond for one in receipt.messages):
            receipt = await desk.answered(airline, receipt, wait)
        return _receipt(receipt, edifact=EDIFACT in request.headers.get("accept", ""))


def _receipt(receipt: Receipt, *, edifact: bool) -> Response:
    if receipt.answers and edifact:
        text = "".join(one.cusres for one in receipt.answers)
        return Response(text.encode(), media_type=EDIFACT)
    status = 200 if receipt.answers else 202
    return JSONResponse(receipt.model_dump(mode="json", exclude_none=True), status)


def _tell_fates(router: APIRouter, desk: Desk, keeper: Doorkeeper) -> None:
    own = Depends(_let_in(keeper))

    @router.get("/{message_id:path}", response_model=Fate, **_told(400, 401, 404, 429, 503))
    async def fate(airline: Annotated[AirlineId, own], message_id: str) -> Response:
        """Say what became of a message: received, screened, or quarantined and why.

        Of this airline's messages alone: one of another's and one that never was are told alike.
        """
        found = await desk.fate(airline, message_id)
        if found is None:
            raise Declined(404, _NO_SUCH)
        return JSONResponse(found.model_dump(mode="json", exclude_none=True))


def _let_in(keeper: Doorkeeper) -> Callable[..., Awaitable[AirlineId]]:
    """Return the dependency that says which airline asks; it declines with 401 and 429."""

    async def let_in(
        key: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)],
    ) -> AirlineId:
        airline = None if key is None else keeper.holder_of(key.credentials)
        if airline is None:
            raise unknown_caller("`Authorization: Bearer KEY` with a key of yours")
        seconds = keeper.wait_s(airline)
        if seconds:
            raise too_many(seconds)
        return airline

    return let_in


def _told(*statuses: int) -> dict[str, Any]:
    """Return what the OpenAPI page says of each way that a request may end."""
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    responses: dict[int | str, Any] = {
        one: {"model": Problem, "description": _SAID[one], "content": {PROBLEM: schema}}
        for one in statuses
    }
    if 413 not in statuses:
        return {"responses": responses}
    text = {"schema": {"type": "string"}}
    responses[200] = {"model": Receipt, "description": "As 202, with answers before boarding."}
    responses[200]["content"] = {EDIFACT: text}
    manifest = {"schema": {"type": "object", "description": "docs/schemas/manifest-1.json"}}
    body = {"required": True, "content": {EDIFACT: text, "application/json": manifest}}
    return {"responses": responses, "openapi_extra": {"requestBody": body}}
