"""Importing a list by a file: choose it, see what it would change, apply that."""

from typing import Annotated
from urllib.parse import unquote

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from config.problems import sentence
from doors.body import BODY_S, chunks_of
from doors.console.desk import ConsoleDesk
from doors.console.visit import Visit, visiting
from doors.console.watchlist_desk import MOVING, ImportWish, ListState
from doors.problem import Declined
from watchlist.formats.header_csv import COLUMNS

FILE_BYTES = 64 * 1024 * 1024
WISH = "X-Import"  # how, as JSON, percent-encoded where it is not ASCII: a name may be anything
WISH_MOST = 7_500  # characters: proxies take 8 KB of a header
_TOO_LONG = (
    "more agencies are named, with the name of the file, than fit: share with every agency, or "
    "import by `tocsin watchlist import`"
)
_PAGE = "/console/watchlist/import"


def add_list_import(router: APIRouter, desk: ConsoleDesk) -> None:
    """Add the page, what its script sends, and how far an import is."""
    admin, watcher = (Depends(visiting(desk, "admin", touch=touch)) for touch in (True, False))
    imports = desk.watchlist.imports

    @router.get("/watchlist/import")
    async def show(visit: Annotated[Visit, admin]) -> Response:
        lists = await desk.watchlist.lists(visit.asking.agency)
        return await _page(visit, "import.html", lists=lists)

    @router.get("/watchlist/import/state")
    async def state(visit: Annotated[Visit, watcher]) -> Response:
        return await _page(visit, "import_state.html")

    @router.post("/watchlist/import/file")
    async def file(visit: Annotated[Visit, admin]) -> Response:
        visit.refuse_forged()
        wish = _wish(visit.request.headers.get(WISH, ""))
        await imports.read(visit.asking, wish, chunks_of(visit.request, FILE_BYTES))
        return await _page(visit, "import_state.html")

    @router.post("/watchlist/import/apply")
    async def apply(visit: Annotated[Visit, admin]) -> Response:
        form = await visit.form()
        await imports.apply(visit.asking, form.get("stamp", ""), "shrink" in form)
        return RedirectResponse(_PAGE, 303)

    @router.post("/watchlist/import/drop")
    async def drop(visit: Annotated[Visit, admin]) -> Response:
        await visit.form()
        await imports.drop(visit.asking.agency)
        return RedirectResponse(_PAGE, 303)


async def _page(visit: Visit, template: str, *, lists: tuple[ListState, ...] = ()) -> Response:
    staged = await visit.desk.watchlist.imports.staged(visit.asking.agency)
    shown = [one for some in staged.samples.values() for one in some] if staged else []
    if shown:
        about = (f"entry:{visit.asking.agency}/{one.id}" for one in shown)
        await visit.asking.note("saw", "what an import would change", *about)
    others = [one for one in visit.desk.watchlist.agencies if one != visit.asking.agency]
    return visit.page(
        template,
        here="watchlist",
        staged=staged,
        moving=staged is not None and staged.state in MOVING,
        others=others,
        columns=COLUMNS,
        most_mb=FILE_BYTES // 1024 // 1024,
        within_s=BODY_S,
        lists=lists,
    )


def _wish(header: str) -> ImportWish:
    if len(header) > WISH_MOST:
        raise Declined(400, _TOO_LONG)
    try:
        return ImportWish.model_validate_json(unquote(header))
    except ValidationError as problem:
        raise Declined(400, sentence(problem)) from problem
