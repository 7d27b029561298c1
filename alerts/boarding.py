"""May this person board? What a state answers an airline, by its rules (boarding.yaml). Pure.

Only entries that the deciding agency may see count, as far as it may see them. The reasons are for
that agency; an airline is told the code, and what is missing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from access.parties import AgencyId
from alerts.suppression import Seen, Suppression, Suppressions, confirms, digest, rules_out, stated
from config.boarding_file import AnsweringRow, BoardingFile, BoardingRule, Code, Need
from manifests.airports import country_of
from manifests.contract import Flight, Passenger
from screening.prepared import PreparedPassenger
from screening.ranking import Found, ranked
from watchlist.entry import SEVERITIES, Entry
from watchlist.sharing import View

STRICTEST_FIRST: tuple[Code, ...] = ("1Z", "4Z", "2Z", "0Z")


@dataclass(frozen=True, slots=True)
class Person:
    """A passenger as sent, ready for comparing, and the entries that they may be."""

    sent: Passenger
    prepared: PreparedPassenger
    candidates: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer about one person, and why: sentences for the deciding agency alone."""

    code: Code
    why: tuple[str, ...] = ()
    missing: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """What decides: the rules, from which score on a comparison is a hit, and the day."""

    file: BoardingFile
    min_score: float
    day: date
    decided: "DecidedBefore | None" = None


@dataclass(frozen=True, slots=True)
class DecidedBefore:
    """What agencies have decided about people and entries, as far as it concerns *flight*."""

    flight: str
    now: datetime
    secret: bytes
    by_entry: Suppressions = field(default_factory=dict)


def deciding(flight: Flight, file: BoardingFile) -> tuple[AnsweringRow, ...]:
    """Return who answers for *flight*; nobody where no country of it is one of theirs."""
    origin, destination = country_of(flight.origin), country_of(flight.destination)
    return tuple(
        row for row in file.answers if destination in row.arrivals or origin in row.departures
    )


def verdict(person: Person, rows: Iterable[AnsweringRow], policy: Policy) -> Verdict:
    """Return the strictest of what the agencies of *rows* say; each judges for itself."""
    each = [_of_one(person, row, policy) for row in rows]
    return min(each, key=lambda one: STRICTEST_FIRST.index(one.code), default=Verdict("0Z"))


def _of_one(person: Person, row: AnsweringRow, policy: Policy) -> Verdict:
    asker = AgencyId(row.agency)
    seen = ranked(
        person.prepared,
        person.candidates,
        asker=asker,
        min_score=policy.min_score,
        day=policy.day,
    )
    weighed = ((_worth(one, policy, _decision(person, one, asker, policy)), one) for one in seen)
    said = [(code, one) for code, one in weighed if code is not None]
    missing = tuple(_missing(person, row.needs))
    codes: set[Code] = {"0Z", *(code for code, _ in said)}
    if missing:
        codes.add("4Z")
    strictest = min(codes, key=STRICTEST_FIRST.index)
    return Verdict(strictest, tuple(_why(asker, worth, one) for worth, one in said), missing)


def _worth(found: Found, policy: Policy, decision: bool | None) -> Code | None:
    """Return what the entry is worth; *decision* is whether the agency says that it is the person.

    Confirmed is 1Z, but never by a name alone, and nothing for which no rule speaks at all.
    """
    rules = policy.file.rules
    if decision is False:
        return None
    if decision and any(_about(rule, found) for rule in rules) and _identified(found):
        return "1Z"
    return next((rule.say for rule in rules if _holds(rule, found)), None)


def _identified(found: Found) -> bool:
    return any(_speaks(found, one, 0) for one in ("document", "birth_date"))


def _decision(person: Person, found: Found, asker: AgencyId, policy: Policy) -> bool | None:
    """Return whether *asker* has decided that the passenger is the listed person; None if not.

    A decision on this flight counts before one on another, then the newest one; of two at one
    moment, that they are.
    """
    before = policy.decided
    every = before.by_entry.get(found.entry.key, ()) if before else ()
    mine: list[Suppression] = [one for one in every if one.agency == asker]
    if before is None or not mine:
        return None
    secret, entry = before.secret, found.entry
    hit = Seen(
        digest(View(entry, found.owner_shown), asker, secret),
        entry.severity,
        stated(person.sent, asker, entry.key, secret),
    )
    said = [
        (one.flight == before.flight, datetime.fromisoformat(one.at), one.kind == "confirmed")
        for one in mine
        if confirms(one, hit, before.flight, before.now)
        or rules_out(one, hit, before.flight, before.now)
    ]
    return max(said)[-1] if said else None


def _holds(rule: BoardingRule, found: Found) -> bool:
    return (
        _about(rule, found)
        and found.match.score >= rule.min_score
        and (not rule.by or any(_speaks(found, one, rule.min_weight) for one in rule.by))
    )


def _about(rule: BoardingRule, found: Found) -> bool:
    entry = found.entry
    return (not rule.categories or entry.category in rule.categories) and (
        SEVERITIES.index(entry.severity) >= SEVERITIES.index(rule.min_severity)
    )


def _speaks(found: Found, feature: str, weight: float) -> bool:
    return any(
        one.feature == feature and one.contribution > 0 and one.contribution >= weight
        for one in found.match.explanation
    )


def _missing(person: Person, needs: Iterable[Need]) -> Iterator[Need]:
    """Yield what is not stated; a number that stands for none, such as UNKNOWN, is no document."""
    sent = person.sent
    there: dict[Need, object] = {
        "birth_date": sent.birth_date,
        "document": person.prepared.documents,
        "nationality": sent.nationality,
        "sex": sent.sex,
        "given_names": sent.given_names,
    }
    yield from (one for one in needs if not there[one])


def _why(agency: AgencyId, code: Code, found: Found) -> str:
    entry = found.entry
    named = entry.key if found.owner_shown else "an entry whose owner is withheld"
    by = ", ".join(found.match.basis)
    return (
        f"{agency}: {code} for {named} ({entry.category}, {entry.severity}) "
        f"at {found.match.score:.2f} by {by}"
    )
