"""A PAXLST as a carrier's own system sends it, straight to its topic, raises the same alerts."""

import pytest

from tests.acceptance.conftest import Deploy
from tests.acceptance.deployment import Deployment
from tests.acceptance.traffic import Leg, Traveller, day
from tests.manifests.messages import interchange, message

WITHIN_S = 60


@pytest.fixture(scope="module")
def running(deploy: Deploy) -> Deployment:
    """One worker, for all tests of this module."""
    deployment = deploy()
    deployment.worker()
    return deployment


def paxlst(leg: Leg, *, when: str = "0800", broken: bool = False) -> bytes:
    """Return the leg's list, and after it one more message where that is to be broken."""
    flight = (
        f"TDT+20+{leg.carrier}{leg.number}",
        f"LOC+125+{leg.route[0]}",
        "DTM+189:3105051830:201",
        f"LOC+87+{leg.route[1]}",
    )
    rows = [line for one in leg.people for line in group(one)]
    whole = message(["BGM+745", *flight, *rows])
    halves = [whole, message(["BGM+745", *rows], reference="2")] if broken else [whole]
    return interchange(*halves, control=f"{leg.number}", when=("261124", when))


def group(one: Traveller) -> tuple[str, ...]:
    return (
        f"NAD+FL+++{one.surname}:{one.given_names}",
        f"DTM+329:{one.birth_date.replace('-', '')}",
        f"RFF+ABO:{one.id}",
        f"DOC+P:110:111+{one.document}",
        "LOC+91+IRQ",
    )


def test_raw_edifact_raises_alerts_and_its_broken_message_goes_to_quarantine(
    running: Deployment,
) -> None:
    today = day(601, 6, every=3, first=600)
    running.list_people(today)
    for leg in today.legs:
        running.push(paxlst(leg, broken=True), airline=leg.carrier)
    running.flush()
    flights = {leg.key for leg in today.legs}
    assert running.alerts.until(
        lambda: (
            {one for one in running.alerts.standing() if one.flight in flights} == today.expected
        ),
        within_s=WITHIN_S,
    )
    refused = running.quarantine()
    assert [one["reason"] for one in refused] == ["broken_message"] * len(today.legs)
    assert {one["detail"] for one in refused} == {
        "segment 1 (UNH) of message 2: no TDT names a flight"
    }
