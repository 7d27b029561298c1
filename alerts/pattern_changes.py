"""What alerts change of the counts of where hits travel, gathered for one script. Pure.

What many of them share, such as the day's counts of their flight, is changed once.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
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
class _Listed:
    gone: dict[str, None] = field(default_factory=dict)
    come: dict[str, None] = field(default_factory=dict)


class Changes:
    """What is to be added and taken back; days are kept for *kept_s* after they are over."""

    def __init__(self, kept_s: int) -> None:
        self._kept_s = kept_s
        self._alerts: list[list[Any]] = []
        self._revisions: dict[str, None] = {}
        self._ends: dict[str, int] = {}  # of each key of counts and lists
        self._counts: dict[str, Counter[str]] = {}
        self._lists: dict[str, _Listed] = {}
        self._gone: list[list[Any]] = []
        self._come: list[list[Any]] = []

    def add(self, one: Counted) -> None:
        """Take back what *one* counted as before, and count it as it is now."""
        leg = one.leg.model_dump_json() if one.leg else ""
        home = f"pattern-of:{one.alert_id}"
        self._alerts.append([home, one.before.version, one.version, leg, one.lasts])
        self._revisions[f"pattern-revision:{one.agency}"] = None
        if one.before.leg is not None:
            self._change(one.before.leg, -1)
        if one.leg is not None:
            self._change(one.leg, 1)

    def packed(self) -> bytes:
        """Return all of it as count.lua takes it."""
        counts = {key: _flat(by) for key, by in self._counts.items()}
        said = {
            "alerts": self._alerts,
            "revisions": [*self._revisions],
            "counts": [[key, self._ends[key], by] for key, by in counts.items() if by],
            "lists": [
                [key, self._ends[key], [*one.gone], _scored(one.come)]
                for key, one in self._lists.items()
            ],
            "gone": self._gone,
            "come": self._come,
            "wait": ONWARD_S,
            "kept": self._kept_s,
        }
        found: bytes = msgpack.packb(said, use_bin_type=False)  # Lua knows no other
        return found

    def _change(self, leg: Leg, by_how_much: int) -> None:
        for one in counts_of(leg):
            key = counted_in(leg.agency, one.by, one.window)
            self._ends[key] = self.until(one.window)
            self._counts.setdefault(key, Counter())[one.value] += by_how_much
        day = window_of(leg.departs, "day")
        for key, name in _listed(leg, day):
            self._ends[key] = self.until(day)
            listed = self._lists.setdefault(key, _Listed())
            now, then = (
                (listed.come, listed.gone) if by_how_much > 0 else (listed.gone, listed.come)
            )
            then.pop(name, None)
            now[name] = None
        (self._come if by_how_much > 0 else self._gone).append(self._journey(leg))

    def _journey(self, leg: Leg) -> list[Any]:
        landed = window_of(leg.lands, "day")
        return [
            *(leg.alert_id, leg.departs, leg.lands),
            _airport("leaves", leg, leg.origin, leg.departs // DAY_S),
            self.until(window_of(leg.departs, "day")),
            _airport("lands", leg, leg.destination, leg.lands // DAY_S),
            self.until(landed),
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

    def until(self, window: Window) -> int:
        """Return when a window is forgotten; an hour with its day."""
        return window_of(window.start, "day").end + self._kept_s


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


def _listed(leg: Leg, day: Window) -> Iterator[tuple[str, str]]:
    """Yield where the leg is listed, and as what."""
    for by in BYS:
        key = listed_in(leg.agency, by, day)
        for value in dict.fromkeys(leg.values(by)):
            yield key, member(leg, value)


def _scored(members: Iterable[str]) -> list[str | int]:
    """Return each with its score before it: all have the same, so they are in order of bytes."""
    return [part for name in members for part in (0, name)]


def _flat(by_value: Counter[str]) -> list[str | int]:
    """Return each value and by how much it changes, if it does."""
    return [part for value, by in by_value.items() if by for part in (value, by)]
