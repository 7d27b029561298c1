"""What is wrong with the whole, the gravest first, and how each stage keeps up. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from doors.console.session import SignedIn
from doors.system import MinuteLatency, StageFigures, SystemFigures

Pace = Literal["unknown", "keeping up", "waiting", "behind", "still"]
Kind = Literal[
    "in_the_way", "still", "behind", "failing", "nobody_answers", "nobody_delivers", "slow",
    "retrying", "old", "refused",
]  # fmt: skip

FEW = 100  # records; they may have come this moment
BEHIND_S = 10.0  # of work that waits
SLOW_S = 5.0  # from manifest to alert, for one in twenty; the goal is one second
OLD_S = 7 * 86_400  # a list that nobody has changed for so long
MINUTES = 60  # shown of latency


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing to look at; *grave* where something does not work right now."""

    kind: Kind
    what: str = ""  # a sentence, or the stage, webhook, list or reason
    grave: bool = False
    amount: float = 0  # records, seconds or failures
    since: datetime | None = None
    more: str = ""  # the destination

    @property
    def key(self) -> str:
        """Return what tells it from another, whatever its amount is by now."""
        return f"{self.kind}:{self.what}"


@dataclass(frozen=True, slots=True)
class Bar:
    """One minute of latency: how far right it is, and its height of 100."""

    at: int
    height: float


@dataclass(frozen=True, slots=True)
class Connected:
    """One agency or operator: who is signed in, and how many streams of alerts are open."""

    party: str
    operates: bool
    people: int
    sessions: int
    streams: int


def concerns(found: SystemFigures) -> tuple[Concern, ...]:
    """Return what to look at, the gravest first."""
    return tuple(sorted(_each(found), key=lambda one: not one.grave))


def pace(stage: StageFigures) -> Pace:
    """Return whether a stage keeps up with what comes."""
    if stage.lag is None:
        return "unknown"
    if stage.lag <= FEW or stage.lag <= BEHIND_S * stage.records_per_s:
        return "keeping up" if stage.records_per_s or not stage.lag else "waiting"
    return "behind" if stage.records_per_s else "still"


def bars(found: SystemFigures) -> tuple[Bar, ...]:
    """Return the 95th percentile of each minute that had an alert, the highest as 100."""
    told = [(one, one.p95_s) for one in found.minutes if one.p95_s]
    most = max((p95 for _, p95 in told), default=1)
    placed = ((_minute(found.at, one), p95 / most * 100) for one, p95 in told)
    return tuple(Bar(at, height) for at, height in placed if 0 <= at < MINUTES)


def connected(signed_in: tuple[SignedIn, ...], streams: Mapping[str, int]) -> tuple[Connected, ...]:
    """Return everybody who is signed in or follows alerts, operators first."""
    rows = {one.party: one for one in signed_in if not one.operates}
    agencies = sorted(rows.keys() | {name for name, count in streams.items() if count})
    none = SignedIn("", operates=False, people=0, sessions=0)
    desks = [(one, 0) for one in signed_in if one.operates]
    found = [(replace(rows.get(one, none), party=one), streams.get(one, 0)) for one in agencies]
    return tuple(
        Connected(one.party, one.operates, one.people, one.sessions, open_streams)
        for one, open_streams in desks + found
    )


def _each(found: SystemFigures) -> Iterator[Concern]:
    yield from (Concern("in_the_way", sentence, grave=True) for sentence in found.in_the_way)
    if found.nobody_answers:
        yield Concern("nobody_answers", grave=True)
    yield from _of_stages(found)
    yield from _of_deliveries(found)
    if (found.latency.p95_s or 0) > SLOW_S:
        yield Concern("slow", amount=found.latency.p95_s or 0)
    for listed in found.lists:
        if listed.age_s > OLD_S:
            yield Concern("old", listed.list, amount=listed.age_s, since=listed.changed_at)
    for refused in found.quarantine:
        if refused.count > refused.replayed:
            yield Concern("refused", refused.reason, amount=refused.count - refused.replayed)


def _of_stages(found: SystemFigures) -> Iterator[Concern]:
    for stage in found.stages:
        how = pace(stage)
        if how == "still":
            yield Concern("still", stage.stage, grave=True, amount=stage.lag or 0)
        elif how == "behind":
            yield Concern("behind", stage.stage, amount=stage.lag or 0)


def _of_deliveries(found: SystemFigures) -> Iterator[Concern]:
    for one in found.deliveries:
        if one.failures:
            yield Concern(
                "failing" if one.failing else "retrying",
                one.webhook,
                grave=one.failing,
                amount=one.failures,
                since=one.failing_since,
                more=one.destination or "",
            )
    if any(one.waiting for one in found.deliveries) and not found.has_lane("delivery"):
        yield Concern("nobody_delivers", grave=True)


def _minute(now: datetime, one: MinuteLatency) -> int:
    return MINUTES - 1 - int((now - one.start).total_seconds() // 60)
