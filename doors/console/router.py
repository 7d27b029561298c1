"""All routes of the console."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from doors.console.assets import add_assets
from doors.console.board import add_board
from doors.console.check import add_check
from doors.console.deliveries import add_deliveries
from doors.console.desk import ConsoleDesk
from doors.console.list_import import add_list_import
from doors.console.one import add_one
from doors.console.patterns import add_patterns
from doors.console.quarantine import add_quarantine
from doors.console.route import NOT_THERE, ConsoleRoute
from doors.console.signing_in import add_signing_in
from doors.console.system import add_system
from doors.console.visit import Visit, visiting
from doors.console.watchlist import add_watchlist
from doors.problem import Declined


def console_router(desk: ConsoleDesk) -> APIRouter:
    """Return the routes under /console; they are pages for people, and in no description."""
    router = APIRouter(prefix="/console", route_class=ConsoleRoute, include_in_schema=False)
    add_assets(router)
    add_signing_in(router, desk)
    add_board(router, desk)
    add_one(router, desk)
    add_check(router, desk)
    add_watchlist(router, desk)
    add_list_import(router, desk)
    add_deliveries(router, desk)
    add_system(router, desk)
    add_quarantine(router, desk)
    add_patterns(router, desk)

    @router.post("/present")
    async def present(visit: Annotated[Visit, Depends(visiting(desk, None))]) -> Response:
        """Somebody is at the keys: the session goes on."""
        await visit.form()
        return Response(status_code=204)

    somebody = [Depends(visiting(desk, None))]

    @router.get("/{anything:path}", dependencies=somebody)  # noqa: FAST003  # whatever it is
    async def nothing() -> Response:
        raise Declined(404, NOT_THERE)

    return router
