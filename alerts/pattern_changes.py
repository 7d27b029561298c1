"""What alerts change of the counts of where hits travel, gathered for one script. Pure.

What many of them share, such as the day's counts of their flight, is changed once.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgpack

from alerts.patterns import (
    BYS,
    DAY_S,
    ONWARD_S,
    By,
    Kept,
    Leg,
    Window,
    counts_of,
    days_of,
    member,
    window_of,
)


@dataclass(frozen=True, slots=True)
class Counted:
    """An alert as it is to count: its version, what that counts as, and what counted before."""

    alert_id: str
    agency: str
    version: int
    leg: Leg | None
    lasts: int  # until when it is known, in epoch seconds
    before: "Before"


@dataclass(frozen=True, slots=True)
class Before:
    """Which version of an alert was counted last, "" where none was, and as what."""

    version: str = ""
    leg: Leg | None = None


@dataclass(frozen=True, slots=True)
class _Alike:
    """Alerts whose legs count as the same: one of the legs, who is counted so, who no longer is."""

    leg: Leg
    come: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


class Changes:
    """What is to be added and taken back; days are kept for *kept_s* after they are over."""

    def __init__(self, kept_s: int) -> None:
        self._kept_s = kept_s
        self._alerts: list[list[Any]] = []
        self._revisions: dict[str, None] = {}
        self._alike: dict[tuple[str, int], _Alike] = {}
        self._gone: list[list[Any]] = []
        self._come: list[list[Any]] = []

    def add(self, one: Counted) -> None:
        """Take back what *one* counted as before, and count it as it is now."""
        leg = one.leg.model_dump_json() if one.leg else ""
        home = f"pattern-of:{one.alert_id}"
        self._alerts.append([home, one.before.version, one.version, leg, one.lasts])
        self._revisions[f"pattern-revision:{one.agency}"] = None
        if one.before.leg is not None:
            self._alike_of(one.before.leg).gone.append(one.alert_id)
            self._gone.append(self._journey(one.before.leg))
        if one.leg is not None:
            self._alike_of(one.leg).come.append(one.alert_id)
            self._come.append(self._journey(one.leg))

    def packed(self) -> bytes:
        """Return all of it as count.lua takes it."""
        said = {
            "alerts": self._alerts,
            "revisions": [*self._revisions],
            "counts": [*self._counts()],
            "unlisted": [*self._unlisted()],
            "listed": [*self._listed()],
            "gone": self._gone,
            "come": self._come,
            "wait": ONWARD_S,
            "kept": self._kept_s,
        }
        found: bytes = msgpack.packb(said, use_bin_type=False)  # Lua knows no other
        return found

    def _alike_of(self, leg: Leg) -> _Alike:
        key = (f"{leg.agency} {leg.together}", leg.departs)
        return self._alike.setdefault(key, _Alike(leg))

    def _counts(self) -> Iterator[list[Any]]:
        found: dict[str, Counter[str]] = {}
        ends: dict[str, int] = {}
        for alike in self._alike.values():
            more = len(alike.come) - len(alike.gone)
            for one in counts_of(alike.leg):
                key = counted_in(alike.leg.agency, one.by, one.window)
                ends[key] = self._until(one.window)
                found.setdefault(key, Counter())[one.value] += more
        for key, by_value in found.items():
            if changed := [part for pair in by_value.items() if pair[1] for part in pair]:
                yield [key, ends[key], changed]

    def _unlisted(self) -> Iterator[list[Any]]:
        for alike in self._alike.values():
            for key, until, names in self._lists(alike.leg, alike.gone):
                yield [key, until, *names]

    def _listed(self) -> Iterator[list[Any]]:
        for alike in self._alike.values():
            for key, until, names in self._lists(alike.leg, alike.come):
                # All have the same score, so they are in the order of their bytes.
                yield [key, until, *(part for one in names for part in (0, one))]

    def _lists(self, leg: Leg, ids: Sequence[str]) -> Iterator[tuple[str, int, list[str]]]:
        """Yield the lists that alerts of this leg are in, until when, and under what."""
        day = window_of(leg.departs, "day")
        for by in BYS if ids else ():
            values = dict.fromkeys(leg.values(by))
            names = [member(leg, value, one) for value in values for one in ids]
            yield listed_in(leg.agency, by, day), self._until(day), names

    def _journey(self, leg: Leg) -> list[Any]:
        landed = window_of(leg.lands, "day")
        return [
            *(leg.alert_id, leg.departs, leg.lands),
            _airport("leaves", leg, leg.origin, leg.departs // DAY_S),
            self._until(window_of(leg.departs, "day")),
            _airport("lands", leg, leg.destination, leg.lands // DAY_S),
            self._until(landed),
            links_on(leg.agency, ""),
            [
                _airport("leaves", leg, leg.destination, day)
                for day in days_of(leg.lands, leg.lands + ONWARD_S)
            ],
            [
                _airport("lands", leg, leg.origin, day)
                for day in days_of(leg.departs - ONWARD_S, leg.departs)
            ],
        ]

    def _until(self, window: Window) -> int:
        """Return when a window is forgotten; an hour with its day."""
        return forgotten_at(window.start, self._kept_s)


def forgotten_at(moment_s: int, kept_s: int) -> int:
    """Return when the day of a moment is forgotten: *kept_s* after it is over."""
    return window_of(moment_s, "day").end + kept_s


def counted_in(agency: str, by: Kept, window: Window) -> str:
    """Return which key holds the counts of a window, by value."""
    return f"pattern:{agency}:{by}:{window.name}"


def listed_in(agency: str, by: By, day: Window) -> str:
    """Return which key lists the alerts of a day, by value and hour."""
    return f"pattern-ids:{agency}:{by}:{day.name}"


def links_on(agency: str, day: int | str) -> str:
    """Return which key holds the pairs of alerts whose second departs on a day since 1970."""
    return f"pattern-links:{agency}:{day}"


def _airport(what: str, leg: Leg, airport: str, day: int) -> str:
    return f"pattern-{what}:{leg.agency}:{airport}:{day}:{leg.entry}"
