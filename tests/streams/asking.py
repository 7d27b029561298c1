"""An agency's request, as a route hands it on, with what it put on record."""

from collections.abc import Iterable

from access.caller import Action, Caller
from access.parties import AgencyId
from alerts.about import About
from doors.gate import Asking, Gate


class Trail:
    """What was noted, of whom; everything is on record at once."""

    def __init__(self) -> None:
        self.noted: list[tuple[Action, str, tuple[str, ...]]] = []

    async def note(
        self,
        who: Caller,  # noqa: ARG002
        action: Action,
        what: str,
        about: Iterable[str],
        purpose: str | None,  # noqa: ARG002
    ) -> None:
        self.noted.append((action, what, tuple(about)))

    def asking(self, agency: str) -> Asking:
        """Return a request of an admin of *agency*."""
        about = About(b"a secret of the tests, long enough")
        gate = Gate(_nobody, lambda _: 0, self.note, self.note, about)
        return Asking(Caller(AgencyId(agency), "admin", "officer-7"), "officer-7", None, gate)


async def _nobody(_shown: str) -> Caller | None:
    return None
