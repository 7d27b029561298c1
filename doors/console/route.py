"""A route of the console: what goes wrong becomes a page for a person, a problem for a script."""

from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import quote

from fastapi import HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from fastapi.routing import APIRoute

from doors.console.labels import N_
from doors.console.safety import HEADERS
from doors.console.visit import SignedOut, language_of, page
from doors.problem import Declined

SIGN_IN = "/console/sign-in"
NOT_THERE = N_("The address asks for something that there is not.")


class ConsoleRoute(APIRoute):
    """Answers with the headers that browsers need, whatever happens."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers."""
        answer = super().get_route_handler()

        async def safely(request: Request) -> Response:
            try:
                response = await answer(request)
            except SignedOut:
                if _by_script(request):
                    raise
                response = RedirectResponse(_sign_in(request), 303)
            except (Declined, HTTPException, RequestValidationError) as problem:
                if _by_script(request):
                    raise
                response = _told(request, problem)
            response.headers.update(HEADERS)
            response.headers.setdefault("Cache-Control", "no-store")
            return response

        return safely


def _by_script(request: Request) -> bool:
    """Say whether a script of a page asks; browsers say so, and ours send this header."""
    return request.headers.get("x-requested-with") == "fetch"


def _sign_in(request: Request) -> str:
    """Return where to sign in, and come back from there."""
    back = request.url.path if request.method == "GET" else ""
    return f"{SIGN_IN}?back={quote(back)}" if back else SIGN_IN


def _told(request: Request, problem: Exception) -> Response:
    if isinstance(problem, Declined):
        status, detail, headers = problem.problem.status, problem.problem.detail, problem.headers
    elif isinstance(problem, HTTPException):
        status, detail, headers = problem.status_code, str(problem.detail), {}
    else:
        status, detail, headers = 400, NOT_THERE, {}
    visit = getattr(request.state, "visit", None)  # as far as somebody was let in
    # Not by the template, which would take it for text of its own: safe, with places to fill in.
    told = language_of(request).words.ugettext(detail) if detail else ""
    given = {"visit": visit, "here": "", "said": status, "detail": detail, "told": told}
    response = page(request, "problem.html", status, **given)
    response.headers.update({k: v for k, v in headers.items() if k == "Retry-After"})
    return response
