"""What a decision of an agency comes to: versions, and what outlasts the alert. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from access.parties import AgencyId
from alerts.alert import Alert, keyed_id
from alerts.disposition import AlertDisposition, FromOther, following, kept_for_flight
from alerts.life import Held, Step, disposition_change
from alerts.routing import Rules, alert_id, for_owner, trace_id
from alerts.said import Decided
from alerts.suppression import Kind, Suppression, digest, stated
from manifests.contract import utc_text
from screening.facts import Facts
from screening.passenger_join import kept_until
from watchlist.entry import Entry
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


NOTHING = Plan()


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


def needs_hits(case: Case) -> bool:
    """Say whether the hits on the flight are needed: the owner may have to be told of one."""
    mine = case.mine
    if mine is None or case.decided.disposition.action not in ("confirm", "ask_owner"):
        return False
    theirs = case.theirs(mine)
    return mine.standing and (theirs is None or not theirs.standing)


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
    owners, facts = _owners(case, mine, after)
    changes = (disposition_change(mine.alert, after),)
    return Plan(
        begun=begun,
        ended=tuple(_ended(case, mine, after)),
        owners=owners,
        owners_rest_on=facts,
        own=_changed(mine, case.decided, secret, disposition=after, changes=changes),
    )


def _changed(held: Held, decided: Decided, secret: bytes, **news: Any) -> Step:  # noqa: ANN401  # fields of an alert
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


def _owners(
    case: Case, mine: Held, after: AlertDisposition | None
) -> tuple[Step | None, Facts | None]:
    """Return the version that tells the owner of the entry what was said of the same hit.

    Who has no alert, as in its own view the score is too low, is given one all the same.
    """
    owner, agency = AgencyId(mine.entry.partition("/")[0]), case.decided.agency
    if owner == agency or owner not in case.rules.parties.agencies:
        return None, None
    theirs = case.theirs(mine)
    if theirs is not None and theirs.standing:
        told = theirs.alert.from_others
        news = _with(told, agency, after)
        if news == told:
            return None, None
        change = {"field": "from_others", "before": _words(told), "now": _words(news)}
        secret = case.rules.secret
        step = _changed(theirs, case.decided, secret, from_others=news, changes=(change,))
        return step, None
    news = _with((), agency, after)
    return _raised(case, mine, theirs, news) if mine.standing and news else (None, None)


def _raised(
    case: Case, mine: Held, theirs: Held | None, news: tuple[FromOther, ...]
) -> tuple[Step | None, Facts | None]:
    for facts in case.hits:
        for hit in facts.hits:
            if (hit.ref, hit.entry.key) != (mine.ref, mine.entry):
                continue
            draft = for_owner(hit, facts, case.rules, case.now)
            if draft is None:
                continue
            after = 0 if theirs is None else theirs.alert.version
            fields = {
                "version": after + 1,
                "cause": "disposition",
                "from_others": news,
                "trace_id": trace_id(case.rules.secret, case.decided.source),
            }
            alert = draft.alert.model_copy(update=fields)
            step = Step(alert, after, draft.ref, draft.entry, draft.view, case.decided.source)
            return step, facts
    return None, None


def _with(
    told: Iterable[FromOther], agency: str, after: AlertDisposition | None
) -> tuple[FromOther, ...]:
    others = [one for one in told if one.agency != agency]
    if after is not None and after.state in ("confirmed", "asked"):
        asked = after.state == "asked"
        others.append(
            FromOther(
                agency=agency,
                said="asked" if asked else "confirmed",
                at=after.at,
                note=after.note if asked else None,  # a question is for the owner to read
            )
        )
    return tuple(sorted(others, key=lambda one: one.agency))


def _words(told: Iterable[FromOther]) -> list[str]:
    return [f"{one.agency} {one.said}" for one in told]


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
