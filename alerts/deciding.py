"""What a decision of an agency comes to: versions, and what outlasts the alert. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from access.parties import AgencyId
from alerts.alert import Alert, keyed_id
from alerts.case import Case, changed
from alerts.disposition import AlertDisposition, following, kept_for_flight
from alerts.life import Held, Step, disposition_change
from alerts.owners import told_owner
from alerts.routing import trace_id
from alerts.suppression import Kind, Suppression, digest, stated
from manifests.contract import utc_text
from screening.facts import Facts
from screening.passenger_join import kept_until
from watchlist.sharing import view

# How long after landing it is kept what an agency decided for one flight.
FOR_FLIGHT = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done, in this order; `own` None says that the decision changes nothing.

    `owners_rest_on` are the facts behind the owner's version where it is raised by this.
    """

    begun: Suppression | None = None
    ended: tuple[str, ...] = ()  # keys of suppressions, agency/id
    owners: Step | None = None
    owners_rest_on: Facts | None = None
    own: Step | None = None


def needs_hits(case: Case) -> bool:
    """Say whether the hits on the flight are needed: the owner may have to be told of one."""
    mine = case.mine
    if mine is None or case.decided.disposition.action not in ("confirm", "ask_owner"):
        return False
    theirs = case.theirs(mine)
    return theirs is None or not theirs.standing


def plan(case: Case) -> Plan | None:
    """Return what the decision comes to; None where the alert is held no more."""
    mine, said, secret = case.mine, case.decided.disposition, case.rules.secret
    if mine is None:
        return None
    before, after = mine.alert.disposition, following(mine.alert.disposition, said)
    if after == before:
        # The alert may have been raised again since, open: what was decided before goes on.
        lifted = tuple(_ended(case, mine, after)) if said.action == "reopen" else ()
        return Plan(ended=lifted)
    begun = _begun(case, mine, after)
    if begun is not None and begun.kind == "not_the_same_person" and after is not None:
        after = after.model_copy(update={"suppression": begun.id})
    owners, facts = told_owner(case, mine, after)
    news: dict[str, Any] = {
        "disposition": after,
        "changes": (disposition_change(mine.alert, after),),
        "open_since": case.now if after is None else mine.alert.open_since,
    }
    return Plan(
        begun=begun,
        ended=tuple(_ended(case, mine, after)),
        owners=owners,
        owners_rest_on=facts,
        own=changed(mine, case.decided, secret, **news),
    )


def _begun(case: Case, mine: Held, after: AlertDisposition | None) -> Suppression | None:
    """Return what is kept of the decision: of `top` for its flight alone."""
    said, alert, secret = case.decided.disposition, mine.alert, case.rules.secret
    received = datetime.fromisoformat(case.decided.received_at)
    since = min(said.at, received)
    confirmed = after is not None and after.state == "confirmed"
    digest_now, severities = _as_seen(case, mine)
    if not digest_now or not (confirmed or said.reason == "not_the_same_person"):
        return None
    kind: Kind
    if confirmed or "top" in severities:
        kind = "confirmed" if confirmed else "dismissed"
        until = kept_until(alert.flight, received, FOR_FLIGHT)
        ends = utc_text(datetime.fromtimestamp(until, tz=received.tzinfo))
        name = _for_flight(alert, secret)
    else:
        kind, ends = "not_the_same_person", utc_text(since + timedelta(days=said.days))
        name = keyed_id(secret, "suppression", alert.alert_id, said.disposition_id)
    return Suppression(
        id=name,
        kind=kind,
        agency=alert.agency,
        entry=mine.entry,
        view=digest_now,
        stated=tuple(sorted(stated(alert.passenger, alert.agency, mine.entry, secret))),
        flight=alert.flight.key,
        alert_id=alert.alert_id,
        by=said.by,
        at=utc_text(said.at),
        until=ends,
        source=case.decided.source,
    )


def _as_seen(case: Case, mine: Held) -> tuple[str, set[str]]:
    """Return the digest of the entry as the agency sees it now, and how severe it is, or was told.

    As the entry stands: not each change of it is a version of the alert, and after a rebuild the
    digest from before may not be known.
    """
    agency, told = AgencyId(mine.alert.agency), mine.alert.entry.severity
    seen = None if case.listed is None else view(case.listed, agency)
    if seen is None:
        return mine.view, {told}
    return digest(seen, agency, case.rules.secret), {told, seen.entry.severity}


def _ended(case: Case, mine: Held, after: AlertDisposition | None) -> Iterable[str]:
    """Yield what outlasts the alert no longer, whatever its state was: it may be open again since.

    A dismissal of the same person goes on where the alert, raised again, is only taken up.
    """
    before, alert = mine.alert.disposition, mine.alert
    over = {before.suppression} if before is not None and before.suppression is not None else set()
    about = [one for one in case.in_force if one.alert_id == alert.alert_id]
    if not kept_for_flight(after):
        over |= {one.id for one in about if one.kind != "not_the_same_person"}
        if kept_for_flight(before):
            over.add(_for_flight(alert, case.rules.secret))
    if after is None or after.state == "confirmed":
        over |= {one.id for one in about if one.kind == "not_the_same_person"}
    yield from (f"{alert.agency}/{one}" for one in sorted(over))


def _for_flight(alert: Alert, secret: bytes) -> str:
    return keyed_id(secret, "for its flight", alert.alert_id)


def escalated(held: Held, secret: bytes) -> Step:
    """Return the version that says that nobody has taken the alert up."""
    source = f"due/{held.alert.alert_id}"
    alert: Alert = held.alert.model_copy(
        update={
            "version": held.alert.version + 1,
            "event": "updated",
            "cause": "time",
            "trace_id": trace_id(secret, source),
            "escalated": True,
            "changes": ({"field": "escalated", "before": False, "now": True},),
        }
    )
    return Step(alert, held.alert.version, held.ref, held.entry, held.view, source)
