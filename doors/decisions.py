"""What an officer decides about an alert, by HTTP: the same as on `dispositions.<agency>`."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Header, Path, Query
from fastapi.responses import Response
from pydantic import BaseModel, Field

from alerts.alert import Alert
from alerts.disposition import Action, Note, Reason
from doors.conditions import Condition, IfMatch, condition, quoted
from doors.gate import Asking, Gate, let_in
from doors.told import told

NO_ALERT = "no alert of yours has this id, or it was too long ago"
WAIT_MAX_S = 30
AlertId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$", description="The `alert_id`.")]
_KEY = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[!-~]{1,100}$",
        description="Yours: the same decision again under it is one; it becomes `disposition_id`.",
    ),
]
_WAIT = Annotated[
    float,
    Query(ge=0, le=WAIT_MAX_S, allow_inf_nan=False, description="Seconds until it is done."),
]
_EXAMPLE = {"action": "dismiss", "reason": "not_the_same_person", "note": "another date of birth"}


class Said(BaseModel, frozen=True, extra="forbid"):
    """A decision; who decides is known by the key, the token, or `Tocsin-Officer`."""

    action: Action
    reason: Annotated[Reason | None, Field(description="Of a dismissal, and required there.")] = (
        None
    )
    note: Annotated[Note | None, Field(description="Required with the reason `other`.")] = None
    suppress_days: Annotated[
        int | None, Field(ge=1, le=1095, description="Of `not_the_same_person`; else 365.")
    ] = None


class Decided(BaseModel, frozen=True):
    """A decision that the broker has; with `wait`, the alert as it then is."""

    disposition_id: str
    done: Annotated[bool, Field(description="Whether it has taken effect already.")] = False
    alert: Alert | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided, under which id of the caller's, under which condition, and how to wait."""

    said: Said
    key: str | None
    given: Condition
    wait_s: float


def add_decisions(
    router: APIRouter, decide: Callable[[Asking, str, Decision], Awaitable[Decided]], gate: Gate
) -> None:
    """Add POST /v1/alerts/{alert_id}/dispositions."""
    officer = Depends(let_in(gate, "officer"))

    @router.post(
        "/{alert_id}/dispositions",
        status_code=202,
        response_model=Decided,
        responses={
            200: {"model": Decided, "description": "It is done: the alert as it is now."},
            **told(404, 408, 409, 412, 413),
        },
    )
    async def post(  # noqa: PLR0913  # one for each thing that HTTP may say
        asking: Annotated[Asking, officer],
        alert_id: AlertId,
        said: Annotated[Said, Body(examples=[_EXAMPLE])],
        *,
        key: _KEY = None,
        if_match: IfMatch = None,
        wait: _WAIT = 0,
    ) -> Response:
        """Acknowledge, confirm, dismiss, ask the owner, or open again.

        202 says that the broker has it. With `wait`, 200 says that it is done, with the alert as it
        is then. With `If-Match` and the ETag of the alert that was read, nothing is decided about
        one that has changed since.
        """
        found = await decide(asking, alert_id, Decision(said, key, condition(if_match), wait))
        tag = quoted(str(found.alert.version)) if found.alert else None
        return Response(
            found.model_dump_json(by_alias=True),
            200 if found.done else 202,
            headers=tag,
            media_type="application/json",
        )
