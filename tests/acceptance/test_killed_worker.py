"""`kill -9` of a worker, at every named point and at random: nothing lost, nothing shown twice."""

import time
from random import Random

import pytest

from streams.crash import POINTS
from tests.acceptance.conftest import Deploy
from tests.acceptance.traffic import day

WITHIN_S = 90


TELLING = "screen: before publish"  # the others are run by `make test-kafka`


@pytest.mark.parametrize(
    "point",
    [pytest.param(one, marks=() if one == TELLING else pytest.mark.slow) for one in POINTS],
)
def test_a_worker_killed_at_a_named_point_loses_and_repeats_nothing(
    deploy: Deploy, point: str
) -> None:
    """One flight is routed at a time: what befalls another in hand is no matter of the point."""
    today = day(201, 10, every=3)
    deployment = deploy(TOCSIN_WORKER__HITS_IN_HAND="1")
    first = deployment.worker({"TOCSIN_CRASH_AT": point})
    if point.startswith("rescreen"):  # with passengers there to be found
        deployment.fly(today)
        assert deployment.screened(len(today.legs), within_s=WITHIN_S)
        deployment.list_people(today)
    else:
        deployment.list_people(today)
        deployment.fly(today)
    assert first.gone(within_s=WITHIN_S)
    assert first.exit_code == -9
    deployment.worker()
    assert deployment.alerts.reach(today.expected, within_s=WITHIN_S)
    assert deployment.settled(within_s=WITHIN_S)
    deployment.alerts.exactly(today.expected)
    # Published but not marked as sent: the topic repeats it, byte for byte.
    assert (deployment.alerts.repeated > 0) == (point == "route: before sent")


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_workers_killed_ten_times_while_2000_manifests_flow_lose_and_repeat_nothing(
    deploy: Deploy,
) -> None:
    kills = 10
    random = Random(202)
    today = day(202, 2_000, every=9)
    deployment = deploy()
    pair = [deployment.worker(), deployment.worker()]
    deployment.list_people(today)
    assert deployment.settled(within_s=WITHIN_S)
    pending = list(today.legs)
    for left in range(kills, 0, -1):
        share = len(pending) // left
        kill_at = time.monotonic() + random.uniform(1.5, 6)
        for leg in pending[:share]:
            deployment.push(leg.manifest())
        deployment.flush()
        deployment.alerts.until(lambda at=kill_at: time.monotonic() > at, within_s=10)  # type: ignore[misc]
        unlucky = random.randrange(2)
        pair[unlucky].kill()
        pair[unlucky] = deployment.worker()
        del pending[:share]
    assert pending == []
    assert deployment.alerts.reach(today.expected, within_s=120)
    assert deployment.settled(within_s=60)
    deployment.alerts.exactly(today.expected)
