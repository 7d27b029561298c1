"""Workers share the partitions, and others join and leave while records flow."""

import pytest

from tests.acceptance.conftest import Deploy
from tests.acceptance.deployment import Deployment
from tests.acceptance.traffic import day

WITHIN_S = 60


@pytest.mark.slow
def test_a_third_worker_joins_and_leaves_while_records_flow(deploy: Deploy) -> None:
    today = day(601, 240, every=5)
    thirds = [today.legs[at::3] for at in range(3)]
    deployment = deploy()
    two = [deployment.worker(), deployment.worker()]
    deployment.list_people(today)
    assert deployment.settled(within_s=WITHIN_S)
    assert deployment.alerts.until(lambda: _at_work(deployment) == 2, within_s=WITHIN_S)

    for leg in thirds[0]:
        deployment.push(leg.manifest())
    third = deployment.worker()
    assert deployment.alerts.until(lambda: _at_work(deployment) == 3, within_s=WITHIN_S)
    for leg in thirds[1]:
        deployment.push(leg.manifest())
    deployment.alerts.until(lambda: False, within_s=3)
    for leg in thirds[2]:
        deployment.push(leg.manifest())
    deployment.flush()
    assert third.stop() == 0

    assert deployment.alerts.reach(today.expected, within_s=WITHIN_S)
    assert deployment.settled(within_s=WITHIN_S)
    deployment.alerts.exactly(today.expected)
    assert [one.exit_code for one in two] == [None, None]


def _at_work(deployment: Deployment) -> int:
    with deployment.valkey.client() as client:
        return len(list(client.scan_iter(match="tocsin:worker:*")))
