"""The agency's own entries: its lists, an entry as a form, and what that would come to."""

from dataclasses import replace
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query
from fastapi.responses import RedirectResponse, Response

from doors.conditions import Condition
from doors.console import entry_form
from doors.console.desk import ConsoleDesk
from doors.console.entry_form import entry_of_form, form_of_entry, rows
from doors.console.visit import Visit, visiting
from doors.console.watchlist_desk import EntryPage, Outlook, Version
from doors.entries import ItemId
from doors.gate import Asking
from doors.problem import Declined
from watchlist.entry import Entry, entry_json

WAIT_S = 8.0  # until a change is seen to be in force
MOST_SHOWN = 25  # passengers
_BOUNDS = {"most_bytes": 256 * 1024, "most_fields": 4_000}
_MORE = {"more-names": ("full", "names"), "more-documents": ("number", "documents")}
_ASSUMED = {"id": "(new)", "category": "wanted_person"}
_List = Annotated[str, Query(alias="list", pattern=r"^([a-z][a-z0-9_]{0,62})?$")]
_After = Annotated[str, Query(pattern=r"^[^\s/]{0,128}$")]
_Done = Annotated[str, Query(pattern=r"^(saved|sent|removed)?$")]
_Form = dict[str, str]


def add_watchlist(router: APIRouter, desk: ConsoleDesk) -> None:
    """Add the lists, the form, and what it does. To look takes an analyst; to change, an admin."""
    _lists(router, desk)
    _form(router, desk)
    _removal(router, desk)


def _lists(router: APIRouter, desk: ConsoleDesk) -> None:
    analyst = Depends(visiting(desk, "analyst"))

    @router.get("/watchlist")
    async def lists(
        visit: Annotated[Visit, analyst], name: _List = "", after: _After = "", done: _Done = ""
    ) -> Response:
        return await _listed(visit, name, after=after, done=done)

    @router.post("/watchlist")
    async def find(visit: Annotated[Visit, analyst]) -> Response:
        form = await visit.form()
        return await _listed(visit, asked=form.get("asked", "").strip()[:200])


async def _listed(
    visit: Visit, name: str = "", *, after: str = "", asked: str = "", done: str = ""
) -> Response:
    desk, agency = visit.desk.watchlist, visit.asking.agency
    lists = await desk.lists(agency)
    shown = next((one for one in lists if one.name == name), lists[0] if lists else None)
    if asked:
        page = await desk.find(agency, asked)
    else:
        page = await desk.page(agency, shown.name, after) if shown else EntryPage(())
    await visit.asking.note("saw", "entries", *(f"entry:{one.key}" for one in page.entries))
    return visit.page(
        "watchlist.html",
        here="watchlist",
        lists=lists,
        shown=shown,
        page=page,
        after=after,
        asked=asked,
        done=done,
        may_change=_may_change(visit),
        latest=_latest(shown.versions) if shown else None,
    )


def _form(router: APIRouter, desk: ConsoleDesk) -> None:
    analyst, admin = (Depends(visiting(desk, role)) for role in ("analyst", "admin"))

    @router.get("/watchlist/entry")
    async def empty(visit: Annotated[Visit, admin]) -> Response:
        return _filled(visit, {"share": "none", "severity": "medium"})

    @router.get("/watchlist/entry/{item}")
    async def one(visit: Annotated[Visit, analyst], item: ItemId, done: _Done = "") -> Response:
        found = await desk.watchlist.entries.held(visit.asking, item)
        if found is None and done != "sent":
            raise Declined(404, "no entry of yours has this id; it may have been removed")
        await visit.asking.note("saw", "an entry", f"entry:{visit.asking.agency}/{item}")
        if found is None:
            return RedirectResponse("/console/watchlist?done=sent", 303)
        entry, tag = found
        return _filled(visit, form_of_entry(entry) | {"tag": tag}, done=done)

    @router.post("/watchlist/entry")
    async def save(visit: Annotated[Visit, admin]) -> Response:
        form = await visit.form(**_BOUNDS)
        if form.get("do") in _MORE:
            first, fields = _MORE[form["do"]]
            return _filled(visit, form | {f"{first}-{rows(form, first)[-1] + 1}": ""}, at=fields)
        tried = form.get("do") == "try"
        read = _tried(form) if tried else form
        found = entry_of_form(read, visit.asking.agency, desk.watchlist.agencies)
        if isinstance(found, dict):
            return _filled(visit, form, 400, faults=found)
        if tried:
            return _filled(visit, form, outlook=await _outlook(visit, found))
        return await _saved(visit, form, found)

    @router.post("/watchlist/outlook")
    async def outlook(visit: Annotated[Visit, admin]) -> Response:
        form = await visit.form(**_BOUNDS)
        agency, agencies = visit.asking.agency, desk.watchlist.agencies
        found, tried = (entry_of_form(one, agency, agencies) for one in (form, _tried(form)))
        faults = found if isinstance(found, dict) else {}
        seen = None if isinstance(tried, dict) else await _outlook(visit, tried)
        return visit.page("outlook.html", outlook=seen, faults=faults, most=MOST_SHOWN)


