"""Who asks, as every route, every command and the audit trail sees them. Pure.

A caller with a role of an agency speaks for that agency. The operator speaks for the installation:
`agency` is None, and the subject is the user of the operating system who ran the command, or the
operator's id and key.
"""

from dataclasses import dataclass, field
from typing import Literal, get_args

from access.parties import AgencyId

Role = Literal["officer", "analyst", "admin", "operator"]
Action = Literal["looked_up", "saw", "changed", "decided", "exported"]

ROLES: tuple[Role, ...] = get_args(Role)  # each may do what those before it may
ACTIONS: tuple[Action, ...] = get_args(Action)


@dataclass(frozen=True, slots=True)
class Caller:
    """One who asks: for which agency, with which role, and who it is in there."""

    agency: AgencyId | None
    role: Role
    subject: str
    until_s: float | None = field(default=None, compare=False)  # Unix time; a key has none

    def may(self, least: Role) -> bool:
        """Say whether this role is *least* or one above it."""
        return ROLES.index(self.role) >= ROLES.index(least)

    @property
    def party(self) -> str:
        """Return the agency, or which operator it is."""
        return self.agency or self.subject.partition("/")[0]

    def __str__(self) -> str:
        return f"{self.agency or 'operator'}/{self.subject}"


def operator(subject: str) -> Caller:
    """Return who runs a command of the installation as the user *subject*."""
    return Caller(agency=None, role="operator", subject=subject)
