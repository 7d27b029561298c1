"""What the decisions of an agency do to what it would be told. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from alerts.life import Held
from alerts.routing import Cause, Draft, Routed, trace_id
from alerts.suppression import NOT_THE_SAME, Seen, Suppression, Suppressions, holds, stated


@dataclass(frozen=True, slots=True)
class Weighed:
    """What should stand with the decisions taken in, and which of them kept something back."""

    wanted: Routed
    kept_back: tuple[Suppression, ...]


def weighed(
    wanted: Routed, held: Iterable[Held], decisions: Suppressions, secret: bytes, now: datetime
) -> Weighed:
    """Return *wanted* without what agencies have dismissed as not the same person.

    An alert that is dismissed itself, or confirmed, or of which others spoke to the owner, goes on
    standing; a dismissal that holds no
    more, as either side's data changed or its time is over, is undone.
    """
    known = {one.alert.alert_id: one for one in held if one.standing}
    drafts, unwanted, decided = list[Draft](), dict(wanted.unwanted), dict(wanted.decided)
    reopened, kept_back = set[str](), dict[str, Suppression]()
    for draft in wanted.drafts:
        key = draft.alert.alert_id
        there = known.get(key)
        holding = _holding(draft, decisions, secret, now)
        undone = _undone(there, holding)
        if undone:
            reopened.add(key)
        if not holding or (not undone and _decided(there, holding)):
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
        reopened=frozenset(reopened),
    )
    return Weighed(found, tuple(kept_back.values()))


def _holding(
    draft: Draft, decisions: Suppressions, secret: bytes, now: datetime
) -> list[Suppression]:
    agency, alert = draft.alert.agency, draft.alert
    mine = [one for one in decisions.get(draft.entry, ()) if one.agency == agency]
    if not mine:
        return []
    things = stated(alert.passenger, agency, draft.entry, secret)
    hit = Seen(draft.view, alert.entry.severity, things)
    return [one for one in mine if holds(one, hit, now)]


def _undone(there: Held | None, holding: Iterable[Suppression]) -> bool:
    """Say whether the alert is dismissed by a suppression that does not hold for it (any more)."""
    if there is None or there.alert.disposition is None:
        return False
    by = there.alert.disposition.suppression
    return by is not None and by not in {one.id for one in holding}


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
