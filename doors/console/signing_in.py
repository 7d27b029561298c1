"""Signing in with a key and a staff number, signing out, choosing a language, and where to begin.

Agencies and operators sign in alike; what a key opens is decided by whose it is.
"""

import re
import time
from ipaddress import IPv4Address, ip_address, ip_network
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response

from access.caller import Caller
from access.keys import key_hash
from doors.console.desk import ConsoleDesk
from doors.console.forms import form_of
from doors.console.safety import refuse_forged
from doors.console.session import (
    DOOR,
    LANGUAGE,
    SESSION,
    Session,
    cookie,
    drop_cookie,
    new_secret,
    set_cookie,
    token_of,
)
from doors.console.visit import Visit, asking_of, page, visiting
from doors.console.words import languages
from doors.gate import MAX_OFFICER
from doors.limits import Buckets
from doors.problem import Declined

HOME, OPERATORS_HOME = "/console/alerts", "/console/system"
_BACK = re.compile(r"/console/[a-z0-9/-]{1,100}")
# Attempts that failed, by network. A key cannot be guessed, so nobody who has one is kept out for
# those of others; it shows in the answers.
_TRIES = Buckets(per_s=0.2, burst=10)
_Back = Annotated[str, Query(max_length=200)]
_NO_KEY = "no_key"
_NO_OFFICER = "no_officer"


def add_signing_in(router: APIRouter, desk: ConsoleDesk) -> None:
    """Add the sign-in page, what its form does, signing out, the language, and the first page."""
    _sign_in(router, desk)
    _sign_out(router, desk)

    @router.get("")
    async def home(request: Request) -> Response:
        session_id = cookie(request, SESSION)
        session = await desk.sessions.found(session_id) if session_id else None
        return RedirectResponse(_home(session.caller) if session else HOME, 303)

    @router.get("/language/{code}")
    async def language(request: Request, code: str, back: _Back = "") -> Response:
        response = RedirectResponse(_safe(back) or "/console", 303)
        if code in languages():
            set_cookie(request, response, LANGUAGE, code)
        return response


def _sign_in(router: APIRouter, desk: ConsoleDesk) -> None:
    @router.get("/sign-in")
    async def show(request: Request, back: _Back = "") -> Response:
        return _form(request, back)

    @router.post("/sign-in")
    async def enter(request: Request) -> Response:
        form = await form_of(request)
        refuse_forged(request, cookie(request, DOOR), form)
        back, officer = form.get("back", ""), form.get("officer", "").strip()
        caller = desk.holder_of(form.get("key", "").strip())
        if caller is None:
            _refuse_after_many(request)
            return _form(request, back, officer=officer, wrong=_NO_KEY, status=401)
        if not officer or len(officer) > MAX_OFFICER or not officer.isprintable():
            return _form(request, back, wrong=_NO_OFFICER, status=400)
        session = Session(caller, key_hash(form["key"].strip()), officer)
        # They have to get in while Kafka is away: who asks at a control, and who mends it.
        await asking_of(session, desk).note_question("the console: signed in", action="saw")
        former = cookie(request, SESSION)
        if former:
            await desk.sessions.end(former)
        response = RedirectResponse(_after(caller, back), 303)
        set_cookie(request, response, SESSION, await desk.sessions.begin(session))
        drop_cookie(request, response, DOOR)
        return response


def _sign_out(router: APIRouter, desk: ConsoleDesk) -> None:
    @router.post("/sign-out")
    async def leave(visit: Annotated[Visit, Depends(visiting(desk, None))]) -> Response:
        await visit.form()
        await desk.sessions.end(visit.session_id)
        response = RedirectResponse("/console/sign-in", 303)
        drop_cookie(visit.request, response, SESSION)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


def _home(caller: Caller) -> str:
    return OPERATORS_HOME if caller.agency is None else HOME


def _after(caller: Caller, back: str) -> str:
    """Return where whoever signed in goes on: back, if that is a page for them."""
    for_operators = back.startswith(OPERATORS_HOME)
    return (
        _safe(back) if _safe(back) and for_operators == (caller.agency is None) else _home(caller)
    )


def _form(
    request: Request, back: str, *, officer: str = "", wrong: str = "", status: int = 200
) -> Response:
    """Return the page, with a secret of this browser that the form must bring back."""
    secret = cookie(request, DOOR) or new_secret()
    response = page(
        request,
        "sign_in.html",
        status,
        csrf=token_of(secret),
        back=back if _BACK.fullmatch(back) else "",
        officer=officer,
        wrong=wrong,
    )
    set_cookie(request, response, DOOR, secret)
    return response


def _refuse_after_many(request: Request) -> None:
    """Count an attempt that failed; raises Declined where there were many."""
    host = request.client.host if request.client else ""
    seconds = _TRIES.wait_s(network_of(host), time.monotonic())
    if seconds:
        told = f"too many attempts to sign in; the next one may come in {seconds} s"
        raise Declined(429, told, headers={"Retry-After": str(seconds)})


def network_of(host: str) -> str:
    """Return whose attempts are counted together: an address, of IPv6 the 64 bits of its site."""
    try:
        found = ip_address(host)
    except ValueError:
        return host
    if isinstance(found, IPv4Address) or found.ipv4_mapped:
        return host
    return str(ip_network((found.packed, 64), strict=False))


def _safe(back: str) -> str:
    """Return where to go on if that is a page of the console, and leads nowhere else."""
    return back if _BACK.fullmatch(back) and "//" not in back else ""
