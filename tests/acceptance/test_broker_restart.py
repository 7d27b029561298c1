"""The broker is stopped and started again while a worker runs: it goes on by itself."""

import time

import pytest

from deploy.kafka.broker import ApacheKafka
from tests.acceptance.conftest import Deploy
from tests.acceptance.traffic import day

WITHIN_S = 90


@pytest.mark.kafka
@pytest.mark.timeout(240)
@pytest.mark.parametrize("how", ["in good order", "as a power cut would", "for longer"])
def test_a_broker_that_comes_back_finds_the_work_going_on(
    deploy: Deploy, apache_kafka: ApacheKafka, how: str
) -> None:
    today = day(701, 200, every=5)
    later = day(702, 20, every=5, first=900)
    deployment = deploy()
    worker = deployment.worker()
    deployment.list_people(today)
    assert deployment.settled(within_s=WITHIN_S)
    deployment.fly(today)
    assert deployment.alerts.until(lambda: len(deployment.alerts.shown) > 3, within_s=WITHIN_S)
    if how == "as a power cut would":
        apache_kafka.kill()
    else:
        apache_kafka.stop()
    if how == "for longer":  # than a request waits: what was sent is given up, and sent anew
        time.sleep(deployment.settings.kafka.request_timeout_s + 2)
    apache_kafka.start()
    deployment.list_people(later)
    deployment.fly(later)
    expected = today.expected | later.expected
    assert deployment.alerts.reach(expected, within_s=WITHIN_S)
    assert deployment.settled(within_s=WITHIN_S)
    deployment.alerts.exactly(expected)
    assert worker.exit_code is None
