"""The life of one alert: raised, updated, withdrawn, raised again. Pure.

What is held and what should stand go in; the next version comes out, or nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from alerts.alert import Alert, Event
from alerts.disposition import AlertDisposition, word_of
from alerts.escalation import lifted
from alerts.routing import Draft, Routed
from alerts.suppression import plain
from config.delivery_file import EscalationRow
from manifests.contract import Passenger
from manifests.identity import PassengerRef, identity
from screening.facts import Facts
from watchlist.entry import EntryKey

SCORE_STEP = 0.05  # a smaller move of the score is no news
# Its owner and id as the alert tells them, and what the reasons tell of it.
SaidOfEntry = tuple[str | None, str, frozenset[str | None]]


@dataclass(frozen=True, slots=True)
class Held:
    """What the ledger holds of one alert; `sent` is the version last published."""

    alert: Alert
    sent: int
    ref: PassengerRef
    entry: EntryKey
    view: str = ""  # digest of the entry as the agency saw it; "" where that is not known
    due: str = ""  # when it is to be escalated, as the ledger has it
    payload: bytes = b""  # what the agency receives of it, as it is stored

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
    view: str = ""
    source: str = ""  # the record behind it, where that is not the one at hand


def steps(
    held: Iterable[Held],
    wanted: Routed,
    facts: Facts,
    escalations: Mapping[str, EscalationRow] = MappingProxyType({}),
) -> list[Step]:
    """Return the versions that lead from what is held to what *facts* say should stand.

    *escalations* are the rules by which alerts are escalated, by agency.
    """
    known = {one.alert.alert_id: one for one in held}
    drafts = {one.alert.alert_id: one for one in wanted.drafts}
    found = [_toward(known.get(key), draft, wanted, escalations) for key, draft in drafts.items()]
    found += [
        _withdrawn(one, facts, wanted)
        for key, one in known.items()
        if key not in drafts and one.standing and facts.covers(one.ref, one.entry)
    ]
    return [step for step in found if step is not None]


def _toward(
    held: Held | None, draft: Draft, wanted: Routed, escalations: Mapping[str, EscalationRow]
) -> Step | None:
    key, agency = draft.alert.alert_id, draft.alert.agency
    if held is None:
        return Step(draft.alert, 0, draft.ref, draft.entry, draft.view)
    if not held.standing:
        before = {
            "disposition": wanted.restored.get(key),
            "from_others": wanted.from_others.get(key, ()),
        }
        return _next(held, draft, "raised", before)
    news, reopened = changes(held.alert, draft.alert), key in wanted.reopened
    end = wanted.reopened.get(key)
    if reopened:
        by = {"by": end.by} if end is not None and end.by else {}
        news = ({**disposition_change(held.alert, None), **by}, *news)
    news = news or _seen_otherwise(held, draft)
    if not news:
        return None
    opened = reopened or lifted(held.alert, draft.alert, escalations.get(agency))
    carried: dict[str, Any] = {
        "changes": news,
        "open_since": draft.alert.raised_at if opened else held.alert.open_since,
        "raised_at": held.alert.raised_at,
        "disposition": None if reopened else held.alert.disposition,
        "escalated": held.alert.escalated,
        "from_others": held.alert.from_others,
    }
    if end is None:
        return _next(held, draft, "updated", carried)
    carried |= {"cause": end.kind, "trace_id": end.trace_id}
    return replace(_next(held, draft, "updated", carried), source=end.source)


def _next(held: Held, draft: Draft, event: Event, carried: Mapping[str, Any]) -> Step:
    """Return the version of *draft* that follows; raised again it is as if it were new."""
    alert = draft.alert.model_copy(
        update={"version": held.alert.version + 1, "event": event, **carried}
    )
    return Step(alert, held.alert.version, draft.ref, draft.entry, draft.view)


def shortened(step: Step) -> Step:
    """Return the version with its changes named alone: what is now, it says anyway."""
    named = tuple({**one, "before": None, "now": None} for one in step.alert.changes)
    return replace(step, alert=step.alert.model_copy(update={"changes": named}))


def disposition_change(before: Alert, now: AlertDisposition | None) -> dict[str, Any]:
    """Return the change of the state of an alert, as agencies are told it."""
    return {"field": "disposition", "before": word_of(before.disposition), "now": word_of(now)}


def _seen_otherwise(held: Held, draft: Draft) -> tuple[dict[str, Any], ...]:
    """Return that what was told of the entry is not what the agency sees of it now.

    Whatever follows would repeat what was told. What that was is not said: its owner may have
    withheld it since.
    """
    if held.view == draft.view or tells_alike(held.alert, draft.alert):
        return ()
    return ({"field": "entry", "before": None, "now": None},)


def tells_alike(before: Alert, after: Alert) -> bool:
    """Say whether both tell the same of whose the entry is, and of it in their reasons."""
    return said_of_entry(before) == said_of_entry(after)


def said_of_entry(alert: Alert) -> SaidOfEntry:
    """Return what the alert tells of its entry that the owner may come to withhold."""
    reasons = frozenset(one.entry for one in alert.explanation)
    return alert.entry.owner, alert.entry.id, reasons


def changes(before: Alert, after: Alert) -> tuple[dict[str, Any], ...]:
    """Return what an officer must be told of: each field with its value before and now."""
    pairs: list[tuple[str, Any, Any]] = [
        ("entry.severity", before.entry.severity, after.entry.severity),
        ("entry.category", before.entry.category, after.entry.category),
        ("flight.departure", before.flight.departure, after.flight.departure),
        ("flight.arrival", before.flight.arrival, after.flight.arrival),
        ("passenger.seat", before.passenger.seat, after.passenger.seat),
        ("passenger.documents", _documents(before), _documents(after)),
        *_about_the_person(before.passenger, after.passenger),
        ("subscriptions", list(before.subscriptions), list(after.subscriptions)),
    ]
    found = [{"field": name, "before": was, "now": now} for name, was, now in pairs if was != now]
    found += _instruction(before.entry.instruction, after.entry.instruction)
    if abs(after.score - before.score) >= SCORE_STEP:
        found.append({"field": "score", "before": before.score, "now": after.score})
    return tuple(found)


def _instruction(was: str | None, now: str | None) -> Iterator[dict[str, Any]]:
    """Yield what became of it; taken away, it is not said once more: it may be withheld."""
    if was != now:
        told = None if now is None else was
        yield {"field": "entry.instruction", "before": told, "now": now}


def _about_the_person(before: Passenger, after: Passenger) -> Iterator[tuple[str, Any, Any]]:
    """Yield what tells who they are and is another now: a dismissal is by what was told.

    Where it is only written otherwise it is the same.
    """
    was, now = identity(before), identity(after)
    if (was.surname, was.given_names) != (now.surname, now.given_names):
        for field in ("surname", "given_names"):
            yield f"passenger.{field}", getattr(before, field), getattr(after, field)
    yield "passenger.birth_date", before.birth_date, after.birth_date
    for field in ("sex", "nationality", "birth_place"):
        values = [getattr(one, field) for one in (before, after)]
        alike = {plain(one) for one in values}
        if len(alike) > 1:
            yield f"passenger.{field}", *values


def _documents(alert: Alert) -> list[str]:
    return [f"{one.issuer or '?'} {one.number}" for one in alert.passenger.documents]


def _withdrawn(held: Held, facts: Facts, wanted: Routed) -> Step:
    decided = wanted.decided.get(held.alert.alert_id)
    alert = held.alert.model_copy(
        update={
            "version": held.alert.version + 1,
            "event": "withdrawn",
            "reason": wanted.unwanted.get(held.alert.alert_id) or _reason(held, facts),
            "cause": "disposition" if decided else facts.cause,
            "changes": (),
            "trace_id": decided.trace_id if decided else wanted.trace_id,
        }
    )
    source = decided.source if decided else ""
    return Step(alert, held.alert.version, held.ref, held.entry, held.view, source)


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
