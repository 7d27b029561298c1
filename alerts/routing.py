"""Who is told of a hit, and what: the entry as that agency may see it. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from access.parties import Agency, AgencyId, Parties
from alerts.alert import Alert, AlertEntry, AlertPassenger, keyed_id
from alerts.subscriptions import Candidate, wanted_by
from config.files import SubscriptionRow
from manifests.airports import country_of
from manifests.contract import Flight, Passenger
from manifests.identity import PassengerRef
from screening.explanation import Match
from screening.facts import Facts, Hit
from screening.prepared import prepare_entry, prepare_passenger
from screening.score import compare
from watchlist.entry import Entry, EntryKey
from watchlist.sharing import View, view


@dataclass(frozen=True, slots=True)
class Rules:
    """What routing decides by."""

    parties: Parties
    subscriptions: Mapping[AgencyId, Sequence[SubscriptionRow]]
    min_score: float
    secret: bytes


@dataclass(frozen=True, slots=True)
class Draft:
    """An alert that should stand, before the ledger has given it a version."""

    alert: Alert
    ref: PassengerRef
    entry: EntryKey


@dataclass(frozen=True, slots=True)
class _Judged:
    """One hit as one agency sees it."""

    hit: Hit
    agency: Agency
    seen: View
    match: Match


def drafts(facts: Facts, rules: Rules, now: str) -> list[Draft]:
    """Return the alert that each entitled, subscribed agency should hold for each hit."""
    found = []
    for hit in facts.hits:
        for judged in _judged(hit, rules):
            subscriptions = _wanted(judged, facts.flight, rules)
            if subscriptions is not None:
                found.append(_draft(judged, facts, subscriptions, rules.secret, now))
    return found


def _judged(hit: Hit, rules: Rules) -> Iterator[_Judged]:
    """Yield the hit as each agency sees it; equal views are compared once."""
    prepared = prepare_passenger(hit.passenger)
    matches: dict[Entry, Match] = {}
    for agency in rules.parties.agencies.values():
        seen = view(hit.entry, agency.id)
        if seen is None:
            continue
        if seen.entry not in matches:
            matches[seen.entry] = compare(prepared, prepare_entry(seen.entry))
        yield _Judged(hit, agency, seen, matches[seen.entry])


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


def _wanted(judged: _Judged, flight: Flight, rules: Rules) -> tuple[str, ...] | None:
    """Return the subscriptions that want the hit, or None if the agency is not to be told.

    An owner is told of every hit on its entries, whatever it subscribed to.
    """
    entry, score, agency = judged.seen.entry, judged.match.score, judged.agency
    if score < rules.min_score:
        return None
    candidate = Candidate(entry.category, entry.severity, score, flight)
    wanted = wanted_by(candidate, rules.subscriptions.get(agency.id, ()))
    if agency.id == judged.hit.entry.owner:
        return wanted
    entitled = agency.touched_by(touched(flight, judged.hit.passenger))
    return wanted if entitled and wanted else None


def _draft(
    judged: _Judged, facts: Facts, subscriptions: tuple[str, ...], secret: bytes, now: str
) -> Draft:
    hit, match, agency = judged.hit, judged.match, judged.agency.id
    flight_key, entry_key = facts.flight.key, hit.entry.key
    alert = Alert(
        alert_id=keyed_id(secret, "alert", flight_key, hit.ref, entry_key, agency),
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
    return Draft(alert, hit.ref, entry_key)


def trace_id(secret: bytes, source: str) -> str:
    """Return what an agency is given instead of topic, partition and offset."""
    return keyed_id(secret, "trace", source)


def hidden_id(secret: bytes, entry: EntryKey, agency: str) -> str:
    """Return what stands for the id of an entry whose owner is withheld: the id may name it."""
    return keyed_id(secret, "entry", entry, agency)[:16]


def _shown(seen: View, agency: AgencyId, secret: bytes) -> AlertEntry:
    entry = seen.entry
    hidden = hidden_id(secret, entry.key, agency)
    return AlertEntry(
        owner=entry.owner if seen.owner_shown else None,
        id=entry.id if seen.owner_shown else hidden,
        category=entry.category,
        severity=entry.severity,
        instruction=entry.instruction,
    )
