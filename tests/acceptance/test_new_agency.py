"""An agency that joins later is told of every hit that stands, by itself; nobody else is."""

import subprocess
from collections import Counter

import pytest

from access.parties import AgencyId, parties_of
from config.files import PartiesFile, read_yaml
from streams.topics import alerts_topic
from tests.acceptance.conftest import Deploy
from tests.acceptance.deployment import Deployment
from tests.acceptance.reading import all_of, who
from tests.acceptance.traffic import Expected, day

pytestmark = pytest.mark.slow  # run by `make test-kafka`, on both brokers

WITHIN_S = 60
NEW = AgencyId("de-bka")


def test_an_agency_added_later_gets_the_alerts_that_stand(deploy: Deploy) -> None:
    """Everybody flies; one leaves; a new agency joins: it gets what stands, the others nothing."""
    today = day(811, 12, every=4)
    deployment = deploy()
    worker = deployment.worker()
    deployment.list_people(today)
    deployment.fly(today)
    assert deployment.alerts.reach(today.expected, within_s=WITHIN_S)
    gone = today.listed[0]
    leg = next(one for one in today.legs if gone in one.people)
    rest = [one for one in leg.people if one != gone]
    deployment.push(leg.manifest(people=rest, minute=1))
    deployment.flush()
    standing = {one for one in today.expected if one.passenger != gone.id}
    assert deployment.alerts.until(
        lambda: deployment.alerts.standing() == standing, within_s=WITHIN_S
    )
    assert deployment.settled(within_s=WITHIN_S)
    before = len(deployment.alerts.shown)

    joins(deployment)
    assert worker.stop() == 0
    deployment.worker()
    expected = {
        Expected(one.flight, one.passenger, one.entry, NEW)
        for one in standing
        if one.agency == "interpol"  # which is told of every hit, as the new one shall be
    }
    assert expected
    assert deployment.alerts.until(lambda: told(deployment) >= expected, within_s=WITHIN_S)
    assert deployment.settled(within_s=WITHIN_S)
    assert told(deployment) == expected
    sent = all_of(deployment.broker.bootstrap, alerts_topic(NEW))
    assert Counter((one["event"], one["version"], one["replay"]) for one in sent) == {
        ("raised", 1, False): len(expected)
    }
    assert len(deployment.alerts.shown) == before  # the others were told nothing


def joins(deployment: Deployment) -> None:
    """Let the new agency take part, as docs/operations.md says: two files and `topics apply`."""
    subscriptions = deployment.parties_file.with_name("subscriptions.yaml")
    for path, row in (
        (deployment.parties_file, f'{{id: {NEW}, name: Germany, jurisdiction: ["*"]}}'),
        (subscriptions, f"{{id: all, agency: {NEW}}}"),
    ):
        path.write_text(f"{path.read_text()}  - {row}\n")
    assert NEW in parties_of(read_yaml(deployment.parties_file, PartiesFile)).agencies
    subprocess.run(
        deployment.command("topics", "apply"), env=deployment.full_environ, check=True, timeout=60
    )


def told(deployment: Deployment) -> set[Expected]:
    return {who(one) for one in all_of(deployment.broker.bootstrap, alerts_topic(NEW))}
