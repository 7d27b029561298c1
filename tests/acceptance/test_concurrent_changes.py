"""Manifests and entries change at random and at once: in the end exactly what should stand does."""

import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from tests.acceptance.conftest import Deploy
from tests.acceptance.deployment import Deployment
from tests.acceptance.traffic import Day, Expected, Leg, Traveller, day

WITHIN_S = 240
START = datetime(2031, 5, 4, tzinfo=UTC)


@dataclass
class Changing:
    """Flights whose people come and go while entries do; knows what must stand after it all."""

    today: Day
    random: Random
    on_board: dict[str, tuple[Traveller, ...]] = field(default_factory=dict)
    listed: set[str] = field(default_factory=set)
    sent: int = 0

    def change(self, deployment: Deployment) -> None:
        """Send one change, whichever."""
        self.sent += 1
        if self.random.random() < 0.5:
            self._push(deployment, self.random.choice(self.today.legs))
        else:
            self._list(deployment, self.random.choice(self.today.listed))

    def _push(self, deployment: Deployment, leg: Leg) -> None:
        people = tuple(one for one in leg.people if self.random.random() < 0.7)
        self.on_board[leg.key] = people
        sent_at = START + timedelta(seconds=self.sent)
        deployment.push(
            leg.manifest(
                message_id=f"M-{self.sent}",
                people=people,
                sent_at=sent_at.isoformat().replace("+00:00", "Z"),
            )
        )

    def _list(self, deployment: Deployment, person: Traveller) -> None:
        entry = person.entry(severity=self.random.choice(("low", "medium", "high", "top")))
        what = self.random.choice(("listed", "removed", "of another"))
        if what == "removed":
            deployment.remove(entry)
        elif what == "of another":
            another = {"names": [{"full": "Wolfgang Schmitt"}], "birth_dates": ["1931-01-01"]}
            deployment.contribute(entry | another | {"documents": []})
        else:
            deployment.contribute(entry)
        if what == "listed":
            self.listed.add(person.id)
        else:
            self.listed.discard(person.id)

    @property
    def expected(self) -> set[Expected]:
        aboard = {key: {one.id for one in people} for key, people in self.on_board.items()}
        return {
            one
            for one in self.today.expected
            if one.passenger in self.listed and one.passenger in aboard.get(one.flight, ())
        }


def holds_in_the_end(deployment: Deployment, changing: Changing) -> None:
    """Assert that what should stand does, that no version is missing and none says nothing new."""
    assert deployment.alerts.until(
        lambda: deployment.alerts.standing() == changing.expected, within_s=WITHIN_S
    ), _difference(deployment, changing)
    assert deployment.settled(within_s=WITHIN_S)
    assert deployment.alerts.standing() == changing.expected, _difference(deployment, changing)
    assert deployment.alerts.differing == []
    versions = defaultdict(list)
    for one in deployment.alerts.shown:
        versions[one["alert_id"]].append((one["version"], one["event"]))
    for told in versions.values():
        assert [version for version, _ in told] == list(range(1, len(told) + 1))
        stands = False
        for _, event in told:
            assert stands == (event != "raised"), told
            stands = event != "withdrawn"


def _difference(deployment: Deployment, changing: Changing) -> str:
    standing, expected = deployment.alerts.standing(), changing.expected
    return f"extra: {sorted(standing - expected)}, missing: {sorted(expected - standing)}"


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_changes_on_both_sides_at_once_end_in_what_should_stand(deploy: Deploy) -> None:
    deployment = deploy()
    for _ in range(2):
        deployment.worker()
    changing = Changing(day(301, 24, every=1), Random(301))
    for _ in range(1_000):
        changing.change(deployment)
    deployment.flush()
    assert len(changing.expected) > 20
    holds_in_the_end(deployment, changing)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_so_they_do_while_workers_are_killed(deploy: Deploy) -> None:
    random = Random(302)
    deployment = deploy()
    pair = [deployment.worker(), deployment.worker()]
    changing = Changing(day(302, 40, every=2), random)
    for _ in range(8):
        for _ in range(500):
            changing.change(deployment)
        deployment.flush()
        kill_at = time.monotonic() + random.uniform(1, 4)
        deployment.alerts.until(lambda at=kill_at: time.monotonic() > at, within_s=5)  # type: ignore[misc]
        unlucky = random.randrange(2)
        pair[unlucky].kill()
        pair[unlucky] = deployment.worker()
    holds_in_the_end(deployment, changing)
