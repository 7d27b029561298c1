"""The life of one alert: raised, updated, withdrawn, raised again. Pure.

What is held and what should stand go in; the next version comes out, or nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from alerts.alert import Alert, Event
from alerts.routing import Draft, Routed
from manifests.identity import PassengerRef
from screening.facts import Facts
from watchlist.entry import EntryKey

SCORE_STEP = 0.05  # a smaller move of the score is no news


@dataclass(frozen=True, slots=True)
class Held:
    """What the ledger holds of one alert; `sent` is the version last published."""

    alert: Alert
    sent: int
    ref: PassengerRef
    entry: EntryKey

    @property
    def standing(self) -> bool:
        """Say whether the agency has been told that this holds."""
        return self.alert.event != "withdrawn"


@dataclass(frozen=True, slots=True)
class Step:
    """The next version of one alert, to be stored if the ledger still holds `after`."""

    alert: Alert
    after: int
    ref: PassengerRef
    entry: EntryKey


def steps(held: Iterable[Held], wanted: Routed, facts: Facts) -> list[Step]:
    """Return the versions that lead from what is held to what *facts* say should stand."""
    known = {one.alert.alert_id: one for one in held}
    drafts = {one.alert.alert_id: one for one in wanted.drafts}
    found = [_toward(known.get(key), draft) for key, draft in drafts.items()]
    found += [
        _withdrawn(one, facts, wanted)
        for key, one in known.items()
        if key not in drafts and one.standing and facts.covers(one.ref, one.entry)
    ]
    return [step for step in found if step is not None]


def _toward(held: Held | None, draft: Draft) -> Step | None:
    if held is None:
        return Step(draft.alert, 0, draft.ref, draft.entry)
    if not held.standing:
        return _next(held, draft, "raised", ())
    news = changes(held.alert, draft.alert)
    return _next(held, draft, "updated", news) if news else None


def _next(held: Held, draft: Draft, event: Event, news: tuple[dict[str, Any], ...]) -> Step:
    alert = draft.alert.model_copy(
        update={
            "version": held.alert.version + 1,
            "event": event,
            "raised_at": held.alert.raised_at if event == "updated" else draft.alert.raised_at,
            "changes": news,
        }
    )
    return Step(alert, held.alert.version, draft.ref, draft.entry)


def changes(before: Alert, after: Alert) -> tuple[dict[str, Any], ...]:
    """Return what an officer must be told of: each field with its value before and now."""
    pairs: list[tuple[str, Any, Any]] = [
        ("entry.severity", before.entry.severity, after.entry.severity),
        ("entry.category", before.entry.category, after.entry.category),
        ("entry.instruction", before.entry.instruction, after.entry.instruction),
        ("flight.departure", before.flight.departure, after.flight.departure),
        ("flight.arrival", before.flight.arrival, after.flight.arrival),
        ("passenger.seat", before.passenger.seat, after.passenger.seat),
        ("passenger.documents", _documents(before), _documents(after)),
        ("subscriptions", list(before.subscriptions), list(after.subscriptions)),
    ]
    found = [{"field": name, "before": was, "now": now} for name, was, now in pairs if was != now]
    if abs(after.score - before.score) >= SCORE_STEP:
        found.append({"field": "score", "before": before.score, "now": after.score})
    return tuple(found)


def _documents(alert: Alert) -> list[str]:
    return [f"{one.issuer or '?'} {one.number}" for one in alert.passenger.documents]


def _withdrawn(held: Held, facts: Facts, wanted: Routed) -> Step:
    alert = held.alert.model_copy(
        update={
            "version": held.alert.version + 1,
            "event": "withdrawn",
            "reason": wanted.unwanted.get(held.alert.alert_id) or _reason(held, facts),
            "cause": facts.cause,
            "changes": (),
            "trace_id": wanted.trace_id,
        }
    )
    return Step(alert, held.alert.version, held.ref, held.entry)


def _reason(held: Held, facts: Facts) -> str:
    """Return why the hit is none any more, or not to be seen any more: an agency cannot tell which.

    Who may no longer see an entry must not learn that it is still there.
    """
    if facts.cancelled:
        return "the flight was cancelled"
    if held.ref in facts.merged:
        return "the passenger was found to be the same person as another on the flight"
    if held.ref in facts.left:
        return "the passenger is no longer on the flight"
    if facts.cause == "manifest" and not facts.pairs:
        return "the passenger's data changed and no longer match"
    return "the entry was removed, expired or changed and no longer matches"
