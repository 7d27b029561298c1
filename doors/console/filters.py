"""Which alerts the board shows, as its address says it: ids and enumerations alone."""

import re
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from alerts.alert import Alert
from alerts.disposition import word_of
from alerts.history import Told
from alerts.listing import Wanted
from alerts.patterns import moment, no_hit, travel_of
from doors.console.travel import Travel

State = Literal["open", "asked", "acknowledged", "confirmed", "dismissed", "all"]
STATES: tuple[State, ...] = ("open", "asked", "acknowledged", "confirmed", "dismissed", "all")
_OF_TRAVEL = ("since", "until", "airport", "direction", "route", "hour", "counted")


# Also what the field of the page takes.
AS_WRITTEN = (
    r"\s*([A-Za-z0-9]{2,3}?)\s*([0-9]{1,4})([A-Za-z]?)"
    r"((?:\/[A-Za-z]{3}-[A-Za-z]{3}(?:\/[0-9]{4}-[0-9]{2}-[0-9]{2})?)?)\s*"
)


def _flight(written: object) -> object:
    """Return what the key of a flight begins with, for a flight as people write it."""
    if not isinstance(written, str) or not written.strip():
        return ""
    found = re.fullmatch(AS_WRITTEN, written, re.ASCII)
    if found is None:
        raise ValueError("is no flight such as UA123 or UA123/JFK-LHR/2026-11-24")
    carrier, number, suffix, rest = found.groups()
    return f"{carrier}{number.zfill(4)}{suffix}{rest}".upper()


class Filters(Travel, frozen=True):
    """What is shown; all that is given must hold. An empty field of a form asks for nothing."""

    state: State = "open"
    min_severity: Literal["", "low", "medium", "high", "top"] = ""
    flight: Annotated[str, BeforeValidator(_flight)] = ""  # its key, or as much as begins it
    escalated: Literal["", "true"] = ""
    route: Annotated[str, Field(pattern=r"^([A-Z]{3}-[A-Z]{3})?$")] = ""
    hour: Annotated[str, Field(pattern=r"^([01]\d|2[0-3])?$")] = ""  # of departure, UTC
    counted: Literal["", "true"] = ""  # those alone that travel patterns count

    def takes(self, alert: Alert) -> bool:
        """Say whether the alert is one of them, in whatever state."""
        return (
            self._wanted(alert)
            and (not self.flight or f"{alert.flight.key}/".startswith(f"{self.flight}/"))
            and (not self.of_travel or self._travels(alert))
        )

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
