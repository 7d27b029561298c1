"""How long each category of data is kept; settings that defeat each other are refused."""

from collections.abc import Iterator
from math import ceil

from pydantic import BaseModel, NonNegativeFloat, PositiveFloat, model_validator

PREFIX = "TOCSIN_RETENTION__"
# A flight without an arrival time is taken to be over a day after its departure.
FLIGHT_H = 24
# How long the index remembers that an entry was removed (screening/lua/apply_entry.lua).
REMOVED_DAYS = 7


class RetentionSettings(BaseModel, frozen=True, extra="forbid"):
    """Times by category; days may be fractions. A topic's counts from when a record was sent."""

    after_arrival_h: PositiveFloat = 24  # a flight and its people, in the index
    reported_ahead_h: NonNegativeFloat = 72  # before departure, when the first list comes
    alerts_days: PositiveFloat = 30  # in the ledger after arrival, and on alerts.<agency>
    patterns_days: PositiveFloat = 90  # counts of where hits travel, after departure
    receipts_days: PositiveFloat = 7  # which message said what, and what became of it
    pushes_days: PositiveFloat = 3  # manifests.<airline>, requests.<airline>, manifests
    responses_days: PositiveFloat = 3
    contributions_days: PositiveFloat = 7  # watchlist.<agency>
    dispositions_days: PositiveFloat = 7
    facts_days: PositiveFloat = 3  # hits
    quarantine_days: PositiveFloat = 30
    audit_days: PositiveFloat = 1095  # who did what: three years
    dead_letters_days: PositiveFloat = 30  # what no webhook took; ids alone

    @model_validator(mode="after")
    def _topics_outlast_the_index(self) -> "RetentionSettings":
        for name in ("pushes_days", "alerts_days"):
            if getattr(self, name) * 24 < self.after_arrival_h:
                raise ValueError(
                    f"{PREFIX}{name.upper()} is shorter than {PREFIX}AFTER_ARRIVAL_H "
                    f"({self.after_arrival_h:g} h), so a flight held could not be built again "
                    f"from the topics; set {_days(self.after_arrival_h)} or more"
                )
        return self

    @property
    def held_h(self) -> float:
        """Return how long a flight may be held, from its first list until it is forgotten."""
        return self.reported_ahead_h + FLIGHT_H + self.after_arrival_h

    def warnings(self) -> Iterator[str]:
        """Yield a sentence for each time that is right only while nothing is lost."""
        for name, lost in (
            ("pushes_days", "people reported earlier would be missing from the index"),
            ("alerts_days", "alerts raised earlier would be raised again as new"),
        ):
            if getattr(self, name) * 24 < self.held_h:
                yield (
                    f"{PREFIX}{name.upper()}={getattr(self, name):g} is too short for a rebuild: a "
                    f"flight is held for up to {self.held_h:g} h (reported "
                    f"{self.reported_ahead_h:g} h ahead, a day on its way, "
                    f"{self.after_arrival_h:g} h after), and if Redis were lost, {lost}; set "
                    f"{_days(self.held_h)} or more"
                )
        if self.contributions_days > REMOVED_DAYS:
            yield (
                f"{PREFIX}CONTRIBUTIONS_DAYS={self.contributions_days:g} is longer than a removed "
                f"entry is remembered ({REMOVED_DAYS} days): read once more from the beginning, "
                "the topic could bring one back for a moment"
            )


def _days(hours: float) -> str:
    return f"{ceil(round(hours / 2.4, 6)) / 10:g}"  # up to a tenth
