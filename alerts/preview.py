"""What a change of the rules would do to the alerts that agencies hold. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from alerts.alert import Alert
from alerts.routing import Rules, routed
from screening.facts import Facts


@dataclass(frozen=True, slots=True)
class Preview:
    """The alerts that a change would raise and those that it would withdraw."""

    brings: tuple[Alert, ...] = ()
    takes: tuple[Alert, ...] = ()


def preview(found: Iterable[Facts], before: Rules, after: Rules, now: str) -> Preview:
    """Return what *after* does to the alerts on the hits of *found* that stand by *before*."""
    brings: list[Alert] = []
    takes: list[Alert] = []
    for facts in found:
        was, will = _standing(facts, before, now), _standing(facts, after, now)
        brings += (one for key, one in will.items() if key not in was)
        takes += (one for key, one in was.items() if key not in will)
    return Preview(tuple(brings), tuple(takes))


def _standing(facts: Facts, rules: Rules, now: str) -> dict[str, Alert]:
    return {one.alert.alert_id: one.alert for one in routed(facts, rules, now).drafts}
