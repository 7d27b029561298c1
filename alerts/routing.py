"""Who is told of a hit, and what: the entry as that agency may see it. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from access.parties import Agency, AgencyId, Parties
from alerts.alert import Alert, AlertEntry, AlertPassenger, keyed_id
from alerts.alert import Cause as AlertCause
from alerts.disposition import AlertDisposition, FromOther
from alerts.subscriptions import Candidate, wanted_by
from alerts.suppression import digest
from config.delivery_file import EscalationRow
from config.files import SubscriptionRow
from manifests.airports import country_of
from manifests.contract import Flight, Passenger
from manifests.identity import PassengerRef
from screening.explanation import Match
from screening.facts import Facts, Hit
from screening.prepared import PreparedPassenger, prepare_entry, prepare_passenger
from screening.score import compare
from watchlist.entry import Entry, EntryKey
from watchlist.sharing import View, views


@dataclass(frozen=True, slots=True)
class Rules:
    """What routing decides by."""

    parties: Parties
    subscriptions: Mapping[AgencyId, Sequence[SubscriptionRow]]
    min_score: float
    secret: bytes
    escalations: Mapping[str, EscalationRow] = field(default_factory=dict)  # by agency


@dataclass(frozen=True, slots=True)
class Draft:
    """An alert that should stand, before the ledger has given it a version."""

    alert: Alert
    ref: PassengerRef
    entry: EntryKey
    view: str = ""  # digest of the entry as the agency sees it
    spoken_of: bool = False  # too low a score: only what others said of the hit has it stand


@dataclass(frozen=True, slots=True)
class Cause:
    """The record that something is due to, where that is not the one at hand."""

    source: str
    trace_id: str
    kind: AlertCause = "disposition"
    by: str = ""  # who did so, where that is told


@dataclass(frozen=True, slots=True)
class Routed:
    """What should stand after some facts, and why what no longer does so, does not."""

    drafts: list[Draft]
    unwanted: dict[str, str]  # alert id to reason, of hits that the agency may see and is not told
    trace_id: str
    decided: dict[str, Cause] = field(default_factory=dict)  # of `unwanted`, by whose decision
    # By id of alerts whose dismissal holds no more: how it ended; None where it is in force still.
    reopened: dict[str, Cause | None] = field(default_factory=dict)
    # By id of alerts raised again: what was decided before for the flight, and still is in force.
    restored: dict[str, AlertDisposition] = field(default_factory=dict)
    # By id of owners' alerts raised again: what others said of the hit, and still do.
    from_others: dict[str, tuple[FromOther, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Judged:
    """One hit as one agency sees it."""

    hit: Hit
    agency: Agency
    seen: View
    match: Match


def routed(facts: Facts, rules: Rules, now: str, told: Collection[str] = ()) -> Routed:
    """Return the alert that each entitled, subscribed agency should hold for each hit.

    *told* are the alerts of owners that may stand whatever the score, as others spoke of the hit.
    """
    drafts: list[Draft] = []
    unwanted: dict[str, str] = {}
    trace = trace_id(rules.secret, facts.source)
    people = {one.ref: one.passenger for one in facts.hits}
    prepared = {ref: prepare_passenger(who) for ref, who in people.items()}
    for hit in facts.hits:
        for judged in _judged(hit, prepared[hit.ref], facts.flight, rules, told):
            subscriptions = _subscriptions(judged, facts.flight, rules)
            reason = _why_not_told(judged, facts.flight, subscriptions)
            if reason is None:
                draft = _draft(judged, facts, subscriptions, rules.secret, now)
                low = judged.match.score < rules.min_score
                drafts.append(replace(draft, spoken_of=True) if low else draft)
            else:
                unwanted[_id_of(judged, facts.flight, rules.secret)] = reason
    return Routed(drafts, unwanted, trace)


def _judged(
    hit: Hit, prepared: PreparedPassenger, flight: Flight, rules: Rules, told: Collection[str]
) -> Iterator[_Judged]:
    """Yield the hit as each agency that it is a hit for sees it; equal views are compared once."""
    matches: dict[Entry, Match] = {}
    agencies = rules.parties.agencies
    for agency, seen in views(hit.entry, agencies):
        if seen.entry not in matches:
            matches[seen.entry] = compare(prepared, prepare_entry(seen.entry))
        judged = _Judged(hit, agencies[agency], seen, matches[seen.entry])
        if judged.match.score >= rules.min_score or (
            told and _id_of(judged, flight, rules.secret) in told
        ):
            yield judged


def for_owner(hit: Hit, facts: Facts, rules: Rules, now: str) -> Draft | None:
    """Return the alert of the entry's owner whatever the score; None where it is no agency."""
    owner = rules.parties.agencies.get(AgencyId(hit.entry.owner))
    if owner is None:
        return None
    seen = View(hit.entry, owner_shown=True)
    match = compare(prepare_passenger(hit.passenger), prepare_entry(hit.entry))
    judged = _Judged(hit, owner, seen, match)
    return _draft(judged, facts, _subscriptions(judged, facts.flight, rules), rules.secret, now)


