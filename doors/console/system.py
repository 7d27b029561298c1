"""How the whole is, for the operator: a page whose figures are fetched anew every few seconds."""

from collections import Counter
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from doors.console.concerns import OLD_S, bars, concerns, connected, pace
from doors.console.desk import ConsoleDesk
from doors.console.visit import Visit, visiting

OLDEST = 8  # lists that are shown at once, the others on request


def add_system(router: APIRouter, desk: ConsoleDesk) -> None:
    """Add the page, and its figures alone; as with /v1/system, looking is not on record."""
    operator = Depends(visiting(desk, "operator"))
    watcher = Depends(visiting(desk, "operator", touch=False))

    @router.get("/system")
    async def system(visit: Annotated[Visit, operator]) -> Response:
        return visit.page("system.html", here="system", **await _figures(visit))

    @router.get("/system/figures")
    async def figures(visit: Annotated[Visit, watcher]) -> Response:
        return visit.page("figures.html", **await _figures(visit))


async def _figures(visit: Visit) -> dict[str, Any]:
    found = await visit.desk.system()
    signed_in = await visit.desk.sessions.signed_in()
    streams = {str(name): count for name, count in visit.desk.listeners().items()}
    lanes = Counter(one.lane for one in found.workers)
    return {
        "found": found,
        "concerns": concerns(found),
        "paces": [(one, pace(one)) for one in found.stages],
        "deliveries": sorted(found.deliveries, key=lambda one: (-one.failing, -one.failures)),
        "bars": bars(found),
        "lanes": lanes,
        "connected": connected(signed_in, streams),
        "oldest": OLDEST,
        "old_s": OLD_S,
    }
