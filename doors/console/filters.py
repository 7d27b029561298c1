"""Which alerts the board shows, as its address says it: ids and enumerations alone."""

from typing import Annotated, Literal
from urllib.parse import urlencode

from pydantic import BaseModel, Field

from alerts.alert import Alert
from alerts.history import Told
from alerts.listing import Wanted

State = Literal["open", "asked", "acknowledged", "confirmed", "dismissed", "all"]
STATES: tuple[State, ...] = ("open", "asked", "acknowledged", "confirmed", "dismissed", "all")


class Filters(BaseModel, frozen=True, extra="forbid"):
    """What is shown; all that is given must hold. An empty field of a form asks for nothing."""

    state: State = "open"
    min_severity: Literal["", "low", "medium", "high", "top"] = ""
    category: Annotated[str, Field(pattern=r"^([a-z][a-z0-9_]{0,62})?$")] = ""
    flight: Annotated[str, Field(pattern=r"^([A-Z0-9/-]{1,40})?$")] = ""
    escalated: Literal["", "true"] = ""

    def takes(self, alert: Alert) -> bool:
        """Say whether the alert is one of them, in whatever state."""
        return Wanted(
            event="standing",
            min_severity=self.min_severity or None,
            category=self.category or None,
            flight=self.flight or None,
            escalated=True if self.escalated else None,
        ).takes(Told(alert, ""))

    def query(self, **changes: str) -> str:
        """Return the address's query with *changes*; what asks for nothing is left out."""
        asked = {**self.model_dump(), **changes}
        return urlencode({name: value for name, value in asked.items() if value})
