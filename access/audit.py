"""The audit trail as records: who did what, about which, and why (`audit/1`). Pure.

A record names things by ids and people by tokens (`audit_tokens.py`), never by name.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from access.caller import Action, Caller, Role

ABOUT_MAX = 500  # things named by one record; more are named by records of their own
PURPOSE_MAX = 200  # characters


class NotNoted(Exception):  # noqa: N818  # says what is the case
    """The audit trail could not be written, so nothing may be shown or done; one sentence why."""


class AuditWho(BaseModel, frozen=True, extra="forbid"):
    """Who did it; `agency` is null where it was the operator at the command line."""

    agency: str | None
    role: Role
    subject: str


class AuditRecord(BaseModel, frozen=True, extra="forbid", populate_by_name=True):
    """One record of the trail; `hash` covers every byte of it before, `previous` among them."""

    schema_: Annotated[Literal["audit/1"], Field(alias="schema")] = "audit/1"
    seq: Annotated[int, Field(ge=1)]
    at: str
    who: AuditWho
    action: Action
    what: str
    about: tuple[str, ...]
    purpose: str | None = None
    previous: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    previous_at: str | None = None  # tells whether a beginning that is gone was due to go
    hash: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be noted, without its place in the chain."""

    who: Caller
    action: Action
    what: str
    about: tuple[str, ...] = ()
    purpose: str | None = None


def notes_of(note: Note, about: Iterable[str]) -> Iterator[Note]:
    """Yield *note* for everything in *about*, each once; several where it is too much for one."""
    things = tuple(dict.fromkeys(about))
    for at in range(0, max(len(things), 1), ABOUT_MAX):
        yield replace(note, about=things[at : at + ABOUT_MAX])


def purpose_of(text: str | None) -> str | None:
    """Return a purpose as it is kept; raises ValueError with one sentence."""
    said = (text or "").strip()
    if len(said) > PURPOSE_MAX:
        raise ValueError(f"a purpose has at most {PURPOSE_MAX} characters; say it shorter")
    if not said.isprintable():  # no control characters, lone surrogates, directions of writing
        raise ValueError("a purpose is one line of text; leave out control characters")
    return said or None
