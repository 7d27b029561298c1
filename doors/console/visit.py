"""Who looks at a page: the session behind the cookie, and what every page is rendered with."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from access.caller import Caller, Role
from doors.console.desk import ConsoleDesk
from doors.console.forms import form_of
from doors.console.rendering import render
from doors.console.safety import HEADERS, refuse_forged
from doors.console.session import LANGUAGE, SESSION, Session, cookie, token_of
from doors.console.words import Language, preferred
from doors.gate import Asking
from doors.problem import Declined, too_many


class SignedOut(Declined):
    """There is no session, or none any more: the sign-in page comes next."""

    def __init__(self) -> None:
        super().__init__(401, "you are signed out; sign in again")


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of somebody signed in."""

    request: Request
    desk: ConsoleDesk
    session_id: str
    session: Session
    asking: Asking

    def page(self, template: str, status: int = 200, **context: object) -> Response:
        """Return a page, or a part of one, for this visitor."""
        return page(self.request, template, status, visit=self, **context)

    def text(self, template: str, **context: object) -> str:
        """Return a part of a page as text."""
        return render(language_of(self.request), template, visit=self, **context)

    @property
    def csrf(self) -> str:
        """Return the token that forms carry."""
        return token_of(self.session_id)

    @property
    def operates(self) -> bool:
        """Say whether this is the operator: they see how the whole is, and nothing of anybody."""
        return self.session.caller.agency is None

    async def form(self, **bounds: int) -> dict[str, str]:
        """Return what was sent; raises Declined unless it came from a page of this session."""
        form = await form_of(self.request, **bounds)
        refuse_forged(self.request, self.session_id, form)
        return form

    def refuse_forged(self) -> None:
        """Raise Declined unless what is sent, and is no form, comes from a page of this session."""
        refuse_forged(self.request, self.session_id, {})


def visiting(
    desk: ConsoleDesk, least: Role | None = "officer", *, touch: bool = True
) -> Callable[[Request], Awaitable[Visit]]:
    """Return the dependency that lets in whoever has a session and is *least* or above.

    An operator is let in where that is asked for, and nowhere else; with None, whoever it is.
    """

    async def entering(request: Request) -> Visit:
        session_id = cookie(request, SESSION)
        look = desk.sessions.used if touch else desk.sessions.found
        session = await look(session_id) if session_id else None
        if session is None or session_id is None:
            raise SignedOut
        asking = asking_of(session, desk)
        seconds = desk.gate.wait_s(asking.caller)  # of each person, though a key is shared
        if seconds:
            raise too_many(seconds)
        visit = Visit(request, desk, session_id, session, asking)
        request.state.visit = visit  # a page of what went wrong is theirs as well
        if least is not None:
            _refuse_others(session.caller, least)
        return visit

    return entering


def _refuse_others(caller: Caller, least: Role) -> None:
    if caller.agency is None and least != "operator":
        raise Declined(403, "this page is for agencies, and you are an operator")
    if not caller.may(least):
        raise Declined(403, f"this needs the role {least}, and yours is {caller.role}")


def asking_of(session: Session, desk: ConsoleDesk) -> Asking:
    """Return the session as the doors know whoever asks."""
    caller = session.caller
    named = replace(caller, subject=f"{caller.subject}/{session.officer}")
    return Asking(named, session.officer, None, desk.gate)


def language_of(request: Request) -> Language:
    """Return the language that this browser is answered in."""
    return preferred(cookie(request, LANGUAGE), request.headers.get("accept-language", ""))


def page(request: Request, template: str, status: int = 200, **context: object) -> Response:
    """Return a page; nothing of it may be kept by the browser or on the way."""
    text = render(language_of(request), template, **{"visit": None, **context})
    return HTMLResponse(text, status, headers={**HEADERS, "Cache-Control": "no-store"})
