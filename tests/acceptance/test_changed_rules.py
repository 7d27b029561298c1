"""Who is told changes while workers run: files, commands, a worker killed in between."""

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import pytest

from tests.acceptance.conftest import Deploy
from tests.acceptance.deployment import Deployment
from tests.acceptance.traffic import PARTIES, SUBSCRIPTIONS, Day, Expected, day

pytestmark = pytest.mark.slow  # run by `make test-kafka`, on both brokers

WITHIN_S = 60
_DAYS = count(1)


@pytest.fixture(scope="module")
def running(deploy: Deploy) -> Deployment:
    deployment = deploy()
    for _ in range(2):
        deployment.worker()
    return deployment


@pytest.fixture
def flown(running: Deployment) -> Iterator[Day]:
    """Yield flights whose alerts stand; the files are as they were afterwards."""
    number = next(_DAYS)
    today = day(700 + number, 12, every=5, first=1_000 * number)
    running.list_people(today)
    running.fly(today)
    assert stands(running, today, today.expected)
    yield today
    running.parties_file.write_text(PARTIES)
    running.subscriptions_file.write_text(SUBSCRIPTIONS)
    assert stands(running, today, today.expected)


def stands(running: Deployment, today: Day, expected: set[Expected]) -> bool:
    flights = {leg.key for leg in today.legs}
    return running.alerts.until(
        lambda: {one for one in running.alerts.standing() if one.flight in flights} == expected,
        within_s=WITHIN_S,
    )


def told_instead(today: Day, before: str, after: str) -> set[Expected]:
    """Return what stands when one agency is told in the place of another."""
    return {replace(one, agency=after) if one.agency == before else one for one in today.expected}


def kenya_beside(today: Day) -> set[Expected]:
    """Return what stands when Kenya, too, is told of what arrives there."""
    more = {
        replace(one, agency="ke-dci")
        for one in today.expected
        if one.agency == "interpol" and "-NBO/" in one.flight
    }
    assert more
    return today.expected | more


def test_subscription_added_to_the_file_brings_what_stands(running: Deployment, flown: Day) -> None:
    row = "  - {id: all, agency: ke-dci}\n"
    running.subscriptions_file.write_text(SUBSCRIPTIONS + row)
    assert stands(running, flown, kenya_beside(flown))


def test_jurisdiction_that_changes_takes_and_brings(running: Deployment, flown: Day) -> None:
    swapped = PARTIES.replace("[GB]", "[XX]").replace("[FR]", "[GB]").replace("[XX]", "[FR]")
    running.parties_file.write_text(swapped)
    leaving = {one for one in flown.expected if "LHR-CDG" in one.flight and one.agency == "fr-piu"}
    gone = {one for one in flown.expected if one.agency == "uk-piu"}
    assert leaving
    assert gone
    fr = {replace(one, agency="fr-piu") for one in gone}  # LHR-CDG still touches France's new one
    assert stands(running, flown, (flown.expected - gone) | fr)


def test_command_takes_effect_and_outlives_the_workers(running: Deployment, flown: Day) -> None:
    command(running, "subscriptions", "set", "ke-dci", "nairobi", "--destination-country", "KE")
    assert stands(running, flown, kenya_beside(flown))
    for one in running.workers:
        one.kill()
    running.worker()
    assert running.settled(within_s=WITHIN_S)
    assert stands(running, flown, kenya_beside(flown))
    command(running, "subscriptions", "remove", "ke-dci", "nairobi")
    assert stands(running, flown, flown.expected)


@pytest.mark.slow
def test_worker_killed_before_it_has_told_leaves_nothing_untold(deploy: Deploy) -> None:
    deployment = deploy()
    first = deployment.worker()
    today = day(799, 12, every=5, first=9_000)
    deployment.list_people(today)
    deployment.fly(today)
    assert stands(deployment, today, today.expected)
    assert first.stop() == 0
    doomed = deployment.worker({"TOCSIN_CRASH_AT": "rules: before telling"})
    deployment.subscriptions_file.write_text(SUBSCRIPTIONS + "  - {id: all, agency: ke-dci}\n")
    assert doomed.gone(within_s=WITHIN_S)
    deployment.worker()
    assert stands(deployment, today, kenya_beside(today))


def command(deployment: Deployment, *arguments: str) -> None:
    ran = subprocess.run(
        deployment.command(*arguments),
        env=deployment.full_environ,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr.decode()
