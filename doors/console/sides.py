"""Passenger and entry side by side, field by field, and how far they agree. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from alerts.alert import Alert
from screening.explanation import Feature
from screening.score import PRIOR
from watchlist.entry import Entry

Verdict = Literal["agrees", "differs", "one_side", "not_weighed"]
FIELDS = ("name", "birth_date", "sex", "nationality", "document", "birth_place")


@dataclass(frozen=True, slots=True)
class Value:
    """One value as stated; `more` says what kind of name, who issued it."""

    text: str
    kind: Literal["text", "name", "day", "country"] = "text"
    more: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One field on both sides; the note is what screening says of it."""

    name: str
    passenger: tuple[Value, ...]
    entry: tuple[Value, ...]
    verdict: Verdict
    note: str


@dataclass(frozen=True, slots=True)
class Weight:
    """One summand of the score, in log-odds, and where its bar begins and ends, in per cent."""

    feature: str | None  # None: what was so before anything was compared
    amount: float
    note: str
    at: float
    width: float


def side_by_side(alert: Alert, seen: Entry | None) -> tuple[Field, ...]:
    """Return the fields; *seen* is the entry as the agency sees it, None where it is gone.

    Without it, what the comparison quoted of it stands there.
    """
    weighed = {one.feature: one for one in alert.explanation}
    listed = dict(_of_entry(seen)) if seen else _as_quoted(weighed.values())
    sent = dict(_of_passenger(alert))
    found = []
    for name in FIELDS:
        feature = weighed.get(name)
        left, right = sent.get(name, ()), listed.get(name, ())
        if left or right:
            verdict = _verdict(feature, both=bool(left and right))
            found.append(Field(name, left, right, verdict, feature.note if feature else ""))
    return tuple(found)


def weights(alert: Alert) -> tuple[Weight, ...]:
    """Return what adds up to the log-odds of the score, the prior first."""
    parts = [(None, PRIOR, ""), *((f.feature, f.contribution, f.note) for f in alert.explanation)]
    sums, total = [0.0], 0.0
    for _, amount, _ in parts:
        total += amount
        sums.append(total)
    low, high = min(sums), max(sums)
    scale = 100 / (high - low or 1)
    return tuple(
        Weight(feature, amount, note, (min(a, b) - low) * scale, abs(amount) * scale)
        for (feature, amount, note), a, b in zip(parts, sums, sums[1:], strict=False)
    )


def total(alert: Alert) -> float:
    """Return the sum of the weights."""
    return PRIOR + sum(one.contribution for one in alert.explanation)


def _verdict(feature: Feature | None, *, both: bool) -> Verdict:
    if feature is not None:
        return "agrees" if feature.contribution > 0 else "differs"
    return "not_weighed" if both else "one_side"


def _of_passenger(alert: Alert) -> Iterator[tuple[str, tuple[Value, ...]]]:
    one = alert.passenger
    name = ", ".join(part for part in (one.surname, one.given_names) if part)
    yield "name", (Value(name),)
    yield "birth_date", _values([one.birth_date], "day")
    yield "sex", _values([one.sex])
    yield "nationality", _values([one.nationality], "country")
    yield (
        "document",
        tuple(Value(d.number, more=_joined(d.type, d.issuer, d.expires)) for d in one.documents),
    )
    yield "birth_place", _values([one.birth_place])


def _of_entry(seen: Entry) -> Iterator[tuple[str, tuple[Value, ...]]]:
    yield (
        "name",
        tuple(Value(n.full, "name", "" if n.kind == "primary" else n.kind) for n in seen.names),
    )
    yield "birth_date", _values(seen.birth_dates, "day")
    yield "sex", _values([seen.sex])
    yield "nationality", _values(seen.nationalities, "country")
    yield (
        "document",
        tuple(Value(d.number, more=_joined(d.type, d.issuer, d.status)) for d in seen.documents),
    )
    yield "birth_place", _values(seen.birth_places)


def _as_quoted(features: Iterable[Feature]) -> dict[str, tuple[Value, ...]]:
    return {one.feature: (Value(one.entry),) for one in features if one.entry}


def _values(
    texts: Iterable[str | None], kind: Literal["text", "day", "country"] = "text"
) -> tuple[Value, ...]:
    return tuple(Value(one, kind) for one in texts if one)


def _joined(*parts: str | None) -> str:
    return " · ".join(one for one in parts if one)