def alert_id(secret: bytes, flight: str, ref: str, entry: EntryKey, agency: str) -> str:
    """Return the id of *agency*'s alert of a passenger and an entry: it cannot be guessed."""
    return keyed_id(secret, "alert", flight, ref, entry, agency)


def _id_of(judged: _Judged, flight: Flight, secret: bytes) -> str:
    hit = judged.hit
    return alert_id(secret, flight.key, hit.ref, hit.entry.key, judged.agency.id)


def touched(flight: Flight, passenger: Passenger) -> frozenset[str]:
    """Return the countries that a passenger's journey on *flight* touches."""
    airports = (flight.origin, flight.destination, passenger.embark, passenger.debark)
    return frozenset(
        country for one in airports if one and (country := country_of(one)) is not None
    )


def subscriptions_by_agency(
    rows: Iterable[SubscriptionRow],
) -> dict[AgencyId, list[SubscriptionRow]]:
    """Return the rows of each agency."""
    grouped: dict[AgencyId, list[SubscriptionRow]] = {}
    for row in rows:
        grouped.setdefault(AgencyId(row.agency), []).append(row)
    return grouped


def _subscriptions(judged: _Judged, flight: Flight, rules: Rules) -> tuple[str, ...]:
    entry = judged.seen.entry
    candidate = Candidate(entry.category, entry.severity, judged.match.score, flight)
    return wanted_by(candidate, rules.subscriptions.get(judged.agency.id, ()))


def _why_not_told(judged: _Judged, flight: Flight, subscriptions: tuple[str, ...]) -> str | None:
    """Return why an agency is not told of a hit that it may see; None where it is told.

    An owner is told of every hit on its entries, whatever it subscribed to.
    """
    if judged.agency.id == judged.hit.entry.owner:
        return None
    if not judged.agency.touched_by(touched(flight, judged.hit.passenger)):
        return "the journey does not touch the agency's jurisdiction"
    return None if subscriptions else "no subscription of the agency wants it"


def _draft(
    judged: _Judged, facts: Facts, subscriptions: tuple[str, ...], secret: bytes, now: str
) -> Draft:
    hit, match, agency = judged.hit, judged.match, judged.agency.id
    flight_key, entry_key = facts.flight.key, hit.entry.key
    alert = Alert(
        alert_id=_id_of(judged, facts.flight, secret),
        version=1,
        event="raised",
        agency=agency,
        subscriptions=subscriptions,
        raised_at=now,
        score=match.score,
        basis=match.basis,
        group_id=keyed_id(secret, "group", flight_key, hit.ref, agency),
        entry=_shown(judged.seen, agency, secret),
        flight=facts.flight,
        passenger=AlertPassenger(**dict(hit.passenger), passenger_ref=hit.ref),
        explanation=match.explanation,
        cause=facts.cause,
        trace_id=trace_id(secret, facts.source),
    )
    return Draft(alert, hit.ref, entry_key, digest(judged.seen, agency, secret))


@lru_cache(maxsize=1_024)  # all alerts that one record leads to have the same
def trace_id(secret: bytes, source: str) -> str:
    """Return what an agency is given instead of topic, partition and offset."""
    return keyed_id(secret, "trace", source)


def hidden_id(secret: bytes, entry: EntryKey, agency: str) -> str:
    """Return what stands for the id of an entry whose owner is withheld: the id may name it."""
    return keyed_id(secret, "entry", entry, agency)[:16]


def _shown(seen: View, agency: AgencyId, secret: bytes) -> AlertEntry:
    entry = seen.entry
    return AlertEntry(
        owner=entry.owner if seen.owner_shown else None,
        id=entry.id if seen.owner_shown else hidden_id(secret, entry.key, agency),
        category=entry.category,
        severity=entry.severity,
        instruction=entry.instruction,
    )
