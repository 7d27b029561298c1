"""Who may enter for an agency: the key or token they show, their role, how often they may ask.

Every route has an `Asking` from here, and notes in the audit trail before it answers.
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Depends, Header
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from access.caller import Action, Caller, Role
from access.parties import AgencyId
from alerts.about import About
from alerts.alert import Alert
from doors.noting import Noting
from doors.problem import Declined, too_many, unknown_caller

MAX_OFFICER = 100
MAX_PURPOSE = 200
_BEARER = HTTPBearer(
    auto_error=False,
    scheme_name="Agency",
    description="A key of the agency (`tocsin keys new --agency`), or a token of its provider.",
)
_CREDENTIALS = Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]
_OFFICER = Annotated[
    str | None,
    Header(alias="Tocsin-Officer", description="Where a key is shared: the staff number of whom."),
]
Purpose = Annotated[
    str | None,
    Header(alias="Tocsin-Purpose", description="What for, as the audit trail is to keep it."),
]


@dataclass(frozen=True, slots=True)
class Gate:
    """Whose key or token it is, whether they may ask right now, and where that is noted.

    `caller_with` raises Declined where that cannot be found out; `note` where it is not on record.
    """

    caller_with: Callable[[str], Awaitable[Caller | None]]
    wait_s: Callable[[Caller], int]
    note: Noting
    note_question: Noting  # on record though Kafka may be away
    about: About


@dataclass(frozen=True, slots=True)
class Asking:
    """One request of one caller."""

    caller: Caller
    officer: str  # who in the agency answers for it
    purpose: str | None
    gate: Gate

    @property
    def agency(self) -> AgencyId:
        """Return for which agency they ask."""
        assert self.caller.agency is not None
        return self.caller.agency

    async def note(self, action: Action, what: str, *about: str) -> None:
        """Return when it is on record; raises Declined: nothing may be told then."""
        await self.gate.note(self.caller, action, what, about, self.purpose)

    async def note_question(self, what: str, *about: str, action: Action = "looked_up") -> None:
        """Return when it is on record; raises Declined. It need not be published yet.

        Only for what has to go on while Kafka is away, a question at a control or signing in, and
        what changes and exports nothing.
        """
        await self.gate.note_question(self.caller, action, what, about, self.purpose)

    async def note_alerts(self, what: str, found: Iterable[Alert]) -> None:
        """Return when it is on record that they saw these alerts; raises Declined."""
        await self.note("saw", what, *self.gate.about.alerts(found))


def let_in(gate: Gate, least: Role) -> Callable[..., Awaitable[Asking]]:
    """Return the dependency that lets in whoever is *least* or above; it declines all others."""

    async def entering(
        shown: _CREDENTIALS, officer: _OFFICER = None, purpose: Purpose = None
    ) -> Asking:
        caller = None if shown is None else await gate.caller_with(shown.credentials)
        if caller is None or caller.agency is None:
            raise unknown_caller("`Authorization: Bearer` with a key or token of yours")
        seconds = gate.wait_s(caller)
        if seconds:
            raise too_many(seconds)
        if not caller.may(least):
            raise Declined(403, f"this needs the role {least}, and yours is {caller.role}")
        return _asking(caller, _said(officer, "Tocsin-Officer", MAX_OFFICER), purpose, gate)

    return entering


def _asking(caller: Caller, officer: str | None, purpose: str | None, gate: Gate) -> Asking:
    why = purpose_said(purpose)
    if officer is None:
        return Asking(caller, caller.subject, why, gate)
    if not caller.subject.startswith("key:"):
        raise Declined(400, "your token says who you are; leave Tocsin-Officer out")
    named = replace(caller, subject=f"{caller.subject}/{officer}")
    return Asking(named, officer, why, gate)


def purpose_said(header: str | None) -> str | None:
    """Return what for, as the header says it; raises Declined."""
    return _said(header, "Tocsin-Purpose", MAX_PURPOSE)


def _said(text: str | None, header: str, most: int) -> str | None:
    """Return what a header says; UTF-8 is read as such though HTTP calls it Latin-1."""
    if text is None or not text.strip():
        return None
    try:
        found = text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        found = text
    if len(found) > most or not found.isprintable():
        raise Declined(400, f"{header} holds up to {most} characters and no control characters")
    return found.strip()
