"""Which of an agency's subscriptions want a hit; they only narrow the jurisdiction."""

from collections.abc import Sequence
from dataclasses import dataclass

from config.files import Filter, SubscriptionRow
from manifests.airports import country_of
from manifests.contract import Flight
from watchlist.entry import SEVERITIES, Severity


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a subscription decides on, as the agency sees it."""

    category: str
    severity: Severity
    score: float
    flight: Flight


def wanted_by(candidate: Candidate, subscriptions: Sequence[SubscriptionRow]) -> tuple[str, ...]:
    """Return the ids of the subscriptions that want *candidate*, sorted."""
    return tuple(sorted(row.id for row in subscriptions if _wants(row.filter, candidate)))


def _wants(wish: Filter, candidate: Candidate) -> bool:
    flight = candidate.flight
    return (
        candidate.score >= wish.min_score
        and SEVERITIES.index(candidate.severity) >= SEVERITIES.index(wish.min_severity)
        and (not wish.categories or candidate.category in wish.categories)
        and (not wish.carriers or flight.carrier in wish.carriers)
        and _at(flight.origin, wish.origin_airports, wish.origin_countries)
        and _at(flight.destination, wish.destination_airports, wish.destination_countries)
    )


def _at(airport: str, airports: Sequence[str], countries: Sequence[str]) -> bool:
    if not airports and not countries:
        return True
    return airport in airports or country_of(airport) in countries
