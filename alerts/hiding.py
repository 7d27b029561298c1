"""What the decisions of an agency do to what it would be told. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from alerts.disposition import AlertDisposition, FromOther, kept_for_flight
from alerts.life import Held
from alerts.routing import Cause, Draft, Routed, trace_id
from alerts.suppression import (
    NOT_THE_SAME,
    End,
    Seen,
    Suppression,
    Suppressions,
    confirms,
    holds,
    rules_out,
    stated,
)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What should stand with the decisions taken in, and which of them kept something back."""

    wanted: Routed
    kept_back: tuple[Suppression, ...]


def weighed(  # noqa: PLR0913  # what it is weighed by
    wanted: Routed,
    held: Iterable[Held],
    decisions: Suppressions,
    secret: bytes,
    now: datetime,
    *,
    ends: Mapping[str, End] = MappingProxyType({}),
) -> Weighed:
    """Return *wanted* without what agencies have dismissed as not the same person.

    An alert that is dismissed itself, or confirmed, or of which others spoke to the owner, goes on
    standing; a dismissal that holds no more, as either side's data changed or its time is over, is
    undone. Raised again, an alert has what was decided for its flight, if that is in force still.
    """
    restored = _restored(wanted.drafts, held := list(held), decisions, secret, now)
    from_others = _said_still(wanted.drafts, held, restored)
    known = {one.alert.alert_id: one for one in held if one.standing}
    drafts, unwanted, decided = list[Draft](), dict(wanted.unwanted), dict(wanted.decided)
    reopened, kept_back = dict[str, Cause | None](), dict[str, Suppression]()
    for draft in wanted.drafts:
        key = draft.alert.alert_id
        there = known.get(key)
        if draft.spoken_of and there is None and key not in from_others:
            continue
        holding = _holding(draft, decisions, secret, now)
        undone = _undone(there, holding)
        if undone:
            reopened[key] = _end_of(there, ends, secret)
        again = restored.get(key)
        stays = _decided(there, holding) or (again is not None and again.state == "confirmed")
        if not holding or (not undone and stays):
            drafts.append(draft)
            continue
        for one in holding:
            kept_back[one.id] = one
        unwanted[key] = NOT_THE_SAME
        first = holding[0]
        decided[key] = Cause(first.source, trace_id(secret, first.source))
    found = replace(
        wanted,
        drafts=drafts,
        unwanted=unwanted,
        decided=decided,
        reopened=reopened,
        restored=restored,
        from_others=from_others,
    )
    return Weighed(found, tuple(kept_back.values()))


def kept_back(draft: Draft, decisions: Suppressions, secret: bytes, now: datetime) -> bool:
    """Say whether an alert that is not there yet would be kept back by a decision on another."""
    holding = _holding(draft, decisions, secret, now)
    return bool(holding) and draft.alert.alert_id not in {one.alert_id for one in holding}


def _holding(
    draft: Draft, decisions: Suppressions, secret: bytes, now: datetime
) -> list[Suppression]:
    agency = draft.alert.agency
    mine = [one for one in decisions.get(draft.entry, ()) if one.agency == agency]
    if not mine:
        return []
    hit = _seen(draft, secret)
    return [one for one in mine if holds(one, hit, now)]


def _seen(draft: Draft, secret: bytes) -> Seen:
    alert = draft.alert
    things = stated(alert.passenger, alert.agency, draft.entry, secret)
    return Seen(draft.view, alert.entry.severity, things)


def _restored(
    drafts: Iterable[Draft],
    held: Iterable[Held],
    decisions: Suppressions,
    secret: bytes,
    now: datetime,
) -> dict[str, AlertDisposition]:
    """Return the state of each alert that is raised again and was decided for its flight."""
    gone = {one.alert.alert_id: one.alert for one in held if not one.standing}
    found: dict[str, AlertDisposition] = {}
    for draft in drafts:
        key, flight = draft.alert.alert_id, draft.alert.flight.key
        state = gone[key].disposition if key in gone else None
        if state is None or not kept_for_flight(state):
            continue
        hit = _seen(draft, secret)
        about = [one for one in decisions.get(draft.entry, ()) if one.alert_id == key]
        speaks = confirms if state.state == "confirmed" else rules_out
        if any(speaks(one, hit, flight, now) for one in about):
            found[key] = state
    return found


def said_of_hits(held: Iterable[Held]) -> list[str]:
    """Return the alerts that may stand whatever their score, as others spoke of the hit.

    Of one that is withdrawn, where somebody confirmed it: that may hold for whoever is back.
    """
    return [
        one.alert.alert_id
        for one in held
        if any(one.standing or other.said == "confirmed" for other in one.alert.from_others)
    ]


def _said_still(
    drafts: Iterable[Draft], held: Iterable[Held], restored: Mapping[str, AlertDisposition]
) -> dict[str, tuple[FromOther, ...]]:
    """Return of each alert that is raised again who confirmed the hit and does so still."""
    known = {one.alert.alert_id: one for one in held}
    confirming = {
        (one.alert.agency, one.ref, one.entry)
        for one in drafts
        if _is_confirmed(known.get(one.alert.alert_id), restored)
    }
    found: dict[str, tuple[FromOther, ...]] = {}
    for draft in drafts:
        there = known.get(draft.alert.alert_id)
        if there is not None and not there.standing:
            found[draft.alert.alert_id] = tuple(
                one
                for one in there.alert.from_others
                if one.said == "confirmed" and (one.agency, draft.ref, draft.entry) in confirming
            )
    return {key: said for key, said in found.items() if said}


def _is_confirmed(there: Held | None, restored: Mapping[str, AlertDisposition]) -> bool:
    """Say whether an alert is confirmed once it stands (again)."""
    if there is None:
        return False
    key = there.alert.alert_id
    state = there.alert.disposition if there.standing else restored.get(key)
    return state is not None and state.state == "confirmed"


def _undone(there: Held | None, holding: Iterable[Suppression]) -> bool:
    """Say whether the alert is dismissed by a suppression that does not hold for it (any more)."""
    if there is None or there.alert.disposition is None:
        return False
    by = there.alert.disposition.suppression
    return by is not None and by not in {one.id for one in holding}


def _end_of(there: Held | None, ends: Mapping[str, End], secret: bytes) -> Cause | None:
    state = None if there is None else there.alert.disposition
    end = None if state is None else ends.get(state.suppression or "")
    if end is None:
        return None
    return Cause(end.source, trace_id(secret, end.source), end.cause, end.by)


def dismissed_by(held: Iterable[Held], decisions: Suppressions) -> set[str]:
    """Return the suppressions of alerts that are in force no more."""
    states = [one.alert.disposition for one in held if one.standing]
    there = {one.id for each in decisions.values() for one in each}
    return {one.suppression for one in states if one and one.suppression} - there


def _decided(there: Held | None, holding: Iterable[Suppression]) -> bool:
    """Say whether the agency has decided about this very alert, which then goes on standing."""
    if there is None:
        return False
    state = there.alert.disposition
    if there.alert.from_others:  # what others say of it is for its owner to see
        return True
    return (state is not None and state.state in ("confirmed", "dismissed")) or any(
        one.alert_id == there.alert.alert_id for one in holding
    )
