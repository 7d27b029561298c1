"""What was refused is sent again once its cause is mended, and is taken in."""

import subprocess

import pytest

from tests.acceptance.conftest import Deploy
from tests.acceptance.traffic import day

WITHIN_S = 60


@pytest.mark.slow
def test_what_is_replayed_after_mending_is_taken_in(deploy: Deploy) -> None:
    """An airline gets a new carrier: its flight is refused, parties.yaml mended, then replayed."""
    today = day(503, 1, every=2)
    leg = today.legs[0]
    deployment = deploy()
    mended = deployment.parties_file.read_text()
    deployment.parties_file.write_text(
        mended.replace(f"carriers: [{leg.carrier}]", "carriers: [ZZ]")
    )
    worker = deployment.worker()
    deployment.list_people(today)
    deployment.fly(today)
    assert deployment.settled(within_s=WITHIN_S)
    assert [one["reason"] for one in deployment.quarantine()] == ["foreign_carrier"]
    worker.stop()
    deployment.parties_file.write_text(mended)
    deployment.worker()
    done = subprocess.run(
        deployment.command("quarantine", "replay", "--reason", "foreign_carrier"),
        env=deployment.full_environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (0, "1 sent again\n")
    assert deployment.alerts.reach(today.expected, within_s=WITHIN_S)
    deployment.alerts.exactly(today.expected)
