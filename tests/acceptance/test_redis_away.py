"""Redis hangs, restarts, stays away or is emptied: nothing lost, and work resumes by itself."""

import time

import pytest

from screening.space import EPOCH
from tests.acceptance.conftest import Deploy
from tests.acceptance.deployment import Deployment
from tests.acceptance.traffic import Day, day

WITHIN_S = 90


def in_mid_flow(deployment: Deployment, today: Day) -> None:
    """Return when some of the alerts of *today* are out and others are not yet."""
    deployment.list_people(today)
    assert deployment.settled(within_s=WITHIN_S)
    deployment.fly(today)
    assert deployment.alerts.until(lambda: len(deployment.alerts.shown) > 3, within_s=WITHIN_S)
    assert not today.expected <= deployment.alerts.standing()


@pytest.mark.slow
@pytest.mark.parametrize("away_s", [5, 20])
def test_a_hanging_redis_stops_the_work_until_it_answers(deploy: Deploy, away_s: float) -> None:
    today = day(401, 200, every=4)
    deployment = deploy()
    worker = deployment.worker()
    in_mid_flow(deployment, today)
    deployment.valkey.pause()
    deployment.alerts.until(lambda: False, within_s=away_s)
    assert not today.expected <= deployment.alerts.standing()
    deployment.valkey.resume()
    assert deployment.alerts.reach(today.expected, within_s=WITHIN_S)
    assert deployment.settled(within_s=WITHIN_S)
    deployment.alerts.exactly(today.expected)
    assert worker.exit_code is None


@pytest.mark.slow
@pytest.mark.parametrize("away_s", [5, 20])
def test_a_redis_that_restarts_with_its_data_goes_on_where_it_was(
    deploy: Deploy, away_s: float
) -> None:
    today = day(402, 200, every=4)
    deployment = deploy(persistent=True)
    worker = deployment.worker()
    in_mid_flow(deployment, today)
    epoch = _epoch(deployment)
    deployment.valkey.stop()
    deployment.alerts.until(lambda: False, within_s=away_s)
    deployment.valkey.start()
    assert deployment.alerts.reach(today.expected, within_s=WITHIN_S)
    assert deployment.settled(within_s=WITHIN_S)
    deployment.alerts.exactly(today.expected)
    assert worker.exit_code is None
    assert _epoch(deployment) == epoch


@pytest.mark.slow
def test_a_redis_away_too_long_ends_the_worker_and_the_next_one_loses_nothing(
    deploy: Deploy,
) -> None:
    today = day(403, 200, every=4)
    deployment = deploy(persistent=True, TOCSIN_WORKER__GIVE_UP_S="3")
    worker = deployment.worker()
    in_mid_flow(deployment, today)
    deployment.valkey.stop()
    assert worker.gone(within_s=WITHIN_S)
    assert worker.exit_code == 1
    assert "Redis has been away for" in deployment.logs()
    deployment.valkey.start()
    deployment.worker()
    assert deployment.alerts.reach(today.expected, within_s=WITHIN_S)
    assert deployment.settled(within_s=WITHIN_S)
    deployment.alerts.exactly(today.expected)


def test_an_emptied_redis_is_filled_again_and_nothing_is_missed(deploy: Deploy) -> None:
    today, later = day(404, 150, every=4), day(405, 20, every=4, first=900)
    deployment = deploy()
    deployment.worker()
    deployment.worker()
    in_mid_flow(deployment, today)
    epoch = _epoch(deployment)
    with deployment.valkey.client() as client:
        client.flushall()
        assert client.get(EPOCH) is None
    deployment.list_people(later)
    deployment.fly(later)
    expected = today.expected | later.expected
    assert deployment.alerts.reach(expected, within_s=WITHIN_S)
    assert deployment.settled(within_s=WITHIN_S)
    deployment.alerts.exactly(expected)
    assert _epoch(deployment) not in {epoch, None}


@pytest.mark.slow
def test_who_was_held_before_redis_was_emptied_is_found_afterwards(deploy: Deploy) -> None:
    today = day(406, 10, every=3)
    deployment = deploy()
    deployment.worker()
    deployment.fly(today)
    assert deployment.settled(within_s=WITHIN_S)
    with deployment.valkey.client() as client:
        client.flushall()
    deployment.list_people(today)
    assert deployment.alerts.reach(today.expected, within_s=WITHIN_S)
    with deployment.valkey.client() as client:
        client.flushall()
    _rebuilt(deployment)
    for one in today.listed:
        deployment.remove(one.entry())
    assert deployment.alerts.until(lambda: not deployment.alerts.standing(), within_s=WITHIN_S)
    assert deployment.settled(within_s=WITHIN_S)
    assert len(deployment.alerts.shown) == 2 * len(today.expected)


def _epoch(deployment: Deployment) -> bytes | None:
    with deployment.valkey.client() as client:
        found = client.get(EPOCH)
        assert found is None or isinstance(found, bytes)
        return found


def _rebuilt(deployment: Deployment) -> None:
    until = time.monotonic() + WITHIN_S
    while _epoch(deployment) is None and time.monotonic() < until:
        time.sleep(0.05)
    assert _epoch(deployment)
