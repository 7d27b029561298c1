"""What a change of the rules would do to the alerts that agencies hold. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from alerts.alert import Alert
from alerts.hiding import kept_back
from alerts.routing import Rules, routed
from alerts.suppression import Suppressions
from manifests.contract import utc_text
from screening.facts import Facts


@dataclass(frozen=True, slots=True)
class Preview:
    """The alerts that a change would raise and those that it would withdraw."""

    brings: tuple[Alert, ...] = ()
    takes: tuple[Alert, ...] = ()


def preview(
    found: Iterable[Facts],
    before: Rules,
    after: Rules,
    now: datetime,
    decisions: Suppressions = MappingProxyType({}),
) -> Preview:
    """Return what *after* does to the alerts on the hits of *found* that stand by *before*.

    Whom agencies have dismissed, by *decisions*, it neither brings nor takes.
    """
    brings: list[Alert] = []
    takes: list[Alert] = []
    for facts in found:
        was, will = (_standing(facts, rules, now, decisions) for rules in (before, after))
        brings += (one for key, one in will.items() if key not in was)
        takes += (one for key, one in was.items() if key not in will)
    return Preview(tuple(brings), tuple(takes))


def _standing(
    facts: Facts, rules: Rules, now: datetime, decisions: Suppressions
) -> dict[str, Alert]:
    drafts = routed(facts, rules, utc_text(now)).drafts
    return {
        one.alert.alert_id: one.alert
        for one in drafts
        if not kept_back(one, decisions, rules.secret, now)
    }
