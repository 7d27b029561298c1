"""The address of the server itself: a person at a browser goes on to the console."""

from typing import Annotated

from fastapi import APIRouter, Header
from fastapi.responses import RedirectResponse, Response

from doors.problem import Declined

_PLACES = "nothing is here; /docs describes what there is, /console is for people at a browser"


def front_router() -> APIRouter:
    """Return the route; who asks for no page is told where to look."""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    async def front(accept: Annotated[str, Header()] = "") -> Response:
        if "text/html" not in accept:
            raise Declined(404, _PLACES)
        return RedirectResponse("/console", 303)

    return router
