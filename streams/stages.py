"""The stages of the workers: which topics each reads, in which consumer group. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from access.parties import Parties
from streams.topics import (
    HITS,
    MANIFESTS,
    SUPPRESSIONS,
    WATCHLIST,
    alerts_topic,
    dispositions_topic,
    manifests_topic,
    requests_topic,
    watchlist_topic,
)

Topics = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """What one agent of a worker does, by the name that figures have."""

    name: str
    topics: Callable[[Parties], Topics]
    boarding: bool = False  # in the lane that answers, a group of its own

    def group(self, name: str) -> str:
        """Return its consumer group, *name* being that of the workers."""
        return group_of(name, answers=self.boarding)


def group_of(name: str, *, answers: bool) -> str:
    """Return the consumer group: who answers reads the same records as who takes them in."""
    return f"{name}.boarding" if answers else name


def _pushed(parties: Parties) -> Topics:
    airlines = sorted(parties.airlines)
    return (*map(manifests_topic, airlines), *map(requests_topic, airlines))


def _asked(parties: Parties) -> Topics:
    return tuple(map(requests_topic, sorted(parties.airlines)))


def _contributed(parties: Parties) -> Topics:
    return tuple(map(watchlist_topic, sorted(parties.agencies)))


def _decided(parties: Parties) -> Topics:
    return tuple(map(dispositions_topic, sorted(parties.agencies)))


def _told(parties: Parties) -> Topics:
    return tuple(map(alerts_topic, sorted(parties.agencies)))


def _one(topic: str) -> Callable[[Parties], Topics]:
    return lambda _parties: (topic,)


INTAKE = Stage("intake", _pushed)
ENTRIES = Stage("entries", _contributed)
SCREEN = Stage("screen", _one(MANIFESTS))
RESCREEN = Stage("rescreen", _one(WATCHLIST))
ROUTE = Stage("route", _one(HITS))
DISPOSING = Stage("disposing", _decided)
SUPPRESSING = Stage("suppressing", _one(SUPPRESSIONS))
PATTERNS = Stage("patterns", _told)
ANSWERING = Stage("answering", _asked, boarding=True)
AMENDING = Stage("amending", _one(SUPPRESSIONS), boarding=True)

STAGES = (
    *(INTAKE, ENTRIES, SCREEN, RESCREEN, ROUTE, DISPOSING, SUPPRESSING, PATTERNS),
    *(ANSWERING, AMENDING),
)

DELIVERY = "delivery"  # of the lane for webhooks, each of which has a consumer group of its own
