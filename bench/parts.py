"""The parts of `make bench`: what each tells, and the goals of the whole are in their figures."""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench import (
    alerting,
    at_length,
    boarding,
    catching_up,
    first_alert,
    importing,
    messages,
    naive,
    overload,
    screening,
    throughput,
    two_way,
    under_load,
    where,
)
from bench.figures import Figure
from bench.long_list import LongList

LISTS = Path(__file__).resolve().parents[2] / "shared" / "samples" / "watchlists"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command was asked, and the list that parts share: it grows to what one needs."""

    options: argparse.Namespace
    listed: LongList

    @property
    def grown(self) -> LongList:
        """Return the list once it has as many entries as were asked for."""
        self.listed.grow(self.options.entries)
        return self.listed


@dataclass(frozen=True, slots=True)
class Part:
    """What it tells, how long that takes with a million entries, and how it is measured.

    Its goals are those of a list of `entries`: beside a shorter one it is a quick look, without.
    """

    tells: str
    lasts: str
    figures: Callable[[Asked], Iterator[Figure]]
    entries: int = 0
    when_named: bool = False  # runs only where --only names it


MILLION = 1_000_000
PARTS: dict[str, Part] = {
    "messages": Part("reading a list of 180 people", "seconds", lambda _: messages.figures()),
    "screening": Part(
        "names, comparing, the join alone", "a minute", lambda _: screening.figures()
    ),
    "boarding": Part(
        "an answer before boarding, under load",
        "two minutes",
        lambda asked: boarding.figures(min(asked.options.entries, boarding.ENTRIES)),
        boarding.ENTRIES,
    ),
    "throughput": Part(
        "passengers a second through one worker and two, by length of the list",
        "15 minutes",
        lambda asked: throughput.figures(asked.listed, asked.options.entries, asked.options.people),
        MILLION,
    ),
    "latency": Part(
        "manifest to alert at 2,500 passengers/s, officers' checks meanwhile",
        "6 minutes",
        lambda asked: under_load.figures(asked.grown),
        MILLION,
    ),
    "alerting": Part(
        "what an alert costs once its hit is found",
        "a minute",
        lambda asked: alerting.figures(asked.grown),
    ),
    "catching-up": Part(
        "a worker killed for a minute under load",
        "5 minutes",
        lambda asked: catching_up.figures(asked.grown),
        MILLION,
    ),
    "changes": Part(
        "a changed entry to the alert for one on the way; memory a passenger",
        "20 minutes",
        lambda asked: two_way.figures(asked.options.entries),
        MILLION,
    ),
    "import": Part(
        "a list by the command until screened against",
        "5 minutes",
        lambda asked: importing.figures(asked.options.entries),
        MILLION,
    ),
    "start": Part(
        "`tocsin up` to the first alert", "half a minute", lambda _: first_alert.figures()
    ),
    "where": Part(
        "a passenger's microseconds, beside the floor of the parts",
        "2 minutes",
        lambda asked: where.figures(
            asked.grown,
            asked.options.people,
            flames=where.FLAMES if asked.options.write else None,
        ),
        MILLION,
    ),
    "at-length": Part(
        "screening alone beside a long list: time, start, memory",
        "6 minutes",
        lambda asked: at_length.figures(asked.options.entries, LISTS, asked.options.redis),
        MILLION,
    ),
    "designs": Part(
        "other designs at the same work",
        "5 minutes; --nomenklatura for that one",
        lambda asked: naive.figures(
            min(asked.options.entries, naive.ENTRIES), asked.options.nomenklatura
        ),
        naive.ENTRIES,
        when_named=True,
    ),
    "overload": Part(
        "twice what a worker sustains; --minutes 10 for a soak",
        "4 minutes",
        lambda asked: overload.figures(
            min(asked.options.entries, overload.ENTRIES),
            asked.options.minutes,
            overload.PLOT if asked.options.write else None,
        ),
        overload.ENTRIES,
        when_named=True,
    ),
}
