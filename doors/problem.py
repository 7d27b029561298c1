"""What went wrong, as problem+json (RFC 9457): ids and codes, never personal data (rule 6)."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from doors.receipt import RefusedMessage

PROBLEM = "application/problem+json"
_FIELD = re.compile(r"[a-z][a-z_]{0,40}")  # as those of a contract are called


class Problem(BaseModel, frozen=True):
    """Why a request was not done; `refused` says it for each message that was sent."""

    type: str = "about:blank"
    title: Annotated[str, Field(description="What the status means.")]
    status: int
    detail: Annotated[str, Field(description="What, where, and how to mend it.")]
    refused: tuple[RefusedMessage, ...] = ()


class Declined(Exception):  # noqa: N818  # says what the door did
    """The request cannot be done; the door answers *status* with one sentence."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        refused: Sequence[RefusedMessage] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.problem = Problem(
            title=HTTPStatus(status).phrase, status=status, detail=detail, refused=tuple(refused)
        )
        self.headers = dict(headers or {})


def unknown_caller(shows: str) -> Declined:
    """Return what is answered to who does not show what they should; *shows* says what that is."""
    return Declined(401, f"send {shows} that is in force", headers={"WWW-Authenticate": "Bearer"})


def too_many(seconds: int) -> Declined:
    """Return what is answered to who asks too often."""
    told = f"too many requests; the next one may come in {seconds} s"
    return Declined(429, told, headers={"Retry-After": str(seconds)})


def answer_problems(app: FastAPI, counted: Callable[[int], None]) -> None:
    """Let *app* answer everything that goes wrong with problem+json, and count it by its status."""
    for kind, declined in _DECLINED.items():
        app.add_exception_handler(kind, _answering(declined, counted))


def _answering(
    declined: Callable[[Any], Declined], counted: Callable[[int], None]
) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def answer(_request: Request, raised: Exception) -> Response:
        found = declined(raised)
        said, headers = found.problem, found.headers
        counted(said.status)
        body = said.model_dump(mode="json", exclude_defaults=True)
        return JSONResponse(body, said.status, headers=headers or None, media_type=PROBLEM)

    return answer


def _as_it_is(problem: Declined) -> Declined:
    return problem


def _invalid(problem: RequestValidationError) -> Declined:
    """Name the parameter, not what it was: that may be anything, as may a name that is not ours."""
    first = problem.errors()[0]
    parts = [str(part) for part in first["loc"]]
    if first["type"] == "extra_forbidden" and not _FIELD.fullmatch(parts[-1]):
        parts[-1] = "…"
    where = ".".join(parts)
    return Declined(400, f"{where}: {first['msg']}")


def _http(problem: HTTPException) -> Declined:
    return Declined(problem.status_code, problem.detail, headers=problem.headers)


def _unexpected(_problem: Exception) -> Declined:
    return Declined(500, "a fault of ours; send it again later")


_DECLINED: dict[type[Exception], Callable[[Any], Declined]] = {
    Declined: _as_it_is,
    RequestValidationError: _invalid,
    HTTPException: _http,
    Exception: _unexpected,
}