def _removal(router: APIRouter, desk: ConsoleDesk) -> None:
    admin = Depends(visiting(desk, "admin"))

    @router.post("/watchlist/remove")
    async def remove(visit: Annotated[Visit, admin]) -> Response:
        form = await visit.form()
        item, tag = form.get("id", ""), form.get("tag", "")
        found = await desk.watchlist.entries.held(visit.asking, item)
        if found is None:
            return RedirectResponse("/console/watchlist?done=removed", 303)
        as_held = form_of_entry(found[0]) | {"tag": found[1]}
        if form.get("sure") != "yes":
            await visit.asking.note("saw", "an entry", f"entry:{found[0].key}")
            return _filled(visit, as_held, 400, unsure=True)
        given = Condition(frozenset([tag]), there=True)
        try:
            asking = _with_reason(visit, form)
            sent = await desk.watchlist.entries.remove(asking, item, given, WAIT_S)
        except Declined as problem:
            if problem.problem.status != 412:
                raise
            await visit.asking.note("saw", "an entry", f"entry:{found[0].key}")
            return _filled(visit, as_held, 412, wrong="changed-not-removed")
        done = "removed" if sent.in_force else "sent"
        return RedirectResponse(f"/console/watchlist?done={done}", 303)


async def _saved(visit: Visit, form: _Form, entry: Entry) -> Response:
    entries, tag = visit.desk.watchlist.entries, form.get("tag", "")
    given = Condition(frozenset([tag]), there=True) if tag else Condition(there=False)
    asking = _with_reason(visit, form)
    try:
        sent = await entries.put(asking, entry.id, entry_json(entry), given, WAIT_S)
    except Declined as problem:
        if problem.problem.status == 400:
            return _filled(visit, form, 400, wrong=problem.problem.detail)
        if problem.problem.status != 412:
            raise
        return await _not_saved(visit, form, entry)
    return _leads_on(entry, "saved" if sent.in_force else "sent")


def _leads_on(entry: Entry, done: str) -> Response:
    return RedirectResponse(f"/console/watchlist/entry/{quote(entry.id, safe='')}?done={done}", 303)


async def _not_saved(visit: Visit, form: _Form, entry: Entry) -> Response:
    """Keep what was typed and say what it is now; saved once more, it goes over that."""
    found = await visit.desk.watchlist.entries.held(visit.asking, entry.id)
    if found is not None and found[0] == entry:
        return _leads_on(entry, "saved")  # sent twice
    if not form.get("tag"):
        return _filled(visit, form, 412, faults={"id": entry_form.TAKEN})
    if found is None:
        return _filled(visit, form | {"tag": ""}, 412, wrong="gone")
    now, tag = found
    await visit.asking.note("saw", "an entry", f"entry:{now.key}")
    if tag == form["tag"]:
        return _filled(visit, form, 412, wrong="on-its-way")
    fields = entry_form.differing(now, entry)
    return _filled(visit, form | {"tag": tag}, 412, wrong="changed", differing=fields)


def _tried(form: _Form) -> _Form:
    """Return the form with what does not matter to whom it would hit, where that is still empty."""
    return form | {name: said for name, said in _ASSUMED.items() if not form.get(name, "").strip()}


async def _outlook(visit: Visit, entry: Entry) -> Outlook:
    asking = visit.asking
    seen = await visit.desk.watchlist.outlook(asking.agency, entry, asking.caller.subject)
    shown = asking.gate.about.alerts(seen.alerts[:MOST_SHOWN])
    await asking.note("looked_up", "whom an entry would hit", f"entry:{entry.key}", *shown)
    return seen


def _filled(visit: Visit, form: _Form, status: int = 200, **more: object) -> Response:
    """Return the page of the form, filled in."""
    desk = visit.desk.watchlist
    others = {*desk.agencies, *entry_form.named(form)} - {visit.asking.agency}
    given: dict[str, object] = {
        "faults": {},
        "outlook": None,
        "done": "",
        "wrong": "",
        "at": "",
        "unsure": False,
        "differing": (),
        **more,
    }
    return visit.page(
        "entry.html",
        status,
        here="watchlist",
        form=form,
        names=rows(form, "full"),
        documents=rows(form, "number"),
        redactions=entry_form.REDACTIONS,
        others=sorted(others),
        may_change=_may_change(visit),
        most=MOST_SHOWN,
        **given,
    )


def _with_reason(visit: Visit, form: _Form) -> Asking:
    why = form.get("why", "").strip()
    if len(why) > entry_form.MAX_WHY or not why.isprintable():
        raise Declined(400, "the reason holds up to 200 characters on one line")
    return replace(visit.asking, purpose=why or None)


def _may_change(visit: Visit) -> bool:
    return visit.session.caller.may("admin")


def _latest(versions: tuple[Version, ...]) -> Version | None:
    return versions[0] if versions else None
