"""What went wrong, as problem+json (RFC 9457): ids and codes, never personal data (rule 6)."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Annotated

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from doors.receipt import RefusedMessage

PROBLEM = "application/problem+json"


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


def answer_problems(app: FastAPI) -> None:
    """Let *app* answer everything that goes wrong with problem+json."""
    app.add_exception_handler(Declined, _declined)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


def _answer(problem: Declined) -> Response:
    body = problem.problem.model_dump(mode="json", exclude_defaults=True)
    return JSONResponse(
        body, problem.problem.status, headers=problem.headers or None, media_type=PROBLEM
    )


async def _declined(_request: Request, problem: Exception) -> Response:
    assert isinstance(problem, Declined)
    return _answer(problem)


async def _invalid(_request: Request, problem: Exception) -> Response:
    """Name the parameter, not what it was: that may be anything."""
    assert isinstance(problem, RequestValidationError)
    first = problem.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return _answer(Declined(400, f"{where}: {first['msg']}"))


async def _http(_request: Request, problem: Exception) -> Response:
    assert isinstance(problem, HTTPException)
    return _answer(Declined(problem.status_code, problem.detail, headers=problem.headers))


async def _unexpected(_request: Request, _problem: Exception) -> Response:
    return _answer(Declined(500, "a fault of ours; send it again later"))
