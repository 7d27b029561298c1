"""What a door asks of the audit trail; apart from it, for those who note and have no HTTP."""

from collections.abc import Iterable
from typing import Protocol

from access.caller import Action, Caller


class Noting(Protocol):
    """The audit trail: returns when what was done is on record, raises where it cannot be."""

    async def __call__(
        self, who: Caller, action: Action, what: str, about: Iterable[str], purpose: str | None, /
    ) -> None: ...
