"""An agency's own entries by HTTP: one at a time, or any number as lines."""

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from doors.body import whole_body
from doors.conditions import Condition, IfMatch, IfNoneMatch, condition, quoted
from doors.gate import Asking, Gate, let_in
from doors.problem import Declined
from doors.streaming import Streamed
from doors.told import told
from watchlist.entry import Entry

NDJSON = "application/x-ndjson"
WAIT_MAX_S = 30
ItemId = Annotated[str, Path(pattern=r"^[^\s/]{1,128}$", description="The entry's `id`.")]
Wait = Annotated[
    float,
    Query(ge=0, le=WAIT_MAX_S, allow_inf_nan=False, description="Seconds until it is in force."),
]
_EXAMPLE = {
    "category": "wanted_person",
    "severity": "high",
    "names": [{"full": "Sabawi Ibrahim Hasan AL-TIKRITI"}],
    "birth_dates": ["1947-02-27"],
    "sharing": {"visible_to": ["*"], "redact": ["instruction"]},
}
_ENTRY = {"schema": {"$ref": "#/components/schemas/Entry"}, "example": _EXAMPLE}
_LINES = {"schema": {"type": "string"}, "example": '{"id": "2016-4711", "category": …}\n'}


class Sent(BaseModel, frozen=True):
    """A change that the broker has; it is screened within seconds."""

    id: str
    tag: Annotated[str | None, Field(description="The ETag to be; null for a removal.")] = None
    in_force: Annotated[bool, Field(description="Whether the index has it already.")] = False


class Line(BaseModel, frozen=True):
    """What became of one line: `sent`, or `error` and how to mend it."""

    line: int
    id: str | None = None
    sent: bool = False
    error: str | None = None


@dataclass(frozen=True, slots=True)
class EntryDesk:
    """Reads and changes the entries of who asks; raises Declined."""

    held: Callable[[Asking, str], Awaitable[tuple[Entry, str] | None]]
    put: Callable[[Asking, str, bytes, Condition, float], Awaitable[Sent]]
    remove: Callable[[Asking, str, Condition, float], Awaitable[Sent]]
    lines: Callable[[Asking, AsyncIterator[bytes]], AsyncGenerator[list[Line]]]
    max_bytes: int


def entry_router(desk: EntryDesk, gate: Gate) -> APIRouter:
    """Return the routes under /v1/entries."""
    router = APIRouter(prefix="/v1/entries", tags=["agencies"])
    _read(router, desk, gate)
    _change(router, desk, gate)
    _change_many(router, desk, gate)
    return router


def _read(router: APIRouter, desk: EntryDesk, gate: Gate) -> None:
    analyst = Depends(let_in(gate, "analyst"))

    @router.get("/{item}", response_model=Entry, responses=told(404))
    async def get(asking: Annotated[Asking, analyst], item: ItemId) -> Response:
        """Return an entry of the agency's own as it is in force, with its ETag."""
        found = await desk.held(asking, item)
        if found is None:
            raise Declined(404, "no entry of yours has this id")
        await asking.note("saw", "an entry", f"entry:{asking.agency}/{item}")
        entry, tag = found
        body = entry.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        return JSONResponse(body, headers=quoted(tag))


def _change(router: APIRouter, desk: EntryDesk, gate: Gate) -> None:
    admin = Depends(let_in(gate, "admin"))
    body: dict[str, Any] = {"requestBody": {"required": True, "content": {}}}
    body["requestBody"]["content"]["application/json"] = _ENTRY
    done: dict[int | str, dict[str, Any]] = {200: {"model": Sent, "description": "It is in force."}}

    @router.put(
        "/{item}",
        status_code=202,
        response_model=Sent,
        responses={**done, **told(408, 412, 413)},
        openapi_extra=body,
    )
    async def put(  # noqa: PLR0913  # one for each thing that HTTP may say
        request: Request,
        asking: Annotated[Asking, admin],
        item: ItemId,
        *,
        if_match: IfMatch = None,
        if_none_match: IfNoneMatch = None,
        wait: Wait = 0,
    ) -> Response:
        """Make or change an entry of the agency's own (entry/1).

        `schema`, `id` and `owner` may be left out; where they are there they must agree. 202 says
        that the broker has it; with `wait`, 200 that it is in force.
        """
        raw = await whole_body(request, desk.max_bytes)
        found = await desk.put(asking, item, raw, condition(if_match, if_none_match), wait)
        return _sent(found)

    @router.delete(
        "/{item}",
        status_code=202,
        response_model=Sent,
        responses={**done, **told(412)},
    )
    async def delete(
        asking: Annotated[Asking, admin], item: ItemId, if_match: IfMatch = None, wait: Wait = 0
    ) -> Response:
        """Remove an entry of the agency's own; its alerts are withdrawn.

        Also one that has just been sent. Removing what is not there is no error.
        """
        return _sent(await desk.remove(asking, item, condition(if_match), wait))


def _change_many(router: APIRouter, desk: EntryDesk, gate: Gate) -> None:
    admin = Depends(let_in(gate, "admin"))
    body = {"requestBody": {"required": True, "content": {NDJSON: _LINES}}}
    shown: dict[int | str, dict[str, Any]] = {
        200: {"model": Line, "description": "A line of JSON for each line, in order."}
    }

    @router.post("", responses={**shown, **told()}, openapi_extra=body, response_class=Response)
    async def post(request: Request, asking: Annotated[Asking, admin]) -> Response:
        """Take in entries, one JSON object (entry/1) a line, as many as there are.

        Each line is answered by one: `{"line", "id", "sent"}` or `{"line", "id", "error"}`: good
        ones go through beside bad ones. Answers come while the request is still being sent; nobody
        needs to read them before the end. A last line without a number says why it did not go on.
        """
        answers = desk.lines(asking, request.stream())
        return Streamed(_ndjson(answers), media_type=NDJSON, listening=False)


async def _ndjson(answers: AsyncGenerator[list[Line]]) -> AsyncGenerator[bytes]:
    async for some in answers:
        yield b"".join(one.model_dump_json(exclude_defaults=True).encode() + b"\n" for one in some)


def _sent(found: Sent) -> Response:
    headers = quoted(found.tag) if found.tag is not None else None
    status = 200 if found.in_force else 202
    return JSONResponse(found.model_dump(mode="json"), status, headers=headers)
