"""Which alerts the board shows, as its address says it: ids and enumerations alone."""

from typing import Annotated, Literal

from pydantic import Field

from alerts.alert import Alert
from alerts.disposition import word_of
from alerts.history import Told
from alerts.listing import Wanted
from alerts.patterns import moment, no_hit, travel_of
from doors.console.travel import Travel

State = Literal["open", "asked", "acknowledged", "confirmed", "dismissed", "all"]
STATES: tuple[State, ...] = ("open", "asked", "acknowledged", "confirmed", "dismissed", "all")
_OF_TRAVEL = ("since", "until", "airport", "direction", "route", "hour", "counted")


class Filters(Travel, frozen=True):
    """What is shown; all that is given must hold. An empty field of a form asks for nothing."""

    state: State = "open"
    min_severity: Literal["", "low", "medium", "high", "top"] = ""
    flight: Annotated[str, Field(pattern=r"^([A-Z0-9/-]{1,40})?$")] = ""
    escalated: Literal["", "true"] = ""
    route: Annotated[str, Field(pattern=r"^([A-Z]{3}-[A-Z]{3})?$")] = ""
    hour: Annotated[str, Field(pattern=r"^([01]\d|2[0-3])?$")] = ""  # of departure, UTC
    counted: Literal["", "true"] = ""  # those alone that travel patterns count

    def takes(self, alert: Alert) -> bool:
        """Say whether the alert is one of them, in whatever state."""
        return self._wanted(alert) and (not self.of_travel or self._travels(alert))

    def shows(self, alert: Alert) -> bool:
        """Say whether one that is taken is in the state that the board shows."""
        return self.state in (word_of(alert.disposition), "all")

    @property
    def of_travel(self) -> dict[str, str]:
        """Return what is asked of the flight as a figure of the patterns is of it."""
        asked = {name: getattr(self, name) for name in _OF_TRAVEL}
        if not self.airport:
            del asked["direction"]
        return {name: str(value) for name, value in asked.items() if value}

    def _wanted(self, alert: Alert) -> bool:
        return Wanted(
            event="standing",
            min_severity=self.min_severity or None,
            category=self.category or None,
            flight=self.flight or None,
            escalated=True if self.escalated else None,
        ).takes(Told(alert, ""))

    def _travels(self, alert: Alert) -> bool:
        leg = travel_of(alert)
        departs = moment(leg.departs)
        return (
            self.departs(departs.date())
            and self.touches(leg.origin, leg.destination)
            and self.route in ("", leg.route)
            and self.hour in ("", f"{departs:%H}")
            and not (self.counted and no_hit(alert))
        )
