"""What the demo's EDIFACT airlines send is understood as the world means it."""

from datetime import UTC, date, datetime
from functools import cache

import pytest

from manifests.contract import Manifest, Passenger
from manifests.reading import understood
from streams.demo.edifact import (
    ASKING_AIRLINES,
    PAXLST_AIRLINES,
    PNRGOV_AIRLINES,
    as_sent,
)
from streams.demo.world import Push, build_world

DAY = date(2026, 11, 26)
WORLD = build_world(7, DAY)
NOT_SAID = {"debark", "residence", "embark", "role"}  # a booking says none of them


def read(push: Push) -> Manifest:
    return understood_of(push.airline, as_sent(push.manifest)[1])


@cache
def understood_of(airline: str, sent: bytes) -> Manifest:
    found = understood(sent, received_at=datetime.now(UTC), sender=airline)
    assert [str(one) for one in found.refused] == []
    (manifest,) = found.manifests
    assert manifest.warnings == ()
    return manifest


def known(rows: tuple[Passenger, ...], *without: str) -> dict[str | None, dict[str, object]]:
    return {
        one.passenger_id: one.model_dump(exclude_defaults=True, exclude={*without, "verified"})
        for one in rows
    }


@pytest.mark.parametrize("airline", sorted(PAXLST_AIRLINES | ASKING_AIRLINES | PNRGOV_AIRLINES))
def test_pushes_are_understood_as_meant(airline: str) -> None:
    sent = [one for one in WORLD.pushes if one.airline == airline]
    assert sent
    for push in sent:
        meant, said = push.manifest, read(push)
        assert said.flight.key == meant.flight.key
        if said.source == "pnr":
            booked = tuple(one for one in meant.passengers if one.role != "crew")
            assert known(said.passengers, *NOT_SAID) == known(booked, *NOT_SAID)
        else:
            assert known(said.passengers) == known(meant.passengers)
            assert said.function == meant.function


def test_a_day_has_every_kind() -> None:
    kinds = {(one.sender, one.source, one.respond) for one in map(read, WORLD.pushes)}
    assert {("BA", "api", False), ("AF", "pnr", False), ("KQ", "api", True)} <= kinds
    topics = {as_sent(one.manifest)[0] for one in WORLD.pushes}
    assert {"manifests.UA", "requests.KQ", "manifests.KQ"} <= topics


def test_no_two_pushes_have_one_id() -> None:
    ids = [(one.sender, one.message_id) for one in map(read, WORLD.pushes)]
    assert len(ids) == len(set(ids))
