"""Broken journeys: one listed person, each flight from where the last one landed. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from alerts.patterns import Leg

Flown = tuple[str, str]  # the entry, and the key of a flight


@dataclass(frozen=True, slots=True)
class Stage:
    """One flight of a journey; several on board may be the listed person, each with an alert."""

    leg: Leg  # of any of them: they differ in the alert alone
    alerts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Journey:
    """Two flights or more of one listed person."""

    entry: str
    stages: tuple[Stage, ...]


def journeys(links: Iterable[tuple[Leg, Leg]]) -> list[Journey]:
    """Return the journeys that *links* make, the one that ended last first.

    Each link is in one of them. Where somebody may have gone on in two ways, the way that departs
    first continues the journey, and the other begins one of its own.
    """
    onward: set[tuple[Flown, Flown]] = set()
    legs: defaultdict[Flown, dict[str, Leg]] = defaultdict(dict)
    for pair in links:
        for leg in pair:
            legs[_flown(leg)][leg.alert_id] = leg
        onward.add((_flown(pair[0]), _flown(pair[1])))
    stages = {flown: _stage(found) for flown, found in legs.items()}

    def order(link: tuple[Flown, Flown]) -> tuple[int, int, Flown, Flown]:
        first, second = (stages[one].leg for one in link)
        return second.departs, first.departs, *link

    found = list(_chained(sorted(onward, key=order)))
    made = [Journey(one[0][0], tuple(stages[flown] for flown in one)) for one in found]
    return sorted(made, key=_ended, reverse=True)


def _chained(onward: Iterable[tuple[Flown, Flown]]) -> Iterator[list[Flown]]:
    """Yield chains that hold each link once, given in the order in which they go on."""
    open_: dict[Flown, list[Flown]] = {}  # by its last flight, of those that end there
    chains: list[list[Flown]] = []
    for first, second in onward:
        chain = open_.pop(first, None)
        if chain is None:
            chain = [first]
            chains.append(chain)
        chain.append(second)
        open_.setdefault(second, chain)
    yield from chains


def _stage(legs: dict[str, Leg]) -> Stage:
    ids = tuple(sorted(legs))
    return Stage(legs[ids[0]], ids)


def _flown(leg: Leg) -> Flown:
    return leg.entry, leg.flight


def _ended(one: Journey) -> tuple[int, str, str]:
    last = one.stages[-1].leg
    return last.departs, one.entry, last.flight
