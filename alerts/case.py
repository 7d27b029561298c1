"""A decision, all that it is decided on, and the version that comes of it. Pure."""

from dataclasses import dataclass
from typing import Any

from alerts.life import Held, Step
from alerts.routing import Rules, alert_id, trace_id
from alerts.said import Decided
from alerts.suppression import Suppression
from screening.facts import Facts
from watchlist.entry import Entry


@dataclass(frozen=True, slots=True)
class Case:
    """A decision, and all that it is decided on.

    `hits` are those known on the flight; they are asked for only where `needs_hits`. `in_force`
    are the decisions on the entry that outlast their alerts.
    """

    decided: Decided
    held: dict[str, Held]  # by alert id
    rules: Rules
    now: str
    hits: tuple[Facts, ...] = ()
    in_force: tuple[Suppression, ...] = ()
    listed: Entry | None = None  # the entry as it stands; None where it does no more

    @property
    def mine(self) -> Held | None:
        """Return the alert that it is about; None where it is held no more."""
        return self.held.get(self.decided.disposition.alert_id)

    def theirs(self, mine: Held) -> Held | None:
        """Return the alert that the owner of the entry has of the same hit."""
        flight, owner = mine.alert.flight.key, mine.entry.partition("/")[0]
        return self.held.get(alert_id(self.rules.secret, flight, mine.ref, mine.entry, owner))


def changed(held: Held, decided: Decided, secret: bytes, **news: Any) -> Step:  # noqa: ANN401  # fields of an alert
    """Return the next version of an alert, with *news* in it; withdrawn, it stays so."""
    alert = held.alert.model_copy(
        update={
            "version": held.alert.version + 1,
            "event": "updated" if held.standing else "withdrawn",
            "cause": "disposition",
            "trace_id": trace_id(secret, decided.source),
            **news,
        }
    )
    return Step(alert, held.alert.version, held.ref, held.entry, held.view)
