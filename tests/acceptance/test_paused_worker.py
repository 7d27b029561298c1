"""SIGSTOP past the session timeout: another takes over, and what comes late counts no more."""

import signal

import pytest

from streams.crash import PAUSE
from tests.acceptance.conftest import Deploy
from tests.acceptance.deployment import Deployment, Worker
from tests.acceptance.traffic import Day, day

WITHIN_S = 90


@pytest.mark.slow
def test_a_worker_paused_in_mid_flow_is_replaced_and_its_late_writes_are_refused(
    deploy: Deploy,
) -> None:
    today = day(301, 120, every=4)
    deployment = deploy()
    paused, other = deployment.worker(), deployment.worker()
    deployment.list_people(today)
    assert deployment.settled(within_s=WITHIN_S)
    deployment.fly(today)
    deployment.alerts.until(lambda: len(deployment.alerts.shown) > 5, within_s=WITHIN_S)
    paused.signal(signal.SIGSTOP)
    assert deployment.alerts.reach(today.expected, within_s=WITHIN_S)
    paused.signal(signal.SIGCONT)
    assert deployment.settled(within_s=WITHIN_S)
    deployment.alerts.exactly(today.expected)
    assert (paused.exit_code, other.exit_code) == (None, None)


@pytest.mark.slow
@pytest.mark.parametrize(
    "point",
    [
        "intake: before publish",
        "screen: before publish",
        "rescreen: before publish",
        "route: before pending",
        "route: before publish",
    ],
)
def test_what_a_paused_worker_does_late_is_not_believed(deploy: Deploy, point: str) -> None:
    """It stops before one step; the other worker goes on until the listed have left."""
    today = day(302, 4, every=3)
    deployment = deploy()
    paused = deployment.worker({"TOCSIN_CRASH_AT": PAUSE + point})
    if point.startswith("rescreen"):
        deployment.fly(today)
        assert deployment.screened(len(today.legs), within_s=WITHIN_S)
        deployment.list_people(today)
    else:
        deployment.list_people(today)
        if not point.startswith("intake"):  # so the first facts in its hand hold hits
            assert deployment.settled(within_s=WITHIN_S)
        deployment.fly(today)
    assert paused.paused(within_s=WITHIN_S)
    deployment.worker()
    assert deployment.alerts.reach(today.expected, within_s=WITHIN_S)
    assert _everybody_leaves(deployment, today)
    _wakes(deployment, paused)
    assert deployment.alerts.standing() == set()
    assert deployment.alerts.differing == []
    assert all(
        [one["event"] for one in deployment.alerts.of(alert)] == ["raised", "withdrawn"]
        for alert in today.expected
    )


@pytest.mark.slow
def test_a_paused_worker_does_not_decide_what_another_has_decided(deploy: Deploy) -> None:
    """It wakes with a version in hand that the ledger has meanwhile: the first stands."""
    today = day(304, 4, every=3)
    deployment = deploy()
    paused = deployment.worker({"TOCSIN_CRASH_AT": PAUSE + "route: before pending"})
    deployment.list_people(today)
    assert deployment.settled(within_s=WITHIN_S)  # so the first facts in its hand hold hits
    deployment.fly(today)
    assert paused.paused(within_s=WITHIN_S)
    deployment.worker()
    assert deployment.alerts.reach(today.expected, within_s=WITHIN_S)
    _wakes(deployment, paused)
    deployment.alerts.exactly(today.expected)


@pytest.mark.slow
def test_an_entry_that_a_paused_worker_hands_on_late_does_not_come_back(deploy: Deploy) -> None:
    today = day(303, 4, every=3)
    deployment = deploy()
    paused = deployment.worker({"TOCSIN_CRASH_AT": PAUSE + "intake: before publish"})
    deployment.list_people(today)
    assert paused.paused(within_s=WITHIN_S)
    deployment.worker()
    deployment.fly(today)
    assert deployment.alerts.reach(today.expected, within_s=WITHIN_S)
    for one in today.listed:
        deployment.remove(one.entry())
    assert deployment.alerts.until(lambda: not deployment.alerts.standing(), within_s=WITHIN_S)
    _wakes(deployment, paused)
    assert deployment.alerts.standing() == set()
    assert len(deployment.alerts.shown) == 2 * len(today.expected)


def _everybody_leaves(deployment: Deployment, today: Day) -> bool:
    for leg in today.legs:
        stay = [one for one in leg.people if one not in today.listed]
        deployment.push(leg.manifest(people=stay, minute=1))
    deployment.flush()
    return deployment.alerts.until(lambda: not deployment.alerts.standing(), within_s=WITHIN_S)


def _wakes(deployment: Deployment, paused: Worker) -> None:
    """Let it go on, and wait until nothing is left to do."""
    assert deployment.settled(within_s=WITHIN_S)
    paused.signal(signal.SIGCONT)
    deployment.alerts.until(lambda: False, within_s=3)
    assert deployment.settled(within_s=WITHIN_S)
    assert paused.exit_code is None
